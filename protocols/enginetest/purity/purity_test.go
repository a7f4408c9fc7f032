package purity

import (
	"strings"
	"testing"
)

// forEngines is what an engine may import. Package fmt is not among it: it has files to write to, and core.wasm does
// without it.
func forEngines() []string {
	return []string{"bytes", "cmp", "embed", "encoding/binary", "errors", "iter", "maps", "math", "math/bits", "slices", "sort",
		"strconv", "strings", "unicode", "unicode/utf8", "container/heap",
		"quorumlab/protocols/engine", "quorumlab/protocols/engine/canon", "quorumlab/protocols/engine/order", "quorumlab/protocols/engine/say"}
}

// engineExcuses is what the adapter of a foreign library needs beyond that.
func engineExcuses() []Excuse {
	return []Excuse{
		{"raft", `import "go.etcd.io/etcd/raft/v3`, "the library that the engine adapts"},
		{"raft", `import "fmt"`, "the library brings it along"},
		{"raft/pin.go", `import "unsafe"`, "overwrites the election timeout that the library draws from a generator of its own"},
		{"raft/pin.go", `import "reflect"`, "finds the library's fields by name, once"},
		{"raft/clone.go", `import "unsafe"`, "copies and encodes the library's state, which is not plain data"},
		{"raft/clone.go", `import "reflect"`, "finds what in the library's state is shared, replaced or rebuilt"},
		{"raft/encoding.go", `import "unsafe"`, "reads the bytes of a string without a copy"},
	}
}

// notEngines are the folders below protocols that hold no engine.
func notEngines() []string {
	return []string{"engine", "sim", "scenario", "enginetest", "all", "search", "history", "challenge", "link", "roomlog"}
}

// folder is the first folder below protocols; "" for protocols itself.
func folder(path string) string {
	rest, ok := strings.CutPrefix(path, "quorumlab/protocols/")
	if !ok {
		return ""
	}
	first, _, _ := strings.Cut(rest, "/")
	return first
}

