package raft

import (
	"slices"

	lib "go.etcd.io/etcd/raft/v3"
	pb "go.etcd.io/etcd/raft/v3/raftpb"

	"quorumlab/protocols/engine"
)

// reads tells what a server does about a client's read.
func (a *account) reads(client engine.NodeID) {
	switch {
	case a.was.lead == lib.None:
	case a.was.state != lib.StateLeader:
		a.out.Note("% asks its leader, %, how far the log is committed: it must have applied that much before it answers %.",
			a.ID, serverID(a.was.lead), client)
	default:
		a.leadsStill(client.String())
	}
}

// leadsStill tells how a leader makes sure that no other has committed more, before it answers a read.
func (a *account) leadsStill(whose string) {
	asks := a.asksWhetherItLeads()
	switch {
	case asks:
		a.out.Note("% has committed up to entry %. For the read of % it asks the others whether it still leads.", a.ID, a.is.commit, whose)
	case !a.answersRead():
		a.out.Note("% has not committed an entry of its own term, so it may not know all that is committed. The read of % waits.", a.ID, whose)
	case len(a.raft.tracker().Voters.IDs()) == 1:
		a.out.Note("% is the only voter, so it knows all that is committed, up to entry %.", a.ID, a.is.commit)
	default:
		a.out.Note("% relies on its lease, and asks nobody whether it still leads. The read of % is as of entry %.", a.ID, whose, a.is.commit)
	}
}

// asksWhetherItLeads tells whether the step sends heartbeats for a read.
func (a *account) asksWhetherItLeads() bool {
	return slices.ContainsFunc(a.sent, func(m pb.Message) bool { return m.Type == pb.MsgHeartbeat && len(m.Context) > 0 })
}

// answersRead tells whether the step says as of which entry a read is, to this server or to another one.
func (a *account) answersRead() bool {
	return len(a.known) > 0 || slices.ContainsFunc(a.sent, func(m pb.Message) bool { return m.Type == pb.MsgReadIndexResp })
}

// askedForIndex tells what a leader does about a read at another server.
func (a *account) askedForIndex(m *Message) {
	from := serverID(m.From)
	switch {
	case a.was.state == lib.StateLeader:
		a.leadsStill("a client of " + from.String())
	case a.was.lead != lib.None && a.was.state == lib.StateFollower:
		a.out.Note("% leads no longer. It passes the question of % on to %.", a.ID, from, serverID(a.was.lead))
	default:
		a.out.Note("% drops the question of %: it knows no leader. The client will ask again.", a.ID, from)
	}
}

// toldIndex tells what a server is told about a read.
func (a *account) toldIndex(m *Message) {
	switch {
	case m.Term < a.was.term:
		a.out.Note("% ignores %, whose term % is over: it is in term %.", a.ID, serverID(m.From), m.Term, a.was.term)
	case len(a.known) > 0 && a.is.applied < m.Index:
		a.out.Note("% must have applied up to entry % before it answers, and has applied up to %.", a.ID, m.Index, a.is.applied)
	default:
		a.out.Aside("% hears from % that the read is as of entry %.", a.ID, serverID(m.From), m.Index)
	}
}

// confirms tells what a follower makes of a heartbeat.
func (a *account) confirms(m *Message) {
	if len(m.Context) > 0 {
		a.out.Note("% tells % that it still follows it.", a.ID, serverID(m.From))
		return
	}
	a.out.Aside("% hears its leader, %, and waits anew.", a.ID, serverID(m.From))
}

// confirmed tells of the answer with which a majority has told a leader that it still leads.
func (a *account) confirmed(m *Message) {
	var index uint64
	for i := range a.known {
		index = a.known[i].Index
	}
	for i := range a.sent {
		if a.sent[i].Type == pb.MsgReadIndexResp {
			index = a.sent[i].Index
		}
	}
	a.out.Note("% still follows %, which makes a majority: nothing beyond entry % was committed when the read came.", serverID(m.From), a.ID, index)
}

// takesUpReads tells of reads that have waited for a leader's first commit.
func (a *account) takesUpReads() {
	if a.asksWhetherItLeads() {
		a.out.Note("% now knows all that is committed. For the reads that wait it asks the others whether it still leads.", a.ID)
	}
}
