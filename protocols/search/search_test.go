package search

import (
	"context"
	"fmt"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"time"

	"quorumlab/protocols/abd"
	"quorumlab/protocols/engine"
	"quorumlab/protocols/mutex"
	paxosspec "quorumlab/protocols/paxos-spec"
	"quorumlab/protocols/scenario"
	"quorumlab/protocols/sim"
	singlecopy "quorumlab/protocols/single-copy"
	"quorumlab/protocols/tcommit"
	twophasespec "quorumlab/protocols/twophase-spec"
)

func managers(n int) map[byte]int { return map[byte]int{'r': n} }

func TestTwoPhaseHasTheStatesThatItsPublishersCount(t *testing.T) {
	// tlaplus/Examples and stateright count to 5; a search by hand (server/cmd/bench) agrees on the rest.
	for n, want := range []int{0, 12, 56, 288, 1568, 8832, 50816, 296448} {
		if n == 0 {
			continue
		}
		if r := holds(t, &twophasespec.Protocol, Options{Counts: managers(n)}); r.Distinct != want || r.Depth != 3*n+2 {
			t.Errorf("%d managers: expected %d states in %d levels, got %d in %d", n, want, 3*n+2, r.Distinct, r.Depth)
		}
	}
}

func TestTCommitAndPaxosHaveTheStatesThatTLCCounts(t *testing.T) {
	for _, c := range []struct {
		p            *engine.Protocol
		states, deep int
	}{{&tcommit.Protocol, 34, 7}, {&paxosspec.Protocol, 3921, 17}} {
		if r := holds(t, c.p, Options{}); r.Distinct != c.states || r.Depth != c.deep {
			t.Errorf("%s: expected %d states in %d levels, got %d in %d", c.p.Name, c.states, c.deep, r.Distinct, r.Depth)
		}
	}
}

func TestRegistersHaveTheStatesThatStaterightCountsWithTheirHistories(t *testing.T) {
	for _, c := range []struct {
		p    *engine.Protocol
		want int
	}{{&singlecopy.Protocol, 93}, {&abd.Protocol, 544}} {
		if r := holds(t, c.p, Options{}); r.Distinct != c.want {
			t.Errorf("%s: expected %d states, got %d", c.p.Name, c.want, r.Distinct)
		}
	}
}

func TestAHistoryThatIsNotLinearizableIsAViolationWithItsOperations(t *testing.T) {
	s := mustNew(t, &singlecopy.Protocol, Options{Counts: map[byte]int{'n': 2}})
	s.Run(context.Background())
	const want = "no order of the operations explains c1 put value=A → done; c2 put value=B without an answer; c1 get → value nothing"
	if v := s.Result().Violation; v == nil || v.Name != sim.Linearizable || v.Text != want {
		t.Fatalf("expected %q, got %+v", want, v)
	}
	text, err := s.Scenario()
	if err != nil || !strings.HasSuffix(text, "\nexpect not linearizable\n") {
		t.Errorf("expected a scenario that expects it, got %v\n%s", err, text)
	}
	for _, e := range scenarioFailures(t, &singlecopy.Protocol, text) {
		t.Error(e)
	}
}

func careless() mutex.Params {
	p := mutex.Protocol.Params.(mutex.Params)
	p.NoReplies = true
	return p
}

// counted is what must not depend on how a search is run.
func counted(r Result) string {
	s := fmt.Sprintf("%d distinct, %d generated, %d levels, exhausted %v, limit %q", r.Distinct, r.Generated, r.Depth, r.Exhausted, r.Limit)
	if r.Violation != nil {
		s += fmt.Sprintf(", %s: %s by %v", r.Violation.Name, r.Violation.Text, r.Violation.Moves)
	}
	return s
}

