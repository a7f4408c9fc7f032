package raft

import (
	lib "go.etcd.io/etcd/raft/v3"
	pb "go.etcd.io/etcd/raft/v3/raftpb"

	"quorumlab/protocols/engine"
)

// appends tells of a client's request that its leader has put into the log.
func (a *account) appends(o op, client engine.NodeID) {
	if len(a.wrote) == 0 {
		return
	}
	a.out.Note("% puts the request of %, %, into its log as entry %.", a.ID, client, o.label(), a.wrote[0].Index)
	a.alone()
}

// proposes tells of a server's own proposal.
func (a *account) proposes(o op) {
	switch {
	case len(a.wrote) > 0:
		a.out.Note("% puts % into its log as entry %.", a.ID, o.label(), a.wrote[0].Index)
		a.alone()
	case a.was.lead != lib.None && a.was.state == lib.StateFollower:
		a.out.Note("% passes % on to its leader, %.", a.ID, o.label(), serverID(a.was.lead))
	}
}

// changesMembers tells of a change that a leader has put into its log. It takes effect when it is committed, and for each
// server when that applies it.
func (a *account) changesMembers() {
	if e := a.wrote[0]; e.Type == pb.EntryConfChangeV2 {
		a.out.Note("% puts the change, %, into its log as entry %. It takes effect once it is committed.", a.ID, entryLabel(&e), e.Index)
		a.alone()
	}
}

// passedOn tells of a proposal that came from a follower.
func (a *account) passedOn(m *Message) {
	switch {
	case len(a.wrote) > 0:
		a.out.Note("% puts %, which % has passed on, into its log as entry %.", a.ID, entriesLabel(m.Entries), serverID(m.From), a.wrote[0].Index)
		a.alone()
	case a.was.lead != lib.None && a.was.state == lib.StateFollower:
		a.out.Note("% leads no longer. It passes % on to %.", a.ID, entriesLabel(m.Entries), serverID(a.was.lead))
	}
}

// alone tells of a commit that needs nobody else.
func (a *account) alone() {
	if t := a.raft.tracker(); a.is.commit > a.was.commit && a.is.state == lib.StateLeader && t.IsSingleton() {
		a.out.Note("% is the only %, so what is in its log is committed.", a.ID, a.loneliness())
	}
}

// follows tells of the sender of a MsgApp or MsgHeartbeat: a leader, a new one, or one whose term is over, for which it
// answers false.
func (a *account) follows(m *Message) bool {
	from := serverID(m.From)
	switch {
	case m.Term < a.was.term && a.answer(m.From, pb.MsgAppResp) != nil:
		a.out.Note("% tells % that term % is over: it is in term %.", a.ID, from, m.Term, a.was.term)
		return false
	case m.Term < a.was.term:
		a.out.Note("% ignores %, whose term % is over: it is in term %.", a.ID, from, m.Term, a.was.term)
		return false
	case a.was.state == lib.StateLeader && a.is.state != lib.StateLeader:
		a.out.Note("% hears % lead term %, so it stops leading term %, and follows.", a.ID, from, a.is.term, a.was.term)
	case a.was.state != lib.StateFollower && a.is.state == lib.StateFollower:
		a.out.Note("% no longer asks for votes: % leads term %, and it follows.", a.ID, from, a.is.term)
	case a.was.lead != m.From || a.was.term != a.is.term:
		a.out.Note("% follows %, the leader of term %.", a.ID, from, a.is.term)
	}
	return true
}

// takes tells what a follower does with its leader's entries.
func (a *account) takes(m *Message) {
	yes := a.answer(m.From, pb.MsgAppResp)
	switch {
	case yes != nil && yes.Reject && m.Index > a.was.last:
		a.out.Note("% says no to %: what it was sent follows entry %, and its own log ends at %.", a.ID, serverID(m.From), m.Index, a.was.last)
	case yes != nil && yes.Reject:
		a.out.Note("% says no to %: its own entry % is of term %, not of term %.", a.ID, serverID(m.From), m.Index, a.log.at(m.Index).Term, m.LogTerm)
	case len(a.wrote) > 0 && a.wrote[0].Index <= a.was.last:
		a.out.Note("% drops its entries from % on, which differ from those of % and were not committed, and appends %.",
			a.ID, a.wrote[0].Index, serverID(m.From), a.entries())
	case len(a.wrote) > 0 && m.Index == 0:
		a.out.Note("% begins its log with what % sends: %.", a.ID, serverID(m.From), a.entries())
	case len(a.wrote) > 0:
		a.out.Note("% has the same entries up to % as %, so it appends %.", a.ID, a.wrote[0].Index-1, serverID(m.From), a.entries())
	case len(m.Entries) > 0:
		a.out.Aside("% has these entries already, and says so again.", a.ID)
	case a.is.commit == a.was.commit:
		a.out.Aside("% has the same entries up to % as %, and says so.", a.ID, m.Index, serverID(m.From))
	}
	a.learns()
}

