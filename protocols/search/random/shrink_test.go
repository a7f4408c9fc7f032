package random

import (
	"context"
	"slices"
	"strings"
	"testing"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/scenario"
	"quorumlab/protocols/sim"
)

// shrunk is what a finding shrinks to; it replays as a scenario.
func shrunk(t *testing.T, f *Finding, b Bounds) *Finding {
	t.Helper()
	small, err := f.Shrink(t.Context(), b)
	if err != nil {
		t.Fatal(err)
	}
	text, err := small.Scenario()
	if err != nil {
		t.Fatal(err)
	}
	script, err := scenario.Parse(text, func(string) *engine.Protocol { return f.Run.Protocol })
	if err != nil {
		t.Fatal(err)
	}
	res, err := scenario.Run(script)
	if err != nil {
		t.Fatal(err)
	}
	e := res.Main().Recording().Head().Ending()
	if small.Name != f.Name || f.Name != sim.Linearizable && (e == nil || e.Name != f.Name || e.Text != small.Text) {
		t.Errorf("expected %s to break, got %+v\n%s", f.Name, e, text)
	}
	return small
}

func TestAPlantedMistakeShrinksToWhatItTakes(t *testing.T) {
	for _, c := range []struct {
		name string
		want []string // what may be left, but for moments and which node is which
	}{
		{"one word", []string{"cluster toy nodes=1 / command n say / expect violated one-word"}},
		{"three words", []string{"cluster toy nodes=1 / command n say / command n say / command n say / expect violated three-words"}},
		{"a gap", []string{"cluster toy nodes=2 / command n say / command n say / run / expect violated a-gap",
			"cluster toy nodes=2 / command n say / crash n / restart n / command n say / run / expect violated a-gap"}},
		{"an echo", []string{"cluster toy nodes=2 / command n say / run / expect violated an-echo"}},
		{"a memory", []string{"cluster toy nodes=1 / command n say / command n say / crash n / restart n / expect violated a-memory"}},
		{"two friends", []string{"cluster toy nodes=4 / command n say / command n say / run / expect violated two-friends"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			for first := uint64(1); first <= 61; first += 20 {
				small := shrunk(t, finds(t, toyOf(c.name), Options{First: first}), Bounds{})
				if got := bare(small.Run.Text()); !slices.Contains(c.want, got) {
					t.Errorf("expected one of\n%s\ngot\n%s:\n%s", strings.Join(c.want, "\n"), got, small.Run.Text())
				}
			}
		})
	}
}

// bare is a scenario in one line, without moments, times, seed and the numbers of nodes.
func bare(text string) string {
	var lines []string
	for line := range strings.Lines(text) {
		words := strings.Fields(line)
		switch {
		case words[0] == "at":
			words = words[2:]
		case words[0] == "run":
			words = words[:1]
		case words[0] == "cluster":
			words = words[:len(words)-1]
		}
		for i, w := range words {
			if _, err := engine.ParseID(w); err == nil {
				words[i] = w[:1]
			}
		}
		lines = append(lines, strings.Join(words, " "))
	}
	return strings.Join(lines, " / ")
}

func TestTheSameFindingShrinksToTheSameRun(t *testing.T) {
	f := finds(t, toyOf("a gap"), Options{First: 41})
	first := shrunk(t, f, Bounds{}).Run.Text()
	for range 3 {
		if again := shrunk(t, f, Bounds{}).Run.Text(); again != first {
			t.Fatalf("first\n%s\nthen\n%s", first, again)
		}
	}
}

func TestAnotherMistakeThatShowsOnTheWayIsNotTakenForIt(t *testing.T) {
	p := toyOf("three words", "a gap") // a gap often shows sooner where actions are left out
	found := map[string]int{}
	for first := uint64(1); first <= 101; first += 10 {
		f := finds(t, p, Options{First: first})
		found[f.Name]++
		shrunk(t, f, Bounds{})
	}
	if len(found) != 2 {
		t.Errorf("expected to find both, got %v", found)
	}
}