func TestTheNumberOfWorkersTheMemoAndPausesChangeNothing(t *testing.T) {
	dups := faults(engine.Faults{Dups: 1})
	for _, c := range []struct {
		name string
		p    *engine.Protocol
		o    Options
	}{
		{"messages that stay", &twophasespec.Protocol, Options{Counts: managers(5)}},
		{"links in order", &mutex.Protocol, Options{Counts: map[byte]int{'n': 2}}},
		{"a violation", &mutex.Protocol, Options{Params: careless()}},
		{"a violation among many", never(sender(4), 4, 3, 2, 2, 1), Options{Faults: dups}},
	} {
		t.Run(c.name, func(t *testing.T) {
			one := c.o
			one.Workers = 1
			want := counted(exhaust(t, c.p, one))
			check := func(how string, o Options) {
				t.Helper()
				if got := counted(exhaust(t, c.p, o)); got != want {
					t.Errorf("%s:\ngot      %s\nexpected %s", how, got, want)
				}
			}
			for workers := 2; workers <= 4; workers++ {
				o := c.o
				o.Workers = workers
				check(fmt.Sprint(workers, " workers"), o)
				o.MemoMax = 40
				check(fmt.Sprint(workers, " workers that remember 40 transitions"), o)
			}
			small, none := one, one
			small.MemoMax, none.NoMemo = 40, true
			check("40 transitions remembered", small)
			check("nothing remembered", none)
			s := mustNew(t, c.p, one)
			for !s.Step(1) {
			}
			if got := counted(s.Result()); got != want {
				t.Errorf("a state at a time:\ngot      %s\nexpected %s", got, want)
			}
		})
	}
}

func TestWithoutAMemoEachTransitionIsComputedAfresh(t *testing.T) {
	with, without := exhaust(t, &twophasespec.Protocol, Options{Workers: 1}), exhaust(t, &twophasespec.Protocol, Options{Workers: 1, NoMemo: true})
	if without.EngineRuns < 2*with.EngineRuns {
		t.Errorf("expected many more steps of the engine than %d, got %d", with.EngineRuns, without.EngineRuns)
	}
}

func TestALimitOnStatesEndsASearchAsNotExhausted(t *testing.T) {
	r := exhaust(t, &twophasespec.Protocol, Options{Counts: managers(5), MaxStates: 1000})
	if r.Exhausted || r.Limit != LimitStates || r.Distinct < 1000 || r.Distinct > 1100 || r.Frontier == 0 {
		t.Errorf("expected to stop at 1000 states, got %+v", r)
	}
}

func TestASearchNeverTakesMoreMemoryThanItsLimit(t *testing.T) {
	const limit = 24 << 20
	runtime.GC()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	s := mustNew(t, &twophasespec.Protocol, Options{Counts: managers(8), MaxBytes: limit})
	most := uint64(0)
	for over := false; !over; {
		over = s.Step(20_000)
		runtime.GC()
		runtime.ReadMemStats(&after)
		most = max(most, after.HeapAlloc-before.HeapAlloc)
	}
	r := s.Result()
	if r.Exhausted || r.Limit != LimitBytes || r.Distinct < 200_000 {
		t.Errorf("expected to stop at the limit on memory, got %+v", r)
	}
	if most > limit || r.Bytes > limit {
		t.Errorf("expected at most %d bytes, got %d, and %d by its own count", limit, most, r.Bytes)
	}
}

func TestASearchThatIsStoppedGoesOnWhereItWas(t *testing.T) {
	s := mustNew(t, &twophasespec.Protocol, Options{Counts: managers(8)})
	ctx, cancel := context.WithCancel(context.Background())
	stopped := make(chan bool)
	go func() { stopped <- s.Run(ctx) }()
	time.AfterFunc(20*time.Millisecond, cancel)
	if over := <-stopped; over {
		t.Fatal("the search was over before it could be stopped")
	}
	if r := s.Result(); r.Exhausted || r.Distinct == 0 || r.Frontier == 0 {
		t.Errorf("expected a search under way, got %+v", r)
	}
	if !s.Run(context.Background()) {
		t.Fatal("expected the search to be over")
	}
	if r := s.Result(); !r.Exhausted || r.Distinct != 1745408 {
		t.Errorf("expected all 1745408 states, got %+v", r)
	}
}

func record(t *testing.T, p *engine.Protocol, text string) *sim.Recording {
	t.Helper()
	script, err := scenario.Parse(text, func(string) *engine.Protocol { return p })
	if err != nil {
		t.Fatal(err)
	}
	res, err := scenario.Run(script)
	if err != nil {
		t.Fatal(err)
	}
	return res.Main().Recording()
}

