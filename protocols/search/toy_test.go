package search

import (
	"context"
	"strings"
	"testing"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/engine/canon"
	"quorumlab/protocols/scenario"
)

// The toys are small clusters, each of which breaks in one way only.

type (
	ping  struct{ N int }
	begin struct{} // command
	ring  struct{ N int }
	saved struct{}
	woke  struct{ Saved bool }
	done  struct{}
)

type toy struct {
	engine.Config[struct{}]
	behaviour
	Seen  []int
	Saved bool
	Op    engine.OpID
}

// A behaviour is what a toy does; it is no part of its state.
type behaviour struct {
	canon.Const
	step func(n *toy, in engine.Input, out *engine.Out)
}

func (n *toy) Step(in engine.Input, out *engine.Out) { n.step(n, in, out) }

// toyOf is a protocol of two nodes that do as step says; the first is commanded to begin so often.
func toyOf(name string, times int, step func(n *toy, in engine.Input, out *engine.Out)) *engine.Protocol {
	return &engine.Protocol{
		Name: name, Title: name, About: name,
		Roles: []engine.Role{{Name: "node", Letter: 'n', Min: 1, Default: 2, Max: 9, Commands: []any{begin{}},
			New: engine.New(func(c engine.Config[struct{}]) engine.Node { return &toy{Config: c, behaviour: behaviour{step: step}} })}},
		Params: struct{}{}, Messages: []any{ping{}}, Timers: []any{ring{}}, Results: []any{done{}}, Facts: []any{saved{}, woke{}},
		Explore: engine.Exploration{Commands: func(members []engine.NodeID) (all []engine.Asked) {
			for range times {
				all = append(all, engine.Asked{To: members[0], Event: begin{}})
			}
			return all
		}},
	}
}

// never breaks p when a node has seen numbers in this order.
func never(p *engine.Protocol, numbers ...int) *engine.Protocol {
	p.Invariants = []engine.Invariant{{Name: "never seen", Title: "never seen", Check: func(g *engine.Global) error {
		for id, n := range engine.Each[*toy](g) {
			if equalInts(n.Seen, numbers) {
				return engine.Violated("%v has seen %v", id, n.Seen)
			}
		}
		return nil
	}}}
	return p
}

func equalInts(a, b []int) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

func n2() engine.NodeID { return engine.ID('n', 2) }

