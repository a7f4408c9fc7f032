package raft

import (
	"slices"

	lib "go.etcd.io/etcd/raft/v3"
	pb "go.etcd.io/etcd/raft/v3/raftpb"

	"quorumlab/protocols/engine"
)

// ready carries out what the library wants: write, then send, then apply. HardState, snapshot and entries of a step are one
// batch on the disk, and messages wait for it; the order within the step is of no matter.
func (s *server) ready(in engine.Input, was look, out *engine.Out) {
	explained := !out.Explains()
	for again := true; again; again = s.retire(out) {
		for s.rn.HasReady() {
			rd := s.rn.Ready()
			if !explained {
				explained = true
				s.explain(in, was, &rd, out)
			}
			s.carryOut(&rd, out)
			s.rn.Advance(rd)
		}
		if !explained {
			explained = true
			s.explain(in, was, &lib.Ready{}, out)
		}
	}
	s.compact(out)
}

func (s *server) carryOut(rd *lib.Ready, out *engine.Out) {
	if !lib.IsEmptyHardState(rd.HardState) {
		s.log.hard = rd.HardState
		hard := hardState(rd.HardState)
		out.Persist(diskHard, &hard)
	}
	if !lib.IsEmptySnap(rd.Snapshot) {
		s.install(&rd.Snapshot, out)
	}
	if len(rd.Entries) > 0 {
		s.write(rd.Entries, out)
	}
	for i := range rd.Messages {
		m := &rd.Messages[i]
		if m.Type == pb.MsgSnap {
			s.awaitSnapshot(m.To, out)
		}
		m.Entries = slices.Clip(m.Entries) // else its receiver, in this process, would append into our array
		out.Send(serverID(m.To), (*Message)(m))
	}
	for i := range rd.CommittedEntries {
		s.apply(&rd.CommittedEntries[i], out)
	}
	s.answerReads(rd.ReadStates, out)
}

// write puts entries into the log and onto the disk, in place of what was there from the first of them on.
func (s *server) write(es []pb.Entry, out *engine.Out) {
	if first := es[0].Index; first <= s.log.last() {
		out.Truncate(diskLog, int(first-1-s.log.begin()))
	}
	for i := range es {
		out.Append(diskLog, (*Entry)(&es[i]))
	}
	s.log.append(es)
}

// apply carries out a committed entry, and answers whoever waits for it here.
func (s *server) apply(e *pb.Entry, out *engine.Out) {
	s.store.applied = e.Index
	if out.Observes() && e.Index > s.witnessed {
		out.Observe(Applied{e.Index, e.Term, s.log.sum(e.Index)})
	}
	if e.Type == pb.EntryConfChangeV2 {
		s.applyChange(e, out)
		return
	}
	q, ok := requestOf(e)
	if !ok {
		return
	}
	r, st := s.store.apply(&q, s.Params.ForgetSessions)
	i := s.findPending(&q)
	switch {
	case st == stale && i >= 0 && s.pending[i].Op != 0: // passed on to a leader, a proposal may come after a later one
		out.Note("% applies entry %, its own proposal %, which a later one has overtaken, and changes nothing.", s.ID, e.Index, q.Seq)
		out.Return(s.pending[i].Op, Refused{"a later proposal of its own has overtaken it"})
		s.pending = slices.Delete(s.pending, i, i+1)
		return
	case st != fresh:
		out.Note("% applies entry %, which is request % of % again, and changes nothing.", s.ID, e.Index, q.Seq, q.Client)
	}
	if i < 0 {
		return
	}
	p := s.pending[i]
	s.pending = slices.Delete(s.pending, i, i+1)
	if st != stale { // a client that has gone on waits for no answer
		s.answer(p, r, out)
	}
}

// answer tells whoever waits for a request what has come of it.
func (s *server) answer(p pending, r outcome, out *engine.Out) {
	if p.Op != 0 {
		out.Return(p.Op, Done{})
		return
	}
	out.Send(p.Client, ClientReply{p.Session, p.Seq, r})
}
