package raft

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	pb "go.etcd.io/etcd/raft/v3/raftpb"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/sim"
)

// led is a cluster of so many servers, led by n1, and some more that were added to the run.
func led(t *testing.T, servers, more int, change func(p *Params)) *cluster {
	t.Helper()
	if change == nil {
		change = func(*Params) {}
	}
	c := newCluster(t, sim.Options{Seed: 37, Counts: counts(servers, 1), Params: with(change), Explain: true})
	c.do("command n1 campaign")
	c.until("leader n1")
	c.until("agree")
	for range more {
		c.do("add server")
	}
	return c
}

// result is what the last command was answered.
func (c *cluster) result(line string) any {
	c.t.Helper()
	c.do(line)
	return c.Ops()[len(c.Ops())-1].Out
}

// conf is who decides, as a server has it: voters, old voters, learners, next learners.
func (c *cluster) conf(id string) string {
	cs := c.server(id).raft.tracker().ConfState()
	s := fmt.Sprint(cs.Voters)
	if len(cs.VotersOutgoing) > 0 {
		s += fmt.Sprint(" old ", cs.VotersOutgoing)
	}
	if len(cs.Learners) > 0 {
		s += fmt.Sprint(" learners ", cs.Learners)
	}
	if len(cs.LearnersNext) > 0 {
		s += fmt.Sprint(" next ", cs.LearnersNext)
	}
	return s
}

func (c *cluster) says(want string) {
	c.t.Helper()
	if n := c.notes(); !strings.Contains(n, want) {
		c.t.Errorf("expected %q in:\n%s", want, n)
	}
}

func TestAServerThatIsAddedGetsTheLogAndCounts(t *testing.T) {
	c := led(t, 3, 1, nil)
	c.do("command n1 propose key=x value=1", "command n1 add-voter node=n4")
	c.until("value n4 key=x is=1")
	c.until("agree")
	for _, n := range []string{"n1", "n2", "n3", "n4"} {
		if c.conf(n) != "[1 2 3 4]" {
			t.Errorf("for %s %s decide", n, c.conf(n))
		}
	}
	c.do("crash n2", "crash n3", "command n1 propose key=x value=2")
	c.run(engine.Second)
	if c.goal("committed 2").Reached(c.World) {
		t.Error("two of four have committed")
	}
	c.do("restart n3")
	c.until("committed 2")
}

func TestALearnerGetsTheLogAndHasNoVote(t *testing.T) {
	c := led(t, 3, 2, nil)
	c.do("command n1 propose key=x value=1", "command n1 add-learner node=n4")
	c.until("value n4 key=x is=1")
	c.until("agree")
	c.do("command n1 add-learner node=n5")
	c.until("agree")
	if s := c.server("n4").status(); s != statusLearner || c.conf("n2") != "[1 2 3] learners [4 5]" {
		t.Errorf("n4 is %s, and for n2 %s decide", s, c.conf("n2"))
	}
	c.do("crash n2", "crash n3", "command n1 propose key=x value=2")
	c.run(engine.Second)
	if c.goal("committed 2").Reached(c.World) {
		t.Error("a voter has committed with two learners")
	}
	c.says("n4 has entries up to 5 too, and does not count: it has no vote.")
	c.do("crash n1", "restart n2")
	c.run(2 * engine.Second)
	if c.goal("leader").Reached(c.World) || c.goal("candidate n4").Reached(c.World) {
		t.Error("a learner has helped to elect, or has asked for votes")
	}
	for line, why := range map[string]string{"command n4 campaign": "it has no vote", "command n2 transfer to=n4": "n4 has no vote"} {
		if got := c.result(line); got != (Refused{why}) {
			t.Errorf("%s: %v", line, got)
		}
	}
}

func TestALearnerThatIsPromotedVotes(t *testing.T) {
	c := led(t, 3, 1, nil)
	c.do("command n1 add-learner node=n4")
	c.until("agree")
	c.do("command n1 promote node=n4")
	c.until("agree")
	if c.conf("n4") != "[1 2 3 4]" || c.server("n4").status() != statusFollower {
		t.Errorf("n4 is %s, and for it %s decide", c.server("n4").status(), c.conf("n4"))
	}
	c.do("command n4 campaign")
	c.until("leader n4 term=2")
}

