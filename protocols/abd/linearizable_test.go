package abd

import (
	"testing"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/history"
	"quorumlab/protocols/register"
	"quorumlab/protocols/search"
	"quorumlab/protocols/sim"
)

// In each run three clients put and get again and again, over links that are now and then very slow.
func TestWhateverClientsSeeCouldBeOneRegister(t *testing.T) {
	for seed := range uint64(30) {
		w, err := sim.New(&Protocol, sim.Options{Seed: seed, Counts: map[byte]int{'n': 5, 'c': 3}, Check: true,
			Settings: sim.Settings{Latency: engine.LongTail(5*engine.Millisecond, 200*engine.Millisecond)}})
		if err != nil {
			t.Fatal(err)
		}
		clients := w.Global().IDs[5:]
		for _, event := range []any{register.Put{Value: "%"}, register.Get{}} {
			if err := w.Apply(sim.Load{To: clients, Event: event, Think: engine.Exponential(20 * engine.Millisecond), Count: 15}); err != nil {
				t.Fatal(err)
			}
		}
		w.Run(engine.Time(engine.Minute))
		if e := w.Ending(); e != nil {
			t.Fatalf("seed %d: %s", seed, e.Text)
		}
		if _, ops := w.History(); len(ops) != 30 || history.Check(Protocol.Model, ops) != history.Linearizable {
			t.Errorf("seed %d: of %d operations: %s", seed, len(ops), history.Check(Protocol.Model, ops))
		}
	}
}

func TestOnlyTheWriteBackMakesTheRegisterOfThreeServersLinearizable(t *testing.T) {
	found := func(noWriteBack bool) *search.Violation {
		s, err := search.New(&Protocol, search.Options{Counts: map[byte]int{'n': 3, 'c': 2},
			Params: Params{Script: register.OneWriter, NoWriteBack: noWriteBack}})
		if err != nil {
			t.Fatal(err)
		}
		s.Run(t.Context())
		r := s.Result()
		if r.Violation == nil && !r.Exhausted {
			t.Fatalf("the search is not through: %+v", r)
		}
		return r.Violation
	}
	if v := found(true); v == nil || v.Name != "linearizable" {
		t.Errorf("without the write-back: expected a history that is not linearizable, got %+v", v)
	}
	if v := found(false); v != nil {
		t.Errorf("with the write-back: got %+v", v)
	}
}
