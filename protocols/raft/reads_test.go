package raft

import (
	"fmt"
	"strings"
	"testing"

	pb "go.etcd.io/etcd/raft/v3/raftpb"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/history"
	"quorumlab/protocols/sim"
)

// readUnderFire lets three clients read and write one key. Over and over the leader is cut off together with c1, which goes
// on reading from it; meanwhile clocks run at other speeds, and a server crashes. It judges what the clients have seen.
func readUnderFire(t *testing.T, seed uint64, how string, p Params) (v history.Verdict, reads int) {
	p.Retry = 40 * engine.Millisecond
	o := sim.Options{Seed: seed, Counts: counts(5, 3), Params: p}
	o.Settings = sim.Settings{Loss: 20_000, Dup: 20_000, Latency: engine.Between(engine.Millisecond, 16*engine.Millisecond)}
	c := newCluster(t, o)
	r := engine.Stream(seed, 7, 0, 0)
	written := 0
	ask := func(client int, line string) {
		if !c.goal(fmt.Sprintf("open c%d", client)).Reached(c.World) {
			c.do(fmt.Sprintf("command c%d %s", client, line))
		}
	}
	for range 12 {
		c.until("leader")
		c.run(engine.Duration(100+r.IntN(200)) * engine.Millisecond)
		lead := LeaderOf(c.Global())
		if lead == 0 {
			continue
		}
		c.do("partition " + lead.String() + " c1 | " + others(lead))
		for range 30 {
			n := engine.ID('n', 1+r.IntN(5))
			ask(1, fmt.Sprintf("get key=x how=%s server=%v", how, lead))
			ask(2, fmt.Sprintf("get key=x how=%s server=%v", how, n))
			written++
			ask(3, fmt.Sprintf("put key=x value=%d", written))
			switch r.IntN(20) {
			case 0:
				c.do(fmt.Sprintf("crash %v", n), fmt.Sprintf("restart %v", n))
			case 1:
				c.do(fmt.Sprintf("skew %v rate=%d%%", n, 70+r.IntN(60)))
			}
			c.run(engine.Duration(r.IntN(40)) * engine.Millisecond)
		}
		c.do("heal")
	}
	for open := c.goal("open"); open.Reached(c.World) && c.Next(c.Now()+engine.Time(engine.Second)); {
	}
	for _, op := range c.Ops() {
		if _, ok := op.In.(Get); ok && !op.Open() {
			reads++
		}
	}
	_, seen := c.History()
	return history.Check(Protocol.Model, seen), reads
}

// others are all nodes but c1 and one server.
func others(server engine.NodeID) string {
	ids := []string{"c2", "c3"}
	for i := 1; i <= 5; i++ {
		if n := engine.ID('n', i); n != server {
			ids = append(ids, n.String())
		}
	}
	return strings.Join(ids, " ")
}

func TestReadsThatALeaderVouchesForAreNeverStale(t *testing.T) {
	for _, how := range []string{howLog, howReadIndex} {
		for seed := uint64(1); seed <= 8; seed++ {
			p := with(func(p *Params) { p.PreVote, p.CheckQuorum = seed%2 == 0, seed%4 < 2 })
			if v, reads := readUnderFire(t, seed, how, p); v != history.Linearizable || reads < 50 {
				t.Errorf("seed %d: %d reads by %s are %s", seed, reads, how, v)
			}
		}
	}
}

func TestReadsThatNobodyVouchesForGoStale(t *testing.T) {
	for name, p := range map[string]Params{howLocal: defaults(), howReadIndex: with(func(p *Params) { p.LeaseReads = true })} {
		stale := 0
		for seed := uint64(1); seed <= 8; seed++ {
			if v, _ := readUnderFire(t, seed, name, p); v == history.Not {
				stale++
			}
		}
		if stale == 0 {
			t.Errorf("in none of 8 runs a read by %s was stale", name)
		}
	}
}

// What was committed in earlier terms a new leader knows only when an entry of its own term is committed (thesis §6.4).
func TestANewLeaderAnswersNoReadBeforeItHasCommittedInItsTerm(t *testing.T) {
	c := newCluster(t, sim.Options{Seed: 37, Counts: counts(3, 1), Explain: true})
	c.do("hold from=n1 kind=MsgApp")
	c.until("leader n1 term=1")
	c.do("command c1 get key=x how=read-index server=n1")
	c.run(100 * engine.Millisecond)
	if c.goal("acknowledged").Value(c.World) != 0 || c.server("n1").reads[0].Known {
		t.Error("the read is answered")
	}
	c.do("release")
	c.until("read c1")
	for _, want := range []string{
		"n1 has not committed an entry of its own term, so it may not know all that is committed. The read of c1 waits.",
		"n1 now knows all that is committed. For the reads that wait it asks the others whether it still leads."} {
		if !strings.Contains(c.notes(), want) {
			t.Errorf("expected %q in:\n%s", want, c.notes())
		}
	}
}

