package raft

import (
	"bytes"
	"fmt"
	"testing"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/sim"
)

// busy is a cluster in trouble: loss, doubles, slow disks, and a load on all clients and servers.
func busy(t *testing.T, seed uint64, p Params) *cluster {
	o := sim.Options{Seed: seed, Counts: counts(5, 2), Params: p}
	o.Settings = sim.Settings{Latency: engine.Between(300, 3000), Loss: 100_000, Dup: 100_000, Fsync: engine.Between(0, 2000), Limit: 10_000_000}
	c := newCluster(t, o)
	c.do("load c1 compare-and-swap key=x old=% value=% think=2ms", "load c2 put key=k% value=% think=3ms", "load c2 get key=x how=read-index think=5ms",
		"load n1,n2,n3,n4,n5 propose key=y value=% every=exp(7ms)")
	return c
}

func (c *cluster) states() [][]byte {
	var all [][]byte
	for _, id := range c.Global().IDs {
		all = append(all, c.AppendState(nil, id))
	}
	return all
}

func sameStates(a, b [][]byte) error {
	for i := range a {
		if !bytes.Equal(a[i], b[i]) {
			return fmt.Errorf("node %d of %d differs: %d and %d bytes", i+1, len(a), len(a[i]), len(b[i]))
		}
	}
	return nil
}

func steps(w *sim.World, n int) {
	for range n {
		w.Next(1 << 50)
	}
}

// trouble lets one round of bad things happen to a busy cluster: members come and go, a server crashes, a leader hands over.
func (c *cluster) trouble(r *engine.Rand, round int) {
	c.t.Helper()
	for range 3 {
		if lead := LeaderOf(c.Global()); lead != 0 {
			c.do("command " + lead.String() + " " + drawnChange(r, 5))
		}
		steps(c.World, 200)
	}
	node := engine.ID('n', 1+r.IntN(5))
	switch round % 4 {
	case 1:
		c.do("crash "+node.String(), "restart "+node.String())
	case 2:
		if lead := LeaderOf(c.Global()); lead != 0 && lead != node {
			c.do(fmt.Sprintf("command %v transfer to=%v", lead, node))
		}
	}
}

// A sight counts in what states servers were when copies were taken.
type sight struct{ leaders, joint, learners, snapshots, sending, reads int }

func (x *sight) take(c *cluster) {
	for _, s := range running(c.Global()) {
		t := s.raft.tracker()
		for _, count := range []struct {
			n  *int
			is bool
		}{
			{&x.leaders, s.leads()},
			{&x.joint, len(t.Voters[1]) > 0},
			{&x.learners, len(t.Learners)+len(t.LearnersNext) > 0},
			{&x.snapshots, s.log.begin() > 0},
			{&x.reads, len(s.reads) > 0},
		} {
			if count.is {
				*count.n++
			}
		}
		for id := range t.Progress {
			if s.awaitsSnapshot(id) {
				x.sending++
			}
		}
	}
}

// Copies are taken over and over of a cluster in which servers crash, lead, hand over and forward, come and go, and compact
// their logs. A copy and the original go the same way, and neither disturbs the other.
func TestACopyGoesTheSameWayAndDisturbsNobody(t *testing.T) {
	var seen sight
	for seed, p := range []Params{
		defaults(),
		with(func(p *Params) {
			p.PreVote, p.CheckQuorum, p.Election, p.Heartbeat, p.Tick = true, true, 6, 1, 2*engine.Millisecond
		}),
		with(func(p *Params) { p.MessageBytes, p.Inflight, p.Tick = 0, 2, 3*engine.Millisecond }),
		with(func(p *Params) { p.Compact, p.Tick = 10, 3*engine.Millisecond }),
		byTimeouts(func(p *Params) { p.LeaseReads, p.Compact, p.Tick = true, 3, 3*engine.Millisecond }),
	} {
		c := busy(t, uint64(seed)+1, p)
		r := engine.Stream(uint64(seed), 0, 0, 0)
		for round := range 20 {
			c.trouble(&r, round)
			seen.take(c)
			copied := &cluster{c.Checkpoint(), t}
			if copied.World == nil {
				t.Fatal("the cluster can't be copied")
			}
			if err := sameStates(c.states(), copied.states()); err != nil {
				t.Fatalf("round %d: as soon as it is copied, %v", round, err)
			}
			before, hash := c.states(), c.Hash()
			other := &cluster{copied.Checkpoint(), t}
			steps(copied.World, 500)
			if err := sameStates(before, c.states()); err != nil || c.Hash() != hash {
				t.Fatalf("round %d: the copy's steps have changed the original: %v", round, err)
			}
			steps(other.World, 500)
			if err := sameStates(other.states(), copied.states()); err != nil || other.Hash() != copied.Hash() {
				t.Fatalf("round %d: two copies went different ways: %v", round, err)
			}
			twin := &cluster{c.Checkpoint(), t}
			steps(c.World, 500)
			steps(twin.World, 500)
			if err := sameStates(twin.states(), c.states()); err != nil || twin.Hash() != c.Hash() {
				t.Fatalf("round %d: the original and its copy went different ways: %v", round, err)
			}
		}
		if e := c.Ending(); e != nil {
			t.Fatalf("%s: %s\n%s", e.Name, e.Text, e.Stack)
		}
	}
	if min(seen.leaders, seen.joint, seen.learners, seen.snapshots, seen.sending, seen.reads) < 3 {
		t.Errorf("copied were %+v: too little of some", seen)
	}
}

