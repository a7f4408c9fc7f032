package random

import (
	"strconv"
	"testing"

	"quorumlab/protocols/abd"
	"quorumlab/protocols/engine"
	"quorumlab/protocols/mutex"
	"quorumlab/protocols/raft"
	raftsmall "quorumlab/protocols/raft-small"
	singlecopy "quorumlab/protocols/single-copy"
	"quorumlab/protocols/twophase"
)

// with changes a protocol's default parameters.
func with[P any](p *engine.Protocol, change func(*P)) P {
	params := p.Params.(P)
	change(&params)
	return params
}

// registers draws puts of many values and gets of two keys, for clients; servers are left to themselves.
func registers(r *engine.Rand, to engine.NodeID, _ []engine.NodeID) any {
	key := []string{"x", "y"}[r.IntN(2)]
	switch {
	case to.Letter() == 'n':
		return raft.Campaign{}
	case r.IntN(2) == 0:
		return raft.Put{Key: key, Value: strconv.Itoa(r.IntN(100))}
	}
	return raft.Get{Key: key}
}

// elections draws proposals, and campaigns as often.
func elections(r *engine.Rand, _ engine.NodeID, _ []engine.NodeID) any {
	if r.IntN(2) == 0 {
		return raftsmall.Campaign{}
	}
	return raftsmall.Propose{Value: strconv.Itoa(r.IntN(100))}
}

func TestTheMistakesOfProtocolsAreFoundAndMadeSmall(t *testing.T) {
	servers := func(n, c int) map[byte]int { return map[byte]int{'n': n, 'c': c} }
	for _, c := range []struct {
		name   string
		p      *engine.Protocol
		o      Options
		breaks []string
		most   int // actions
	}{
		{"no-replies", &mutex.Protocol, Options{Params: with(&mutex.Protocol, func(p *mutex.Params) { p.NoReplies = true })},
			[]string{"mutual exclusion"}, 2},
		{"two copies", &singlecopy.Protocol, Options{Counts: servers(2, 2)}, []string{"linearizable"}, 2},
		{"no-write-back", &abd.Protocol, Options{Params: with(&abd.Protocol, func(p *abd.Params) { p.NoWriteBack = true }), Counts: servers(3, 3), Seeds: 5000},
			[]string{"linearizable"}, 20},
		{"forget-sessions", &raft.Protocol, Options{Params: with(&raft.Protocol, func(p *raft.Params) { p.ForgetSessions, p.Retry = true, 60*ms }),
			Counts: servers(3, 2), Draw: registers, Seeds: 2000}, []string{"linearizable"}, 20},
		{"switch-at-once", &raftsmall.Protocol, Options{Params: with(&raftsmall.Protocol, func(p *raftsmall.Params) { p.SwitchAtOnce = true })},
			[]string{"durability", "leader completeness"}, 4},
		{"count-old-terms", &raftsmall.Protocol, Options{Params: with(&raftsmall.Protocol, func(p *raftsmall.Params) { p.CountOldTerms, p.NoOp = true, false }),
			Counts: map[byte]int{'n': 3}, Draw: elections, First: 100, Seeds: 5000}, []string{"durability", "leader completeness"}, 20},
		{"gives-up", &twophase.Protocol, Options{Params: with(&twophase.Protocol, func(p *twophase.Params) { p.GivesUp = true })},
			[]string{"money"}, 3},
		{"forgets-decision", &twophase.Protocol, Options{Params: with(&twophase.Protocol, func(p *twophase.Params) { p.ForgetsDecision = true }), Seeds: 1000},
			[]string{"money"}, 5},
	} {
		t.Run(c.name, func(t *testing.T) {
			res := search(t, c.p, c.o)
			if res.Finding == nil {
				t.Fatalf("nothing breaks in %d runs", res.Runs)
			}
			small := shrunk(t, res.Finding, Bounds{Events: 1_000_000})
			t.Logf("after %d runs: %s\n%s", res.Runs, small.Text, small.Run.Text())
			named := false
			for _, name := range c.breaks {
				named = named || name == small.Name
			}
			if !named || len(small.Run.Actions) > c.most {
				t.Errorf("expected %v to break with %d actions at most, got %s with %d", c.breaks, c.most, small.Name, len(small.Run.Actions))
			}
		})
	}
}
