package raftsmall

import "quorumlab/protocols/engine"

// take is what a server does with AppendEntries: the five rules of Figure 2.
func (s *server) take(from engine.NodeID, m AppendEntries, out *engine.Out) {
	if m.Term < s.Term {
		out.Send(from, AppendEntriesReply{Term: s.Term})
		out.Note("% tells % that term % is over: it is in term %.", s.ID, from, m.Term, s.Term)
		return
	}
	s.follow(from, m.Term, out)
	if m.PrevLogIndex > s.last() || s.term(m.PrevLogIndex) != m.PrevLogTerm {
		s.deny(from, m, out)
		s.wait(out)
		return
	}
	used := s.newest()
	s.store(from, m, out)
	if now := s.newest(); now != used && out.Explains() {
		out.Note("% uses the newest configuration in its log: from now on % decides.", s.ID, now.String())
	}
	matched := m.PrevLogIndex + len(m.Entries)
	out.Send(from, AppendEntriesReply{Term: s.Term, Success: true, MatchIndex: matched})
	if to := min(m.LeaderCommit, matched); to > s.commit {
		s.sayLearned(to, out)
		s.apply(to, out)
	}
	s.wait(out)
}

// follow makes the sender of AppendEntries the leader to whom the server listens (§5.2).
func (s *server) follow(from engine.NodeID, term int, out *engine.Out) {
	switch {
	case term > s.Term:
		s.enter(hard{Term: term}, from, out)
		out.Note("% follows %, the leader of term %.", s.ID, from, s.Term)
	case s.status != follower:
		s.stepDown(out)
		out.Note("% no longer asks for votes: % leads term %, and it follows.", s.ID, from, s.Term)
	}
}

// deny tells a leader that the log does not match where it was thought to, and for probe=terms which entries to skip.
func (s *server) deny(from engine.NodeID, m AppendEntries, out *engine.Out) {
	r := AppendEntriesReply{Term: s.Term, PrevLogIndex: m.PrevLogIndex}
	missing := m.PrevLogIndex > s.last()
	if s.Params.Probe == probeTerms {
		r.ConflictIndex = min(m.PrevLogIndex, s.last()+1)
		if !missing {
			r.ConflictTerm = s.term(m.PrevLogIndex)
			for r.ConflictIndex > 1 && s.term(r.ConflictIndex-1) == r.ConflictTerm {
				r.ConflictIndex--
			}
		}
	}
	out.Send(from, r)
	switch {
	case missing:
		out.Note("% says no to %: what it was sent follows entry %, and its own log ends at %.", s.ID, from, m.PrevLogIndex, s.last())
	case r.ConflictTerm != 0:
		out.Note("% says no to %: its own entry % is of term %, not of term %. Its entries of term % begin at %.",
			s.ID, from, m.PrevLogIndex, r.ConflictTerm, m.PrevLogTerm, r.ConflictTerm, r.ConflictIndex)
	default:
		out.Note("% says no to %: its own entry % is of term %, not of term %.", s.ID, from, m.PrevLogIndex, s.term(m.PrevLogIndex), m.PrevLogTerm)
	}
}

// store makes the log agree with the leader's: an entry that conflicts with one of the leader's goes, with all that
// follow it, and what is missing is appended (§5.3). Entries that are there already stay: the message may be an old one.
func (s *server) store(from engine.NodeID, m AppendEntries, out *engine.Out) {
	i, next := 0, m.PrevLogIndex+1
	for i < len(m.Entries) && next <= s.last() && s.term(next) == m.Entries[i].Term {
		i++
		next++
	}
	rest := m.Entries[i:]
	switch {
	case len(rest) > 0 && next <= s.last():
		out.Note("% drops its entries from % on, which conflict with those of %, and appends %.", s.ID, next, from, labels(rest))
		s.truncate(next, out)
	case len(rest) > 0 && next == 1:
		out.Note("% begins its log with what % sends: %.", s.ID, from, labels(rest))
	case len(rest) > 0:
		out.Note("% has the same entries up to % as %, so it appends %.", s.ID, next-1, from, labels(rest))
	case len(m.Entries) > 0:
		out.Aside("% has these entries already, and says so again.", s.ID)
	default:
		out.Aside("% hears from %, the leader of term %, and waits anew.", s.ID, from, s.Term)
	}
	s.append(out, rest...)
}
