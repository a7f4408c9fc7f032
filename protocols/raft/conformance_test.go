package raft

import (
	"strconv"
	"testing"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/enginetest"
)

func TestConformance(t *testing.T) {
	guarded, slim, silent, leased, packed := defaults(), defaults(), defaults(), defaults(), defaults()
	guarded.PreVote, guarded.CheckQuorum = true, true
	slim.MessageBytes, slim.Inflight = 0, 1
	silent.Tick, silent.Election, silent.Heartbeat = 50*engine.Millisecond, 4, 1
	leased.LeaseReads, leased.Compact = true, 5
	packed.Compact, packed.MessageBytes = 1, 0
	enginetest.Run(t, &Protocol, enginetest.Goals("leader", "agree"),
		enginetest.Params(defaults(), guarded, slim, silent, leased, packed, byTimeouts(compacting(3))), enginetest.Draw(contended))
}

// contended draws operations on two keys, so that they meet.
func contended(r *engine.Rand, to engine.NodeID, members []engine.NodeID) any {
	key, value := []string{"x", "y"}[r.IntN(2)], strconv.Itoa(r.IntN(4))
	if to.Letter() == 'n' {
		switch r.IntN(6) {
		case 0:
			return nil // a campaign, a transfer, a change that may make no sense
		case 1, 2:
			return changeAmong(r, members)
		}
		return Propose{Key: key, Value: value}
	}
	switch r.IntN(6) {
	case 0:
		return Put{Key: key, Value: value}
	case 1:
		return CompareAndSwap{Key: key, Old: strconv.Itoa(r.IntN(4)), Value: value}
	case 2:
		return Delete{Key: key}
	case 3:
		return Get{Key: key, How: howReadIndex, Server: members[r.IntN(len(members))]}
	}
	return Get{Key: key}
}

// changeAmong draws a change of members among the servers that there are.
func changeAmong(r *engine.Rand, members []engine.NodeID) any {
	servers := 0
	for _, m := range members {
		if m.Letter() == 'n' {
			servers++
		}
	}
	words, err := engine.Words(drawnChange(r, servers))
	if err != nil {
		panic(err)
	}
	change, err := engine.Parse(Protocol.Commands(), words)
	if err != nil {
		panic(err)
	}
	return change
}
