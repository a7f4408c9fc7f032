package raftsmall

import (
	"strings"
	"testing"

	"quorumlab/protocols/engine"
)

func servers(of ...int) (s set) {
	for _, i := range of {
		s = s.with(n(i))
	}
	return s
}

func TestAMajorityIsMoreThanHalfAndDuringAChangeOfBoth(t *testing.T) {
	for _, c := range []struct {
		config Configuration
		some   set
		agree  bool
		count  string
	}{
		{Configuration{}, servers(1, 2), false, "0 of 0"},
		{Configuration{New: servers(1)}, servers(1), true, "1 of 1"},
		{Configuration{New: servers(1, 2)}, servers(1), false, "1 of 2"},
		{Configuration{New: servers(1, 2, 3)}, servers(1, 3), true, "2 of 3"},
		{Configuration{New: servers(1, 2, 3)}, servers(1, 4, 5), false, "1 of 3"},
		{Configuration{New: servers(1, 2, 3, 4)}, servers(1, 2), false, "2 of 4"},
		{Configuration{servers(1, 2, 3), servers(3, 4, 5)}, servers(1, 2, 3), false, "3 of 3 old and 1 of 3 new"},
		{Configuration{servers(1, 2, 3), servers(3, 4, 5)}, servers(3, 4, 5), false, "1 of 3 old and 3 of 3 new"},
		{Configuration{servers(1, 2, 3), servers(3, 4, 5)}, servers(2, 3, 4), true, "2 of 3 old and 2 of 3 new"},
	} {
		if got := c.config.agree(c.some); got != c.agree || c.config.count(c.some) != c.count {
			t.Errorf("%v are %v: %t, %s; expected %t, %s", c.some, c.config, got, c.config.count(c.some), c.agree, c.count)
		}
	}
}

func TestASetHoldsServersInOrder(t *testing.T) {
	s := servers(9, 2, 32, 2).without(n(9)).without(n(7))
	if s.String() != "n2, n32" || s.size() != 2 || !s.has(n(32)) || s.has(n(9)) {
		t.Errorf("it is %v", s)
	}
	for _, id := range []engine.NodeID{0, n(0), n(33), engine.ID('c', 1)} {
		if servers(1, 2).with(id) != servers(1, 2) || set(1<<32-1).has(id) {
			t.Errorf("%v is in a set", id)
		}
	}
	if set(0).String() != "nobody" {
		t.Errorf("nobody is %q", set(0).String())
	}
}

// settled is a cluster of five in which n1 leads n1 to n3.
func settled(t *testing.T, change func(p *Params)) *cluster {
	c := newCluster(t, 5, func(p *Params) {
		if p.Members = 3; change != nil {
			change(p)
		}
	})
	c.do("command n1 campaign", "run 100ms")
	c.holds("leader n1 term=1")
	return c
}

func TestMembersChangeToAnyOthers(t *testing.T) {
	c := settled(t, nil)
	c.do("command n1 propose value=red", "command n1 reconfigure members=n4,n5", "run 2s")
	c.holds("member n4", "not member n1", "not joint", "stored red n5", "not candidate", "agree")
	if c.last() != "done" || c.server("n1").shown() != statusOutsider || !c.server("n3").outside() {
		t.Errorf("the change is %s; n1 is %s", c.last(), c.server("n1").shown())
	}
	c.says("C_new is committed, and n1 is not in it: it steps down.", "of n4, n5 decides")
}

func TestAChangeIsRefusedWhenItMakesNoSense(t *testing.T) {
	c := settled(t, nil)
	for _, x := range []struct{ line, want string }{
		{"command n2 reconfigure members=n1", "it is not the leader"},
		{"command n1 reconfigure members=n3,n1,n2", "these are the members"},
		{"command n1 reconfigure members=n1,n33", "n33 is no server"},
		{"command n1 reconfigure members=n1,c1", "c1 is no server"},
	} {
		c.do(x.line)
		if c.last() != x.want {
			t.Errorf("%s: %s, not %s", x.line, c.last(), x.want)
		}
	}
	c.do("crash n4", "command n1 reconfigure members=n1,n4", "run 500ms")
	c.holds("joint n1")
	c.do("command n1 reconfigure members=n1,n2")
	if c.last() != "a change of membership is under way" {
		t.Errorf("a second change is answered %s", c.last())
	}
	c.do("restart n4", "run 1s", "command n1 reconfigure members=n1,n2", "run 1s")
	c.holds("not joint", "member n2", "not member n4")
}

