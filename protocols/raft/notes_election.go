package raft

import (
	"slices"
	"strconv"

	lib "go.etcd.io/etcd/raft/v3"
	pb "go.etcd.io/etcd/raft/v3/raftpb"

	"quorumlab/protocols/engine"
)

// tick tells of time-outs; most ticks have none. ranOut: a wait may have ended.
func (a *account) tick(ranOut bool) {
	switch {
	case a.was.state == lib.StateLeader && a.is.state != lib.StateLeader:
		a.out.Note("% has heard from no majority for %, so it stops leading term %.", a.ID, a.ticks(a.raft.electionTimeout()), a.was.term)
	case a.was.state == lib.StateLeader && a.was.transferee != lib.None && a.is.transferee == lib.None:
		a.out.Note("% gives up handing over to %: it has taken an election timeout.", a.ID, serverID(a.was.transferee))
	case a.was.state != lib.StateLeader && ranOut && a.promotable():
		a.campaigns()
	case len(a.sent) > 0:
		a.out.Aside("% tells the others that it still leads term %.", a.ID, a.is.term)
	}
}

// campaigns tells why a server asks for votes.
func (a *account) campaigns() {
	d := a.waited()
	switch {
	case a.is.state == lib.StateLeader:
		a.out.Note("% is the only %, so its own vote is a majority. It leads term %.", a.ID, a.loneliness(), a.is.term)
	case a.is.state == lib.StatePreCandidate && a.was.state == lib.StateFollower:
		a.out.Note("% has waited % without hearing a leader. It asks whether it would be elected in term %.", a.ID, d, a.is.term+1)
	case a.is.state == lib.StatePreCandidate:
		a.out.Note("% has waited % and knows of no majority that would elect it. It asks again.", a.ID, d)
	case a.is.state == lib.StateCandidate && a.was.state == lib.StateCandidate:
		a.out.Note("% has waited % and has no majority in term %. It asks for votes in term %.", a.ID, d, a.was.term, a.is.term)
	case a.is.state == lib.StateCandidate:
		a.out.Note("% has waited % without hearing a leader. It asks for votes in term %.", a.ID, d, a.is.term)
	}
}

// loneliness is what a server is the only one of that is its own majority.
func (a *account) loneliness() string {
	if len(a.raft.tracker().Progress) == 1 {
		return "server"
	}
	return "voter"
}

// waited is for how long, on its own clock, the server has heard nothing that made it wait anew, in whole milliseconds. A
// clock that was set since then does not know: there the ticks tell. Where a timer stands for all of them, nothing does.
func (a *account) waited() string {
	if a.Params.Timers == timersTimeouts {
		return "an election timeout"
	}
	return a.since().String()
}

func (a *account) since() engine.Duration {
	d := engine.Duration(a.now - a.heard)
	if counted := a.ticks(a.was.elapsed + 1); d < counted-2*a.Params.Tick || d > counted+2*a.Params.Tick {
		d = counted
	}
	return d / engine.Millisecond * engine.Millisecond
}

// told tells of a campaign by command.
func (a *account) told() {
	switch a.is.state {
	case lib.StateLeader:
		a.campaigns()
	case lib.StatePreCandidate:
		a.out.Note("% is told to campaign. It asks whether it would be elected in term %.", a.ID, a.is.term+1)
	case lib.StateCandidate:
		a.out.Note("% is told to campaign. It asks for votes in term %.", a.ID, a.is.term)
	}
}

// asked tells what a server answers to a candidate.
func (a *account) asked(m *Message) {
	from := serverID(m.From)
	a.stepsDown(m.From)
	yes := a.answer(m.From, pb.MsgVoteResp, pb.MsgPreVoteResp)
	switch {
	case yes == nil && m.Term < a.was.term:
		a.out.Note("% ignores %, which asks for votes in term %: it is in term % already.", a.ID, from, m.Term, a.was.term)
	case yes == nil && a.was.state == lib.StateLeader:
		a.out.Note("% ignores %: it leads term %, and has made sure of a majority less than an election timeout ago.", a.ID, from, a.was.term)
	case yes == nil && a.Params.Timers == timersTimeouts:
		a.out.Note("% ignores %: it has a leader, %, and its own election timeout has not run out.", a.ID, from, serverID(a.was.lead))
	case yes == nil:
		a.out.Note("% ignores %: it heard its leader, %, % ago, which is less than an election timeout.",
			a.ID, from, serverID(a.was.lead), a.since())
	case yes.Reject:
		a.refuses(m)
	case m.Type == pb.MsgPreVote:
		a.out.Note("% would vote for % in term %: %'s log is no older than its own.", a.ID, from, m.Term, from)
	case a.was.term == m.Term && a.was.vote == m.From:
		a.out.Note("% has voted for % in term % before, and says so again.", a.ID, from, m.Term)
	default:
		a.out.Note("% votes for % in term %: it has not voted in it, and %'s log is no older than its own.", a.ID, from, m.Term, from)
	}
}

