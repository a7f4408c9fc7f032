package raft

import (
	"strings"
	"testing"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/scenario"
	"quorumlab/protocols/sim"
)

// Whoever steps through a run is told why, at each event: of servers in trouble, under loss, crashes and transfers, that come
// and go, read in all ways and compact their logs. Only a tick at which no time runs out has nothing to say, and the first
// start of a server with an empty disk.
func TestEachStepSaysWhy(t *testing.T) {
	for seed, p := range []Params{
		defaults(),
		with(func(p *Params) {
			p.PreVote, p.CheckQuorum, p.Election, p.Heartbeat, p.Tick = true, true, 8, 2, 2*engine.Millisecond
		}),
		with(func(p *Params) {
			p.MessageBytes, p.Inflight, p.Election, p.Heartbeat, p.Tick = 0, 2, 8, 2, 3*engine.Millisecond
		}),
		with(func(p *Params) { p.Compact, p.LeaseReads = 3, true }),
		byTimeouts(func(p *Params) { p.Compact, p.CheckQuorum = 5, true }),
	} {
		o := sim.Options{Seed: uint64(seed), Counts: counts(5, 2), Params: p, Explain: true}
		o.Settings = sim.Settings{Loss: 50_000, Dup: 50_000, Fsync: engine.Between(0, 2000)}
		c := newCluster(t, o)
		c.do("load c1 compare-and-swap key=x old=% value=% think=5ms", "load n1,n2,n3 propose key=y value=% every=exp(50ms)",
			"load c2 get key=x how=read-index server=n2 think=30ms", "load c2 get key=x how=local server=n3 think=30ms", "add server")
		r := engine.Stream(uint64(seed), 8, 0, 0)
		for round := range 12 {
			n := engine.ID('n', 1+round%5).String()
			c.do("command "+n+" campaign", "command n3 transfer to="+n)
			for range 10 {
				c.run(40 * engine.Millisecond)
				if lead := LeaderOf(c.Global()); lead != 0 {
					c.do("command " + lead.String() + " " + drawnChange(&r, 6))
				}
			}
			c.do("crash "+n, "restart "+n)
		}
		silent := map[string]int{}
		for i := 1; i <= c.Trace().Len(); i++ {
			e := c.Trace().Event(sim.EventID(i))
			v, _, _ := c.Table().Load(c.Trace().Bytes(e.Off, e.Len))
			switch {
			case e.NotesLen > 0 || e.Kind == sim.KindLost || e.Kind == sim.KindAction || e.Kind == sim.KindReturn || e.Kind == sim.KindStart:
			case v == any(tick{}) && e.NEffects == 1: // it has only set itself again
			default:
				silent[engine.TextOf(v)]++
			}
		}
		for what, n := range silent {
			t.Errorf("%d times nothing was said of %s", n, what)
		}
	}
}

func TestATranscriptLeavesOutWhatAlwaysHappens(t *testing.T) {
	said := func(cluster string) string {
		s, err := scenario.Parse(cluster+"\nrun until=leader\nrun 200ms\n", func(string) *engine.Protocol { return &Protocol })
		if err != nil {
			t.Fatal(err)
		}
		res, err := scenario.Run(s)
		if err != nil {
			t.Fatal(err)
		}
		return res.Output()
	}
	const beat = "n1, and waits anew."
	if short := said("cluster raft nodes=3 seed=37"); strings.Contains(short, beat) || !strings.Contains(short, "n1 leads term 1.") {
		t.Errorf("a transcript says:\n%s", short)
	}
	if long := said("cluster raft nodes=3 seed=37 trace=all"); !strings.Contains(long, "n2 hears its leader, "+beat) {
		t.Errorf("a transcript of all events says:\n%s", long)
	}
}

// A server that is told to campaign twice at once is answered in a term that is over: such an answer is no vote for it.
func TestAnAnswerOfATermThatIsOverIsNotToldAsAVote(t *testing.T) {
	s, err := scenario.Parse("cluster raft nodes=3 client=0 timers=none latency=10ms seed=1\ncommand n1 campaign\ncommand n1 campaign\nrun 100ms\n",
		func(string) *engine.Protocol { return &Protocol })
	if err != nil {
		t.Fatal(err)
	}
	res, err := scenario.Run(s)
	if err != nil {
		t.Fatal(err)
	}
	if said := res.Output(); strings.Contains(said, "1 of 3") || !strings.Contains(said, "n1 leads term 2.") {
		t.Errorf("a vote of term 1 is told as one of term 2:\n%s", said)
	}
}
