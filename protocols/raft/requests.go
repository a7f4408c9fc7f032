package raft

import (
	"slices"

	lib "go.etcd.io/etcd/raft/v3"

	"quorumlab/protocols/engine"
)

// request takes a client's request: it may be carried out already, or under way, or for another server.
func (s *server) request(client engine.NodeID, r ClientRequest, out *engine.Out) {
	if !s.Params.ForgetSessions {
		switch st, had := s.store.stands(client, r.Session, r.Seq); st {
		case last:
			out.Note("% has carried out request % of % before. It gives the same answer again.", s.ID, r.Seq, client)
			out.Send(client, ClientReply{r.Session, r.Seq, had})
			return
		case stale:
			out.Note("% drops an old request of %, which waits for it no longer.", s.ID, client)
			return
		}
	}
	switch {
	case r.How == howLocal:
		s.readLocal(client, r, out)
		return
	case r.How == howReadIndex:
		s.readIndex(client, r, out)
		return
	case !s.leads():
		s.pointOn(client, r, out)
		return
	}
	if !s.Params.ForgetSessions && slices.ContainsFunc(s.pending, func(p pending) bool {
		return p.Client == client && p.Session == r.Session && p.Seq == r.Seq
	}) {
		out.Note("% has request % of % in its log already. % must wait until it is committed.", s.ID, r.Seq, client, client)
		return
	}
	q := request{client, r.Session, r.Seq, r.Op}
	if err := s.rn.Propose(appendRequest(nil, &q)); err != nil {
		out.Note("% is handing over to % and takes no requests. It tells %.", s.ID, serverID(s.raft.transferee()), client)
		out.Send(client, NotLeader{Session: r.Session, Seq: r.Seq})
		return
	}
	s.pending = append(s.pending, pending{Client: client, Session: r.Session, Seq: r.Seq})
}

// pointOn tells a client who leads.
func (s *server) pointOn(client engine.NodeID, r ClientRequest, out *engine.Out) {
	lead := serverID(s.raft.lead())
	if lead == 0 {
		out.Note("% is not the leader and knows none. It tells %.", s.ID, client)
	} else {
		out.Note("% is not the leader: % is. It tells %.", s.ID, lead, client)
	}
	out.Send(client, NotLeader{r.Session, r.Seq, lead})
}

// propose puts a value into the log without a client.
func (s *server) propose(id engine.OpID, p Propose, out *engine.Out) (asked bool) {
	o, _ := opOf(p)
	q := s.own(o, out)
	if err := s.rn.Propose(appendRequest(nil, &q)); err != nil {
		why := "no leader is known"
		if s.raft.transferee() != lib.None {
			why = "leadership is being handed over"
		}
		out.Note("% can't propose %: %.", s.ID, o.label(), why)
		out.Return(id, Refused{why})
		return false
	}
	s.pending = append(s.pending, pending{q.Client, q.Session, q.Seq, id})
	return true
}

// own is a request of the server itself. A life in which it makes none leaves no trace.
func (s *server) own(o op, out *engine.Out) request {
	if s.seq == 0 {
		s.life++
		out.Persist(diskLife, &s.life)
	}
	s.seq++
	return request{s.ID, s.life, s.seq, o}
}

func (s *server) campaign(id engine.OpID, out *engine.Out) (asked bool) {
	switch {
	case s.leads():
		return s.decline(id, "it leads already", out)
	case !s.promotable() && s.status() == statusOutsider:
		return s.decline(id, "it is no member of the cluster", out)
	case !s.promotable():
		return s.decline(id, "it has no vote", out)
	}
	if err := s.rn.Campaign(); err != nil {
		panic(err) // the library has no reason to refuse
	}
	if s.Params.Timers != timersTimeouts {
		s.campaigns++
	}
	out.Return(id, Done{})
	return true
}

func (s *server) transfer(id engine.OpID, to engine.NodeID, out *engine.Out) (asked bool) {
	lead := s.raft.lead()
	switch {
	case to.Letter() != 'n' || s.raft.tracker().Progress[raftID(to)] == nil:
		return s.decline(id, to.String()+" is no member of the cluster", out)
	case s.raft.tracker().Progress[raftID(to)].IsLearner:
		return s.decline(id, to.String()+" has no vote", out)
	case lead == lib.None:
		return s.decline(id, "no leader is known", out)
	case lead == raftID(to):
		return s.decline(id, to.String()+" leads already", out)
	}
	s.rn.TransferLeader(raftID(to))
	out.Return(id, Done{})
	return true
}

// decline answers a command that makes no sense now, and what the library would only ignore.
func (s *server) decline(id engine.OpID, why string, out *engine.Out) (asked bool) {
	out.Note("% does nothing: %.", s.ID, why)
	out.Return(id, Refused{why})
	return false
}

// disown tells clients whose requests wait here that this server leads no longer. They may still take effect; asking the
// next leader with the same number is safe.
func (s *server) disown(out *engine.Out) {
	lead := serverID(s.raft.lead())
	s.pending = slices.DeleteFunc(s.pending, func(p pending) bool {
		if p.Op != 0 {
			return false
		}
		out.Note("% tells % that its request may have come to nothing: it leads no longer.", s.ID, p.Client)
		out.Send(p.Client, NotLeader{p.Session, p.Seq, lead})
		return true
	})
}

// findPending is the place of a request that waits here, or −1.
func (s *server) findPending(q *request) int {
	return slices.IndexFunc(s.pending, func(p pending) bool {
		return p.Client == q.Client && p.Session == q.Session && p.Seq == q.Seq
	})
}