func TestDuringAChangeNeitherSideDecidesAlone(t *testing.T) {
	c := settled(t, manual)
	c.do("partition n1 n2 n3 | n4 n5", "command n1 reconfigure members=n3,n4,n5", "run 100ms", "command n1 propose value=red", "run 100ms")
	c.holds("not commit", "stored red n2", "joint n3")
	c.do("command n2 campaign", "run 100ms") // with all of the old members, and one of the new
	c.holds("candidate n2")
	c.do("crash n1", "crash n2", "heal", "command n3 campaign", "run 100ms") // with all of the new members, and one of the old
	c.holds("candidate n3")
	c.do("restart n2", "command n3 campaign", "run 100ms")
	c.holds("leader n3", "not commit")
}

func TestALaterLeaderFinishesAChange(t *testing.T) {
	c := settled(t, nil)
	c.do("command n1 reconfigure members=n2,n3,n4", "run 30ms", "crash n1")
	c.holds("joint n2")
	c.until("agree")
	c.do("run 1s")
	c.holds("not joint", "member n4", "not member n1", "leaders")
	c.do("restart n1", "run 2s")
	if !c.server("n1").outside() {
		t.Errorf("n1 does not know that it was removed:\n%s", c.notes())
	}
}

func TestALeaderThatKnowsOfCOldNewAsCommittedGoesOnWithCNew(t *testing.T) {
	a := newAlone(t, 1)
	a.give(n(2), AppendEntries{Term: 1, Entries: []Entry{{Term: 1, Config: Configuration{servers(1, 2, 3), servers(1, 2)}}}, LeaderCommit: 1})
	if got := a.leads(); got.last() != 2 || got.newest() != (Configuration{New: servers(1, 2)}) {
		t.Errorf("its log has %+v", got.log)
	}
}

func TestAConfigurationThatIsDroppedIsUsedNoMore(t *testing.T) {
	a := newAlone(t, 1, 1)
	a.give(n(2), AppendEntries{Term: 1, PrevLogIndex: 1, PrevLogTerm: 1, Entries: []Entry{{Term: 1, Config: Configuration{servers(1, 2, 3), servers(4, 5)}}}})
	if c := a.newest(); !c.joint() || c.New != servers(4, 5) {
		t.Fatalf("it uses %v", c)
	}
	a.give(n(3), AppendEntries{Term: 2, PrevLogIndex: 1, PrevLogTerm: 1, Entries: entries(2, 2)})
	if c := a.newest(); c != (Configuration{New: servers(1, 2, 3)}) {
		t.Errorf("it uses %v", c)
	}
	if !strings.Contains(string(a.out.Notes()), "from now on a majority of n1, n2, n3 decides") {
		t.Errorf("it says %s", a.out.Notes())
	}
}

// While C_new is not committed it leads servers of which it is none (§6).
func TestALeaderThatIsNoMemberAnyMoreDoesNotCountItself(t *testing.T) {
	a := newAlone(t, 1).leads()
	a.give(0, Reconfigure{Members: servers(2, 3).ids()})
	a.give(n(2), AppendEntriesReply{Term: 2, Success: true, MatchIndex: 1})
	a.give(n(3), AppendEntriesReply{Term: 2, Success: true, MatchIndex: 1})
	if a.newest() != (Configuration{New: servers(2, 3)}) || a.last() != 2 {
		t.Fatalf("it uses %v", a.newest())
	}
	if a.give(0, Reconfigure{Members: servers(1).ids()}); a.last() != 2 {
		t.Fatal("it begins a change while another is not settled")
	}
	a.give(n(2), AppendEntriesReply{Term: 2, Success: true, MatchIndex: 2})
	if a.commit != 1 || a.status != leader {
		t.Errorf("with one of two members it commits up to %d, and has status %d", a.commit, a.status)
	}
	a.give(n(3), AppendEntriesReply{Term: 2, Success: true, MatchIndex: 2})
	if a.commit != 2 || a.status != follower {
		t.Errorf("with two of two members it commits up to %d, and has status %d", a.commit, a.status)
	}
}

