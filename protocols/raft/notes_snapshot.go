package raft

import (
	pb "go.etcd.io/etcd/raft/v3/raftpb"
)

// sendsSnapshots tells why a leader sends a snapshot.
func (a *account) sendsSnapshots() {
	for i := range a.sent {
		if m := &a.sent[i]; m.Type == pb.MsgSnap {
			a.out.Note("% lacks entries that % has no longer. % sends it a snapshot in their place, up to entry %.",
				serverID(m.To), a.ID, a.ID, m.Snapshot.Metadata.Index)
		}
	}
}

// takesSnapshot tells what a server makes of a leader's snapshot.
func (a *account) takesSnapshot(m *Message) {
	from, index := serverID(m.From), m.Snapshot.Metadata.Index
	switch {
	case a.installs:
		a.out.Note("% takes the snapshot of % in place of its log and its store. It has applied all up to entry %.", a.ID, from, index)
	case index <= a.was.commit:
		a.out.Note("% has no use for the snapshot of %: it has applied all up to entry %.", a.ID, from, a.was.commit)
	case a.is.commit > a.was.commit:
		a.out.Note("% has the entries that the snapshot of % stands for, and hears by it that they are committed, up to %.", a.ID, from, index)
	default:
		a.out.Note("% has no use for the snapshot of %: it is no member in it.", a.ID, from)
	}
}
