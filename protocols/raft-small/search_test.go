package raftsmall

import (
	"context"
	"testing"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/scenario"
	"quorumlab/protocols/search"
	"quorumlab/protocols/sim"
)

// from is a run whose end a search goes on from. Its timers are armed, and far from firing by themselves.
func from(t *testing.T, cluster string) *sim.Recording {
	t.Helper()
	script, err := scenario.Parse("cluster raft-small no-op=false election=1000s..2000s heartbeat=10s "+cluster, func(string) *engine.Protocol { return &Protocol })
	if err != nil {
		t.Fatal(err)
	}
	res, err := scenario.Run(script)
	if err != nil {
		t.Fatal(err)
	}
	return res.Main().Recording()
}

func searched(t *testing.T, o search.Options, f engine.Faults) search.Result {
	t.Helper()
	o.Faults = &f
	s, err := search.New(&Protocol, o)
	if err != nil {
		t.Fatal(err)
	}
	s.Run(context.Background())
	return s.Result()
}

func tell(id engine.NodeID, command any) engine.Asked { return engine.Asked{To: id, Event: command} }

// Each is every run there is within its faults.
func TestNoOrderOfEventsBreaksAnInvariant(t *testing.T) {
	red, blue := tell(n(1), Propose{"red"}), tell(n(2), Propose{"blue"})
	change := tell(n(1), Reconfigure{servers(2, 3).ids()})
	few, terms := explored(), explored()
	few.Members, terms.Probe = 2, probeTerms
	for _, x := range []struct {
		name string
		o    search.Options
		f    engine.Faults
	}{
		{"two elections", search.Options{Commands: []engine.Asked{}}, engine.Faults{Timeouts: 2}},
		{"a proposal", search.Options{Commands: []engine.Asked{red}}, engine.Faults{Timeouts: 2}},
		{"two proposals", search.Options{Commands: []engine.Asked{red, blue}}, engine.Faults{Timeouts: 1, Crashes: 1}},
		{"probing by terms", search.Options{Commands: []engine.Asked{red}, Params: terms}, engine.Faults{Timeouts: 2}},
		{"a change of membership", search.Options{Commands: []engine.Asked{change}, Params: few}, engine.Faults{Timeouts: 2, Crashes: 1}},
		{"two changes at once", search.Options{Commands: []engine.Asked{change, tell(n(2), Reconfigure{servers(1, 3).ids()})}, Params: few}, engine.Faults{Timeouts: 2}},
	} {
		r := searched(t, x.o, x.f)
		if !r.Exhausted || r.Violation != nil {
			t.Errorf("%s: expected nothing to break, got %+v", x.name, r.Violation)
		}
		t.Logf("%s: %d states", x.name, r.Distinct)
	}
}

// Figure 8 at (b), with the three servers that it takes: n1 has red, of term 1, alone; n3 has led term 2 with n2's vote, and
// has blue alone.
const small8 = ` nodes=3
disk n1 term=2 log=1 values=red
disk n2 term=2 vote=n3
disk n3 term=2 vote=n3 log=2 values=blue
`

func TestASearchFindsThatCountingOldTermsLosesWhatIsCommitted(t *testing.T) {
	r := searched(t, search.Options{From: from(t, "count-old-terms=true"+small8)}, engine.Faults{Timeouts: 2})
	if v := r.Violation; v == nil || v.Name != "durability" || v.Text != "n3 leads term 4 without entry 1, red of term 1, which was committed in term 3" {
		t.Errorf("expected red to be lost, got %+v", v)
	}
	if r := searched(t, search.Options{From: from(t, small8)}, engine.Faults{Timeouts: 2}); !r.Exhausted || r.Violation != nil {
		t.Errorf("without the mistake: %+v", r.Violation)
	}
}

func TestASearchFindsThatSwitchingAtOnceSplitsTheCluster(t *testing.T) {
	const figure10 = " nodes=5 members=3\ncommand n3 campaign\nrun 100ms\n"
	asked := []engine.Asked{tell(n(3), Reconfigure{servers(1, 2, 3, 4, 5).ids()})}
	r := searched(t, search.Options{From: from(t, "switch-at-once=true"+figure10), Commands: asked}, engine.Faults{Timeouts: 1})
	if v := r.Violation; v == nil || v.Name != "leader completeness" {
		t.Errorf("expected two majorities to decide apart, got %+v", v)
	}
}