func TestASearchGoesOnFromAnyMomentOfARun(t *testing.T) {
	p := never(sender(0), 1, 3)
	p.Assumes.FIFO = true
	from := record(t, p, "cluster sender seed=3\ncommand n1 begin\ncommand n1 begin\ndrop n1.2\ncommand n1 begin\n")
	text := breaks(t, p, Options{From: from}, "never seen", 2)
	t.Log(text)
	whole := record(t, p, "cluster sender seed=3\ncommand n1 begin\ncommand n1 begin\ncommand n1 begin\n")
	holds(t, p, Options{From: whole})
	breaks(t, p, Options{From: whole, Faults: faults(engine.Faults{Losses: 1})}, "never seen", 3)
}

func TestARunToGoOnFromKeepsWhatIsCutDownAndArmed(t *testing.T) {
	p := never(toyOf("mixed", 0, func(n *toy, in engine.Input, out *engine.Out) {
		switch e := in.Event.(type) {
		case begin:
			out.SetTimer(ring{1}, engine.Hour)
			out.Send(n2(), ping{1})
		case ring:
			n.Seen = append(n.Seen, 5)
			out.Send(n2(), ping{2})
		case ping:
			n.Seen = append(n.Seen, e.N)
		}
	}), 1, 2)
	cut := record(t, p, "cluster mixed seed=1\ncommand n1 begin\nrun 1s\ncut n1 n2 both=true\n")
	text := breaks(t, p, Options{From: cut}, "never seen", 3)
	for _, line := range []string{"heal n1 n2", "fire n1 ring n=1", "deliver n1.2"} {
		if !contains(text, line) {
			t.Errorf("expected a line %q:\n%s", line, text)
		}
	}
	down := record(t, p, "cluster mixed seed=1\ncommand n1 begin\nrun 1s\ncrash n1\n")
	holds(t, p, Options{From: down})
}

func contains(text, end string) bool {
	for l := range strings.Lines(text) {
		if strings.HasSuffix(l, end+"\n") {
			return true
		}
	}
	return false
}

func TestWhatCannotBeSearchedIsSaid(t *testing.T) {
	p := sender(1)
	loaded := record(t, p, "cluster sender seed=1\nload n1 begin every=1ms\nrun 5ms\n")
	broken := record(t, never(sender(1), 1), "cluster sender seed=1\ncommand n1 begin\nrun 1s\n")
	reliable := *p
	reliable.Assumes.Reliable, reliable.Assumes.Crashes = true, engine.Never
	for _, c := range []struct {
		p    *engine.Protocol
		o    Options
		want string
	}{
		{p, Options{From: loaded}, "search: a load is still to give commands: expected a run without, or one whose loads are over"},
		{p, Options{From: broken}, "search: the run to go on from has ended: n1 has seen [1]"},
		{p, Options{Workers: 9}, "search: expected 1 to 8 workers, not 9"},
		{p, Options{Counts: map[byte]int{'n': 10}}, "sender takes 1 to 9 nodes as node, not 10"},
		{p, Options{Faults: faults(engine.Faults{Losses: 201})}, "search: expected 0 to 200 faults of a kind"},
		{&reliable, Options{Faults: faults(engine.Faults{Losses: 1})}, "search: expected faults within what sender assumes: links lose nothing but may reorder; no node crashes"},
		{&reliable, Options{Faults: faults(engine.Faults{Crashes: 1})}, "search: expected faults within what sender assumes: links lose nothing but may reorder; no node crashes"},
		{p, Options{Commands: []engine.Asked{{To: engine.ID('n', 7), Event: begin{}}}}, "search: n7 takes no begin"},
	} {
		if _, err := New(c.p, c.o); err == nil || err.Error() != c.want {
			t.Errorf("expected %q, got %v", c.want, err)
		}
	}
}

func TestAnEngineThatReadsItsClockIsSearchedAndTheClockIsSaidNotToBe(t *testing.T) {
	p := sender(1)
	p.Assumes.ReadsClock = true
	if r := holds(t, p, Options{}); !r.Clock {
		t.Error("expected the result to say that the clock was not explored")
	}
	if r := holds(t, sender(1), Options{}); r.Clock {
		t.Error("expected nothing to be said of a clock that nobody reads")
	}
}

func TestMovesAreTheSameInEachSearch(t *testing.T) {
	first := exhaust(t, &mutex.Protocol, Options{Params: careless()})
	for range 5 {
		if again := exhaust(t, &mutex.Protocol, Options{Params: careless()}); !reflect.DeepEqual(first.Violation, again.Violation) {
			t.Fatalf("expected %+v, got %+v", first.Violation, again.Violation)
		}
	}
}