// refuses tells why a vote is refused.
func (a *account) refuses(m *Message) {
	from := serverID(m.From)
	last := a.log.last()
	lastTerm := a.log.at(last).Term
	older := m.LogTerm < lastTerm || m.LogTerm == lastTerm && m.Index < last
	switch {
	case m.Term < a.was.term:
		a.out.Note("% says no to %: term % is over, it is in term %.", a.ID, from, m.Term, a.was.term)
	case older:
		a.out.Note("% says no to %: its own log has an entry, %, that %'s lacks.", a.ID, from, a.lastLabel(), from)
	case a.is.vote != lib.None && a.is.vote != m.From:
		a.out.Note("% says no to %: in term % it has voted for %.", a.ID, from, a.is.term, serverID(a.is.vote))
	default:
		a.out.Note("% says no to %: term % has a leader, %.", a.ID, from, a.is.term, serverID(a.is.lead))
	}
}

// lastLabel is what the last entry holds, or only which it is where a snapshot has replaced it.
func (a *account) lastLabel() string {
	last := a.log.last()
	if last == a.log.begin() {
		return strconv.FormatUint(last, 10)
	}
	return entryLabel(a.log.at(last))
}

// voted tells what an answer to a campaign does.
func (a *account) voted(m *Message) {
	from := serverID(m.From)
	pre := m.Type == pb.MsgPreVoteResp
	campaigning := pre && a.was.state == lib.StatePreCandidate || !pre && a.was.state == lib.StateCandidate
	switch {
	case a.is.term > a.was.term && a.is.state == lib.StateFollower:
		a.enters(m.From)
	case !campaigning || m.Term < a.was.term:
		a.out.Aside("% needs the answer of % no longer.", a.ID, from)
	case a.is.state == lib.StateLeader:
		a.elected(m)
	case pre && a.is.state == lib.StateCandidate:
		a.out.Note("% would be elected: % say so. It asks for votes in term %.", a.ID, a.yes(m).String(), a.is.term)
	case a.is.state == lib.StateFollower:
		a.out.Note("% can't be elected in term %: a majority has said no. It waits.", a.ID, m.Term)
	case m.Reject:
		yes, no := a.votes()
		a.out.Note("% is refused by %: it has % votes, and % against it.", a.ID, from, yes.String(), no)
	case pre:
		yes, _ := a.votes()
		a.out.Note("% would have the vote of %, which makes %. It needs %.", a.ID, from, yes.String(), yes.needs())
	default:
		yes, _ := a.votes()
		a.out.Note("% has the vote of %, which makes %. It needs %.", a.ID, from, yes.String(), yes.needs())
	}
}

// elected tells by whose votes a server leads.
func (a *account) elected(m *Message) {
	var others []uint64
	for _, id := range append(a.was.yes, m.From) {
		if id != raftID(a.ID) {
			others = append(others, id)
		}
	}
	a.out.Note("% leads term %. Its own vote and those of % make %.", a.ID, a.is.term, names(others), a.yes(m).String())
}

// yes are those who had said yes before, and the one who now has: what the library forgets when a campaign is over.
func (a *account) yes(m *Message) tally {
	return a.tally(func(id uint64) bool { return id == m.From || slices.Contains(a.was.yes, id) })
}

// handsOver tells of a leadership transfer that is asked for here.
func (a *account) handsOver(to uint64) {
	next := serverID(to)
	switch {
	case a.was.state != lib.StateLeader && a.was.lead != lib.None:
		a.out.Note("% passes the wish that % lead on to its leader, %.", a.ID, next, serverID(a.was.lead))
	case a.answer(to, pb.MsgTimeoutNow) != nil:
		a.out.Note("% hands over to %, which has its whole log: it tells it to campaign at once.", a.ID, next)
	case a.is.transferee == to && a.was.transferee == to:
		a.out.Note("% is handing over to % already.", a.ID, next)
	case a.is.transferee == to:
		a.out.Note("% hands over to %: it takes no requests, and first sends it what it lacks.", a.ID, next)
	case a.was.state == lib.StateLeader:
		a.out.Note("% is to hand over to %, and leads on: it can't, or need not.", a.ID, next)
	default:
		a.out.Note("% can't pass on the wish that % lead: it knows no leader.", a.ID, next)
	}
}

// takesOver tells of a campaign that a leader has asked for.
func (a *account) takesOver(m *Message) {
	switch {
	case a.is.state == lib.StateCandidate && a.is.term > a.was.term:
		a.out.Note("% is told by % to take over. It asks for votes in term %, without waiting.", a.ID, serverID(m.From), a.is.term)
	case a.is.state == lib.StateLeader && a.was.state != lib.StateLeader:
		a.campaigns()
	default:
		a.out.Note("% is told by % to take over, too late.", a.ID, serverID(m.From))
	}
}