func load(t *testing.T) *Loader {
	t.Helper()
	l, err := NewLoader("../..", "./...")
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestEnginesArePure(t *testing.T) {
	ps, err := load(t).Packages(func(path string) bool {
		f := folder(path)
		for _, not := range notEngines() {
			if f == not {
				return false
			}
		}
		return f != ""
	})
	if err != nil {
		t.Fatal(err)
	}
	rules := Rules{Imports: forEngines(), Globals: true, Notes: true, Excuses: engineExcuses()}
	found := map[string]bool{}
	for _, p := range ps {
		found[p.Folder] = true
		rules.Imports = append(rules.Imports, p.Path) // one engine may embed another
	}
	if !found["mutex"] || !found["raft"] {
		t.Fatalf("expected mutex and raft among the engines, got %v", found)
	}
	for _, e := range rules.Excuses {
		if e.Why == "" {
			t.Errorf("expected a reason why %s may use %s", e.Where, e.What)
		}
	}
	for _, p := range Check(ps, rules) {
		t.Error(p)
	}
}

// The kernel is held to the same, but for what it is made of.
func TestTheKernelIsPure(t *testing.T) {
	ps, err := load(t).Packages(func(path string) bool { f := folder(path); return f == "engine" || f == "sim" })
	if err != nil {
		t.Fatal(err)
	}
	if len(ps) < 3 {
		t.Fatalf("expected engine, engine/canon and sim, got %d packages", len(ps))
	}
	rules := Rules{Imports: append(forEngines(), "reflect", "quorumlab/protocols/sim"), Excuses: []Excuse{
		{"canon", `import "unsafe"`, "codecs run on memory offsets"},
		{"sim/trace.go", `import "unsafe"`, "sizes of events, for the limit on memory"},
		{"sim/step.go", `import "runtime"`, "the stack of an engine that panicked"},
		{"sim/valid.go", `import "runtime"`, "tells a module for the browser, which leaves the judge of declarations out"},
		{"sim/history.go", `import "quorumlab/protocols/history"`, "judges what clients have seen; what it says is no part of a run"},
		{"say/say.go", "a floating-point number is computed", "prints what fmt would; no engine has one"},
	}}
	for _, p := range Check(ps, rules) {
		t.Error(p)
	}
}

func TestWhatMakesRunsDifferIsFound(t *testing.T) {
	l, err := NewLoader("../..", "./engine", "./engine/say", "time", "sync", "os", "math/rand/v2", "math", "maps", "slices", "fmt", "embed", "errors")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, source, want string }{
		{"a goroutine", `func f() { go f() }`, "flow: a goroutine"},
		{"select", `func f() { select {} }`, "flow: select"},
		{"a channel type", `type t struct{ c chan int }`, "flow: a channel"},
		{"a receive", `func f(c <-chan int) int { return <-c }`, "flow: a channel"},
		{"a range over a channel", `type c = <-chan int; func f(x c) { for range x {} }`, "flow: a channel"},
		{"init", `func init() {}`, "flow: an init function"},
		{"println", `func f() { println(1) }`, "flow: println prints"},
		{"fmt.Println", `import "fmt"; func f() { fmt.Println() }`, "flow: fmt.Println is input or output"},
		{"an address", `import "fmt"; func f(x *int) string { return fmt.Sprintf("%p", x) }`, "flow: %p prints an address"},
		{"the time", `import "time"; func f() time.Time { return time.Now() }`, `imports: import "time"`},
		{"a lock", `import "sync"; type t struct{ m sync.Mutex }`, `imports: import "sync"`},
		{"the system", `import "os"; func f() { os.Exit(1) }`, `imports: import "os"`},
		{"randomness", `import "math/rand/v2"; func f() int { return rand.Int() }`, `imports: import "math/rand/v2"`},
		{"unsafe", `import "unsafe"; func f(x int) uintptr { return unsafe.Sizeof(x) }`, `imports: import "unsafe"`},
		{"a dot", `import . "slices"; func f(x []int) { Sort(x) }`, `imports: import . "slices"`},
		{"a float in the state", `type node struct{ load float64 }`, "numbers: load is a floating-point number"},
		{"a slice of floats", `type node struct{ loads []float32 }`, "numbers: loads is a floating-point number"},
		{"a map of floats", `type node struct{ loads map[string]float64 }`, "numbers: loads is a floating-point number"},
		{"a float on the way", `func f(x int) int { return int(float64(x) * 1.5) }`, "numbers: a floating-point number is computed"},
		{"math.Exp", `import "math"; func f(x int) int { return int(math.Exp(float64(x))) }`, "numbers: math.Exp: its last bits"},
		{"a map's order", `func f(m map[int]int, out func(int)) { for k := range m { out(k) } }`, "maps: a range over a map"},
		{"a map's order with an empty reason", "func f(m map[int]int, out func(int)) {\n// order:\nfor k := range m { out(k) } }", "maps: a range over a map"},
		{"a named map's order", `type set map[int]bool; func f(m set, out func(int)) { for k := range m { out(k) } }`, "maps: a range over a map"},
		{"unsorted keys", `import "maps"; func f(m map[int]int, out func(int)) { for k := range maps.Keys(m) { out(k) } }`, "maps: an iterator over a map"},
		{"collected keys", `import ("maps"; "slices"); func f(m map[int]int) []int { return slices.Collect(maps.Keys(m)) }`, "maps: an iterator over a map"},
		{"a counter", `var n int; func f() { n++ }`, "globals: the package-level variable n is written"},
		{"an assignment", `var n int; func f() { n = 1 }`, "globals: the package-level variable n is written"},
		{"an address", `var n int; func f() *int { return &n }`, "globals: the package-level variable n is written, or its address"},
		{"an element", `var m = map[int]int{}; func f() { m[1] = 2 }`, "globals: the package-level variable m is written"},
		{"a field", `var s struct{ a [3]int }; func f() { s.a[0]++ }`, "globals: the package-level variable s is written"},
		{"a range into it", `var n int; func f(x []int) { for n = range x {} }`, "globals: the package-level variable n is written"},
		{"a slice that gets out", `var table = []int{1}; func f(g func([]int)) { g(table) }`, "globals: the package-level variable table gets out"},
		{"a slice that is kept", `var table = []int{1}; func f() []int { x := table; return x }`, "globals: the package-level variable table gets out"},
		{"a method that writes", `type t int; func (p *t) inc() { *p++ }; var n t; func f() { n.inc() }`, "globals: n.inc may write the package-level variable n"},
		{"another package's variable", `import "os"; func f() { os.Args = nil }`, "globals: the package-level variable Args is written"},
		{"an exported variable", `var Default = 1`, "globals: the variable Default is exported"},
		{"a note put together", `import "quorumlab/protocols/engine"; func f(o *engine.Out, s string) { o.Note("a" + s) }`, "notes: Note: expected a constant format"},
		{"a note with too few arguments", `import "quorumlab/protocols/engine"; func f(o *engine.Out) { o.Note("% and %", 1) }`, "notes: Note: \"% and %\" has 2 signs % for 1 arguments"},
		{"a note of a struct", `import "quorumlab/protocols/engine"; func f(o *engine.Out) { o.Note("%", struct{}{}) }`, "notes: Note: a note can't print a struct{}"},
		{"a note of an error", `import ("errors"; "quorumlab/protocols/engine"); func f(o *engine.Out) { o.Note("%", errors.New("x")) }`, "notes: Note: a note can't print a error"},
		{"a note of two lines", `import "quorumlab/protocols/engine"; func f(o *engine.Out) { o.Note("a\nb") }`, "expected one line"},
		{"a sentence with too few arguments", `import "quorumlab/protocols/engine/say"; func f() string { return say.Sprintf("%d of %d", 1) }`, "formats: Sprintf: \"%d of %d\" has 2 verbs for 1 arguments"},
		{"a sentence with a verb of fmt's", `import "quorumlab/protocols/engine/say"; func f() error { return say.Errorf("%+x", 1) }`, "formats: Errorf: \"%+x\" has a verb that it does not know"},
		{"a violation with too many arguments", `import "quorumlab/protocols/engine"; func f() error { return engine.Violated("%5.2s%%", 1, 2) }`, "formats: Violated"},
		{"a tally", `import "quorumlab/protocols/engine"; func f(v *engine.View) { v.Tally("% of %", 1) }`, "notes: Tally"},
		{"a field", `import "quorumlab/protocols/engine"; func f(v *engine.View) { v.Fieldf("log", "%") }`, "notes: Fieldf"},
	} {
		t.Run(c.name, func(t *testing.T) {
			found := checkSource(t, l, c.source)
			for _, p := range found {
				if strings.Contains(p.String(), c.want) {
					return
				}
			}
			t.Errorf("expected %q, got %v", c.want, found)
		})
	}
}

