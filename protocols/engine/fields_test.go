package engine

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

type color string

// seconds writes itself.
type seconds struct{ n int }

func (s seconds) String() string { return fmt.Sprint(s.n, "sec") }

func (s *seconds) ParseLiteral(text string) error {
	digits, ok := strings.CutSuffix(text, "sec")
	if _, err := fmt.Sscan(digits, &s.n); !ok || err != nil {
		return fmt.Errorf("expected 7sec, not %s", Quote(text))
	}
	return nil
}

// everything has a field of each type that a line can hold.
type everything struct {
	Node   NodeID `arg:"true" help:"which node"`
	Name   string `arg:"true"`
	Maybe  int    `arg:"true" optional:"true" min:"1"`
	Flag   bool
	Tint   color
	Mode   string `oneof:"fast slow"`
	Small  int8   `min:"-5" max:"5"`
	Byte   uint8
	Large  uint64
	Count  int
	For    Duration `min:"1ms" max:"1h"`
	At     Time
	Share  PerMillion `max:"50%"`
	Dist   Dist
	Sec    seconds
	Nodes  []NodeID
	Names  []string
	TTLMax Duration
}

func drawEverything(t *rapid.T) everything {
	e := everything{
		Node:  ID('n', rapid.IntRange(1, 99).Draw(t, "node")),
		Name:  hostile().Draw(t, "name"),
		Flag:  rapid.Bool().Draw(t, "flag"),
		Tint:  color(hostile().Draw(t, "tint")),
		Mode:  rapid.SampledFrom([]string{"", "fast", "slow"}).Draw(t, "mode"),
		Small: rapid.Int8Range(-5, 5).Draw(t, "small"),
		Byte:  rapid.Uint8().Draw(t, "byte"),
		Large: rapid.Uint64().Draw(t, "large"),
		Count: rapid.Int().Draw(t, "count"),
		At:    Time(rapid.Int64Range(-int64(DurationMax), int64(DurationMax)).Draw(t, "at")),
		Share: PerMillion(rapid.IntRange(0, 500_000).Draw(t, "share")),
		Sec:   seconds{rapid.IntRange(0, 99).Draw(t, "sec")},
		Nodes: rapid.SliceOfN(rapid.Map(rapid.IntRange(1, 99), func(i int) NodeID { return ID('c', i) }), 0, 3).Draw(t, "nodes"),
		Names: rapid.SliceOfN(rapid.StringMatching(`[a-z"= ]{1,3}`), 0, 3).Draw(t, "names"),
		Dist:  Between(Duration(rapid.Int64Range(0, 1e9).Draw(t, "min")), Duration(rapid.Int64Range(0, 1e9).Draw(t, "max"))),
	}
	if rapid.Bool().Draw(t, "maybe") {
		e.Maybe = rapid.IntRange(1, 9).Draw(t, "maybe")
		e.For = Duration(rapid.Int64Range(int64(Millisecond), int64(Hour)).Draw(t, "for"))
		e.TTLMax = Duration(rapid.Int64Range(-int64(DurationMax), int64(DurationMax)).Draw(t, "ttl"))
	}
	if len(e.Nodes) == 0 {
		e.Nodes = nil
	}
	if len(e.Names) == 0 {
		e.Names = nil
	}
	return e
}

func TestAFormReadsBackAsItPrints(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := drawEverything(t)
		line := Print(e)
		ws, err := Words(line)
		if err != nil {
			t.Fatalf("%+v prints as %q: %v", e, line, err)
		}
		got, err := Parse([]any{struct{ N int }{}, everything{}}, ws)
		if err != nil || !reflect.DeepEqual(got, e) {
			t.Fatalf("%+v prints as %s, which is read as %+v, %v", e, line, got, err)
		}
		if Print(&e) != line {
			t.Fatalf("a pointer to it prints as %s, not %s", Print(&e), line)
		}
	})
}

func TestAFormPrintsBareWordsFirstAndLeavesOutWhatIsZero(t *testing.T) {
	for _, c := range []struct {
		form any
		want string
	}{
		{everything{Node: ID('n', 1)}, `everything n1 ""`},
		{everything{Node: ID('n', 1), Name: "x", TTLMax: Second, Flag: true}, "everything n1 x flag=true ttl-max=1s"},
		{everything{Node: ID('n', 1), Name: "a b", Maybe: 3, Nodes: []NodeID{ID('n', 2), ID('c', 1)}}, `everything n1 "a b" 3 nodes=n2,c1`},
		{struct{}{}, ""},
	} {
		if got := Print(c.form); got != c.want {
			t.Errorf("%+v prints as %s; expected %s", c.form, got, c.want)
		}
	}
}

