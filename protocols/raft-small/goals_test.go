package raftsmall

import "testing"

func TestGoalsAnswerWhatTheyAreAskedFor(t *testing.T) {
	c := newCluster(t, 5, manual)
	for _, g := range []string{"leader", "candidate", "leaders", "term", "commit", "last", "agree", "joint"} {
		c.holds("not " + g)
	}
	c.do("command n1 campaign")
	c.holds("candidate n1 term=1", "not candidate n2", "follower n2")
	c.do("run 100ms", "partition n1 n2 | n3 n4 n5", "command n1 propose value=red", "run 100ms", "command n3 campaign", "run 100ms",
		"command n3 propose value=blue", "run 100ms", "command n3 propose value=green", "run 10ms")
	for line, want := range map[string]int64{
		"leader": 1, "leader n1": 1, "leader n1 term=1": 1, "leader n1 term=2": 0, "leader n3 term=2": 1, "leader term=3": 0, "leader n2": 0,
		"follower n2 term=1": 1, "follower n3": 0, "candidate": 0,
		"leaders": 2, "leaders term=2": 1, "leaders term=9": 0,
		"term": 2, "term n1": 1, "term n9": 0,
		"last": 2, "last n2": 1,
		"commit": 1, "commit n1": 0, "commit index=1": 1, "commit index=2": 0, "commit n4 index=1": 0,
		"stored red": 2, "stored blue": 3, "stored blue n1": 0, "stored red n1": 1, "stored yellow": 0, "stored \"\"": 0,
		"committed red": 0, "committed blue": 1, "committed blue n1": 0, "committed green": 0,
		"lost red": 1, "lost blue": 0, "lost green": 0, "voters": 5, "voters n9": 0,
		"member n1": 1, "member n6": 0, "member n1 of=n9": 0, "joint": 0, "joint n1": 0,
		"agree": 0,
	} {
		if got := c.Value(line); got != want {
			t.Errorf("%s is %d, not %d", line, got, want)
		}
	}
	c.do("command n3 reconfigure members=n3,n4", "run 10ms")
	for line, want := range map[string]int64{"voters": 5, "joint": 1, "joint n3": 1, "joint n1": 0, "member n1": 1, "member n4 of=n3": 1} {
		if got := c.Value(line); got != want {
			t.Errorf("during a change %s is %d, not %d", line, got, want)
		}
	}
}

func TestWhatNoLeaderCanHaveIsLostAndWhatOneMayHaveIsNot(t *testing.T) {
	c := newCluster(t, 5, manual)
	c.do("command n1 campaign", "run 100ms", "partition n1 n2 | n3 n4 n5", "command n1 propose value=red", "run 100ms")
	c.holds("not lost red", "stored red n2")
	c.do("command n3 campaign", "run 24ms")
	c.holds("leader n3 term=2", "not lost red") // n3's own entry is not committed yet
	c.do("run 100ms", "command n3 propose value=blue", "run 100ms")
	c.holds("lost red", "stored red n2", "not lost blue")
	c.do("heal", "command n3 propose value=green", "run 500ms")
	c.holds("lost red", "not stored red")
}

func TestVotersAreCountedByTheLeadersConfiguration(t *testing.T) {
	c := settled(t, nil)
	voters := func(when string, want int64) {
		t.Helper()
		if all, one := c.Value("voters"), c.Value("voters n1"); all != want || one != want {
			t.Errorf("%s there are %d voters, by n1 %d; expected %d", when, all, one, want)
		}
	}
	voters("at first", 3)
	c.do("command n1 reconfigure members=n1,n2,n3,n4,n5", "run 1ms")
	c.holds("joint n1")
	voters("while both decide", 3)
	c.do("run 500ms")
	c.holds("not joint")
	voters("after it", 5)
}

func TestOnlyMembersNeedAgree(t *testing.T) {
	c := settled(t, nil)
	c.until("agree")
	if c.server("n5").last() != 0 {
		t.Fatal("n5 is no member, and has a log")
	}
	c.do("partition n3 | n1 n2", "command n1 propose value=red", "run 200ms")
	c.holds("not agree", "committed red n2")
	c.do("heal")
	c.until("agree")
}