func TestWhatIsHarmlessPasses(t *testing.T) {
	l, err := NewLoader("../..", "./engine", "./engine/say", "maps", "slices", "embed", "errors", "strings")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, source string }{
		{"sorted keys", `import ("maps"; "slices"); func f(m map[int]int, out func(int)) { for _, k := range slices.Sorted(maps.Keys(m)) { out(k) } }`},
		{"a reason on the line", "func f(m map[int]int) (n int) {\nfor _, v := range m { // order: a sum\n n += v }; return n }"},
		{"a reason above the line", "func f(m map[int]int) (n int) {\n// order: a sum\nfor _, v := range m { n += v }; return n }"},
		{"a range that only counts", `func f(m map[int]int) (n int) { for range m { n++ }; return n }`},
		{"a table that is read", `var table = [3]int{1, 2, 3}; func f(i int) int { return table[i] + len(table) }`},
		{"a slice that is searched", `import "slices"; var names = []string{"a"}; func f(s string) bool { for _, n := range names { if n == s { return true } }; return slices.Contains(names, s) }`},
		{"an error", `import "errors"; var errBad = errors.New("bad"); func f() error { return errBad }`},
		{"the two that a protocol has", `import ("embed"; "quorumlab/protocols/engine"); var Scenarios embed.FS; var Protocol = engine.Protocol{Name: "x"}; func f() string { return Protocol.Name }`},
		{"a demand on a type", `type named interface{ Name() string }; type t int; func (t) Name() string { return "" }; var _ named = t(0)`},
		{"a constant of floats", `const d = 1.5 * 1000; func f() int { return d }`},
		{"a note", `import "quorumlab/protocols/engine"; type tx string; func f(o *engine.Out, d engine.Duration, id engine.NodeID, x tx) { o.Note("% % % % %", 1, d, id, x, true) }`},
		{"integers", `func f(x, y int) int { return x * y / 3 }`},
		{"a violation", `import "quorumlab/protocols/engine"; func f(err error) error { return engine.Violated("%v of 100%%: %-5s %.40q %w", 1, "a", "b", err) }`},
		{"words", `import "quorumlab/protocols/engine/say"; func f(x int) string { return say.Sprintf("%d", x) }`},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, p := range checkSource(t, l, c.source) {
				t.Error(p)
			}
		})
	}
}

// checkSource checks one file, given without its package clause.
func checkSource(t *testing.T, l *Loader, source string) []Problem {
	t.Helper()
	p, err := l.parse("quorumlab/protocols/bad", map[string]any{"bad.go": "package bad; " + source})
	if err != nil {
		t.Fatal(err)
	}
	return Check([]*Package{p}, Rules{Imports: forEngines(), Globals: true, Notes: true})
}

func TestAnExcuseLetsPassWhatItNamesAndNothingElse(t *testing.T) {
	l, err := NewLoader("../..", "time", "os")
	if err != nil {
		t.Fatal(err)
	}
	p, err := l.parse("quorumlab/protocols/bad", map[string]any{"bad.go": `package bad; import ("os"; "time"); func f() (time.Time, []string) { return time.Now(), os.Args }`})
	if err != nil {
		t.Fatal(err)
	}
	check := func(es ...Excuse) string {
		var all []string
		for _, p := range Check([]*Package{p}, Rules{Imports: forEngines(), Excuses: es}) {
			all = append(all, p.String())
		}
		return strings.Join(all, "\n")
	}
	clock := Excuse{"bad/bad.go", `import "time"`, "a test"}
	if got := check(clock); strings.Contains(got, "time") || !strings.Contains(got, `import "os"`) {
		t.Errorf("got %s", got)
	}
	if got := check(Excuse{"bad", `import "time"`, "a test"}); strings.Contains(got, `"time"`) {
		t.Errorf("an excuse for a folder does not hold for a file in it: %s", got)
	}
	if got := check(Excuse{"bad/other.go", `import "time"`, "a test"}); !strings.Contains(got, `bad.go:1: imports: import "time"`) || !strings.Contains(got, "nothing needs the excuse") {
		t.Errorf("got %s", got)
	}
}

func TestFilesThatAreNotForEveryMachineAreFound(t *testing.T) {
	found := Check([]*Package{{Folder: "bad", Foreign: []string{"fast_amd64.s"}}}, Rules{})
	if len(found) != 1 || found[0].File != "bad/fast_amd64.s" {
		t.Errorf("got %v", found)
	}
}
