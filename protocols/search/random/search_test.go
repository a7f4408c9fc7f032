package random

import (
	"context"
	"strings"
	"testing"

	"quorumlab/protocols/abd"
	"quorumlab/protocols/engine"
	"quorumlab/protocols/mutex"
	singlecopy "quorumlab/protocols/single-copy"
	"quorumlab/protocols/twophase"
)

func search(t *testing.T, p *engine.Protocol, o Options) Result {
	t.Helper()
	res, err := Search(t.Context(), p, o)
	if err != nil {
		t.Fatal(err)
	}
	return res
}

// finds demands that something breaks, and that the run as it was drawn plays as a scenario.
func finds(t *testing.T, p *engine.Protocol, o Options) *Finding {
	t.Helper()
	res := search(t, p, o)
	if res.Finding == nil {
		t.Fatalf("nothing breaks in %d runs", res.Runs)
	}
	if _, err := res.Finding.Scenario(); err != nil {
		t.Fatal(err)
	}
	return res.Finding
}

func TestWhateverCanBreakIsFoundByItsName(t *testing.T) {
	watched := toyOf()
	watched.Monitors = []engine.Monitor{{Name: "few facts", Title: "few facts", New: func() engine.Observer { return &facts{} }}}
	alone := map[byte]int{'n': 1}
	for _, c := range []struct {
		name, text string
		p          *engine.Protocol
		o          Options
	}{
		{"three words", ": three words", toyOf("three words"), Options{}},
		{"few facts", "two of n", watched, Options{}},
		{"engine", "the engine panicked: three words", toyOf(), Options{Params: toyParams{Odd: true}}},
		{"linearizable", "no order of the operations explains ", &singlecopy.Protocol, Options{Counts: map[byte]int{'n': 2}}},
		{"one word", "n1: one word", toyOf("one word"), Options{Counts: alone}}, // by the very command
	} {
		t.Run(c.name, func(t *testing.T) {
			f := finds(t, c.p, c.o)
			if f.Name != c.name || !strings.Contains(f.Text, c.text) || (f.Stack != "") != (c.name == "engine") {
				t.Errorf("expected %s with %q, got %s: %s\n%s", c.name, c.text, f.Name, f.Text, f.Stack)
			}
		})
	}
}

func TestAHistoryIsCutRightBehindTheAnswerThatNoOrderExplains(t *testing.T) {
	for first := uint64(1); first <= 20; first++ {
		f := search(t, &singlecopy.Protocol, Options{First: first, Counts: map[byte]int{'n': 2}}).Finding
		short := *f.Run
		for short.Until--; short.last() > short.Until; {
			short.Actions = short.Actions[:len(short.Actions)-1]
		}
		w, err := short.World(nil)
		if err != nil {
			t.Fatal(err)
		}
		if err := short.Play(w, 0, nil); err != nil {
			t.Fatal(err)
		}
		if got := Unexplained(w); got != "" {
			t.Errorf("a microsecond before: %s\n%s", got, f.Run.Text())
		}
	}
}

type facts struct{ Of map[engine.NodeID]int }

func (f *facts) Observe(at engine.NodeID, _ any) error {
	if f.Of == nil {
		f.Of = map[engine.NodeID]int{}
	}
	if f.Of[at]++; f.Of[at] == 2 {
		return engine.Violated("two of %v", at)
	}
	return nil
}

func TestARightProtocolGivesNoFinding(t *testing.T) {
	for _, c := range []struct {
		p *engine.Protocol
		o Options
	}{
		{toyOf("many words"), Options{}},
		{&mutex.Protocol, Options{}},
		{&abd.Protocol, Options{Seeds: 300}},
		{&twophase.Protocol, Options{}},
		{&singlecopy.Protocol, Options{Counts: map[byte]int{'n': 1}}},
	} {
		res := search(t, c.p, c.o)
		if res.Finding != nil {
			t.Errorf("%s: %s: %s\n%s", c.p.Name, res.Finding.Name, res.Finding.Text, res.Finding.Run.Text())
		}
		if want := max(c.o.Seeds, seedsDefault); res.Runs != want || res.Events < 10*want || res.Cut+res.Undecided > 0 {
			t.Errorf("%s: expected %d whole runs, got %+v", c.p.Name, want, res)
		}
	}
}

func TestASearchEndsWithTheFirstRunThatBreaks(t *testing.T) {
	res := search(t, toyOf("three words"), Options{First: 7, Rounds: 6})
	if n := res.Finding.Run.Options.Seed; n != 7+uint64(res.Runs)-1 || res.Runs < 2 {
		t.Fatalf("expected it in the last of some runs, got seed %d after %d runs", n, res.Runs)
	}
	if again := search(t, toyOf("three words"), Options{First: 7, Rounds: 6, Seeds: res.Runs - 1}); again.Finding != nil || again.Runs != res.Runs-1 {
		t.Errorf("one run fewer: %+v", again)
	}
}