func TestALeaderThatIsRemovedCommitsThatAndStopsLeading(t *testing.T) {
	c := led(t, 3, 0, nil)
	c.do("command n1 remove-member node=n1")
	c.until("follower n1")
	if c.Ops()[1].Out != (Done{}) {
		t.Errorf("its removal answers %v", c.Ops()[1].Out)
	}
	c.says("n1 has no vote any more, so it hands over to n")
	c.until("leader term=2")
	if c.Now() > engine.Time(150*engine.Millisecond) {
		t.Errorf("at %v, an election timeout has passed before another one leads", c.Now())
	}
	c.until("agree")
	c.run(2 * engine.Second)
	s := c.server("n1")
	if s.status() != statusOutsider || s.raft.term() > 2 || c.conf("n2") != "[2 3]" {
		t.Errorf("n1 is %s in term %d; for n2 %s decide", s.status(), s.raft.term(), c.conf("n2"))
	}
	if got := c.result("command n1 campaign"); got != (Refused{"it is no member of the cluster"}) {
		t.Errorf("a campaign of it answers %v", got)
	}
	c.do("command c1 put key=x value=9") // whom it last knew as the leader was n1
	c.until("value key=x is=9")
	lead := LeaderOf(c.Global()).String()
	c.do("command " + lead + " add-voter node=n1")
	c.until("value n1 key=x is=9")
	c.until("agree")
	if c.conf("n1") != "[1 2 3]" {
		t.Errorf("after its return %s decide for n1", c.conf("n1"))
	}
	c.do("command n1 transfer to=n1")
	c.until("leader n1")
	c.until("agree")
	c.do("command n1 remove-member node=n1")
	c.until("follower n1")
	if n := strings.Count(c.notes(), "n1 has no vote any more, so it hands over to n"); n != 2 {
		t.Errorf("of two times it has handed over %d times", n)
	}
}

func TestWithoutTimersALeaderThatIsRemovedHandsOverAndStopsAtOnce(t *testing.T) {
	c := led(t, 3, 0, func(p *Params) { p.Timers = timersNone })
	c.do("command n1 remove-member node=n1")
	c.until("follower n1")
	c.until("leader term=2")
	c.until("agree")
	if n := c.goal("leaders").Value(c.World); n != 1 {
		t.Errorf("%d servers lead", n)
	}
}

// n2 needs the vote of n1 for as long as it has not heard that n1 has none, and n1 must refuse it: its log is longer. So n1 must
// not stop to lead before n2 has heard.
func TestALeaderThatIsRemovedLeadsUntilOthersCanDoWithoutIt(t *testing.T) {
	for _, p := range []func(p *Params){nil, func(p *Params) { *p = byTimeouts(nil) }} {
		c := led(t, 2, 0, p)
		c.do("command n1 remove-member node=n1")
		for c.server("n2").log.last() < 2 && c.Next(engine.Time(engine.Second)) {
		}
		c.do("hold from=n1 to=n2 kind=MsgApp", "command n1 propose key=x value=1")
		for c.server("n1").isVoter() && c.Next(engine.Time(engine.Second)) {
		}
		if s := c.server("n1"); s.isVoter() || !s.leads() || s.log.last() != 3 {
			t.Fatalf("n1 votes: %t, leads: %t, has %d entries", s.isVoter(), s.leads(), s.log.last())
		}
		if s := c.server("n2"); len(s.raft.tracker().Voters[0]) != 2 {
			t.Fatal("n2 has heard of the change already")
		}
		c.until("leader n2")
		c.until("follower n1")
		c.do("drop held")
		c.run(engine.Second)
		if n := c.goal("leaders").Value(c.World); n != 1 {
			t.Errorf("%d servers lead", n)
		}
	}
}

// Where one other votes, the library answers a read as if it were that one, and asks nobody: by then it may lead.
func TestALeaderWithoutAVoteAnswersNoReads(t *testing.T) {
	c := led(t, 3, 0, func(p *Params) { p.Retry = 20 * engine.Millisecond })
	c.do("hold kind=MsgTimeoutNow", "command n1 reconfigure remove=n2,n1")
	for c.server("n1").isVoter() && c.Next(engine.Time(engine.Second)) {
	}
	c.do("command c1 get key=x how=read-index server=n3") // and, in vain, n1
	c.run(90 * engine.Millisecond)
	c.holds("leader n1")
	c.holds("open c1")
	c.says("n1 has no vote any more, and drops the question of n3. The client will ask again.")
	c.says("n1 has no vote any more, and takes no reads. It tells c1.")
	c.do("command n1 propose key=x value=1")
	if _, refused := c.Ops()[len(c.Ops())-1].Out.(Refused); !refused {
		t.Error("it takes a proposal")
	}
}