func TestANameIsWrittenWithHyphens(t *testing.T) {
	for name, want := range map[string]string{
		"Begin": "begin", "CompareAndSwap": "compare-and-swap", "TTL": "ttl", "TTLMax": "ttl-max", "MaxTTL": "max-ttl", "HTTPServerID": "http-server-id",
		"leave": "leave", "X": "x", "NoReplies": "no-replies", "": "", "N2": "n2", "A": "a", "AB": "ab", "aB": "a-b",
	} {
		if got := Hyphens(name); got != want {
			t.Errorf("%s is written %s; expected %s", name, got, want)
		}
	}
}

func TestFieldsAreDescribedAsFormsShowThem(t *testing.T) {
	fs, err := Describe(everything{Small: 2, For: Second, Names: []string{"a", "b"}})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range fs {
		got = append(got, fmt.Sprintf("%s:%s:%s", f.Name, f.Type, f.Value))
	}
	want := "node:node:world name:string: maybe:int:0 flag:bool:false tint:color: mode:string: small:int:2 byte:int:0 large:int:0 count:int:0 " +
		"for:duration:1s at:time:0ms share:share:0% dist:distribution:0ms sec:seconds:0sec nodes:list of node: names:list of string:a,b ttl-max:duration:0ms"
	if s := strings.Join(got, " "); s != want {
		t.Errorf("got  %s\nwant %s", s, want)
	}
	if f := fs[0]; !f.Arg || f.Optional || f.Help != "which node" {
		t.Errorf("node: %+v", f)
	}
	if f := fs[2]; !f.Arg || !f.Optional || f.Min != "1" {
		t.Errorf("maybe: %+v", f)
	}
	if f := fs[5]; !reflect.DeepEqual(f.OneOf, []string{"fast", "slow"}) {
		t.Errorf("mode: %+v", f)
	}
	if fs, err := Describe(nil); fs != nil || err != nil {
		t.Errorf("nothing is described as %v, %v", fs, err)
	}
}

func TestAFormThatNoLineCanHoldIsRefused(t *testing.T) {
	for _, c := range []struct {
		form any
		want string
	}{
		{7, "int: expected a struct"},
		{struct{ F func() }{}, ".F: func() can't be written in a line"},
		{struct{ M map[string]int }{}, ".M: map[string]int can't be written in a line"},
		{struct{ P *int }{}, ".P: *int can't be written in a line"},
		{struct{ F float64 }{}, ".F: float64 can't be written in a line"},
		{struct{ L [][]int }{}, ".L: [][]int can't be written in a line"},
		{struct{ x int }{}, ".x: expected an exported field"},
		{struct {
			N int `min:"few"`
		}{}, `.N: expected a bound, not "few"`},
		{struct {
			D Duration `max:"5"`
		}{}, `.D: expected a bound, not "5"`},
		{struct {
			N int `oneof:"1 2"`
		}{}, ".N: expected oneof on a string only"},
		{struct {
			N int `mistake:"forgets"`
		}{}, ".N: expected mistake on a bool only"},
		{struct {
			AB int
			Ab int
		}{}, "two fields are written ab"},
	} {
		if _, err := Describe(c.form); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%T: expected %q, got %v", c.form, c.want, err)
		}
	}
}

