package search

import (
	"strings"
	"testing"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/mutex"
	raftsmall "quorumlab/protocols/raft-small"
	"quorumlab/protocols/scenario"
	"quorumlab/protocols/sim"
)

// expectations are what lines expect, without their first word.
func expectations(t *testing.T, p *engine.Protocol, lines ...string) (es []scenario.Expect) {
	t.Helper()
	for _, line := range lines {
		ws, err := engine.Words(line)
		if err != nil {
			t.Fatal(err)
		}
		e, err := scenario.ParseExpect(p, ws)
		if err != nil {
			t.Fatal(err)
		}
		es = append(es, e)
	}
	return es
}

// begun is a run of raft-small in which n1 leads three servers.
func begun(t *testing.T) *sim.Recording {
	t.Helper()
	s, err := scenario.Parse("cluster raft-small nodes=3 seed=1\ncommand n1 campaign\nrun until=leader n1\nrun 10ms\n", func(string) *engine.Protocol { return &raftsmall.Protocol })
	if err != nil {
		t.Fatal(err)
	}
	r, err := scenario.Run(s)
	if err != nil {
		t.Fatal(err)
	}
	return r.Main().Recording()
}

func sought(t *testing.T, p *engine.Protocol, o Options) (*Search, Result) {
	t.Helper()
	s, err := New(p, o)
	if err != nil {
		t.Fatal(err)
	}
	for !s.Step(statesAtOnce) {
	}
	return s, s.Result()
}

func TestASearchForAGoalEndsWithTheShortestRunThatReachesItAndExpectsIt(t *testing.T) {
	p := &raftsmall.Protocol
	s, r := sought(t, p, Options{From: begun(t), Faults: &engine.Faults{Timeouts: 1}, Until: expectations(t, p, "leader n3 term=2", "leaders = 2")})
	if v := r.Violation; v == nil || v.Name != Reached || len(v.Moves) != 3 || r.Exhausted {
		t.Fatalf("got %+v", r)
	}
	text, err := s.Scenario()
	if err != nil || !strings.HasSuffix(text, "expect leader n3 term=2\nexpect leaders = 2\n") {
		t.Fatalf("got %v\n%s", err, text)
	}
	script, err := scenario.Parse(text, func(string) *engine.Protocol { return p })
	if err != nil {
		t.Fatal(err)
	}
	if res, err := scenario.Run(script); err != nil || !res.OK() {
		t.Errorf("its scenario: %v, %v\n%s", err, res.Failures(), text)
	}
}

func TestASearchForWhatCannotBeTriesEveryRun(t *testing.T) {
	p := &raftsmall.Protocol
	for _, lines := range [][]string{{"leaders term=2 >= 2"}, {"violated election-safety"}, {"leader n3 term=2", "leader n2 term=2"}, {"leader term=3"}} {
		_, r := sought(t, p, Options{From: begun(t), Faults: &engine.Faults{Timeouts: 1}, Until: expectations(t, p, lines...)})
		if !r.Exhausted || r.Violation != nil || r.Distinct < 100 {
			t.Errorf("%v: got %+v", lines, r)
		}
	}
}

func TestASearchForAGoalKeepsOffLockedNodes(t *testing.T) {
	p := &raftsmall.Protocol
	faults := engine.Faults{Crashes: 1, Timeouts: engine.NoTimeouts}
	goal := expectations(t, p, "crashed n2")
	if _, r := sought(t, p, Options{From: begun(t), Faults: &faults, Until: goal}); r.Violation == nil || len(r.Violation.Moves) != 1 {
		t.Errorf("without a lock: got %+v", r)
	}
	if _, r := sought(t, p, Options{From: begun(t), Faults: &faults, Until: goal, Lock: []engine.NodeID{engine.ID('n', 2)}}); !r.Exhausted {
		t.Errorf("with a lock: got %+v", r)
	}
}

func TestARunThatBreaksSomethingIsOnItsWayToNoGoalUnlessTheGoalIsThat(t *testing.T) {
	p := &mutex.Protocol
	two := []string{"inside n1", "inside n2"}
	if _, r := sought(t, p, Options{Counts: map[byte]int{'n': 2}, Params: careless(), Until: expectations(t, p, two...)}); !r.Exhausted {
		t.Errorf("two inside, which breaks mutual exclusion: got %+v", r)
	}
	_, r := sought(t, p, Options{Counts: map[byte]int{'n': 2}, Params: careless(), Until: expectations(t, p, append(two, "violated mutual-exclusion")...)})
	if r.Violation == nil || r.Violation.Name != Reached || len(r.Violation.Moves) != 2 {
		t.Errorf("when it is asked for: got %+v", r)
	}
	if _, r := sought(t, p, Options{Counts: map[byte]int{'n': 2}, Params: careless(), Until: expectations(t, p, "inside n1", "not violated mutual-exclusion")}); r.Violation == nil || len(r.Violation.Moves) != 1 {
		t.Errorf("when the contrary is asked for: got %+v", r)
	}
}

func TestASearchRefusesGoalsOfTimeAndOfCounts(t *testing.T) {
	p := &raftsmall.Protocol
	for _, line := range []string{"leader n1 >= 5s", "acknowledged >= 1", "unavailable >= 5s", "messages <= 9", "gap commit <= 1s", "idle"} {
		_, err := New(p, Options{Until: expectations(t, p, line)})
		if err == nil || !strings.Contains(err.Error(), "a search knows no time and counts nothing, so it can't judge "+line) {
			t.Errorf("%s: got %v", line, err)
		}
	}
}