func TestALeaderThatLosesItsVoteStopsLeadingAndLearns(t *testing.T) {
	c := led(t, 3, 0, nil)
	c.do("command n1 reconfigure learners=n1")
	c.until("leader term=2")
	c.until("agree")
	if s := c.server("n1").status(); s != statusLearner || c.conf("n1") != "[2 3] learners [1]" {
		t.Errorf("n1 is %s, and for it %s decide", s, c.conf("n1"))
	}
}

func TestAJointConfigurationNeedsTwoMajorities(t *testing.T) {
	for _, apart := range []string{"n2 n3 | n1 n4 n5", "n4 n5 | n1 n2 n3"} {
		c := led(t, 3, 2, nil)
		c.do("command n1 reconfigure voters=n4,n5 remove=n2,n3 transition=explicit")
		c.until("agree")
		for _, n := range []string{"n1", "n2", "n4"} {
			if c.conf(n) != "[1 4 5] old [1 2 3]" {
				t.Errorf("for %s %s decide", n, c.conf(n))
			}
		}
		c.do("partition "+apart, "command n1 propose key=x value=1")
		c.run(engine.Second)
		if c.goal("committed 1").Reached(c.World) || c.goal("leader term=2").Reached(c.World) {
			t.Errorf("%s: one of the two majorities has decided", apart)
		}
		c.do("heal")
		c.until("leader")
		c.until("agree")
		c.until("leader")
		c.do("command " + LeaderOf(c.Global()).String() + " leave-joint")
		c.until("agree")
		c.run(engine.Second)
		if lead := LeaderOf(c.Global()); c.conf("n1") != "[1 4 5]" || lead == engine.ID('n', 2) || lead == engine.ID('n', 3) {
			t.Errorf("%s: then %s decide, and %v leads", apart, c.conf("n1"), lead)
		}
	}
}

func TestAJointConfigurationIsLeftByItselfUnlessItIsToStay(t *testing.T) {
	for transition, left := range map[string]bool{"auto": true, "implicit": true, "explicit": false} {
		c := led(t, 3, 1, nil)
		c.do("command n1 reconfigure voters=n4 remove=n3 transition=" + transition)
		c.run(engine.Second)
		if (c.conf("n1") == "[1 2 4]") != left {
			t.Errorf("%s: %s decide", transition, c.conf("n1"))
		}
	}
	c := led(t, 3, 1, nil) // one change alone needs no joint configuration
	c.do("command n1 reconfigure voters=n4")
	c.until("agree")
	if strings.Contains(c.notes(), "a decision needs a majority of") || c.conf("n4") != "[1 2 3 4]" {
		t.Errorf("%s decide; it says:\n%s", c.conf("n4"), c.notes())
	}
}

func TestAVoterThatIsToLearnKeepsItsVoteUntilTheJointConfigurationIsLeft(t *testing.T) {
	c := led(t, 3, 1, nil)
	c.do("command n1 reconfigure voters=n4 learners=n3 transition=explicit")
	c.until("agree")
	if c.conf("n3") != "[1 2 4] old [1 2 3] next [3]" || c.server("n3").status() != statusFollower {
		t.Errorf("n3 is %s, and for it %s decide", c.server("n3").status(), c.conf("n3"))
	}
	c.do("command n1 leave-joint")
	c.until("agree")
	if c.conf("n3") != "[1 2 4] learners [3]" || c.server("n3").status() != statusLearner {
		t.Errorf("then n3 is %s, and for it %s decide", c.server("n3").status(), c.conf("n3"))
	}
}

func TestARestartedServerHasTheMembersThatItHad(t *testing.T) {
	for _, change := range []string{"add-voter node=n4", "add-learner node=n4", "remove-member node=n2",
		"reconfigure voters=n4 learners=n3 transition=explicit"} {
		c := led(t, 3, 1, nil)
		c.do("command n1 " + change)
		c.until("agree")
		c.run(200 * engine.Millisecond)
		for i := range 4 {
			n := engine.ID('n', i+1).String()
			was := c.conf(n)
			c.do("crash "+n, "restart "+n)
			if c.conf(n) != was {
				t.Errorf("%s: for %s %s decided, and after its restart %s", change, n, was, c.conf(n))
			}
		}
		c.until("leader")
		c.until("agree")
	}
}