func TestStatesThatDifferAreEncodedDifferently(t *testing.T) {
	c := newCluster(t, sim.Options{Seed: 1, Counts: counts(3, 1)})
	c.do("command c1 put key=x value=9")
	c.until("value n1 key=x is=9")
	s := c.server("n1")
	same := s.Clone().(*server).AppendState(nil)
	if !bytes.Equal(same, s.AppendState(nil)) {
		t.Fatal("a copy is encoded differently")
	}
	for name, change := range map[string]func(s *server){
		"a tick":                   func(s *server) { s.rn.Tick() },
		"a vote on the disk":       func(s *server) { s.log.hard.Vote++ },
		"a value":                  func(s *server) { s.store.values["x"] = "8" },
		"a session":                func(s *server) { s.store.sessions[0].Seq++ },
		"what is applied":          func(s *server) { s.store.applied++ },
		"a pending request":        func(s *server) { s.pending = append(s.pending, pending{Seq: 1}) },
		"a read":                   func(s *server) { s.reads = append(s.reads, reading{Known: true}) },
		"a campaign":               func(s *server) { s.campaigns++ },
		"that it retires":          func(s *server) { s.retiring = true },
		"a life":                   func(s *server) { s.life++ },
		"a proposal":               func(s *server) { s.seq++ },
		"what was observed":        func(s *server) { s.witnessed++ },
		"that it has halted":       func(s *server) { s.halted = "so" },
		"its timer":                func(s *server) { s.armed = untimed },
		"what a snapshot replaced": func(s *server) { s.log.sums = append([]uint64{1}, s.log.sums[1:]...) },
		"an entry":                 func(s *server) { s.log.ents = s.log.ents[:len(s.log.ents)-1] },
	} {
		other := s.Clone().(*server)
		change(other)
		if bytes.Equal(same, other.AppendState(nil)) {
			t.Errorf("%s makes no difference", name)
		}
		if !bytes.Equal(same, s.AppendState(nil)) {
			t.Fatalf("%s of a copy has changed the original", name)
		}
	}
}

func TestWhereCopiesDoNotWorkARunIsTheSameAndIsRewoundByReplay(t *testing.T) {
	if !copiesWork {
		t.Fatal("the library's node can't be copied by this compiler")
	}
	p := Protocol
	p.Roles = append([]engine.Role(nil), p.Roles...)
	p.Roles[0].New = engine.New(func(c engine.Config[Params]) engine.Node { return &replayed{&server{Config: c}} })
	run := func(p *engine.Protocol) *sim.World {
		w, err := sim.New(p, sim.Options{Seed: 3, Check: true})
		if err != nil {
			t.Fatal(err)
		}
		if err := w.Apply(sim.Command{To: engine.ID('c', 1), Event: Put{"x", "9"}}); err != nil {
			t.Fatal(err)
		}
		w.Run(engine.Time(3 * engine.Second))
		if e := w.Ending(); e != nil {
			t.Fatal(e.Text)
		}
		return w
	}
	a, b := run(&Protocol), run(&p)
	if a.Hash() != b.Hash() {
		t.Error("the runs differ")
	}
	if !a.Clonable() || b.Clonable() {
		t.Errorf("clonable: %t with copies, %t without", a.Clonable(), b.Clonable())
	}
	if LeaderOf(b.Global()) == 0 || engine.Look(b.Global().Nodes[0], false).Status == "" {
		t.Error("goals and pictures don't find the servers")
	}
}

// searched is a server as a search copies and encodes it, once a transition: a leader with a short log.
func searched(b *testing.B) *server {
	w, err := sim.New(&Protocol, sim.Options{Seed: 1, Counts: counts(3, 0), Params: byTimeouts(nil)})
	if err != nil {
		b.Fatal(err)
	}
	w.Run(engine.Time(engine.Second))
	n, _ := w.Node(LeaderOf(w.Global()))
	return serverOf(n.Engine)
}

func BenchmarkClone(b *testing.B) {
	s := searched(b)
	b.ReportAllocs()
	for b.Loop() {
		s.Clone()
	}
}

func BenchmarkEncode(b *testing.B) {
	s := searched(b)
	b.ReportAllocs()
	var buf []byte
	for b.Loop() {
		buf = s.AppendState(buf[:0])
	}
	b.ReportMetric(float64(len(buf)), "bytes")
}
