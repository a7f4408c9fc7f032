package raft

import (
	"strconv"
	"testing"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/enginetest"
)

func TestConformance(t *testing.T) {
	guarded, slim, silent := defaults(), defaults(), defaults()
	guarded.PreVote, guarded.CheckQuorum = true, true
	slim.MessageBytes, slim.Inflight = 0, 1
	silent.Tick, silent.Election, silent.Heartbeat = 50*engine.Millisecond, 4, 1
	enginetest.Run(t, &Protocol, enginetest.Goals("leader", "agree"),
		enginetest.Params(defaults(), guarded, slim, silent), enginetest.Draw(contended))
}

// contended draws operations on two keys, so that they meet.
func contended(r *engine.Rand, to engine.NodeID, members []engine.NodeID) any {
	key, value := []string{"x", "y"}[r.IntN(2)], strconv.Itoa(r.IntN(4))
	if to.Letter() == 'n' {
		if r.IntN(3) > 0 {
			return Propose{Key: key, Value: value}
		}
		return nil // a campaign, a transfer
	}
	switch r.IntN(4) {
	case 0:
		return Put{Key: key, Value: value}
	case 1:
		return CompareAndSwap{Key: key, Old: strconv.Itoa(r.IntN(4)), Value: value}
	case 2:
		return Delete{Key: key}
	}
	return Get{Key: key}
}
