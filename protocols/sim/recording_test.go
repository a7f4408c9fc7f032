package sim_test

import (
	"testing"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/mutex"
	"quorumlab/protocols/sim"
)

func ms(n int) engine.Time { return engine.Time(n) * engine.Time(engine.Millisecond) }

// contended is a recording in which three processes want the critical section again and again, with actions in between.
func contended(t *testing.T) *sim.Recording {
	t.Helper()
	r, err := sim.Record(&mutex.Protocol, sim.Options{Seed: 7, Check: true, Explain: true, Watch: true})
	if err != nil {
		t.Fatal(err)
	}
	act := func(a sim.Action) {
		t.Helper()
		if err := r.Act(a); err != nil {
			t.Fatal(err)
		}
	}
	n := func(i int) engine.NodeID { return engine.ID('n', i) }
	act(sim.Load{To: []engine.NodeID{n(1), n(2), n(3)}, Event: mutex.Acquire{}, Think: engine.Exponential(5000), Count: 300})
	r.Run(ms(300))
	act(sim.Pause{Node: n(2)})
	r.Run(ms(420))
	act(sim.Resume{Node: n(2)})
	act(sim.Hold{From: n(1), To: n(3)})
	r.Run(ms(700))
	act(sim.Release{})
	act(sim.Skew{Node: n(3), Rate: 1_500_000, Offset: 2000})
	r.Run(ms(20_000))
	if r.Head().Ending() != nil {
		t.Fatalf("the run ended: %+v", r.Head().Ending())
	}
	return r
}

func TestEveryMomentOfARecordingIsShownAgainAsItWas(t *testing.T) {
	r := contended(t)
	last := r.Head().Count()
	if last < 2000 {
		t.Fatalf("expected a run of some length, not %d events", last)
	}
	hashes := map[sim.EventID]uint64{}
	for k := sim.EventID(3); k <= last; k += 37 { // forwards
		w, err := r.Seek(k)
		if err != nil {
			t.Fatal(err)
		}
		if w.Count() < k {
			t.Fatalf("asked for event %d, got %d", k, w.Count())
		}
		hashes[k] = w.Hash()
	}
	for k := sim.EventID(3) + 37*((last-3)/37); k >= 3; k -= 37 { // and backwards
		w, err := r.Seek(k)
		if err != nil {
			t.Fatal(err)
		}
		if w.Hash() != hashes[k] {
			t.Fatalf("event %d looks different on the way back", k)
		}
		if k <= 37 {
			break
		}
	}
	w, err := r.Replay(last)
	if err != nil {
		t.Fatal(err)
	}
	if w.Hash() != r.Head().Hash() {
		t.Fatal("a replay from nothing differs")
	}
}

func TestGoingBackAndOnAgainGivesTheSameRun(t *testing.T) {
	r := contended(t)
	want, count, until := r.Head().Hash(), r.Head().Count(), r.Head().Now()
	actions := r.Actions()
	k := sim.EventID(1)
	for r.Trace().Event(k).At < ms(350) {
		k++
	}
	at := r.PositionOf(k)
	if err := r.Rewind(k); err != nil {
		t.Fatal(err)
	}
	if r.Head().Count() != k || r.Trace().Len() != int(k) || r.Head().Position() != at {
		t.Fatalf("expected event %d at %v, got %d at %v with a trace of %d", k, at, r.Head().Count(), r.Head().Position(), r.Trace().Len())
	}
	if len(r.Actions()) >= len(actions) {
		t.Fatal("later actions are still there")
	}
	for _, p := range actions[len(r.Actions()):] {
		for r.StepTo(p.At) {
		}
		if err := r.Act(p.Action); err != nil {
			t.Fatal(err)
		}
	}
	r.Run(until)
	if r.Head().Hash() != want || r.Trace().Len() != int(count) {
		t.Fatalf("the same actions gave another run: %d events, not %d", r.Trace().Len(), count)
	}
}

func TestABranchSharesItsPastAndHasItsOwnFuture(t *testing.T) {
	r := contended(t)
	k := sim.EventID(500)
	f, err := r.Fork(k)
	if err != nil {
		t.Fatal(err)
	}
	w, err := r.Seek(k)
	if err != nil {
		t.Fatal(err)
	}
	if f.Head().Count() != k || f.Head().Hash() != w.Hash() {
		t.Fatalf("the branch begins elsewhere: event %d", f.Head().Count())
	}
	if d := sim.Diverge(r, f); d != 0 {
		t.Fatalf("nothing has been done, and event %d differs", d)
	}
	before := r.Head().Hash()
	if err := f.Act(sim.Pause{Node: engine.ID('n', 3)}); err != nil {
		t.Fatal(err)
	}
	f.Run(f.Head().Now() + ms(200))
	if d := sim.Diverge(r, f); d != k+1 {
		t.Fatalf("expected the two to part at event %d, not %d", k+1, d)
	}
	if again, err := r.Replay(r.Head().Count()); err != nil || r.Head().Hash() != before || again.Hash() != before {
		t.Fatal("the branch has changed the run that it came from")
	}
}

func TestWhatIsWrittenDownDoesNotChangeTheRun(t *testing.T) {
	run := func(o sim.Options) uint64 {
		o.Seed = 3
		w, err := sim.New(&mutex.Protocol, o)
		if err != nil {
			t.Fatal(err)
		}
		if err := w.Apply(sim.Load{To: []engine.NodeID{engine.ID('n', 1), engine.ID('n', 2)}, Event: mutex.Acquire{}, Every: engine.Exponential(9000), Count: 50}); err != nil {
			t.Fatal(err)
		}
		w.Run(ms(5000))
		return w.Hash()
	}
	bare := run(sim.Options{NoTrace: true})
	for name, o := range map[string]sim.Options{"traced": {}, "checked": {Check: true}, "explained": {Explain: true}, "watched": {Watch: true, Explain: true, Check: true}} {
		if run(o) != bare {
			t.Errorf("a run that is %s is another run", name)
		}
	}
}
