package raft

import (
	"fmt"
	"testing"

	pb "go.etcd.io/etcd/raft/v3/raftpb"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/sim"
)

// lossyCluster counts to a number by compare-and-swap over links that lose a third and double a third.
func lossyCluster(t *testing.T, seed uint64, forget bool) *cluster {
	o := sim.Options{Seed: seed, Counts: counts(3, 1), Params: with(func(p *Params) { p.ForgetSessions = forget })}
	o.Settings = sim.Settings{Loss: 300_000, Dup: 300_000}
	c := newCluster(t, o)
	for i := range 10 {
		old := ""
		if i > 0 {
			old = fmt.Sprintf(" old=%d", i)
		}
		c.do(fmt.Sprintf("command c1 compare-and-swap key=n%s value=%d", old, i+1))
	}
	return c
}

// swapsThatFailed runs until all ten operations are answered; one leader after another crashes, and comes back.
func (c *cluster) swapsThatFailed() (failed int) {
	for open := c.goal("open"); open.Reached(c.World) && c.Ending() == nil; {
		c.until("leader")
		c.Run(c.Now() + engine.Time(150*engine.Millisecond))
		if lead := LeaderOf(c.Global()); lead != 0 {
			c.do(fmt.Sprintf("crash %v", lead), fmt.Sprintf("restart %v", lead))
		}
	}
	for _, op := range c.Ops() {
		if s, ok := op.Out.(Swapped); !ok {
			c.t.Fatalf("%s answered %v: %v", engine.Print(op.In), op.Out, c.Ending())
		} else if !s.Swapped {
			failed++
		}
	}
	return failed
}

func TestARequestThatIsSentAgainTakesEffectOnce(t *testing.T) {
	again := 0
	for seed := uint64(1); seed <= 20; seed++ {
		c := lossyCluster(t, seed, false)
		if failed := c.swapsThatFailed(); failed > 0 {
			t.Errorf("seed %d: %d of 10 swaps found their own work done already", seed, failed)
		}
		c.holds("value key=n is=10")
		again += c.entriesAgain()
	}
	if again == 0 {
		t.Error("no request came into a log twice: nothing was tested")
	}
}

// entriesAgain counts the entries of the longest log that repeat a request.
func (c *cluster) entriesAgain() (n int) {
	var longest *server
	for _, s := range running(c.Global()) {
		if longest == nil || s.log.last() > longest.log.last() {
			longest = s
		}
	}
	seen := map[uint64]bool{}
	for i := range longest.log.ents {
		if q, ok := requestOf(&longest.log.ents[i]); ok {
			if seen[q.Seq] {
				n++
			}
			seen[q.Seq] = true
		}
	}
	return n
}

func TestServersThatForgetSessionsCarryOutARequestAgain(t *testing.T) {
	failed := 0
	for seed := uint64(1); seed <= 20; seed++ {
		failed += lossyCluster(t, seed, true).swapsThatFailed()
	}
	if failed == 0 {
		t.Error("the mistake shows in none of 20 runs")
	}
}

func TestAnyServerAnswersARequestThatWasCarriedOut(t *testing.T) {
	c := newCluster(t, sim.Options{Seed: 1, Counts: counts(3, 1)})
	c.until("agree")
	c.do("hold to=c1 kind=ClientReply", "command c1 put key=x value=9")
	c.until("value n1 key=x is=9")
	c.until("value n2 key=x is=9")
	c.until("value n3 key=x is=9")
	entries := c.server("n1").log.last()
	c.do("release to=c1", "drop held")
	c.run(2 * engine.Second)
	c.holds("acknowledged")
	if last := c.server("n1").log.last(); last != entries {
		t.Errorf("the log grew from %d to %d", entries, last)
	}
}

func TestAClientThatRestartsBeginsANewSession(t *testing.T) {
	c := newCluster(t, sim.Options{Seed: 1, Counts: counts(3, 1)})
	c.until("agree")
	c.do("command c1 put key=x value=1")
	c.until("value key=x is=1")
	c.run(engine.Second)
	c.do("crash c1", "restart c1", "command c1 put key=x value=2")
	c.run(engine.Second)
	if out := c.Ops()[1].Out; out != (Done{}) {
		t.Errorf("the first request of its second life answered %v", out)
	}
	c.holds("value key=x is=2")
}

func TestAnOldRequestOfAnEarlierLifeIsDropped(t *testing.T) {
	var s store
	s.apply(&request{1, 2, 1, op{Verb: verbPut, Key: "x", Value: "new"}}, false)
	for _, old := range []request{{1, 1, 9, op{Verb: verbPut, Key: "x", Value: "old"}}, {1, 2, 0, op{Verb: verbDelete, Key: "x"}}} {
		if _, st := s.apply(&old, false); st != stale {
			t.Errorf("request %d.%d counts as %d", old.Session, old.Seq, st)
		}
	}
	if s.values["x"] != "new" {
		t.Errorf("x is %q", s.values["x"])
	}
}