// learns tells of entries that a follower may now apply.
func (a *account) learns() {
	switch {
	case a.is.commit == a.was.commit+1:
		a.out.Note("% hears that entry % is committed, and applies it.", a.ID, a.is.commit)
	case a.is.commit > a.was.commit:
		a.out.Note("% hears that entries % to % are committed, and applies them.", a.ID, a.was.commit+1, a.is.commit)
	}
}

// acknowledged tells what a leader makes of an answer to a MsgApp.
func (a *account) acknowledged(m *Message) {
	from := serverID(m.From)
	switch again := a.answer(m.From, pb.MsgApp, pb.MsgSnap); {
	case a.is.term > a.was.term:
		a.enters(m.From)
		return
	case a.was.state != lib.StateLeader || m.Term < a.was.term:
		a.out.Aside("% needs the answer of % no longer.", a.ID, from)
		return
	case m.Reject && again != nil && again.Type == pb.MsgSnap:
		return // that is told
	case m.Reject && again != nil:
		a.out.Note("% goes back for %: it sends what follows entry %, up to where their logs may be the same.", a.ID, from, again.Index)
		return
	case m.Reject:
		a.out.Aside("% takes no notice of a refusal of %: it is an old one.", a.ID, from)
		return
	}
	switch {
	case a.was.sending && !a.awaitsSnapshot(m.From):
		a.out.Note("% has the snapshot. % sends it entries again, from % on.", from, a.ID, m.Index+1)
	case a.is.commit > a.was.commit:
		a.commits()
		a.takesUpReads()
	case m.Index > a.was.commit && m.Index > a.was.match:
		a.counts(m)
	case m.Index > a.was.match:
		a.out.Aside("% has entries up to %, which are committed already.", from, m.Index)
	default:
		a.out.Aside("% has known that % has entries up to %.", a.ID, from, m.Index)
	}
	if a.answer(m.From, pb.MsgTimeoutNow) != nil {
		a.out.Note("% now has the whole log of %, which tells it to campaign at once.", from, a.ID)
	}
}

// on is on how many logs an entry is, as far as a leader knows.
func (a *account) on(index uint64) tally {
	t := a.raft.tracker()
	return a.tally(func(id uint64) bool { return t.Progress[id].Match >= index })
}

// commits tells why a leader commits.
func (a *account) commits() {
	on := a.on(a.is.commit).String()
	if a.is.commit == a.was.commit+1 {
		a.out.Note("Entry %, %, is on % logs. % commits it.", a.is.commit, entryLabel(a.log.at(a.is.commit)), on, a.ID)
		return
	}
	a.out.Note("Entries % to % are on % logs. % commits them.", a.was.commit+1, a.is.commit, on, a.ID)
}

// counts tells on how many logs an entry is that is not committed yet, and why a majority may not be enough: an entry of
// an earlier term is committed only by a later one of the leader's own (§5.4.2).
func (a *account) counts(m *Message) {
	on := a.on(m.Index)
	last := min(m.Index, a.log.last())
	switch term := a.log.at(last).Term; {
	case on.majority() && term < a.is.term:
		a.out.Note("Entry % is on % logs, but of term %: % commits it only with one of its own term, %.", last, on.String(), term, a.ID, a.is.term)
	case a.raft.tracker().Progress[m.From].IsLearner:
		a.out.Note("% has entries up to % too, and does not count: it has no vote.", serverID(m.From), m.Index)
	default:
		a.out.Note("% has entries up to % too, which makes % logs.", serverID(m.From), m.Index, on.String())
	}
}

// beaten tells of a follower that answers a heartbeat and lacks entries.
func (a *account) beaten(m *Message) {
	switch again := a.answer(m.From, pb.MsgApp); {
	case a.is.term > a.was.term:
		a.enters(m.From)
	case a.answersRead():
		a.confirmed(m)
	case again != nil && len(again.Entries) > 0:
		a.out.Note("% lives, and has not acknowledged all entries: % sends it what follows entry %.", serverID(m.From), a.ID, again.Index)
	case again != nil:
		a.out.Aside("% lives, and has not acknowledged all entries: % asks whether it has entry %.", serverID(m.From), a.ID, again.Index)
	case a.was.state == lib.StateLeader:
		a.out.Aside("% hears that % lives.", a.ID, serverID(m.From))
	default:
		a.out.Aside("% needs the answer of % no longer.", a.ID, serverID(m.From))
	}
}
