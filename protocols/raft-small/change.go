package raftsmall

import "quorumlab/protocols/engine"

// newest is the configuration that a server uses: the last one in its log, committed or not (§6).
func (s *server) newest() Configuration {
	if i := s.newestIndex(); i > 0 {
		return s.log[i-1].Config
	}
	return Configuration{New: s.first}
}

// newestIndex is where that is in the log; 0 for the first members.
func (s *server) newestIndex() int {
	if n := len(s.config); n > 0 {
		return s.config[n-1]
	}
	return 0
}

// outside tells whether a server knows that it is no member: by a configuration that is settled. A removed server may
// still be needed while C_new is not committed, so until then it goes on.
func (s *server) outside() bool {
	c := s.newest()
	return s.newestIndex() <= s.commit && !c.joint() && !c.New.has(s.ID)
}

// everMembers are all who are or were members, by the server's log.
func (s *server) everMembers() set {
	all := s.first
	for _, i := range s.config {
		all |= s.log[i-1].Config.all()
	}
	return all
}

// reconfigure begins a change of membership, one at a time (§6).
func (s *server) reconfigure(op engine.OpID, r Reconfigure, out *engine.Out) {
	for _, m := range r.Members {
		if !canBeMember(m) {
			s.refuse(op, m.String()+" is no server", out)
			return
		}
	}
	c := Configuration{New: setOf(r.Members)}
	switch now := s.newest(); {
	case s.status != leader:
		s.refuse(op, "it is not the leader", out)
		return
	case s.newestIndex() > s.commit: // C_old,new, or the C_new that a leader appends as soon as that is committed
		s.refuse(op, "a change of membership is under way", out)
		return
	case c == now:
		s.refuse(op, "these are the members", out)
		return
	case !s.Params.SwitchAtOnce:
		c.Old = now.New
	}
	s.adopt(c, out)
	s.pending = append(s.pending, pending{Index: s.last(), Term: s.Term, Op: op})
	if out.Explains() && c.joint() {
		out.Note("% puts C_old,new into its log as entry %, and uses it at once: from now on % decides.", s.ID, s.last(), c.String())
	} else if out.Explains() {
		out.Note("% puts C_new into its log as entry %, without C_old,new before it: from now on % decides.", s.ID, s.last(), c.String())
		out.Note("Whoever has not heard of it yet decides as before.")
	}
	s.send(out)
	s.advance(out)
}

// adopt puts a configuration into a leader's log. The leader uses it from then on.
func (s *server) adopt(c Configuration, out *engine.Out) {
	s.append(out, Entry{Term: s.Term, Config: c})
	s.meet(s.last())
}

// proceed is what a leader does when its newest configuration is committed: C_new follows C_old,new, and when C_new is
// committed, a leader that is not in it steps down (§6).
func (s *server) proceed(out *engine.Out) {
	c := s.newest()
	switch {
	case s.newestIndex() > s.commit:
	case c.joint():
		next := Configuration{New: c.New}
		s.adopt(next, out)
		if out.Explains() {
			out.Note("C_old,new is committed, so neither side can decide alone any more.")
			out.Note("% puts C_new into its log as entry %: from now on % decides.", s.ID, s.last(), next.String())
		}
	case s.outside():
		out.Note("C_new is committed, and % is not in it: it steps down.", s.ID)
		s.stepDown(out)
	}
}
