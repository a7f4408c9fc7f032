package raftsmall

import (
	"slices"

	"quorumlab/protocols/engine"
)

// timeout is the election timer's: no leader was heard, or no majority has voted.
func (s *server) timeout(out *engine.Out) {
	if !s.Params.Timers {
		return // it was armed before they were turned off
	}
	if s.status == candidate {
		out.Note("% has no majority after an election timeout. It asks for votes in the next term, %.", s.ID, s.Term+1)
	} else {
		out.Note("% has heard no leader for an election timeout. It asks for votes in term %.", s.ID, s.Term+1)
	}
	s.campaign(out)
}

// campaignNow is the command.
func (s *server) campaignNow(op engine.OpID, out *engine.Out) {
	switch {
	case s.status == leader:
		s.refuse(op, "it leads already", out)
	case s.outside():
		s.refuse(op, "it is no member of the cluster", out)
	default:
		out.Note("% is told to campaign. It asks for votes in term %.", s.ID, s.Term+1)
		out.Return(op, Done{})
		s.campaign(out)
	}
}

// campaign begins an election: the next term, a vote for itself, and RequestVote to all others (§5.2).
func (s *server) campaign(out *engine.Out) {
	s.hard = hard{s.Term + 1, s.ID}
	out.Persist(diskHard, &s.hard)
	s.status, s.votes = candidate, set(0).with(s.ID)
	out.Broadcast(s.newest().all().without(s.ID).ids(), RequestVote{Term: s.Term, LastLogIndex: s.last(), LastLogTerm: s.term(s.last())})
	s.wait(out)
	s.win(out)
}

// voteFor answers a candidate: one vote a term, first come first served, and only for a log that is at least as up-to-date
// as its own (§5.2, §5.4.1).
func (s *server) voteFor(from engine.NodeID, m RequestVote, out *engine.Out) {
	had := s.hard
	if m.Term > had.Term {
		had = hard{Term: m.Term}
	}
	grants := m.Term == had.Term && (had.Vote == 0 || had.Vote == from) && s.upToDate(m.LastLogTerm, m.LastLogIndex)
	h := had
	if grants {
		h.Vote = from
	}
	again := h == s.hard
	deposed := s.enter(h, from, out)
	out.Send(from, RequestVoteReply{Term: s.Term, VoteGranted: grants})
	if grants || deposed {
		s.wait(out)
	}
	switch {
	case grants && again:
		out.Note("% has voted for % in term % before, and says so again.", s.ID, from, s.Term)
	case grants:
		out.Note("% votes for % in term %: it has not voted in it, and %'s log is at least as up-to-date as its own.", s.ID, from, s.Term, from)
	default:
		s.sayRefusal(from, m, had.Vote, out)
	}
}

// upToDate tells whether a log that ends with that entry is at least as up-to-date as the server's own (§5.4.1).
func (s *server) upToDate(lastTerm, lastIndex int) bool {
	own := s.term(s.last())
	return lastTerm > own || lastTerm == own && lastIndex >= s.last()
}

// sayRefusal says why a candidate does not get a vote. had is the vote given in the candidate's term.
func (s *server) sayRefusal(from engine.NodeID, m RequestVote, had engine.NodeID, out *engine.Out) {
	last := s.term(s.last())
	switch {
	case m.Term < s.Term:
		out.Note("% says no to %: term % is over, it is in term %.", s.ID, from, m.Term, s.Term)
	case had == s.ID:
		out.Note("% says no to %: in term % it has voted for itself.", s.ID, from, s.Term)
	case had != 0 && had != from:
		out.Note("% says no to %: in term % it has voted for %.", s.ID, from, s.Term, had)
	case m.LastLogTerm < last:
		out.Note("% says no to %: its own log is more up-to-date. It ends with term %, that of % with term %.",
			s.ID, from, last, from, m.LastLogTerm)
	default:
		out.Note("% says no to %: its own log is more up-to-date. Both end with term %, and it has % entries to %.",
			s.ID, from, last, s.last(), m.LastLogIndex)
	}
}

// voted counts a vote.
func (s *server) voted(from engine.NodeID, m RequestVoteReply, out *engine.Out) {
	switch {
	case !s.current(m.Term, from, out) || s.status != candidate:
		out.Aside("% needs the answer of % no longer.", s.ID, from)
		return
	case !m.VoteGranted:
		if out.Explains() {
			out.Note("% is refused by %: it has % votes.", s.ID, from, s.newest().count(s.votes))
		}
		return
	}
	s.votes = s.votes.with(from)
	if out.Explains() && !s.newest().agree(s.votes) {
		out.Note("% has the vote of %, which makes %. It needs %.", s.ID, from, s.newest().count(s.votes), s.newest().need())
	}
	s.win(out)
}

// win makes a candidate the leader once it has the votes of a majority (§5.2). It lets all know by a first round of
// AppendEntries, with the no-op in it where there is one (§8).
func (s *server) win(out *engine.Out) {
	if s.status != candidate || !s.newest().agree(s.votes) {
		return
	}
	if out.Explains() {
		out.Note("% leads term %. It has the votes of %, which are %.", s.ID, s.Term, (s.votes & s.newest().all()).String(), s.newest().count(s.votes))
	}
	s.status, s.votes = leader, 0
	out.CancelTimer(election{})
	out.Observe(Elected{Term: s.Term, Log: slices.Clip(s.log)})
	s.meet(s.last() + 1)
	if s.Params.NoOp {
		s.begin(out)
	}
	s.proceed(out)
	s.send(out)
	s.advance(out)
}

// begin puts a no-op into a new leader's log: an entry of its own term, with which those of earlier ones can be committed.
func (s *server) begin(out *engine.Out) {
	if s.last() > s.commit {
		out.Note("% begins its term with a no-op, entry %, to commit what is before it.", s.ID, s.last()+1)
	} else {
		out.Note("% begins its term with a no-op, entry %.", s.ID, s.last()+1)
	}
	s.append(out, Entry{Term: s.Term})
}
