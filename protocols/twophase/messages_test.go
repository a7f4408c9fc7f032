package twophase

import (
	"fmt"
	"strings"
	"testing"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/sim"
)

// spread is a transfer from n2 to all of N−1 others.
func spread(at string, participants int) string {
	names := []string{"", "", "alice", "bob", "carol", "dave", "erin", "frank", "grace", "heidi"}
	var to []string
	for n := 3; n < 2+participants; n++ {
		to = append(to, fmt.Sprintf("n%d.%s", n, names[n]))
	}
	return fmt.Sprintf("command %s begin tx=t1 from=n2.alice to=%s amount=1", at, strings.Join(to, ","))
}

func TestACommitCosts4NMessagesAnd3NLess1WhenAParticipantOpensIt(t *testing.T) {
	for n := 2; n <= 8; n++ {
		for _, way := range []struct {
			opener string
			change func(*sim.Options, *Params)
			kinds  map[string]int
		}{
			{"n1", nil, map[string]int{"Prepare": n, "Vote": n, "Commit": n, "Ack": n}},
			{"n2", byVote, map[string]int{"Vote": 1 + n - 1, "Prepare": n - 1, "Commit": n}},
		} {
			c := newCluster(t, n, way.change)
			all, sum := c.goal("messages"), 0
			for kind := range way.kinds {
				c.Follow(c.goal("messages kind=" + kind)) // kinds are counted from here on
			}
			c.do(spread(way.opener, n))
			c.run(engine.Second)
			c.holds("settled", "committed n2", fmt.Sprintf("committed n%d", n+1))
			for kind, want := range way.kinds {
				sum += want
				if got := c.goal("messages kind=" + kind).Value(c.World); got != int64(want) {
					t.Errorf("%s opens, %d participants: %d %s, not %d", way.opener, n, got, kind, want)
				}
			}
			if got := all.Value(c.World); got != int64(sum) || way.opener == "n1" && sum != 4*n || way.opener == "n2" && sum != 3*n-1 {
				t.Errorf("%s opens, %d participants: %d messages, not %d", way.opener, n, got, sum)
			}
		}
	}
}

func TestATransactionOfOneParticipantThatOpensItIsDecidedAtOnce(t *testing.T) {
	c := newCluster(t, 2, byVote)
	c.do("command n2 begin from=n2.alice to=n2.ivan amount=5")
	c.until("committed n2")
	c.holds("settled")
	if got := c.Stats().Sent; got != 2 {
		t.Errorf("%d messages, not a Vote and a Commit", got)
	}
	if got := c.participant(2).accounts; got[0].Amount != 95 || got[1].Amount != 105 {
		t.Errorf("the accounts are %v", got)
	}
}

func TestAVoteIsDrawnAsTheYesOrNoThatItIs(t *testing.T) {
	for _, yes := range []bool{true, false} {
		v, want := Vote{Tx: "t1", Yes: yes}, engine.No
		if yes {
			want = engine.Yes
		}
		if got := Protocol.IntentOf(v); got != want {
			t.Errorf("%s is drawn as %s", v.Label(), got)
		}
	}
}
