package sim

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"quorumlab/protocols/engine"
)

// toy is a protocol that does what its commands say, and writes down what happens to it: for tests of the kernel.
var toy = engine.Protocol{
	Name: "toy", Title: "A toy",
	Params: toyParams{Step: 5 * engine.Millisecond},
	Roles: []engine.Role{
		{Name: "server", Letter: 'n', Min: 1, Default: 3, Max: 200, New: newToy,
			Commands: []any{Tell{}, Unsynced{}, Write{}, Log{}, Arm{}, Draw{}, Disarm{}, Panic{}, Flood{}, Report{}, Pick{}},
			Disk:     toyDisk{}, Write: writeToyDisk},
		{Name: "client", Letter: 'c', Min: 0, Default: 1, Max: 100, New: newToy, Outside: true, Sequential: true, Commands: []any{Ask{}, Loop{}}},
		{Name: "crowd", Letter: 'o', Min: 0, Default: 0, Max: 100, New: newToy, Outside: true, Commands: []any{Ask{}}},
	},
	Messages: []any{Said{}, Question{}, Answer{}},
	Timers:   []any{alarm{}},
	Results:  []any{Done{}, No{}},
	Facts:    []any{Fact{}},
	Invariants: []engine.Invariant{{Name: "quiet", Title: "Nobody says bad", Check: func(g *engine.Global) error {
		for id, n := range engine.Each[*toyNode](g) {
			if n.bad {
				return engine.Violated("%v heard bad", id)
			}
		}
		return nil
	}}},
	Monitors: []engine.Monitor{{Name: "no repeats", New: func() engine.Observer { return &seenFacts{Seen: map[string]bool{}} }}},
	Goals: []engine.Goal{
		engine.When("heard", "whether a node, or any, has heard it", func(g *engine.Global, f heardForm) bool {
			for id, n := range engine.Each[*toyNode](g) {
				if (f.Node == 0 || f.Node == id) && slices.ContainsFunc(n.log, func(l string) bool { return strings.HasPrefix(l, "said "+f.Text) }) {
					return true
				}
			}
			return false
		}),
		engine.Measure("said", "how much was heard", func(g *engine.Global, _ struct{}) (n int64) {
			for _, x := range engine.Each[*toyNode](g) {
				n += int64(len(x.log))
			}
			return n
		}),
	},
	Statuses: []engine.Status{{Name: "up", Shape: engine.Circle}, {Name: "loud", Shape: engine.Double}},
	Spans: []engine.Span{
		{Name: "quiet", Means: "has heard nothing bad", Holds: engine.SpanOf(func(n *toyNode) (bool, engine.Time) { return !n.bad, 0 })},
		{Name: "fresh", Means: "has heard one thing, and takes it for new until its clock is at 50ms", Holds: engine.SpanOf(func(n *toyNode) (bool, engine.Time) {
			if len(n.log) != 1 {
				return false, 0
			}
			return true, engine.Time(50 * engine.Millisecond)
		})},
	},
}

type (
	toyParams struct {
		Step engine.Duration `help:"between two of a flood" min:"1us"`
	}
	toyDisk struct {
		Key   string
		Value string
		Log   []string
	}
	heardForm struct {
		Text string        `arg:"true"`
		Node engine.NodeID `arg:"true" optional:"true"`
	}
)

type (
	Tell struct { // sends it so many times; 0 is once
		To    engine.NodeID
		Text  string
		Times int
	}
	Unsynced struct { // writes, and sends without waiting for that
		To   engine.NodeID
		Text string
	}
	Write struct { // writes, then sends, observes and answers
		Key, Value string
		To         engine.NodeID
	}
	Log struct { // appends, truncates or drops
		Add  string
		Keep int
		Drop int
	}
	Arm struct {
		Name  string
		After engine.Duration
	}
	Draw struct {
		Name  string
		After engine.Dist
	}
	Disarm struct{ Name string }
	Panic  struct{ Text string }
	Flood  struct{ Forever bool }
	Report struct{ Text string }
	Pick   struct{ N int }
	Ask    struct {
		To   engine.NodeID
		Text string
	}
	Loop struct{ To engine.NodeID } // asks again by itself whenever it was answered

	Said     struct{ Text string }
	Question struct {
		Op   engine.OpID
		Text string
	}
	Answer struct {
		Op   engine.OpID
		Text string
	}
	alarm struct{ Name string }
	Done  struct{ Text string }
	No    struct{}
	Fact  struct{ Text string }
)

type seenFacts struct{ Seen map[string]bool }

func (s *seenFacts) Observe(at engine.NodeID, fact any) error {
	text := fact.(Fact).Text
	if s.Seen[text] {
		return engine.Violated("%v reports %s again", at, text)
	}
	s.Seen[text] = true
	return nil
}

type toyNode struct {
	engine.Config[toyParams]
	log  []string // what happened, with the node's own time
	bad  bool
	loop engine.NodeID
}

var newToy = engine.New(func(c engine.Config[toyParams]) engine.Node { return &toyNode{Config: c} })

func writeToyDisk(_ engine.Birth, disk any, out *engine.Out) error {
	d := disk.(toyDisk)
	if d.Value == "refused" {
		return errors.New("expected another value")
	}
	out.Persist(d.Key, d.Value)
	for _, l := range d.Log {
		out.Append("log", l)
	}
	return nil
}