func TestASearchEndsWhenItIsStopped(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	var told []int
	res, err := Search(ctx, toyOf(), Options{Progress: func(r Result) {
		told = append(told, r.Runs)
		if r.Runs == 3 {
			stop()
		}
	}})
	if err != nil || res.Runs != 3 || len(told) != 3 || told[0] != 1 || res.Events == 0 {
		t.Errorf("expected 3 runs, each told, got %+v, %v, %v", res, told, err)
	}
}

func TestNodesAndParametersAreTheCallersWhereTheCallerSaysSo(t *testing.T) {
	sizes := map[int]bool{}
	for first := uint64(1); first <= 40; first++ {
		f := finds(t, toyOf("one word"), Options{First: first, Params: toyParams{Odd: true}, Counts: map[byte]int{'n': 4}})
		if n, p := f.Run.Options.Counts['n'], f.Run.Options.Params; n != 4 || p != (toyParams{Odd: true}) {
			t.Fatalf("got %d nodes and %+v", n, p)
		}
		f = finds(t, toyOf("one word"), Options{First: first})
		sizes[nodesOf(f.Run)] = true
	}
	if len(sizes) != 5 {
		t.Errorf("expected 1 to 5 nodes where nobody says how many, got %v", sizes)
	}
}

func TestEverySecondCommandIsOneThatTheProtocolAsksFor(t *testing.T) {
	p := toyOf("three words")
	p.Explore.Commands = func(members []engine.NodeID) []engine.Asked {
		return []engine.Asked{{To: members[0], Event: Say{Word: "asked"}}}
	}
	asked, others := 0, 0
	for first := uint64(1); first <= 40; first++ {
		for _, a := range finds(t, p, Options{First: first}).Run.Actions {
			switch givenTo(a.Action) {
			case engine.ID('n', 1):
				if strings.Contains(linesOf(a), "asked") {
					asked++
				} else if strings.Contains(linesOf(a), "command") {
					others++
				}
			default:
				if strings.Contains(linesOf(a), "asked") {
					t.Fatalf("asked of another node: %s", linesOf(a))
				}
			}
		}
	}
	if 3*asked < 2*others || 3*others < 2*asked {
		t.Errorf("%d commands were asked for and %d were not", asked, others)
	}
}

// Riddle writes itself, in a way that nobody can guess.
type Riddle struct{ S Secret }

func TestCommandsThatCannotBeDrawnAreLeftOutWhereOthersAreAskedFor(t *testing.T) {
	p := toyOf("three words")
	p.Roles[0].Commands = []any{Say{}, Riddle{}}
	if _, err := Search(t.Context(), p, Options{}); err == nil || !strings.Contains(err.Error(), "a random.Secret can't be drawn: give a Draw") {
		t.Errorf("got %v", err)
	}
	asked := func(members []engine.NodeID) []engine.Asked {
		return []engine.Asked{{To: members[0], Event: Say{}}}
	}
	finds(t, p, Options{Asked: asked})
	finds(t, p, Options{Draw: func(*engine.Rand, engine.NodeID, []engine.NodeID) any { return Say{} }})
}

func TestWhatIsNoClusterIsSaid(t *testing.T) {
	for _, o := range []Options{{Counts: map[byte]int{'n': 9}}, {Counts: map[byte]int{'x': 1}}, {Params: 3}} {
		if res, err := Search(t.Context(), toyOf(), o); err == nil || res.Runs != 0 {
			t.Errorf("%+v: got %+v", o, res)
		}
	}
}

func TestRunsThatCameToALimitAreCounted(t *testing.T) {
	if res := search(t, toyOf(), Options{Events: 20, Seeds: 10}); res.Cut != 10 {
		t.Errorf("expected all of 10 runs to be cut short, got %+v", res)
	}
}

// hoard never answers a Say, so that any order of any of them may explain what an Ask is answered after thirty.
type hoard struct {
	engine.Config[toyParams]
	Said int
}

func (n *hoard) Step(in engine.Input, out *engine.Out) {
	switch in.Event.(type) {
	case Say:
		n.Said++
	case Ask:
		if n.Said > 30 {
			out.Return(in.Op, Heard{-1})
		}
	}
}

func TestAHistoryThatIsTooHardToJudgeIsNoFindingAndIsCounted(t *testing.T) {
	p := toyOf()
	p.Roles[0].Sequential, p.Assumes.Crashes = false, engine.Never
	p.Roles[0].New = engine.New(func(c engine.Config[toyParams]) engine.Node { return &hoard{Config: c} })
	p.Model = &engine.Model{Init: func() any { return 1 }, Step: func(state, in, out any) (bool, any) {
		if s, ok := in.(Say); ok { // each order of the words is another state
			n := state.(int)
			for _, c := range s.Word {
				n = (n*31 + int(c)) % 1_000_003
			}
			return true, n
		}
		return out == nil || out == Heard{state.(int)}, state
	}}
	res := search(t, p, Options{Counts: map[byte]int{'n': 1}, Seeds: 3, Rounds: 200})
	if res.Undecided != 3 || res.Finding != nil {
		t.Errorf("expected runs that nobody can judge, got %+v", res)
	}
}
