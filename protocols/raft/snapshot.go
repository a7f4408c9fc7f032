package raft

import (
	"slices"

	lib "go.etcd.io/etcd/raft/v3"
	pb "go.etcd.io/etcd/raft/v3/raftpb"
	"go.etcd.io/etcd/raft/v3/tracker"

	"quorumlab/protocols/engine"
)

// snapshotTimeout is the timer after which a leader takes a snapshot that it has sent to be lost. The library waits for an
// answer, or for word of the network, which has none here.
type snapshotTimeout struct{ To engine.NodeID }

// snapshot is what the server has applied so far, in the place of the entries that it came of (§7).
func (s *server) snapshot() pb.Snapshot {
	at := s.store.applied
	return pb.Snapshot{
		Data:     appendStore(nil, s.log.sum(at), &s.store),
		Metadata: pb.SnapshotMetadata{Index: at, Term: s.log.at(at).Term, ConfState: s.raft.tracker().ConfState()},
	}
}

// compact puts a snapshot in the place of the entries that are applied, once there are enough of them. Both changes of the
// disk are one batch: between them a log would begin after a gap.
func (s *server) compact(out *engine.Out) {
	n := s.store.applied - s.log.begin()
	if s.Params.Compact == 0 || n < uint64(s.Params.Compact) {
		return
	}
	snap := s.snapshot()
	out.Note("% has applied % entries since its log began. It takes a snapshot, up to entry %, and drops them.", s.ID, n, s.store.applied)
	out.Persist(diskSnapshot, &snap)
	out.DropFirst(diskLog, int(n))
	s.log.compact(s.store.applied)
}

// install takes a leader's snapshot in the place of the whole log. Who waits here for a request that is in it is answered,
// if that is known: of each client the snapshot has the last request only, and of changes of members none.
func (s *server) install(snap *pb.Snapshot, out *engine.Out) {
	out.Persist(diskSnapshot, snap)
	out.Truncate(diskLog, 0)
	s.adopt(snap)
	if at := &snap.Metadata; out.Observes() {
		out.Observe(Applied{at.Index, at.Term, s.log.sum(at.Index)})
	}
	s.pending = slices.DeleteFunc(s.pending, func(p pending) bool {
		st, outcome := s.store.stands(p.Client, p.Session, p.Seq)
		if st == last {
			s.answer(p, outcome, out)
		}
		return st != fresh
	})
}

// adopt makes store and log what a snapshot says.
func (s *server) adopt(snap *pb.Snapshot) {
	at := &snap.Metadata
	sum, values := mustParseStore(snap.Data)
	s.store = values
	s.store.applied = at.Index
	s.log.restore(at.Index, at.Term, sum)
	s.log.conf = at.ConfState
}

// awaitSnapshot begins to wait for the answer to a snapshot.
func (s *server) awaitSnapshot(to uint64, out *engine.Out) {
	if s.Params.Timers != timersNone {
		out.SetTimer(snapshotTimeout{serverID(to)}, s.ticks(s.raft.electionTimeout()))
	}
}

// awaitsSnapshot tells whether a leader sends a server nothing until it knows what has become of a snapshot.
func (s *server) awaitsSnapshot(id uint64) bool {
	p := s.raft.tracker().Progress[id]
	return s.leads() && p != nil && p.State == tracker.StateSnapshot
}

// giveUpSnapshot lets the library try again. It does when it next hears from the follower.
func (s *server) giveUpSnapshot(to engine.NodeID, out *engine.Out) {
	if !s.awaitsSnapshot(raftID(to)) {
		out.Aside("% waits for no snapshot to arrive at % any more.", s.ID, to)
		return
	}
	out.Note("% has no answer of % to its snapshot, and takes it for lost. It tries again when % answers a heartbeat.", s.ID, to, to)
	s.rn.ReportSnapshot(raftID(to), lib.SnapshotFailure)
}