// Where C_new is on few logs, its votes may still be needed.
func TestAServerGoesOnWhileItsRemovalIsNotSettled(t *testing.T) {
	a := newAlone(t, 1)
	removed := AppendEntries{Term: 1, Entries: []Entry{{Term: 1, Config: Configuration{New: servers(2, 3)}}}}
	if got := a.give(n(2), removed); !strings.HasSuffix(got, "set election") {
		t.Errorf("it does\n%s", got)
	}
	if a.give(0, election{}); a.status != candidate {
		t.Errorf("it has status %d", a.status)
	}
	removed.Term, removed.LeaderCommit = 2, 1
	if got := a.give(n(2), removed); strings.Contains(got, "set election") || !a.outside() {
		t.Errorf("when it is settled it does\n%s", got)
	}
}

func TestARemovedServerHearsOfItAndDisturbsNobody(t *testing.T) {
	c := settled(t, nil)
	c.do("crash n3", "command n1 reconfigure members=n1,n2", "run 500ms", "restart n3", "run 5s")
	c.holds("leader n1 term=1", "not candidate")
	if s := c.server("n3"); !s.outside() || len(c.Timers(n(3))) != 0 {
		t.Errorf("n3 uses %v, and has %d timers", s.newest(), len(c.Timers(n(3))))
	}
	c.do("command n3 campaign")
	if c.last() != "it is no member of the cluster" {
		t.Errorf("told to campaign it answers %s", c.last())
	}
}

func TestAServerThatIsAddedIsNoMemberBeforeAChangeMakesItOne(t *testing.T) {
	c := newCluster(t, 3, nil)
	c.do("command n1 campaign", "run 100ms", "add server", "run 5s")
	if s := c.server("n4"); s.Term != 0 || s.last() != 0 || s.shown() != statusOutsider {
		t.Errorf("n4 is %s in term %d", s.shown(), s.Term)
	}
	c.do("command n1 reconfigure members=n1,n2,n3,n4", "run 1s")
	c.holds("member n4 of=n4", "follower n4", "agree", "leader n1 term=1")
	c.do("crash n4", "restart n4", "run 1s")
	c.holds("member n4 of=n4", "agree")
}

func TestTheFirstMembersStayThoughNodesAreTakenOut(t *testing.T) {
	c := newCluster(t, 3, nil)
	c.do("command n1 campaign", "run 100ms", "remove n3", "crash n1", "restart n1")
	if got := c.server("n1").newest(); got != (Configuration{New: servers(1, 2, 3)}) {
		t.Errorf("after its restart n1 counts %v", got)
	}
}

func TestWithoutCOldNewTwoMajoritiesDecideApart(t *testing.T) {
	c := settled(t, func(p *Params) { manual(p); p.SwitchAtOnce = true })
	c.do("partition n1 | n2 n3 n4 n5", "command n1 reconfigure members=n1", "run 100ms")
	c.holds("leader n1", "commit n1 index=1")
	c.do("command n2 campaign", "run 100ms")
	if e := c.Ending(); e == nil || e.Name != "durability" || e.Text != "n2 leads term 2 without entry 1, C_new of term 1, which was committed in term 1" {
		t.Errorf("expected a leader without C_new, got %+v", e)
	}
	c = settled(t, manual)
	c.do("partition n1 | n2 n3 n4 n5", "command n1 reconfigure members=n1", "run 100ms", "command n2 campaign", "run 100ms")
	c.holds("leader n2 term=2", "not commit")
}
