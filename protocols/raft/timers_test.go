package raft

import (
	"bytes"
	"strings"
	"testing"

	lib "go.etcd.io/etcd/raft/v3"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/sim"
)

func byTimeouts(change func(p *Params)) Params {
	return with(func(p *Params) {
		p.Timers = timersTimeouts
		if change != nil {
			change(p)
		}
	})
}

func timerOf(c *cluster, id string) any {
	if ts := c.Timers(c.server(id).ID); len(ts) == 1 {
		return ts[0].Body
	}
	return nil
}

func TestOneTimerStandsForAWholeTimeout(t *testing.T) {
	c := newCluster(t, sim.Options{Seed: 1, Counts: counts(3, 0), Params: byTimeouts(nil), Explain: true})
	for _, s := range running(c.Global()) {
		due := engine.Duration(c.Timers(s.ID)[0].Due)
		if timerOf(c, s.ID.String()) != (electionTimeout{}) || due < 150*engine.Millisecond || due > 290*engine.Millisecond {
			t.Errorf("%v waits with %v until %v", s.ID, c.Timers(s.ID), due)
		}
	}
	c.do("fire n2 election-timeout")
	c.until("leader n2 term=1")
	if timerOf(c, "n2") != (heartbeatTimeout{}) {
		t.Errorf("the leader waits with %v", c.Timers(engine.ID('n', 2)))
	}
	c.until("agree")
	sent := c.Stats().Sent
	c.do("fire n2 heartbeat-timeout")
	if got := c.Stats().Sent - sent; got != 2 {
		t.Errorf("at its heartbeat it sends %d messages", got)
	}
	if !strings.Contains(c.notes(), "n2 has waited an election timeout without hearing a leader. It asks for votes in term 1.") {
		t.Errorf("it says:\n%s", c.notes())
	}
	c.run(2 * engine.Second)
	c.holds("leader n2 term=1")
	c.do("crash n2")
	c.until("leader term=2")
}

// Each beat of the leader makes its followers wait anew; if the timer ran on, they would campaign.
func TestAFollowerThatHearsItsLeaderWaitsAnew(t *testing.T) {
	c := newCluster(t, sim.Options{Seed: 1, Counts: counts(3, 0), Params: byTimeouts(nil)})
	c.until("agree")
	follower := engine.ID('n', 1+LeaderOf(c.Global()).Index()%3)
	due := func() engine.Time { return c.Timers(follower)[0].Due }
	for range 5 {
		was := due()
		for due() == was && c.Next(was) {
		}
		if due() == was {
			t.Fatalf("at %v it still waits until %v", c.Now(), was)
		}
	}
}

func TestAServerThatMayNotCampaignWaitsForNothing(t *testing.T) {
	c := newCluster(t, sim.Options{Seed: 1, Counts: counts(3, 0), Params: byTimeouts(nil)})
	c.until("agree")
	c.do("add server")
	if ts := c.Timers(engine.ID('n', 4)); len(ts) != 0 {
		t.Errorf("n4, which is no member, has armed %v", ts)
	}
}

// What no later step can tell apart must not make two states of a search.
func TestHowLongAServerHasWaitedIsNoPartOfItsStateWhereATimerStandsForTheWait(t *testing.T) {
	c := newCluster(t, sim.Options{Seed: 1, Counts: counts(3, 0), Params: byTimeouts(nil)})
	c.do("fire n1 election-timeout")
	c.until("agree")
	was := c.states()
	for range 4 {
		c.do("fire n1 heartbeat-timeout")
		c.Run(c.Now() + engine.Time(40*engine.Millisecond))
		if err := sameStates(was, c.states()); err != nil {
			t.Fatalf("heartbeats change a state: %v", err)
		}
	}
	c.do("crash n2", "restart n2", "fire n1 heartbeat-timeout")
	c.run(40 * engine.Millisecond)
	if !bytes.Equal(c.AppendState(nil, engine.ID('n', 2)), was[1]) {
		t.Error("a server that was down and has caught up differs from one that was not")
	}
}

func TestALeaderWithoutAQuorumStopsLeadingThoughNoTicksAreCounted(t *testing.T) {
	c := newCluster(t, sim.Options{Seed: 1, Counts: counts(3, 0), Explain: true, Params: byTimeouts(func(p *Params) { p.CheckQuorum = true })})
	c.until("agree")
	lead := LeaderOf(c.Global())
	for i := 1; i <= 3; i++ {
		if n := engine.ID('n', i); n != lead {
			c.do("cut " + n.String() + " " + lead.String())
		}
	}
	c.until("follower " + lead.String())
	if !strings.Contains(c.notes(), lead.String()+" has heard from no majority for 150ms, so it stops leading term 1.") {
		t.Errorf("it says:\n%s", c.notes())
	}
	if timerOf(c, lead.String()) != (electionTimeout{}) {
		t.Errorf("it then waits with %v", c.Timers(lead))
	}
}

func TestAHandoverThatComesToNothingEndsThoughNoTicksAreCounted(t *testing.T) {
	c := newCluster(t, sim.Options{Seed: 1, Counts: counts(3, 0), Params: byTimeouts(nil)})
	c.do("fire n1 election-timeout")
	c.until("agree")
	c.do("crash n3", "command n1 propose key=x value=1")
	c.run(100 * engine.Millisecond)
	c.do("command n1 transfer to=n3")
	if c.server("n1").raft.transferee() != 3 {
		t.Fatal("n1 is not handing over")
	}
	c.run(engine.Second)
	if s := c.server("n1"); !s.leads() || s.raft.transferee() != lib.None {
		t.Errorf("after a second it leads: %t, and hands over to %d", s.leads(), s.raft.transferee())
	}
}

func TestHowTimeIsCountedCanBeSetDuringARun(t *testing.T) {
	c := newCluster(t, sim.Options{Seed: 1, Counts: counts(3, 0)})
	c.until("agree")
	for _, way := range []struct {
		set    string
		leader any
	}{{timersTimeouts, heartbeatTimeout{}}, {timersNone, nil}, {timersTimeouts, heartbeatTimeout{}}, {timersTicks, tick{}}} {
		lead := LeaderOf(c.Global()).String()
		c.do("set timers=" + way.set)
		for i := 1; i <= 3; i++ { // each server heeds it at its next step
			c.do("command " + engine.ID('n', i).String() + " propose key=x value=" + way.set)
		}
		c.run(300 * engine.Millisecond)
		if c.holds("leader " + lead); timerOf(c, lead) != way.leader {
			t.Errorf("by %s, the leader has armed %v", way.set, c.Timers(c.server(lead).ID))
		}
	}
}

func TestHowEntriesWereUnderWayIsNoPartOfAStateOnceTheyHaveArrived(t *testing.T) {
	state := func(atOnce bool) []byte {
		c := newCluster(t, sim.Options{Seed: 1, Counts: counts(3, 0), Params: byTimeouts(nil)})
		c.do("fire n1 election-timeout")
		c.until("agree")
		c.do("command n1 propose key=x value=1")
		if !atOnce {
			c.until("agree")
		}
		c.do("command n1 propose key=x value=2")
		c.until("agree")
		c.run(100 * engine.Millisecond)
		return c.AppendState(nil, engine.ID('n', 1))
	}
	if !bytes.Equal(state(true), state(false)) {
		t.Error("a leader knows whether two entries were under way at once")
	}
}