func TestARequestWithoutAClientIsNeverARepetition(t *testing.T) {
	var s store
	for range 2 {
		if _, st := s.apply(&request{Op: op{Verb: verbPut, Key: "x", Value: "9"}}, false); st != fresh {
			t.Errorf("it counts as %d", st)
		}
	}
	if len(s.sessions) != 0 {
		t.Errorf("it has the sessions %v", s.sessions)
	}
}

func TestAServersOwnProposalTakesEffectOnceThoughItIsDoubled(t *testing.T) {
	c := newCluster(t, sim.Options{Seed: 1, Counts: counts(3, 0)})
	c.until("agree")
	follower := "n2"
	if LeaderOf(c.Global()) == engine.ID('n', 2) {
		follower = "n3"
	}
	c.do("set dup=100%", "command "+follower+" propose key=x value=9")
	c.run(500 * engine.Millisecond)
	if got := c.Ops()[0].Out; got != (Done{}) {
		t.Fatalf("the proposal answered %v", got)
	}
	s := c.server("n1")
	if s.log.last() != 3 {
		t.Fatalf("expected the proposal to come into the log twice, but it has %d entries", s.log.last())
	}
	if s.store.sessions[0].Seq != 1 {
		t.Errorf("its session is %+v", s.store.sessions[0])
	}
	c.holds("agree")
}

func TestAServersProposalsOfASecondLifeAreNotTakenForThoseOfTheFirst(t *testing.T) {
	c := newCluster(t, sim.Options{Seed: 1, Counts: counts(1, 0)})
	c.until("leader")
	c.do("command n1 propose key=x value=1", "command n1 propose key=y value=1", "crash n1", "restart n1")
	c.until("leader")
	c.do("command n1 propose key=x value=2")
	c.holds("value key=x is=2")
}

func TestAClientThatHasGoneOnIsNotAnsweredAnOldRequest(t *testing.T) {
	table, err := Protocol.Table()
	if err != nil {
		t.Fatal(err)
	}
	n1, c1 := engine.ID('n', 1), engine.ID('c', 1)
	s := &server{Config: engine.Config[Params]{Birth: engine.Birth{ID: n1, Members: []engine.NodeID{n1}}, Params: defaults()}}
	out := engine.NewOut(table, false)
	out.Begin(engine.Rand{}, nil)
	s.Step(engine.Input{Event: engine.Start{Disk: engine.NewDisk(table)}}, out)
	entry := func(index, seq uint64) *pb.Entry {
		q := request{c1, 1, seq, op{Verb: verbPut, Key: "x", Value: "9"}}
		return &pb.Entry{Index: index, Term: 1, Data: appendRequest(nil, &q)}
	}
	answers := func(index, seq uint64) (n int) {
		e := entry(index, seq)
		s.log.append([]pb.Entry{*e})
		s.pending = append(s.pending, pending{Client: c1, Session: 1, Seq: seq})
		out.Begin(engine.Rand{}, nil)
		s.apply(e, out)
		for _, e := range out.Effects() {
			if e.Kind == engine.Send {
				n++
			}
		}
		return n
	}
	for i, want := range []struct {
		seq     uint64
		answers int
	}{{1, 1}, {2, 1}, {2, 1}, {1, 0}} {
		if got := answers(uint64(i+1), want.seq); got != want.answers {
			t.Errorf("entry %d, of request %d, is answered %d times", i+1, want.seq, got)
		}
	}
	if len(s.pending) != 0 {
		t.Errorf("%v still waits", s.pending)
	}
}

func TestAProposalThatALaterOneOfTheSameServerHasOvertakenIsRefusedSinceItHasNoEffect(t *testing.T) {
	c := newCluster(t, sim.Options{Seed: 1, Counts: counts(3, 0)})
	c.until("leader")
	c.run(200 * engine.Millisecond)
	lead := LeaderOf(c.Global())
	follower := engine.ID('n', lead.Index()%3+1)
	c.do(fmt.Sprintf("hold from=%v kind=MsgProp", follower), fmt.Sprintf("command %v propose key=x value=first", follower))
	for _, m := range c.InFlight() {
		if m.From == follower && m.To == lead && engine.KindOf(m.Body) == "MsgProp" {
			c.do("release", fmt.Sprintf("command %v propose key=x value=second", follower))
			for _, later := range c.InFlight() { // the second arrives now, the first later
				if later.From == follower && engine.KindOf(later.Body) == "MsgProp" && later.ID > m.ID {
					c.do(fmt.Sprintf("delay %v by=100ms", m.ID), fmt.Sprintf("deliver %v", later.ID))
				}
			}
		}
	}
	c.run(engine.Second)
	c.holds("value key=x is=second")
	ops := c.Ops()
	if len(ops) != 2 || ops[0].Out != any(Refused{"a later proposal of its own has overtaken it"}) || ops[1].Out != any(Done{}) {
		t.Errorf("expected the first to be refused and the second to be done, got %+v", ops)
	}
	c.holds("linearizable")
}
