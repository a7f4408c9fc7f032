package raftsmall

import (
	"strings"
	"testing"

	"quorumlab/protocols/engine"
)

// agreed is a cluster of three that n1 leads, with red committed on all logs. What is broken in it must be found.
func agreed(t *testing.T) *cluster {
	c := newCluster(t, 3, manual)
	c.do("command n1 campaign", "run 100ms", "command n1 propose value=red", "run 100ms", "command n1 propose value=blue", "run 100ms")
	c.holds("leader n1", "committed red n2", "committed blue n1")
	return c
}

func TestWhatBreaksAnInvariantIsFoundAndSaid(t *testing.T) {
	for _, x := range []struct {
		name, want string
		spoil      func(leader, other *server)
	}{
		{"election safety", "n1 and n2 both lead term 1", func(_, other *server) { other.status = leader }},
		{"log matching", "both have an entry 2 of term 1, but their logs differ there or before it", func(_, other *server) { other.log[1].Value = "green" }},
		{"log matching", "both have an entry 2 of term 1, but their logs differ there or before it", func(_, other *server) { other.log[0].Term = 0 }},
		{"leader completeness", "n1 leads term 1 without the entries up to 1 that n2 knows to be committed", func(l, _ *server) { l.log, l.commit = l.log[:0], 0 }},
		{"leader completeness", "n1 leads term 1 without the entries up to 1 that n2 knows to be committed", func(l, _ *server) { l.log[0].Value = "green" }},
		{"state machine safety", "have both applied entry 1, but not the same entries up to it", func(_, other *server) { other.log[0].Value = "green" }},
	} {
		c := agreed(t)
		for _, state := range c.Judge() {
			if state.Err != nil {
				t.Fatalf("%s: %v, before anything is broken", state.Name, state.Err)
			}
		}
		x.spoil(c.server("n1"), c.server("n2"))
		found := ""
		for _, state := range c.Judge() {
			if state.Name == x.name && state.Err != nil {
				found = state.Err.Error()
			}
		}
		if !strings.Contains(found, x.want) {
			t.Errorf("%s: expected %q, got %q", x.name, x.want, found)
		}
		c.Global().Stepped = 1 // the same is found when only n2 is known to have changed
		for _, inv := range invariants() {
			if err := inv.Check(c.Global()); inv.Name == x.name && err == nil {
				t.Errorf("%s is not found by looking at what has changed", x.name)
			}
		}
	}
}

func TestALeaderWhoseTermIsOverMayLackWhatWasCommittedLater(t *testing.T) {
	c := agreed(t)
	c.do("partition n1 | n2 n3", "command n2 campaign", "run 100ms", "command n2 propose value=green", "run 100ms")
	c.holds("committed green", "leader n1 term=1", "leader n2 term=2")
	if c.Value("leaders") != 2 {
		t.Error("expected two leaders")
	}
}

func TestTheInvariantsSayWhatMakesThemTrue(t *testing.T) {
	c := agreed(t)
	want := []string{"term 1: n1", "last entries n1: 2, n2: 2, n3: 2", "2 committed, n1 has 2", "applied up to 1 at least, 2 at most"}
	for i, state := range c.Judge()[:4] {
		if state.Says != want[i] {
			t.Errorf("%s says %q, not %q", state.Name, state.Says, want[i])
		}
	}
	c.do("crash n1")
	want = []string{"nobody leads", "last entries n2: 2, n3: 2", "1 committed, nobody leads", "applied up to 1"}
	for i, state := range c.Judge()[:4] {
		if state.Says != want[i] {
			t.Errorf("without a leader %s says %q, not %q", state.Name, state.Says, want[i])
		}
	}
}

func TestWhatWasCommittedIsRememberedThoughNobodyKnowsItAnyMore(t *testing.T) {
	red, blue := Entry{Term: 1, Value: "red"}, Entry{Term: 2, Value: "blue"}
	for _, x := range []struct {
		fact any
		want string // "" for nothing wrong
	}{
		{Applied{1, red, 4}, ""},
		{Applied{1, blue, 5}, "n2 has applied another entry 1, blue of term 2, than was committed before, red of term 1"},
		{Applied{2, blue, 5}, ""},
		{Elected{4, nil}, ""}, // it may have been elected before red was committed
		{Elected{3, []Entry{blue}}, ""},
		{Elected{5, []Entry{red}}, ""},
		{Elected{5, nil}, "n2 leads term 5 without entry 1, red of term 1, which was committed in term 4"},
		{Elected{5, []Entry{blue}}, "n2 leads term 5 without entry 1, red of term 1, which was committed in term 4"},
	} {
		o := monitors()[0].New()
		if err := o.Observe(n(1), Applied{1, red, 6}); err != nil {
			t.Fatal(err)
		}
		if err := o.Observe(n(3), Applied{1, red, 4}); err != nil {
			t.Fatal(err)
		}
		got := ""
		if err := o.Observe(n(2), x.fact); err != nil {
			got = err.Error()
		}
		if got != x.want {
			t.Errorf("%s: got %q, not %q", engine.TextOf(x.fact), got, x.want)
		}
	}
}
