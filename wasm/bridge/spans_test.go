package bridge_test

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"

	"quorumlab/protocols"
)

// spans are the changes of spans in a run, one a line, with their moments in microseconds.
func (r run) spans() (all []string) {
	for _, e := range r.Events {
		for _, s := range e.Spans {
			all = append(all, fmt.Sprintf("%d %s %s on=%t until=%d", e.T, e.N, s.Name, s.On, s.Until))
		}
	}
	return all
}

func scenarioText(t *testing.T, protocol, name string) string {
	t.Helper()
	text, err := fs.ReadFile(protocols.Scenarios(protocol), name)
	if err != nil {
		t.Fatal(err)
	}
	return strings.SplitN(string(text), "\n----\n", 2)[0] + "\n"
}

func TestALeaseIsToldAsTheLibraryHoldsIt(t *testing.T) {
	all := newPage(t).open(scenarioText(t, "raft", "scenarios/stale-lease-read.txt")).spans()
	// It begins with the first entry of the term that is committed, and each count of an election timeout moves its end,
	// up to the one that finds no majority: then n1 leads no longer, at the very moment that it had known.
	want := []string{
		"229107 n1 leads on=true until=0",
		"248692 n1 lease on=true until=375907",
		"375907 n1 lease on=true until=525907",
		"525907 n1 lease on=true until=675907",
		"605326 n2 leads on=true until=0",
		"628181 n2 lease on=true until=750136",
		"675907 n1 leads on=false until=0",
		"675907 n1 lease on=false until=0",
	}
	if !slices.Equal(all, want) {
		t.Errorf("told of spans:\n%s\nexpected:\n%s", strings.Join(all, "\n"), strings.Join(want, "\n"))
	}
}

func TestAParticipantIsInDoubtFromItsVoteToTheOutcome(t *testing.T) {
	r := newPage(t).open(scenarioText(t, "twophase", "scenarios/all-yes.txt"))
	in := map[string]bool{}
	for _, e := range r.Events {
		for _, s := range e.Spans {
			if s.Name != "doubt" || s.On == in[e.N] {
				t.Fatalf("at %d %s: %s on=%t, and it was %t", e.T, e.N, s.Name, s.On, in[e.N])
			}
			in[e.N] = s.On
			votes := slices.ContainsFunc(e.Sends, func(m struct{ M, To, Kind, Intent, Fate string }) bool { return m.Kind == "Vote" && m.Intent == "yes" })
			if s.On && !votes || !s.On && !strings.HasPrefix(e.X, "Commit") {
				t.Errorf("%s begins or ends its doubt, on=%t, with %s %s", e.N, s.On, e.K, e.X)
			}
		}
	}
	if len(in) < 2 {
		t.Errorf("of whom doubts were told: %v", in)
	}
}