// words is a run in which n1 says a dozen words, 30 ms apart.
func words(p *engine.Protocol, seed uint64, s sim.Settings) *Run {
	r := &Run{Protocol: p, Until: engine.Time(engine.Second),
		Options: sim.Options{Seed: seed, Params: toyParams{}, Settings: s, Counts: map[byte]int{'n': 2}}}
	for i := range 12 {
		r.Actions = append(r.Actions, placed(30*i, sim.Command{To: n(1), Event: Say{}}))
	}
	return r
}

func placed(at int, a sim.Action) sim.Placed {
	return sim.Placed{At: sim.Position{At: engine.Time(at) * engine.Time(ms)}, Action: a}
}

func n(i int) engine.NodeID { return engine.ID('n', i) }

// follow plays a run leniently; the finding is nil when nothing breaks.
func follow(t *testing.T, r *Run) (*lenient, *Finding) {
	t.Helper()
	w, err := r.World(func(o *sim.Options) { o.Check = true })
	if err != nil {
		t.Fatal(err)
	}
	l := newLenient(r, w)
	l.play()
	if b, _ := judge(w); b != nil {
		return l, b.finding(&l.did, l.ended)
	}
	return l, nil
}

func TestWhatChanceDidIsSaidInItsPlace(t *testing.T) {
	for _, c := range []struct {
		name string
		s    sim.Settings
	}{
		{"loss", sim.Settings{Loss: 300_000}},
		{"loss and doubling", sim.Settings{Loss: 300_000, Dup: 300_000}},
		{"late messages", sim.Settings{Latency: engine.LongTail(10*ms, engine.Second)}},
		{"all of it", sim.Settings{Loss: 300_000, Dup: 300_000, Latency: engine.LongTail(10*ms, engine.Second), Order: "fifo", Fsync: engine.Between(ms, 20*ms)}},
	} {
		t.Run(c.name, func(t *testing.T) {
			found := 0
			for seed := uint64(1); seed <= 8; seed++ {
				_, f := follow(t, words(toyOf("a gap"), seed, c.s))
				if f == nil {
					continue
				}
				found++
				small := shrunk(t, f, Bounds{})
				if settingsGiven(small.Run.Options.Settings) > 0 || len(small.Run.Actions) > 3 {
					t.Errorf("seed %d: expected three actions at most on plain links:\n%s", seed, small.Run.Text())
				}
			}
			if found < 4 {
				t.Errorf("only %d of 8 runs break", found)
			}
		})
	}
}

