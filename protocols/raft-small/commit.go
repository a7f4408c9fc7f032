package raftsmall

import (
	"slices"

	"quorumlab/protocols/engine"
)

// advance commits what can be committed now, and lets a change of membership go on when its configuration is.
func (s *server) advance(out *engine.Out) {
	for s.status == leader {
		to := s.decided()
		if to == s.commit {
			return
		}
		s.sayCommit(to, out)
		s.apply(to, out)
		had := s.last()
		if s.proceed(out); s.last() > had {
			s.send(out)
		}
	}
}

// decided is the highest index that may be committed: it is on the logs of a majority, and of the leader's own term, since
// an entry of an earlier term can be on a majority and still be lost (§5.4.2). What is before it is committed with it.
func (s *server) decided() int {
	for i := s.last(); i > s.commit; i-- {
		if s.term(i) != s.Term && !s.Params.CountOldTerms {
			break
		}
		if s.newest().agree(s.holders(i)) {
			return i
		}
	}
	return s.commit
}

// holders are the servers on whose logs a leader knows an entry to be.
func (s *server) holders(index int) set {
	some := set(0).with(s.ID)
	for i := range s.others {
		if s.others[i].match >= index {
			some = some.with(s.others[i].id)
		}
	}
	return some
}

// apply carries out what is committed up to an index. A value changes nothing here: it is only told, and its operation
// answered.
func (s *server) apply(to int, out *engine.Out) {
	for s.commit < to {
		s.commit++
		e := s.log[s.commit-1]
		out.Observe(Applied{Index: s.commit, Entry: e, Term: s.Term})
		s.pending = slices.DeleteFunc(s.pending, func(p pending) bool { return s.answer(p, e, out) })
	}
}

// answer answers an operation when the entry that was just applied settles it, and tells whether it does. One that began
// a change of membership waits for C_new, which is the next configuration after C_old,new.
func (s *server) answer(p pending, e Entry, out *engine.Out) bool {
	switch {
	case p.lost(s.commit, e.Term):
		out.Note("% answers that its entry % of term % came to nothing: a later leader has replaced it.", s.ID, p.Index, p.Term)
		out.Return(p.Op, Refused{"a later leader has replaced its entry"})
	case p.Index == s.commit && !e.Config.joint(), p.Index < s.commit && e.isConfig():
		out.Return(p.Op, Done{})
	default:
		return false
	}
	return true
}

// lost tells whether the entry that is waited for can never be committed, now that one of that index and term is: terms
// never fall along a log.
func (p pending) lost(index, term int) bool {
	return p.Index == index && p.Term != term || p.Index > index && p.Term < term
}

// sayCommit says why a leader commits.
func (s *server) sayCommit(to int, out *engine.Out) {
	if !out.Explains() {
		return
	}
	on := s.newest().count(s.holders(to))
	switch e := s.log[to-1]; {
	case e.Term != s.Term:
		out.Note("Entry %, %, is on % logs. % commits it, though it is of term % and not of its own, %: a later leader may lack it.",
			to, e.label(), on, s.ID, e.Term, s.Term)
	case to == s.commit+1:
		out.Note("Entry %, %, is on % logs. % commits it.", to, e.label(), on, s.ID)
	default:
		out.Note("Entries % to % are on % logs. % commits them.", s.commit+1, to, on, s.ID)
	}
}

// sayMatch says on how many logs an entry is that is not committed yet, and why a majority may not be enough.
func (s *server) sayMatch(from engine.NodeID, index int, out *engine.Out) {
	if !out.Explains() || index > s.commit && s.decided() >= index {
		return // sayCommit says it
	}
	now, on := s.newest(), s.holders(index)
	switch {
	case !now.all().has(from):
		out.Aside("% has entries up to % too. It is no member, and does not count.", from, index)
	case index <= s.commit:
		out.Aside("% has entries up to %, which are committed already.", from, index)
	case now.agree(on.without(from)):
		out.Aside("% has entries up to % too, which makes % logs.", from, index, now.count(on))
	case now.agree(on):
		out.Note("Entry % is on % logs, but of term %: % commits it only with one of its own term, %.",
			index, now.count(on), s.term(index), s.ID, s.Term)
	default:
		out.Note("% has entries up to % too, which makes % logs.", from, index, now.count(on))
	}
}

// sayLearned says what a follower hears to be committed.
func (s *server) sayLearned(to int, out *engine.Out) {
	if to == s.commit+1 {
		out.Note("% hears that entry % is committed, and applies it.", s.ID, to)
	} else {
		out.Note("% hears that entries % to % are committed, and applies them.", s.ID, s.commit+1, to)
	}
}