func TestTheLastVoterStays(t *testing.T) {
	c := led(t, 2, 1, nil)
	c.do("command n1 remove-member node=n2")
	c.until("agree")
	c.run(300 * engine.Millisecond)
	last := c.server("n1").log.last()
	for _, line := range []string{"remove-member node=n1", "reconfigure remove=n1", "reconfigure learners=n1",
		"reconfigure learners=n3 remove=n1", "reconfigure remove=n1 transition=explicit"} {
		if got := c.result("command n1 " + line); got != (Refused{"no voter would be left"}) {
			t.Errorf("%s: %v", line, got)
		}
	}
	if c.server("n1").log.last() != last {
		t.Error("what was refused is in the log")
	}
	c.do("command n1 reconfigure voters=n3 remove=n1") // another voter comes in its place
	c.until("leader n3")
	if c.conf("n3") != "[3]" {
		t.Errorf("in the end %s decide", c.conf("n3"))
	}
}

// The library makes an empty entry of a change that comes while another one is under way: it is in the log for ever.
func TestAChangeThatComesTooEarlyIsRefusedAndLeavesAnEmptyEntry(t *testing.T) {
	c := led(t, 3, 2, nil)
	c.do("command n1 add-voter node=n4")
	if got := c.result("command n1 add-voter node=n5"); got != (Refused{"an earlier change may be under way, up to entry 2"}) {
		t.Errorf("it answers %v", got)
	}
	if e := c.server("n1").log.at(3); e.Type != pb.EntryNormal || len(e.Data) != 0 {
		t.Errorf("entry 3 is %s", entryLabel(e))
	}
	c.says("n1 does not change the members: an earlier change may be under way, up to entry 2. The library puts an empty entry into the log instead.")
	c.until("agree")
	c.do("command n1 reconfigure voters=n5 remove=n2 transition=explicit")
	c.until("agree")
	for line, want := range map[string]string{"add-learner node=n9": "the joint configuration must be left first", "remove-member node=n3": "the joint configuration must be left first"} {
		if got := c.result("command n1 " + line); got != (Refused{want}) {
			t.Errorf("%s: %v", line, got)
		}
	}
	c.do("command n1 leave-joint")
	c.until("agree")
	c.run(300 * engine.Millisecond)
	if got := c.result("command n1 leave-joint"); got != (Refused{"there is no joint configuration to leave"}) {
		t.Errorf("it answers %v", got)
	}
	if c.conf("n1") != "[1 3 4 5]" {
		t.Errorf("in the end %s decide", c.conf("n1"))
	}
}

func TestAChangeOfMembersThatMakesNoSenseIsRefusedWithItsReason(t *testing.T) {
	c := led(t, 3, 1, nil)
	c.do("command n1 add-learner node=n4")
	c.until("agree")
	last := c.server("n1").log.last()
	for _, x := range []struct{ line, why string }{
		{"n1 add-voter node=n2", "n2 is a voter already"},
		{"n1 add-voter node=n4", "n4 is a learner already"},
		{"n1 add-learner node=n4", "n4 is a learner already"},
		{"n1 add-learner node=n3", "n3 is a voter already"},
		{"n1 add-voter node=c1", "c1 is no server"},
		{"n1 add-voter", "world is no server"},
		{"n1 promote node=n2", "n2 is no learner"},
		{"n1 promote node=n9", "n9 is no learner"},
		{"n1 remove-member node=n9", "n9 is no member of the cluster"},
		{"n1 reconfigure", "nothing is to change"},
		{"n1 reconfigure voters=n4,c1", "c1 is no server"},
		{"n1 reconfigure voters=n4 learners=n2 remove=n2", "n2 is named twice"},
		{"n1 reconfigure remove=n4 transition=explicit", "the voters would stay the same, so there is nothing to be joint about"},
		{"n1 reconfigure voters=n4 remove=n8", "n8 is no member of the cluster"},
		{"n2 add-voter node=n5", "n1 leads, and takes changes of members"},
		{"n4 leave-joint", "n1 leads, and takes changes of members"},
	} {
		if got := c.result("command " + x.line); got != (Refused{x.why}) {
			t.Errorf("%s: %v, not %q", x.line, got, x.why)
		}
	}
	c.do("crash n3", "command n1 propose key=x value=1")
	c.run(100 * engine.Millisecond)
	c.do("command n1 transfer to=n3")
	if got := c.result("command n1 remove-member node=n3"); got != (Refused{"leadership is being handed over"}) {
		t.Errorf("while n1 hands over: %v", got)
	}
	if c.server("n1").log.last() != last+1 {
		t.Error("what was refused is in the log")
	}
	fresh := newCluster(t, sim.Options{Seed: 37, Counts: counts(3, 0)})
	if got := fresh.result("command n1 remove-member node=n3"); got != (Refused{"no leader is known"}) {
		t.Errorf("before there is a leader: %v", got)
	}
}