// The library drops the question of a follower that is lost, and says nothing: only the client asks again.
func TestAReadIndexThatIsLostIsAskedForAgainByTheClient(t *testing.T) {
	c := newCluster(t, sim.Options{Seed: 37, Counts: counts(3, 1)})
	c.until("agree")
	c.do("hold kind=MsgReadIndex", "command c1 get key=x how=read-index server=n2")
	c.run(100 * engine.Millisecond)
	if len(c.server("n2").reads) != 1 {
		t.Fatal("n2 does not wait for a read index")
	}
	c.do("drop held", "release")
	c.run(100 * engine.Millisecond)
	c.holds("open c1")
	c.until("read c1")
}

func TestAServerThatKnowsNoLeaderTakesNoReadAndSaysSo(t *testing.T) {
	c := newCluster(t, sim.Options{Seed: 37, Counts: counts(3, 1), Explain: true})
	c.do("command c1 get key=x how=read-index server=n2")
	c.run(50 * engine.Millisecond)
	if len(c.server("n2").reads) != 0 || !strings.Contains(c.notes(), "n2 is not the leader and knows none. It tells c1.") {
		t.Errorf("it has the reads %v and says:\n%s", c.server("n2").reads, c.notes())
	}
	c.until("read c1")
}

func TestAReadIsAnsweredOnceThoughEachOfItsMessagesIsDoubled(t *testing.T) {
	c := newCluster(t, sim.Options{Seed: 37, Counts: counts(3, 1), Settings: sim.Settings{Dup: 1_000_000}})
	c.until("agree")
	c.do("command c1 get key=x how=read-index server=n2")
	c.until("read c1")
	c.run(engine.Second)
	for id, s := range running(c.Global()) {
		if len(s.reads) > 0 {
			t.Errorf("%v still has the reads %v", id, s.reads)
		}
	}
}

func TestALeaderOfOneAnswersAReadAtOnce(t *testing.T) {
	c := newCluster(t, sim.Options{Seed: 1, Counts: counts(1, 1), Explain: true})
	c.until("leader n1")
	c.do("command c1 get key=x how=read-index")
	c.until("read c1")
	if !strings.Contains(c.notes(), "n1 is the only voter, so it knows all that is committed, up to entry 1.") {
		t.Errorf("it says:\n%s", c.notes())
	}
}

func TestALeaderThatIsDeposedTellsClientsThatTheirReadsHaveComeToNothing(t *testing.T) {
	c := newCluster(t, sim.Options{Seed: 37, Counts: counts(3, 1)})
	c.until("agree")
	c.holds("leader n1")
	c.do("partition n1 | n2 n3", "command c1 get key=x how=read-index server=n1")
	c.until("leader term=2")
	if len(c.server("n1").reads) != 1 {
		t.Fatal("n1 does not wait for its read index")
	}
	c.do("heal")
	c.until("follower n1 term=2")
	if len(c.server("n1").reads) != 0 {
		t.Error("n1 keeps a read that the library has dropped")
	}
	c.until("read c1")
}

func TestAClientTakesNobodyForTheLeaderThatHasOnlyAnsweredARead(t *testing.T) {
	for _, how := range []string{howLocal, howReadIndex} {
		c := newCluster(t, sim.Options{Seed: 37, Counts: counts(3, 1)})
		c.until("agree")
		c.do("command c1 put key=x value=1", "command c1 get key=x server=n3 how="+how)
		c.until("acknowledged")
		c.run(engine.Second)
		c.holds("read c1 is=1")
		n, _ := engine.Find[*client](c.Global(), engine.ID('c', 1))
		if n.leader != engine.ID('n', 1) || n.asked != engine.ID('n', 3) {
			t.Errorf("after a %s read at %v it takes %v for the leader", how, n.asked, n.leader)
		}
	}
}

func TestAReadLeavesNoEntryInTheLog(t *testing.T) {
	for _, how := range []string{howLog, howLocal, howReadIndex} {
		c := newCluster(t, sim.Options{Seed: 37, Counts: counts(3, 1)})
		c.until("agree")
		c.do("command c1 get key=x how=" + how)
		c.until("read c1")
		if last := c.server("n1").log.last(); (last == 2) != (how == howLog) {
			t.Errorf("after a %s read the last entry is %d", how, last)
		}
	}
}

func TestAReadIndexOfTheLibraryIsShownAsWhatItIs(t *testing.T) {
	request := []pb.Entry{{Data: []byte("n2/c1.1.7")}}
	for _, x := range []struct {
		m           *Message
		label, text string
		intent      engine.Intent
	}{
		{&Message{Type: pb.MsgReadIndex, Entries: request}, "", "MsgReadIndex request=n2/c1.1.7", engine.Ask},
		{&Message{Type: pb.MsgReadIndexResp, Index: 3, Entries: request}, "up to 3", "MsgReadIndexResp index=3 request=n2/c1.1.7", engine.Ack},
		{&Message{Type: pb.MsgHeartbeat, Context: []byte("n2/c1.1.7")}, "for a read", "MsgHeartbeat context=n2/c1.1.7", engine.Beat},
	} {
		if x.m.Label() != x.label || x.m.Text() != x.text || x.m.Intent() != x.intent {
			t.Errorf("%q, %q, %s", x.m.Label(), x.m.Text(), x.m.Intent())
		}
	}
	if got := (ClientRequest{1, 7, op{Verb: verbGet, Key: "x"}, howLocal}).Text(); got != "ClientRequest 1.7 get x (local)" {
		t.Errorf("a local get is shown as %q", got)
	}
}