func TestABadFormSaysItsColumnItsFieldAndWhatWasExpected(t *testing.T) {
	for _, c := range []struct{ line, want string }{
		{"", "expected everything"},
		{"nothing", "column 1: expected everything, not nothing"},
		{"everything", "everything: expected a node"},
		{"everything n1", "everything: expected a string as name"},
		{"everything x", "column 12: everything: node: expected a node such as n1, not x"},
		{"everything n1 a x", "column 17: everything: maybe: expected a whole number, not x"},
		{"everything n1 a 0", "column 17: everything: maybe: expected at least 1, not 0"},
		{"everything n1 a 1 b", "column 19: everything: expected one of flag=, tint="},
		{"everything n1 a flag=yes", "column 17: everything: flag: expected true or false, not yes"},
		{"everything n1 a flag=true flag=true", "column 27: everything: expected flag once"},
		{"everything n1 a mode=medium", "mode: expected one of fast or slow, not medium"},
		{"everything n1 a small=6", "small: expected at most 5, not 6"},
		{"everything n1 a small=-6", "small: expected at least -5, not -6"},
		{"everything n1 a small=999", "small: expected a whole number, not 999"},
		{"everything n1 a byte=256", "byte: expected a whole number, not 256"},
		{"everything n1 a byte=-1", "byte: expected a whole number, not -1"},
		{"everything n1 a count=+1", "count: expected a whole number, not +1"},
		{"everything n1 a count=1.5", "count: expected a whole number, not 1.5"},
		{"everything n1 a count=99999999999999999999", "count: expected a whole number"},
		{"everything n1 a for=0ms", "for: expected at least 1ms, not 0ms"},
		{"everything n1 a for=2h", "for: expected at most 1h, not 2h"},
		{"everything n1 a at=noon", "at: expected a time"},
		{"everything n1 a share=60%", "share: expected at most 50%, not 60%"},
		{"everything n1 a dist=late", "dist: expected a distribution"},
		{"everything n1 a sec=3", "sec: expected 7sec, not 3"},
		{"everything n1 a nodes=n1,x", "nodes: expected a node such as n1, not x"},
		{"everything n1 a wind=3", "column 17: everything: expected one of flag=, tint=, mode="},
		{`everything n1 a "w\u202e"=3`, ""},
		{"everything n1 a node=n1", "column 17: everything: expected node once"},
	} {
		ws, err := Words(c.line)
		if err != nil {
			if c.want != "" {
				t.Errorf("%s: %v", c.line, err)
			}
			continue
		}
		_, err = Parse([]any{everything{}}, ws)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: expected %q, got %v", c.line, c.want, err)
		}
	}
}

func TestALineStartsFromTheDefaultsOfItsForm(t *testing.T) {
	form := everything{Count: 7, Mode: "slow", Name: "given"}
	got, err := ParseForm(form, "set", []Word{{Value: "n2", Column: 1}, {Value: "x", Column: 3}, {Key: "flag", Value: "true", Column: 5}})
	if err != nil {
		t.Fatal(err)
	}
	if want := (everything{Node: ID('n', 2), Name: "x", Count: 7, Mode: "slow", Flag: true}); !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v", got)
	}
	if form.Name != "given" {
		t.Error("the defaults were changed")
	}
}

func TestAnyPlainValueIsPrintedInOneOrder(t *testing.T) {
	type inner struct {
		A int
		b string
	}
	var nothing *inner
	for _, c := range []struct {
		v    any
		want string
	}{
		{map[NodeID]int{ID('n', 10): 1, ID('n', 2): 2}, "n2:2 n10:1"},
		{map[string]bool{"b": true, "a": false}, "a:false b:true"},
		{map[int8]string{-1: "x", 3: "y"}, "-1:x 3:y"},
		{map[bool]int{true: 1, false: 2}, "false:2 true:1"},
		{inner{1, "x"}, "(1 x)"},
		{&inner{1, "x"}, "(1 x)"},
		{nothing, "–"},
		{[2]uint8{1, 2}, "1,2"},
		{[]any{1, "a", nil}, "1,a,–"},
		{struct{ F func() }{}, "(?)"},
		{PerMillion(2500), "0.25%"},
		{Exponential(Second), "exp(1s)"},
	} {
		if got := Format(reflect.ValueOf(c.v)); got != c.want {
			t.Errorf("%#v prints as %s; expected %s", c.v, got, c.want)
		}
	}
	if got := Format(reflect.Value{}); got != "–" {
		t.Errorf("no value prints as %s", got)
	}
}

func TestTheArrivalsOfALoadAreNumbered(t *testing.T) {
	type put struct {
		Key, Value string
		N          int
	}
	if got := Numbered(put{"k%", "%-%", 5}, 12); got != (put{"k12", "12-12", 5}) {
		t.Errorf("got %+v", got)
	}
	if got := Numbered(put{"k", "v", 5}, 12); got != (put{"k", "v", 5}) {
		t.Errorf("got %+v", got)
	}
	if got := Numbered(7, 12); got != 7 {
		t.Errorf("got %+v", got)
	}
}
