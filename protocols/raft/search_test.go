package raft

import (
	"context"
	"testing"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/search"
)

// The library itself, in every order of events: five timers, and then two elections that may run into each other while a
// server falls between any two steps, or within one.
func TestNoOrderOfEventsBreaksAnInvariant(t *testing.T) {
	whole := defaults()
	whole.Timers = timersTimeouts
	for name, o := range map[string]search.Options{
		"five timers":               {},
		"two time-outs and a crash": {Params: whole, Faults: &engine.Faults{Timeouts: 2, Crashes: 1}},
	} {
		s, err := search.New(&Protocol, o)
		if err != nil {
			t.Fatal(err)
		}
		s.Run(context.Background())
		r := s.Result()
		if r.Violation != nil || !r.Exhausted || r.Distinct < 500_000 {
			t.Errorf("%s: %d states, exhausted: %t, %+v", name, r.Distinct, r.Exhausted, r.Violation)
		}
		t.Logf("%s: %d states", name, r.Distinct)
	}
}
