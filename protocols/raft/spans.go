package raft

import "quorumlab/protocols/engine"

func spans() []engine.Span {
	return []engine.Span{
		{Name: "leads", Means: "believes that it leads", Holds: spanOf((*server).believes)},
		{Name: "lease", Means: "holds its lease to be valid: it answers reads without asking the others", Holds: spanOf((*server).leases)},
	}
}

func spanOf(holds func(s *server) (bool, engine.Time)) func(engine.Node) (bool, engine.Time) {
	return func(n engine.Node) (bool, engine.Time) {
		if s := runningServer(n); s != nil && s.halted == "" {
			return holds(s)
		}
		return false, 0
	}
}

func (s *server) believes() (bool, engine.Time) { return s.leads(), 0 }

// leases is all that the library has for a lease: a leader that has committed an entry of its term answers a read at once,
// until it finds, at the end of each election timeout that it counts in ticks, that it has not heard from a majority in it.
// No heartbeat prolongs that. So it holds while the server leads, and the node knows it for good until the next such count.
func (s *server) leases() (bool, engine.Time) {
	r := s.raft
	if !s.Params.LeaseReads || !s.leads() || !s.isVoter() {
		return false, 0
	}
	if term, err := s.log.Term(r.committed()); err != nil || term != r.term() {
		return false, 0
	}
	if s.armed != byTick || s.ticked == 0 { // what stands for many ticks does not say when each would be
		return true, 0
	}
	return true, s.ticked + engine.Time(s.ticks(r.electionTimeout()-r.electionElapsed()))
}
