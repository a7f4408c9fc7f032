package raft

import (
	lib "go.etcd.io/etcd/raft/v3"
	"go.etcd.io/etcd/raft/v3/tracker"

	"quorumlab/protocols/engine"
)

// A look is what matters of the library's state at one moment: a step compares before and after, to say what happened.
type look struct {
	state      lib.StateType
	term, vote uint64
	lead       uint64
	transferee uint64
	last       uint64 // index of the last entry, written or not
	commit     uint64
	applied    uint64
	elapsed    int // ticks since it heard a leader, or campaigned
	timeout    int // ticks after which it campaigns

	// For sentences only:
	yes     []uint64 // who has said yes to the campaign under way
	match   uint64   // up to where a leader knew that the sender of the message has its entries
	sending bool     // a snapshot was on its way to the sender, as far as a leader knew
}

func (s *server) look() look {
	r := s.raft
	return look{state: r.state(), term: r.term(), vote: r.vote(), lead: r.lead(), transferee: r.transferee(),
		last: s.log.last(), commit: r.committed(), applied: s.store.applied, elapsed: r.electionElapsed(), timeout: r.randomized()}
}

// lookCloser adds what only sentences need, which takes a little longer.
func (s *server) lookCloser(l *look, from engine.NodeID) {
	l.yes = s.granted()
	if p := s.raft.tracker().Progress[raftID(from)]; p != nil && l.state == lib.StateLeader {
		l.match, l.sending = p.Match, p.State == tracker.StateSnapshot
	}
}

// granted are those who have said yes to the campaign under way.
func (s *server) granted() (ids []uint64) {
	for id, v := range s.raft.tracker().Votes { // order: whoever shows them sorts
		if v {
			ids = append(ids, id)
		}
	}
	return ids
}

func (s *server) ticks(n int) engine.Duration { return engine.Duration(n) * s.Params.Tick }
