package raftsmall

import (
	"slices"

	"quorumlab/protocols/engine"
)

// propose puts a value into the log of the leader, and sends it to all others (§5.3).
func (s *server) propose(op engine.OpID, p Propose, out *engine.Out) {
	if s.status != leader {
		s.refuse(op, "it is not the leader", out)
		return
	}
	s.append(out, Entry{Term: s.Term, Value: p.Value})
	s.pending = append(s.pending, pending{Index: s.last(), Term: s.Term, Op: op})
	out.Note("% puts % into its log as entry %.", s.ID, p.Value, s.last())
	s.send(out)
	s.advance(out)
}

// refuse answers a command that makes no sense now.
func (s *server) refuse(op engine.OpID, why string, out *engine.Out) {
	out.Note("% refuses: %.", s.ID, why)
	out.Return(op, Refused{why})
}

// meet makes a leader keep track of all who are or were members, by its log. Those that are new to it are sent what begins
// at an index. Who was a member counts for nothing, but is sent AppendEntries, so that it hears that it was removed and
// does not disturb the others with elections.
func (s *server) meet(next int) {
	had := s.others
	s.others = nil
	for _, id := range s.everMembers().without(s.ID).ids() {
		p := progress{id: id, next: next}
		if i := slices.IndexFunc(had, func(p progress) bool { return p.id == id }); i >= 0 {
			p = had[i]
		}
		s.others = append(s.others, p)
	}
}

// send is a round of AppendEntries to all others. The next heartbeat is due when nothing has been sent for a while.
func (s *server) send(out *engine.Out) {
	for i := range s.others {
		s.sendTo(&s.others[i], out)
	}
	if s.Params.Timers && s.status == leader {
		out.SetTimer(heartbeat{}, s.Params.Heartbeat)
	}
}

func (s *server) sendTo(p *progress, out *engine.Out) {
	prev, last := p.next-1, s.last()
	out.Send(p.id, AppendEntries{Term: s.Term, PrevLogIndex: prev, PrevLogTerm: s.term(prev),
		Entries: s.log[prev:last:last], LeaderCommit: s.commit})
}

// beat is the heartbeat timer's.
func (s *server) beat(out *engine.Out) {
	if s.status == leader && s.Params.Timers {
		out.Aside("% tells the others that it still leads term %.", s.ID, s.Term)
		s.send(out)
	}
}

// acknowledged is the answer to an AppendEntries.
func (s *server) acknowledged(from engine.NodeID, m AppendEntriesReply, out *engine.Out) {
	i := -1
	if s.current(m.Term, from, out) {
		i = slices.IndexFunc(s.others, func(p progress) bool { return p.id == from })
	}
	switch {
	case i < 0:
		out.Aside("% needs the answer of % no longer.", s.ID, from)
	case !m.Success:
		s.goBack(&s.others[i], m, out)
	case m.MatchIndex <= s.others[i].match:
		out.Aside("% has known that % has entries up to %.", s.ID, from, m.MatchIndex)
	default:
		s.others[i].match, s.others[i].next = m.MatchIndex, m.MatchIndex+1
		s.sayMatch(from, m.MatchIndex, out)
		s.advance(out)
	}
}

// goBack tries an earlier entry for a follower whose log does not match where it was thought to.
func (s *server) goBack(p *progress, m AppendEntriesReply, out *engine.Out) {
	switch {
	case m.PrevLogIndex != p.next-1 || m.PrevLogIndex <= p.match:
		out.Aside("% takes no notice of a refusal of %: it is an old one.", s.ID, p.id)
		return
	case s.Params.Probe != probeTerms:
		p.next--
		out.Note("% goes back by one for %: it sends its entries from % on.", s.ID, p.id, p.next)
	case m.ConflictTerm == 0:
		p.next = m.ConflictIndex
		out.Note("% goes back to the end of %'s log: it sends its entries from % on.", s.ID, p.id, p.next)
	default:
		p.next = max(m.ConflictIndex, p.match+1)
		out.Note("% goes back before %'s entries of term %: it sends its own from % on.", s.ID, p.id, m.ConflictTerm, p.next)
	}
	s.sendTo(p, out)
}
