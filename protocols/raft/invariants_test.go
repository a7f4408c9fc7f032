package raft

import (
	"strings"
	"testing"
	"unsafe"

	lib "go.etcd.io/etcd/raft/v3"
	pb "go.etcd.io/etcd/raft/v3/raftpb"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/sim"
)

// settled is a cluster of three that has a leader and a value. What is broken in it must be found.
func settled(t *testing.T) (c *cluster, leader, follower *server) {
	c = newCluster(t, sim.Options{Seed: 1, Counts: counts(3, 1)})
	c.do("command c1 put key=x value=9")
	c.until("value n1 key=x is=9")
	c.until("agree")
	for _, s := range running(c.Global()) {
		if s.leads() {
			leader = s
		} else {
			follower = s
		}
	}
	return c, leader, follower
}

// becomeLeader makes the library's node a leader, as no run would.
func (r inner) becomeLeader() { *(*lib.StateType)(unsafe.Add(r.p, at.state)) = lib.StateLeader }

func TestWhatBreaksAnInvariantIsFoundAndSaid(t *testing.T) {
	for _, c := range []struct {
		name, want string
		spoil      func(leader, follower *server)
	}{
		{"election safety", "both lead term 1", func(leader, follower *server) {
			follower.raft.becomeLeader()
		}},
		{"log matching", "have an entry 2 of term 1, but their logs differ there or before it", func(leader, follower *server) {
			follower.log.append([]pb.Entry{{Index: 2, Term: 1, Data: appendRequest(nil, &request{Op: op{Verb: verbPut, Key: "x", Value: "8"}})}})
		}},
		{"log matching", "have an entry 2 of term 1, but their logs differ there or before it", func(leader, follower *server) {
			second := *follower.log.at(2)
			follower.log.append([]pb.Entry{{Index: 1, Term: 1, Data: second.Data}, second})
		}},
		{"leader completeness", "leads term 1 without the entries up to 2 that", func(leader, follower *server) {
			leader.log.ents, leader.log.sums = leader.log.ents[:2], leader.log.sums[:2]
			leader.store.applied = 1
		}},
		{"state machine safety", "have both applied entry 2, but not the same entries up to it", func(leader, follower *server) {
			follower.log.append([]pb.Entry{{Index: 1, Term: 1}, {Index: 2, Term: 2}})
		}},
	} {
		w, leader, follower := settled(t)
		for _, state := range w.Judge() {
			if state.Err != nil {
				t.Fatalf("%s: %v, before anything is broken", state.Name, state.Err)
			}
		}
		c.spoil(leader, follower)
		found := ""
		for _, state := range w.Judge() {
			if state.Name == c.name && state.Err != nil {
				found = state.Err.Error()
			}
		}
		if !strings.Contains(found, c.want) {
			t.Errorf("%s: expected %q, got %q", c.name, c.want, found)
		}
		// The same is found when only one of the two is known to have changed.
		for i, n := range w.Global().Nodes {
			if serverOf(n) != follower {
				continue
			}
			w.Global().Stepped = i
			for _, inv := range invariants() {
				if err := inv.Check(w.Global()); inv.Name == c.name && err == nil {
					t.Errorf("%s is not found by looking at what has changed", c.name)
				}
			}
		}
	}
}

func TestAStaleLeaderMayLackWhatWasCommittedLater(t *testing.T) {
	c := newCluster(t, sim.Options{Seed: 37, Counts: counts(5, 1)})
	c.until("agree")
	c.do("partition n1 n2 | n3 n4 n5 c1", "command c1 put key=x value=9")
	c.until("value key=x is=9")
	if c.goal("leaders").Value(c.World) != 2 {
		t.Fatal("expected two leaders")
	}
	if e := c.Ending(); e != nil {
		t.Error(e.Text)
	}
}

func TestCommittedEntriesThatChangeAreFound(t *testing.T) {
	o := monitors()[0].New()
	for _, f := range []any{Elected{1}, Applied{1, 1, 10}, Applied{2, 1, 20}, Applied{1, 1, 10}, Applied{5, 2, 50}} {
		if err := o.Observe(engine.ID('n', 1), f); err != nil {
			t.Fatalf("%+v: %v", f, err)
		}
	}
	err := o.Observe(engine.ID('n', 2), Applied{2, 2, 21})
	if err == nil || err.Error() != "n2 has applied another entry 2, of term 2, than was committed before, of term 1" {
		t.Errorf("got %v", err)
	}
	if err := o.Observe(engine.ID('n', 2), Applied{5, 2, 51}); err == nil {
		t.Error("other entries before it are not found")
	}
}

func TestASecondLeaderOfATermIsFoundThoughTheFirstIsGone(t *testing.T) {
	o := monitors()[1].New()
	for _, n := range []int{1, 1} {
		if err := o.Observe(engine.ID('n', n), Elected{4}); err != nil {
			t.Fatal(err)
		}
	}
	if err := o.Observe(engine.ID('n', 2), Elected{4}); err == nil || err.Error() != "n2 has been elected in term 4, which n1 led before" {
		t.Errorf("got %v", err)
	}
}

// A server that loses its disk has forgotten its vote and may give it again: a term may then have two leaders, in this
// run one after the other.
func TestAVoteThatIsForgottenElectsASecondLeader(t *testing.T) {
	c := newCluster(t, sim.Options{Seed: 1, Counts: counts(3, 0), Params: with(func(p *Params) { p.Timers = timersNone })})
	c.do("partition n1 n2 | n3", "command n1 campaign")
	c.until("leader n1 term=1")
	c.do("lose n2", "crash n1", "restart n2", "heal", "command n3 campaign")
	c.Run(c.Now() + engine.Time(engine.Second))
	if e := c.Ending(); e == nil || e.Name != "one reign" {
		t.Errorf("expected the run to end since term 1 had two leaders, got %+v", e)
	}
}

func TestTheInvariantsSayWhatMakesThemTrue(t *testing.T) {
	c, leader, _ := settled(t)
	want := []string{"term 1: " + leader.ID.String(), "last entries n1: 2, n2: 2, n3: 2",
		"2 committed, " + leader.ID.String() + " has 2", "applied up to 2"}
	for i, state := range c.Judge()[:4] {
		if state.Says != want[i] {
			t.Errorf("%s says %q, not %q", state.Name, state.Says, want[i])
		}
	}
	c.do("crash " + leader.ID.String())
	if says := c.Judge()[0].Says; says != "nobody leads" {
		t.Errorf("without a leader it says %q", says)
	}
}