func mustNew(t testing.TB, p *engine.Protocol, o Options) *Search {
	t.Helper()
	s, err := New(p, o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func exhaust(t testing.TB, p *engine.Protocol, o Options) Result {
	t.Helper()
	s := mustNew(t, p, o)
	s.Run(context.Background())
	return s.Result()
}

// breaks demands that the invariant breaks after so many moves, and that a scenario replays it; it gives the text.
func breaks(t *testing.T, p *engine.Protocol, o Options, name string, moves int) string {
	t.Helper()
	s := mustNew(t, p, o)
	if !s.Run(context.Background()) {
		t.Fatal("expected the search to be over")
	}
	r := s.Result()
	if r.Violation == nil || r.Violation.Name != name || len(r.Violation.Moves) != moves || r.Exhausted {
		t.Fatalf("expected %s to break after %d moves, got %+v: %+v", name, moves, r, r.Violation)
	}
	text, err := s.Scenario()
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range scenarioFailures(t, p, text) {
		t.Errorf("%v\n%s", e, text)
	}
	return text
}

func scenarioFailures(t *testing.T, p *engine.Protocol, text string) []*scenario.Error {
	t.Helper()
	script, err := scenario.Parse(text, func(string) *engine.Protocol { return p })
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	res, err := scenario.Run(script)
	if err != nil {
		t.Fatal(err)
	}
	return res.Failures()
}

// holds demands that all is tried and nothing breaks.
func holds(t *testing.T, p *engine.Protocol, o Options) Result {
	t.Helper()
	r := exhaust(t, p, o)
	if !r.Exhausted || r.Violation != nil {
		t.Fatalf("expected nothing to break, got %+v: %+v", r, r.Violation)
	}
	return r
}

func faults(f engine.Faults) *engine.Faults { return &f }

// sender sends 1, 2, … to n2, one number for each time that it is told to begin.
func sender(times int) *engine.Protocol {
	return toyOf("sender", times, func(n *toy, in engine.Input, out *engine.Out) {
		switch e := in.Event.(type) {
		case begin:
			n.Seen = append(n.Seen, len(n.Seen)+1)
			out.Send(n2(), ping{len(n.Seen)})
		case ping:
			n.Seen = append(n.Seen, e.N)
		}
	})
}

func TestMessagesOvertakeEachOtherUnlessLinksKeepTheirOrder(t *testing.T) {
	p := never(sender(2), 2, 1)
	breaks(t, p, Options{}, "never seen", 4)
	p.Assumes.FIFO = true
	holds(t, p, Options{})
}

func TestAMessageArrivesTwiceOnlyWithABudgetForThat(t *testing.T) {
	p := never(sender(1), 1, 1)
	holds(t, p, Options{})
	text := breaks(t, p, Options{Faults: faults(engine.Faults{Dups: 1})}, "never seen", 3)
	if !strings.Contains(text, "duplicate n1.1") {
		t.Errorf("expected a line that duplicates n1.1:\n%s", text)
	}
}

func TestOnALinkInOrderAMessageIsMissingOnlyWhenItIsLostOrItsWayIsCut(t *testing.T) {
	p := never(sender(3), 1, 3)
	p.Assumes.FIFO = true
	holds(t, p, Options{})
	breaks(t, p, Options{Faults: faults(engine.Faults{Losses: 1})}, "never seen", 6)
	text := breaks(t, p, Options{Faults: faults(engine.Faults{Cuts: 1})}, "never seen", 7)
	if !strings.Contains(text, "cut n1 n2 both=true") || !strings.Contains(text, "heal n1 n2") {
		t.Errorf("expected a cut that is healed:\n%s", text)
	}
}

func TestMessagesThatStayArriveAnyNumberOfTimes(t *testing.T) {
	p := never(sender(1), 1, 1, 1)
	p.Explore.Network = engine.Stays
	breaks(t, p, Options{}, "never seen", 4)
}

func TestEveryOutcomeOfAChoiceIsTriedAndItsLineSettlesIt(t *testing.T) {
	p := never(toyOf("chooser", 2, func(n *toy, in engine.Input, out *engine.Out) {
		if _, ok := in.Event.(begin); ok {
			n.Seen = append(n.Seen, 10*out.Choose(3)+out.Choose(2))
		}
	}), 21, 10)
	text := breaks(t, p, Options{}, "never seen", 2)
	if !strings.Contains(text, "choose n1 2 1") || !strings.Contains(text, "choose n1 1 0") {
		t.Errorf("expected both choices to be settled:\n%s", text)
	}
	holds(t, never(p, 30), Options{})
	if r := holds(t, never(p, 30), Options{}); r.Distinct != 1+6+36 {
		t.Errorf("expected 43 states, got %d", r.Distinct)
	}
}

func TestTimersFireAsOftenAsTheirBudgetAllows(t *testing.T) {
	p := never(toyOf("ringer", 0, func(n *toy, in engine.Input, out *engine.Out) {
		switch e := in.Event.(type) {
		case engine.Start:
			out.SetTimer(ring{1}, engine.Hour)
		case ring:
			n.Seen = append(n.Seen, e.N)
			out.SetTimer(ring{e.N + 1}, engine.Hour)
		}
	}), 1, 2, 3)
	holds(t, p, Options{Faults: faults(engine.Faults{Timeouts: engine.NoTimeouts})})
	holds(t, p, Options{Faults: faults(engine.Faults{Timeouts: 2})})
	breaks(t, p, Options{Faults: faults(engine.Faults{Timeouts: 3})}, "never seen", 3)
	breaks(t, p, Options{}, "never seen", 3)
}

// saver writes that it has saved, and says so to n2 and to a monitor; after a crash it says what it has found.
func saver(writes int) *engine.Protocol {
	p := toyOf("saver", 1, func(n *toy, in engine.Input, out *engine.Out) {
		switch e := in.Event.(type) {
		case engine.Start:
			if e.Restart {
				var a, b bool
				e.Disk.Get("a", &a)
				e.Disk.Get("b", &b)
				out.Observe(woke{a})
				if a != b && writes == 2 {
					n.Seen = []int{9}
				}
			}
		case begin:
			yes := true
			out.Persist("a", &yes)
			if writes == 2 {
				out.Persist("b", &yes)
			}
			out.Observe(saved{})
			out.Return(in.Op, done{})
		}
	})
	p.Monitors = []engine.Monitor{{Name: "what is saved was said", Title: "saved", New: func() engine.Observer { return &said{} }}}
	return p
}

type said struct{ Saved bool }

func (s *said) Observe(_ engine.NodeID, fact any) error {
	switch f := fact.(type) {
	case saved:
		s.Saved = true
	case woke:
		if f.Saved && !s.Saved {
			return engine.Violated("found what nobody was told of")
		}
	}
	return nil
}

func TestANodeFallsBetweenItsWriteAndWhatItSaysOfIt(t *testing.T) {
	p := saver(1)
	holds(t, p, Options{})
	text := breaks(t, p, Options{Faults: faults(engine.Faults{Crashes: 1})}, "what is saved was said", 2)
	if !strings.Contains(text, "crash n1 disk=kept") {
		t.Errorf("expected a crash that keeps what was written:\n%s", text)
	}
}

func TestABatchTearsUnlessItIsWholeByAssumption(t *testing.T) {
	p := never(saver(2), 9)
	p.Monitors = nil
	text := breaks(t, p, Options{Faults: faults(engine.Faults{Crashes: 1})}, "never seen", 2)
	if !strings.Contains(text, "crash n1 disk=torn") {
		t.Errorf("expected a torn batch:\n%s", text)
	}
	p.Assumes.WholeBatches = true
	holds(t, p, Options{Faults: faults(engine.Faults{Crashes: 1})})
}

func TestWhatIsSentUnsyncedLeavesThoughTheBatchIsLost(t *testing.T) {
	p := toyOf("hasty", 1, func(n *toy, in engine.Input, out *engine.Out) {
		switch e := in.Event.(type) {
		case begin:
			yes := true
			out.Persist("a", &yes)
			out.SendUnsynced(n2(), ping{1})
		case ping:
			n.Seen = append(n.Seen, e.N)
		case engine.Start:
			e.Disk.Get("a", &n.Saved)
			if e.Restart && !n.Saved {
				n.Seen = []int{9}
			}
		}
	})
	p.Invariants = []engine.Invariant{{Name: "written before it is heard of", Title: "written", Check: func(g *engine.Global) error {
		one, _ := engine.Find[*toy](g, engine.ID('n', 1))
		two, _ := engine.Find[*toy](g, n2())
		if one != nil && two != nil && equalInts(one.Seen, []int{9}) && equalInts(two.Seen, []int{1}) {
			return engine.Violated("n2 has heard of what n1 has lost")
		}
		return nil
	}}}
	text := breaks(t, p, Options{Faults: faults(engine.Faults{Crashes: 1})}, "written before it is heard of", 3)
	if !strings.Contains(text, "crash n1 disk=lost") {
		t.Errorf("expected a crash that loses what was written:\n%s", text)
	}
}

func TestACrashEndsTimersAndANodeThatStopsForGoodStaysDown(t *testing.T) {
	p := never(toyOf("sleeper", 0, func(n *toy, in engine.Input, out *engine.Out) {
		switch e := in.Event.(type) {
		case engine.Start:
			if e.Restart {
				n.Seen = append(n.Seen, 1)
			} else {
				out.SetTimer(ring{1}, engine.Second)
			}
		case ring:
			n.Seen = append(n.Seen, 2)
		}
	}), 1, 2)
	holds(t, p, Options{Faults: faults(engine.Faults{Crashes: 2})})
	never(p, 1)
	breaks(t, p, Options{Faults: faults(engine.Faults{Crashes: 1})}, "never seen", 2)
	p.Assumes.Crashes = engine.Stop
	holds(t, p, Options{Faults: faults(engine.Faults{Crashes: 2})})
}

func TestAPanicInAnEngineIsAViolationWithItsStack(t *testing.T) {
	p := toyOf("bomb", 1, func(n *toy, in engine.Input, out *engine.Out) {
		if _, ok := in.Event.(begin); ok {
			panic("boom")
		}
	})
	breaks(t, p, Options{}, "engine", 1)
	s := mustNew(t, p, Options{})
	s.Run(context.Background())
	if v := s.Result().Violation; !strings.Contains(v.Text, "boom") || !strings.Contains(v.Stack, "toy_test.go") {
		t.Errorf("expected the panic and where it was, got %q\n%s", v.Text, v.Stack)
	}
}
