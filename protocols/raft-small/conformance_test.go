package raftsmall

import (
	"strconv"
	"testing"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/enginetest"
)

func TestConformance(t *testing.T) {
	terms, few := defaults(), defaults()
	terms.Probe = probeTerms
	few.Members = 2
	enginetest.Run(t, &Protocol, enginetest.Goals("leader", "agree"), enginetest.Params(defaults(), terms, few), enginetest.Draw(drawn))
}

// drawn draws few campaigns, and changes of membership to any servers.
func drawn(r *engine.Rand, _ engine.NodeID, members []engine.NodeID) any {
	switch r.IntN(8) {
	case 0:
		return nil // as the suite draws it
	case 1:
		some := []engine.NodeID{members[r.IntN(len(members))]}
		for _, m := range members {
			if m != some[0] && r.IntN(3) > 0 {
				some = append(some, m)
			}
		}
		return Reconfigure{Members: some}
	}
	return Propose{Value: strconv.Itoa(r.IntN(100))}
}
