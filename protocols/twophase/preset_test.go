package twophase

import (
	"strings"
	"testing"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/sim"
)

func TestALineSaysWhatIsOnTheAccountsAtFirst(t *testing.T) {
	c := newCluster(t, 2, nil, "disk n3 accounts=zoe:7,bob:0")
	c.holds("not ledger n3.bob", "not ledger n3.judy")
	if got := c.goal("total").Value(c.World); got != 207 {
		t.Errorf("the total is %d", got)
	}
	c.do("command n1 begin tx=t1 from=n3.zoe to=n3.bob,n2.alice amount=3")
	c.until("settled")
	c.do("crash n3", "set balance=1", "restart n3")
	c.run(engine.Second)
	for line, want := range map[string]int64{"ledger n3.zoe": 1, "ledger n3.bob": 3, "ledger n2.alice": 103, "total": 207} {
		if got := c.goal(line).Value(c.World); got != want {
			t.Errorf("%s is %d, not %d", line, got, want)
		}
	}
}

func TestADiskThatCannotBeIsRefused(t *testing.T) {
	for line, want := range map[string]string{
		"disk n3 accounts=bob:1,bob:2": "accounts: expected bob once",
		"disk n3":                      "accounts: expected at least one",
		"disk n1 accounts=bob:1":       "a line can't say what lies on n1's disk",
	} {
		_, err := sim.New(&Protocol, sim.Options{Presets: []sim.Preset{action(t, line).(sim.Preset)}})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, not %s", line, err, want)
		}
	}
}

func TestAccountsGoDownTheAlphabet(t *testing.T) {
	last := ""
	for round := range 2 {
		for n := 2; n < 2+participantsMax; n++ {
			name := accountsOf(engine.ID('n', n), 1)[round].Name
			if name <= last {
				t.Errorf("n%d has %s, which is not behind %s", n, name, last)
			}
			last = name
		}
	}
	if got := accountsOf(engine.ID('n', 10), 5)[0]; got != (Holding{"alice", 5}) {
		t.Errorf("one more than all begins with %v, not anew", got)
	}
}

func TestAParticipantThatIsAddedLaterTakesPartInTransactionsOfALaterLifeOfTheCoordinator(t *testing.T) {
	c := newCluster(t, 2, nil)
	c.do("add participant", "command n1 begin from=n2.alice to=n4.carol amount=1")
	if got := c.answers(); got != `refused why="n4 is no participant"` {
		t.Errorf("answered with %s", got)
	}
	c.do("crash n1", "restart n1", "command n1 begin from=n2.alice to=n4.carol amount=1")
	c.until("committed n4")
	c.until("settled")
}
