package twophase

import (
	"testing"

	"quorumlab/protocols/engine"
)

func TestGoalsAnswerWhatTheyAreAskedFor(t *testing.T) {
	c := newCluster(t, 3, nil)
	c.holds("settled", "not decided", "not committed", "not aborted", "not prepared", "not blocked")
	c.do("hold from=n1 to=n2 kind=Commit", "command n1 begin tx=t1 from=n2.alice to=n3.bob amount=40",
		"command n1 begin tx=t2 from=n2.ivan to=n4.carol amount=101")
	c.holds("not settled")
	c.until("aborted n2 tx=t2")
	c.holds("decided tx=t2", "not decided tx=t1", "prepared n2 tx=t1", "not prepared n2 tx=t2", "not blocked n2")
	c.until("committed n3")
	c.holds("decided", "decided tx=t1", "not decided tx=t9", "committed n1 tx=t1", "committed tx=t1", "not committed n2", "not committed tx=t2",
		"aborted n2", "not aborted n3", "not aborted tx=t1", "prepared", "prepared n2", "not prepared n3", "not settled")
	c.until("blocked")
	c.holds("blocked n2", "blocked n2 tx=t1", "not blocked n3", "not blocked tx=t2", "prepared n2")
	for line, want := range map[string]int64{
		"ledger n2.alice": 100, "ledger n3.bob": 140, "ledger n4.kim": 100, "ledger n2.zoe": 0, "ledger n9.bob": 0, "total": 640,
	} {
		if got := c.goal(line).Value(c.World); got != want {
			t.Errorf("%s is %d, not %d", line, got, want)
		}
	}
	c.until("settled")
	c.holds("committed n2", "not prepared", "not blocked")
	c.do("crash n4")
	if got := c.goal("total").Value(c.World); got != 400 {
		t.Errorf("without n4 the total is %d", got)
	}
	if engine.PrintGoal("ledger", ledgerForm{Account{engine.ID('n', 2), "alice"}}) != "ledger n2.alice" {
		t.Error("an account is not printed as it is read")
	}
}

func TestTheCoordinatorKnowsTheOutcomesOfWhatParticipantsOpen(t *testing.T) {
	c := newCluster(t, 2, byVote)
	c.do("crash n3", "command n2 begin tx=t1 from=n2.alice to=n3.bob amount=40")
	c.until("aborted n1 tx=t1")
	c.do("restart n3", "command n2 begin tx=t2 from=n2.ivan to=n3.judy amount=40")
	c.until("committed n1 tx=t2")
	c.holds("not committed n1 tx=t1", "not aborted n1 tx=t2")
}