func (n *toyNode) note(in engine.Input, format string, args ...any) {
	n.log = append(n.log, fmt.Sprintf(format, args...)+" @"+in.Now.String())
}

func (n *toyNode) Step(in engine.Input, out *engine.Out) {
	out.Note("% steps", n.ID)
	switch e := in.Event.(type) {
	case engine.Start:
		var v string
		e.Disk.Get("k", &v)
		if records := engine.Records[string](e.Disk, "log"); v != "" || len(records) > 0 {
			n.note(in, "found %s %v", v, records)
		}
		if e.Restart {
			n.note(in, "restart")
		}
		if n.Joining {
			n.note(in, "joins %v", n.Members)
		}
	case Tell:
		for range max(1, e.Times) {
			out.Send(e.To, Said{e.Text})
		}
		out.Return(in.Op, Done{})
	case Unsynced:
		out.Persist("k", e.Text)
		out.SendUnsynced(e.To, Said{e.Text})
	case Write:
		if e.To != 0 {
			out.Send(e.To, Said{e.Value}) // the order of calls does not matter
		}
		out.Observe(Fact{e.Value})
		out.Return(in.Op, Done{"written"})
		out.Persist(e.Key, e.Value)
	case Log:
		switch {
		case e.Keep > 0:
			out.Truncate("log", e.Keep)
			if e.Add != "" {
				out.Append("log", e.Add)
			}
		case e.Drop > 0:
			out.DropFirst("log", e.Drop)
		default:
			for _, v := range strings.Split(e.Add, "+") {
				out.Append("log", v)
			}
		}
		out.Return(in.Op, Done{})
	case Arm:
		out.SetTimer(alarm{e.Name}, e.After)
	case Draw:
		out.SetTimerIn(alarm{e.Name}, e.After)
	case Disarm:
		out.CancelTimer(alarm{e.Name})
	case alarm:
		n.note(in, "alarm %s", e.Name)
		if e.Name == "flood" {
			out.SetTimer(alarm{e.Name}, n.Params.Step)
		}
	case Panic:
		out.Send(n.Peers()[0], Said{"never"})
		panic(e.Text)
	case Flood:
		for e.Forever {
			out.Send(n.ID, Said{"x"})
		}
		out.SetTimer(alarm{"flood"}, n.Params.Step)
	case Report:
		out.Observe(Fact{e.Text})
	case Pick:
		n.note(in, "picked %d", out.Choose(e.N))
	case Said:
		n.note(in, "said %s by %v", e.Text, in.From)
		n.bad = n.bad || e.Text == "bad"
	case Ask:
		out.Send(e.To, Question{in.Op, e.Text})
	case Loop:
		n.loop = e.To
		out.Invoke(Ask{To: e.To, Text: "mine"})
		out.Send(e.To, Question{0, "mine"})
	case Question:
		n.note(in, "asked %s by %v", e.Text, in.From)
		if e.Text != "silence" {
			out.Send(in.From, Answer{e.Op, e.Text})
		}
	case Answer:
		if e.Text == "no" {
			out.Return(e.Op, No{})
			return
		}
		out.Return(e.Op, Done{e.Text})
	}
}

func (No) Refuses() {}

func (n *toyNode) View(v *engine.View) {
	v.Status("up")
	if n.bad {
		v.Status("loud")
	}
	v.Tally("% things", len(n.log))
}

// The helpers below make tests read like scenarios.

// toyWorld is a world of toys in which messages take 10 ms, unless change says otherwise.
func toyWorld(t testing.TB, change func(*Options)) *World {
	t.Helper()
	o := Options{Seed: 1, Check: true, Settings: Settings{Latency: engine.Exactly(10 * engine.Millisecond)}}
	if change != nil {
		change(&o)
	}
	w, err := New(&toy, o)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func parse(t testing.TB, line string) Action {
	t.Helper()
	ws, err := engine.Words(line)
	if err != nil {
		t.Fatal(err)
	}
	a, err := ParseAction(&toy, ws)
	if err != nil {
		t.Fatalf("%s: %v", line, err)
	}
	return a
}

// do applies actions, given as lines.
func do(t testing.TB, w *World, lines ...string) {
	t.Helper()
	for _, line := range lines {
		if err := w.Apply(parse(t, line)); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
	}
}

// refused applies an action that must be refused, changing nothing.
func refused(t testing.TB, w *World, line, want string) {
	t.Helper()
	hash, count, acted := w.Hash(), w.Count(), w.Actions()
	err := w.Apply(parse(t, line))
	if err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("%s: expected a refusal with %q, got %v", line, want, err)
	}
	if w.Hash() != hash || w.Count() != count || w.Actions() != acted {
		t.Errorf("%s: it was refused, and changed the run", line)
	}
}

func ms(n int) engine.Time { return engine.Time(n) * engine.Time(engine.Millisecond) }

// log is what a node has written down.
func log(t testing.TB, w *World, node string) []string {
	t.Helper()
	id, err := engine.ParseID(node)
	if err != nil {
		t.Fatal(err)
	}
	s, ok := w.Node(id)
	if !ok || s.Engine == nil {
		return nil
	}
	return s.Engine.(*toyNode).log
}

// hears demands all that a node has written down.
func hears(t testing.TB, w *World, node string, want ...string) {
	t.Helper()
	if got := log(t, w, node); !slices.Equal(got, want) {
		t.Errorf("%s wrote down %q; expected %q", node, got, want)
	}
}