// A server that did not hear that it was removed asks for votes for ever (thesis §4.2.3). With PreVote and CheckQuorum
// nobody heeds it.
func TestARemovedServerThatHasNotHeardOfItDisturbsUnlessTheQuorumIsChecked(t *testing.T) {
	for _, guarded := range []bool{false, true} {
		c := led(t, 3, 0, func(p *Params) { p.PreVote, p.CheckQuorum = guarded, guarded })
		c.do("partition n3 | n1 n2", "command n1 remove-member node=n3")
		c.until("agree")
		c.do("heal")
		c.run(5 * engine.Second)
		term := c.goal("term n1").Value(c.World)
		if guarded && (term != 1 || !c.goal("leader n1").Reached(c.World)) || !guarded && term < 5 {
			t.Errorf("guarded: %t, after five seconds n1 is in term %d", guarded, term)
		}
		if c.conf("n3") != "[1 2 3]" || c.conf("n1") != "[1 2]" {
			t.Errorf("for n3 %s decide, for n1 %s", c.conf("n3"), c.conf("n1"))
		}
	}
}

// What the engine takes the library to do with a change is what it does, under any order of changes and elections.
func TestTheLibraryDoesWithAChangeWhatItIsTakenToDo(t *testing.T) {
	for seed := uint64(1); seed <= 4; seed++ {
		c := busy(t, seed, with(func(p *Params) { p.Tick = 3 * engine.Millisecond }))
		c.do("add server", "add server")
		r := engine.Stream(seed, 9, 0, 0)
		entries := map[int]pb.Entry{} // by operation: what came into the log of it
		for range 400 {
			steps(c.World, 50)
			lead := LeaderOf(c.Global())
			if lead == 0 {
				continue
			}
			s := c.server(lead.String())
			before := s.log.last()
			c.do("command " + lead.String() + " " + drawnChange(&r, 7))
			if s.log.last() > before {
				entries[len(c.Ops())-1] = *s.log.at(before + 1)
			}
		}
		steps(c.World, 1000) // refusals wait for the disk
		if e := c.Ending(); e != nil {
			t.Fatalf("seed %d: %s: %s\n%s", seed, e.Name, e.Text, e.Stack)
		}
		taken, untimely := 0, 0
		for op, e := range entries {
			_, refused := c.Ops()[op].Out.(Refused)
			switch empty := e.Type == pb.EntryNormal && len(e.Data) == 0; {
			case refused != empty:
				t.Errorf("seed %d: %s answers %v, and in the log is %s", seed, engine.Print(c.Ops()[op].In), c.Ops()[op].Out, entryLabel(&e))
			case refused:
				untimely++
			default:
				taken++
			}
		}
		if taken < 10 || untimely < 10 {
			t.Errorf("seed %d: %d changes were taken, %d came too early", seed, taken, untimely)
		}
	}
}

// drawnChange draws a change of members among so many servers.
func drawnChange(r *engine.Rand, servers int) string {
	node := func() string { return engine.ID('n', 1+r.IntN(servers)).String() }
	switch r.IntN(7) {
	case 0:
		return "add-voter node=" + node()
	case 1:
		return "add-learner node=" + node()
	case 2:
		return "promote node=" + node()
	case 3:
		return "remove-member node=" + node()
	case 4:
		return "leave-joint"
	}
	line := "reconfigure transition=" + []string{"auto", "implicit", "explicit"}[r.IntN(3)]
	for _, list := range []string{"voters", "learners", "remove"} {
		var ids []string
		for range r.IntN(3) {
			if n := node(); !strings.Contains(line, n) && !slices.Contains(ids, n) {
				ids = append(ids, n)
			}
		}
		if len(ids) > 0 {
			line += " " + list + "=" + strings.Join(ids, ",")
		}
	}
	return line
}