// arrivals are the messages that came in, the timers and the commands, in their order.
func arrivals(t *testing.T, r *Run) string {
	t.Helper()
	w, err := r.World(nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Play(w, 0, nil); err != nil {
		t.Fatal(err)
	}
	s := ""
	for k := range w.Trace().Len() {
		switch e := w.Trace().Event(sim.EventID(k + 1)); e.Kind {
		case sim.KindRecv:
			s += " " + e.Msg.String()
		case sim.KindTimer, sim.KindCommand:
			s += " " + e.Kind.String() + "@" + w.Global().IDs[e.Node].String()
		}
	}
	return s
}

func TestOnPlainLinksMessagesComeInAsTheyDidByChance(t *testing.T) {
	for _, order := range []string{"any", "fifo"} {
		for seed := uint64(1); seed <= 20; seed++ {
			r := words(toyOf(), seed, sim.Settings{Loss: 100_000, Dup: 100_000, Latency: engine.LongTail(10*ms, engine.Second), Order: order})
			q := plain(r, true)
			if settingsGiven(q.Options.Settings) > 0 {
				t.Fatalf("its links are %+v", q.Options.Settings)
			}
			if a, b := arrivals(t, r), arrivals(t, q); a != b {
				t.Errorf("seed %d, links %s: expected\n%s, got\n%s", seed, order, a, b)
			}
		}
	}
}

func TestLinksThatMustKeepTheirOrderAreOnlyToldWhatIsLost(t *testing.T) {
	p := toyOf("a gap")
	p.Assumes.FIFO = true
	lost := 0
	for seed := uint64(1); seed <= 8; seed++ {
		_, f := follow(t, words(p, seed, sim.Settings{Loss: 300_000, Dup: 300_000, Latency: engine.LongTail(10*ms, engine.Second)}))
		if f == nil {
			continue
		}
		small := shrunk(t, f, Bounds{}).Run
		if settingsGiven(small.Options.Settings) > 0 {
			t.Errorf("seed %d: its links are still not plain:\n%s", seed, small.Text())
		}
		for _, a := range small.Actions {
			switch a.Action.(type) {
			case sim.Drop:
				lost++
			case sim.Deliver, sim.Delay, sim.Duplicate:
				t.Errorf("seed %d: %s", seed, linesOf(a))
			}
		}
	}
	if lost == 0 {
		t.Error("nothing is dropped by name")
	}
}

func TestAnActionMeansTheSameMessageWhenEarlierOnesAreLeftOut(t *testing.T) {
	r := words(toyOf("a gap"), 1, sim.Settings{})
	r.Actions = slices.Insert(r.Actions, 8, placed(210, sim.Drop{Msg: 0}))
	id := sim.MsgID(0)
	if err := id.ParseLiteral("n1.13"); err != nil { // the eighth word; those before it were said twice, but for two
		t.Fatal(err)
	}
	r.Actions[8].Action = sim.Drop{Msg: id}
	l, f := follow(t, r)
	if f == nil || len(l.did.aims) != 1 {
		t.Fatalf("expected the drop of a word to break it, got %+v\n%s", f, l.did.Text())
	}
	less := *f.Run
	less.Actions, less.Until = less.Actions[3:], r.Until
	again, f := follow(t, &less)
	if f == nil || len(again.did.Actions) != len(less.Actions) {
		t.Fatalf("expected the same without three words:\n%s", again.did.Text())
	}
	if at := slices.IndexFunc(again.did.Actions, func(a sim.Placed) bool { return about(a.Action) != 0 }); about(again.did.Actions[at].Action) >= id {
		t.Errorf("expected another number than %v:\n%s", id, again.did.Text())
	}
}

func TestAnActionWaitsALittleForItsMessage(t *testing.T) {
	r := words(toyOf("a gap"), 1, sim.Settings{})
	id := sim.MsgID(0)
	if err := id.ParseLiteral("n1.1"); err != nil {
		t.Fatal(err)
	}
	drop := sim.Drop{Msg: id}
	for _, c := range []struct {
		before int // ms
		done   bool
	}{{50, true}, {150, false}} {
		late := *r
		late.Actions = []sim.Placed{placed(0, drop)}
		for _, a := range r.Actions {
			a.At.At += engine.Time(c.before) * engine.Time(ms)
			late.Actions = append(late.Actions, a)
		}
		if _, f := follow(t, &late); (f != nil) != c.done {
			t.Errorf("%d ms before: got %+v", c.before, f)
		}
	}
}

func TestANodeIsTakenOutOfWhatIsDone(t *testing.T) {
	id := func(s string) (m sim.MsgID) {
		if err := m.ParseLiteral(s); err != nil {
			t.Fatal(err)
		}
		return m
	}
	r := Run{Protocol: toyOf(), Options: sim.Options{Counts: map[byte]int{'n': 4}}, aims: map[sim.MsgID]aim{id("n4.7"): {n(4), n(3), "Word", 1}}}
	for _, a := range []sim.Action{
		sim.Command{To: n(1), Event: Say{To: n(4)}},
		sim.Command{To: n(2), Event: Say{}},
		sim.Command{To: n(1), Event: Say{To: n(2)}},
		sim.Crash{Node: n(3), Disk: "torn"},
		sim.Drop{Msg: id("n4.7")},
		sim.Drop{Msg: id("n2.7")},
		sim.Partition{Groups: [][]engine.NodeID{{n(1), n(2)}, {n(3), n(4)}}},
		sim.Partition{Groups: [][]engine.NodeID{{n(1), n(4)}, {n(2)}}},
		sim.Hold{To: n(3)},
		sim.Hold{From: n(2)},
		sim.Fire{Node: n(4), Timer: repeat{3}},
		sim.Heal{},
	} {
		r.Actions = append(r.Actions, placed(1, a))
	}
	less := without(&r, n(2), 4)
	want := "1ms command n1 say to=n3\n1ms crash n2 disk=torn\n1ms drop n3.7\n1ms partition n1 | n2 n3\n1ms hold to=n2\n" +
		"1ms fire n3 repeat n=3\n1ms heal\n"
	if got := linesOf(less.Actions...); got != want || less.Options.Counts['n'] != 3 {
		t.Errorf("expected 3 nodes and\n%s, got %v and\n%s", want, less.Options.Counts, got)
	}
	if got := less.aims[id("n3.7")]; got != (aim{n(3), n(2), "Word", 1}) {
		t.Errorf("it aims at %+v", got)
	}
	if r.Options.Counts['n'] != 4 || linesOf(r.Actions[3]) != "1ms crash n3 disk=torn\n" {
		t.Error("the run itself was changed")
	}
}

func TestNodesThatTheCallerCountsStay(t *testing.T) {
	f := finds(t, toyOf("one word"), Options{Counts: map[byte]int{'n': 4}})
	if got := nodesOf(shrunk(t, f, Bounds{}).Run); got != 4 {
		t.Errorf("%d are left", got)
	}
	f = finds(t, toyOf("one word"), Options{Counts: map[byte]int{'n': 3}})
	if got := shrunk(t, f, Bounds{}).Run.Text(); !strings.HasPrefix(got, "cluster toy seed=") {
		t.Errorf("expected the usual number not to be said:\n%s", got)
	}
}

func TestFewerThanHalfStillCrashForGoodInASmallerCluster(t *testing.T) {
	p := toyOf("one word")
	p.Assumes.Crashes = engine.Stop
	p.Invariants[0].Check = func(g *engine.Global) error { // it takes two that are down
		down, said := 0, 0
		for i, n := range g.Nodes {
			if n == nil {
				down++
			} else {
				said += g.Nodes[i].(*toy).Said
			}
		}
		if down == 2 && said > 0 {
			return engine.Violated("two are down")
		}
		return nil
	}
	small := shrunk(t, finds(t, p, Options{}), Bounds{})
	if got := nodesOf(small.Run); got != 5 {
		t.Errorf("two of %d crashed:\n%s", got, small.Run.Text())
	}
}

func TestShrinkingEndsAtItsBounds(t *testing.T) {
	f := finds(t, toyOf("many words"), Options{Rounds: 2000})
	if len(f.Run.Actions) < 500 || f.Events < 2_000 {
		t.Fatalf("expected a huge run, got %d actions, %d events", len(f.Run.Actions), f.Events)
	}
	stopped, stop := context.WithCancel(t.Context())
	stop()
	tries := 0
	count := func(runs int, smallest *Finding) { tries = runs }
	for _, c := range []struct {
		name        string
		ctx         context.Context
		b           Bounds
		least, most int
	}{
		{"runs", t.Context(), Bounds{Runs: 50, Progress: count}, 40, 50},
		{"events", t.Context(), Bounds{Events: 30 * f.Events, Progress: count}, 0, 200},
		{"stopped", stopped, Bounds{Progress: count}, 0, 0},
	} {
		tries = 0
		small, err := f.Shrink(c.ctx, c.b)
		if err != nil {
			t.Fatal(err)
		}
		if tries < c.least || tries > c.most || small.Name != f.Name {
			t.Errorf("%s: %d runs were tried, %s breaks", c.name, tries, small.Name)
		}
		if len(small.Run.Actions) > len(f.Run.Actions) {
			t.Errorf("%s: it has grown to %d actions", c.name, len(small.Run.Actions))
		}
	}
}

func TestAFindingThatDoesNotBreakAgainIsAnError(t *testing.T) {
	f := finds(t, toyOf("one word"), Options{})
	f.Name = "another"
	if _, err := f.Shrink(t.Context(), Bounds{}); err == nil || err.Error() != "random: another does not break when the run is played again" {
		t.Errorf("got %v", err)
	}
}

func TestMomentsAreWholeMillisecondsWhereTheyCanBe(t *testing.T) {
	for first := uint64(1); first <= 101; first += 10 {
		small := shrunk(t, finds(t, toyOf("a gap"), Options{First: first}), Bounds{})
		for line := range strings.Lines(small.Run.Text()) {
			words := strings.Fields(line)
			if moment := words[1]; (words[0] == "at" || words[0] == "run") && strings.ContainsAny(moment, ".#") {
				t.Errorf("from %d: %s is ragged:\n%s", first, moment, small.Run.Text())
			}
		}
		if end := small.Run.end(); end > engine.Time(150*ms) {
			t.Errorf("from %d: it takes %v:\n%s", first, end, small.Run.Text())
		}
	}
}

// shrinking is a shrinker that has come to a run, which breaks.
func shrinking(t *testing.T, r *Run) *shrinker {
	t.Helper()
	_, f := follow(t, r)
	if f == nil {
		t.Fatalf("expected it to break:\n%s", r.Text())
	}
	s := &shrinker{ctx: t.Context(), bounds: Bounds{Runs: 1000, Events: 1_000_000}, failed: map[uint64]bool{}}
	s.become(f)
	return s
}

// rhymes is a run in which n1 says four words, and n2 and n4 say two each between them; it breaks because all are even.
func rhymes() *Run {
	r := &Run{Protocol: toyOf("a rhyme"), Until: engine.Time(engine.Second), Options: sim.Options{Params: toyParams{}, Counts: map[byte]int{'n': 4}}}
	for i, who := range []int{1, 2, 1, 4, 1, 2, 1, 4, 3} {
		r.Actions = append(r.Actions, placed(100*i, sim.Command{To: n(who), Event: Say{}}))
	}
	return r
}

func TestActionsOfOneNodeAreLeftOutTogetherWhereNoneCanBeAlone(t *testing.T) {
	s := shrinking(t, rhymes())
	if s.fewerActions(); len(s.best.Run.Actions) != 7 {
		t.Errorf("expected two to be left out:\n%s", s.best.Run.Text())
	}
}

func TestActionsOfAKindAreLeftOutAtOnce(t *testing.T) {
	r := rhymes()
	for i := range 20 {
		r.Actions = slices.Insert(r.Actions, i/3, placed(100*(i/3), sim.Skew{Node: n(1 + i%3), Offset: engine.Duration(i) * ms}))
	}
	s := shrinking(t, r)
	if s.fewerActions(); len(s.best.Run.Actions) != 7 || s.runs > 35 {
		t.Errorf("%d runs, and what is left:\n%s", s.runs, s.best.Run.Text())
	}
}

func TestASmallerRunMayNeedAnotherSeed(t *testing.T) {
	r := &Run{Protocol: toyOf("a gap"), Until: engine.Time(40 * ms), Options: sim.Options{Seed: 1, Params: toyParams{}, Counts: map[byte]int{'n': 2}}}
	for range 2 {
		r.Actions = append(r.Actions, placed(0, sim.Command{To: n(1), Event: Say{}}))
	}
	for ; ; r.Options.Seed++ { // one in which the words come in their order
		if _, f := follow(t, r); f == nil {
			break
		}
	}
	less := *r
	r.Actions = slices.Insert(r.Actions, 1, placed(0, sim.Drop{Msg: sim.MsgID(n(1))<<32 | 1}))
	s := shrinking(t, r)
	if s.try(less) {
		t.Fatal("it breaks with its own seed")
	}
	if s.phase.seeds = 48; !s.try(less) || s.best.Run.Options.Seed == r.Options.Seed || len(s.best.Run.Actions) != 2 {
		t.Errorf("got\n%s", s.best.Run.Text())
	}
}

func TestCommandsComeWhenTheyAreTakenUp(t *testing.T) {
	r := &Run{Protocol: toyOf(), Until: engine.Time(45 * ms), Options: sim.Options{Params: toyParams{}, Settings: sim.Settings{Fsync: engine.Exactly(20 * ms)}}}
	for range 4 {
		r.Actions = append(r.Actions, placed(0, sim.Command{To: n(1), Event: Say{}}))
	}
	r.Actions = append(r.Actions, placed(30, sim.Command{To: n(2), Event: Say{}}))
	want := "0ms command n1 say\n20ms#1 command n1 say\n30ms command n2 say\n40ms#1 command n1 say\n" // the fourth is never taken up
	if got := linesOf(spread(r).Actions...); got != want {
		t.Errorf("expected\n%s, got\n%s", want, got)
	}
}

func TestWhatWaitsAtANodeThatIsPausedWaitsOnPlainLinksToo(t *testing.T) {
	r := words(toyOf(), 3, sim.Settings{Latency: engine.Between(20*ms, 60*ms)})
	r.Actions = slices.Insert(r.Actions, 4, placed(100, sim.Pause{Node: n(2)}))
	r.Actions = slices.Insert(r.Actions, 12, placed(310, sim.Resume{Node: n(2)}))
	r.Actions = slices.Insert(r.Actions, 4, placed(95, sim.Command{To: n(2), Event: Say{}})) // its timer waits among messages
	if a, b := arrivals(t, r), arrivals(t, plain(r, true)); a != b {
		t.Errorf("expected\n%s, got\n%s", a, b)
	}
}

func TestCommandsThatNobodyTookUpAreLeftOut(t *testing.T) {
	r := &Run{Protocol: toyOf("three words"), Until: engine.Time(engine.Second), Options: sim.Options{Params: toyParams{}, Settings: sim.Settings{Fsync: engine.Exactly(20 * ms)}}}
	for range 5 {
		r.Actions = append(r.Actions, placed(0, sim.Command{To: n(1), Event: Say{}}))
	}
	s := shrinking(t, r)
	if s.untaken(); len(s.best.Run.Actions) != 3 || s.runs != 1 {
		t.Errorf("%d runs, and what is left:\n%s", s.runs, s.best.Run.Text())
	}
}

func TestOfTwoRunsTheOneThatSaysLessIsSmaller(t *testing.T) {
	base := words(toyOf(), 1, sim.Settings{})
	for _, c := range []struct {
		name   string
		change func(r *Run)
	}{
		{"one action more", func(r *Run) { r.Actions = append(r.Actions, placed(400, sim.Heal{})) }},
		{"a setting", func(r *Run) { r.Options.Settings.Loss, r.Actions = 1, r.Actions[1:] }},
		{"one node more", func(r *Run) { r.Options.Counts = map[byte]int{'n': 3} }},
		{"a longer line", func(r *Run) { r.Actions[0].Action, r.Until = sim.Command{To: n(1), Event: Say{Word: "x"}}, 0 }},
		{"a ragged moment", func(r *Run) { r.Actions[11].At, r.Until = sim.Position{At: 330_001}, 331_000 }},
		{"a place in a moment", func(r *Run) { r.Actions[11].At.Place, r.Until = 1, 331_000 }},
		{"a later end", func(r *Run) { r.Until++ }},
	} {
		r := *base
		r.Actions = slices.Clone(base.Actions)
		c.change(&r)
		if a, b := costOf(base), costOf(&r); !a.less(b) || b.less(a) {
			t.Errorf("%s: %+v and %+v", c.name, a, b)
		}
	}
}
