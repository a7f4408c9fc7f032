package twophase

import (
	"testing"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/enginetest"
	"quorumlab/protocols/scenario/scenariotest"
)

func TestConformance(t *testing.T) {
	hasty, byVote, poor := defaults(), defaults(), defaults()
	hasty.Votes, hasty.Doubt, hasty.Resend = 30*engine.Millisecond, 40*engine.Millisecond, 25*engine.Millisecond
	byVote.Opens = byParticipant
	poor.Balance = 3
	enginetest.Run(t, &Protocol, enginetest.Goals("settled"), enginetest.Params(defaults(), hasty, byVote, poor), enginetest.Draw(contended))
}

// contended draws transfers and reads that meet: of a few accounts, some of which are not there.
func contended(r *engine.Rand, to engine.NodeID, _ []engine.NodeID) any {
	pick := func() Account {
		accounts := []Account{{2, "alice"}, {3, "bob"}, {2, "ivan"}, {3, "judy"}, {2, "alice"}, {3, "bob"}, {2, "zoe"}, {1, "bob"}, {9, "bob"}}
		a := accounts[r.IntN(len(accounts)-r.IntN(4))]
		a.Node = engine.ID('n', int(a.Node))
		return a
	}
	if to.Letter() == 'c' {
		return Read{Account: pick()}
	}
	b := Begin{Tx: []string{"", "x", "y"}[r.IntN(3)], From: pick(), To: []Account{pick()}, Amount: int64(1 + r.IntN(5))}
	if r.IntN(3) == 0 {
		b.To = append(b.To, pick())
	}
	return b
}

func TestScenariosSayWhatStandsBelowThem(t *testing.T) {
	scenariotest.Folder(t, "scenarios/*.txt", func(name string) *engine.Protocol {
		if name == Protocol.Name {
			return &Protocol
		}
		return nil
	})
}
