package raft

import (
	"context"
	"testing"

	"quorumlab/protocols/search"
)

// The library itself, in every order of events: two elections that may run into each other, and a server that falls
// between any two steps, or within one.
func TestNoOrderOfEventsBreaksAnInvariant(t *testing.T) {
	s, err := search.New(&Protocol, search.Options{})
	if err != nil {
		t.Fatal(err)
	}
	s.Run(context.Background())
	switch r := s.Result(); {
	case r.Violation != nil:
		t.Errorf("%s: %s", r.Violation.Name, r.Violation.Text)
	case !r.Exhausted || r.Distinct != 655_604:
		t.Errorf("%d states, exhausted: %t", r.Distinct, r.Exhausted)
	}
}
