package raft

import (
	"slices"
	"strconv"

	lib "go.etcd.io/etcd/raft/v3"

	"quorumlab/protocols/engine"
)

// How a get is answered: the values of its field how.
const (
	howLog       = "log"
	howReadIndex = "read-index"
	howLocal     = "local"
)

// A reading is a read that waits until its server may answer it from its store (thesis §6.4). Context is what the library
// is asked with; Index is how far the log must be applied, once the leader has said so.
type reading struct {
	Client       engine.NodeID
	Session, Seq uint64
	Key, Context string
	Index        uint64
	Known        bool
}

// checksQuorum: a lease is nothing without it, and the library refuses one.
func (s *server) checksQuorum() bool { return s.Params.CheckQuorum || s.Params.LeaseReads }

func (s *server) readOption() lib.ReadOnlyOption {
	if s.Params.LeaseReads {
		return lib.ReadOnlyLeaseBased
	}
	return lib.ReadOnlySafe
}

// readContext names a read in all of the cluster. The same read may come again and have the same name: an index that was
// good for it once is good for it ever after.
func readContext(at, client engine.NodeID, session, seq uint64) string {
	b := append(at.AppendText(nil), '/')
	b = append(client.AppendText(b), '.')
	b = append(strconv.AppendUint(b, session, 10), '.')
	return string(strconv.AppendUint(b, seq, 10))
}

// readLocal answers with what this server has applied, whatever the others have.
func (s *server) readLocal(client engine.NodeID, r ClientRequest, out *engine.Out) {
	out.Note("% asks nobody, and answers % with what it has applied, up to entry %.", s.ID, client, s.store.applied)
	out.Send(client, ClientReply{r.Session, r.Seq, s.store.do(&r.Op)})
}

// readIndex asks the library how far the log is committed at the leader, which any server may. The library drops the
// question when it, or the answer, is lost, and when the leader leads no longer: the client asks again.
func (s *server) readIndex(client engine.NodeID, r ClientRequest, out *engine.Out) {
	switch {
	case s.raft.lead() == lib.None:
		s.pointOn(client, r, out)
		return
	case s.leads() && !s.isVoter(): // where one other votes, the library takes itself for that one, and asks nobody
		out.Note("% has no vote any more, and takes no reads. It tells %.", s.ID, client)
		out.Send(client, NotLeader{Session: r.Session, Seq: r.Seq})
		return
	}
	s.reads = slices.DeleteFunc(s.reads, func(x reading) bool { return x.Client == client }) // it waits for one at a time
	context := readContext(s.ID, client, r.Session, r.Seq)
	s.reads = append(s.reads, reading{Client: client, Session: r.Session, Seq: r.Seq, Key: r.Op.Key, Context: context})
	s.rn.ReadIndex([]byte(context))
}

// answerReads notes what the library has found out, and answers the reads for which enough is applied.
func (s *server) answerReads(known []lib.ReadState, out *engine.Out) {
	for _, k := range known {
		for i := range s.reads {
			if r := &s.reads[i]; r.Context == string(k.RequestCtx) {
				r.Index, r.Known = k.Index, true
			}
		}
	}
	s.reads = slices.DeleteFunc(s.reads, func(r reading) bool {
		if !r.Known || s.store.applied < r.Index {
			return false
		}
		o := op{Verb: verbGet, Key: r.Key}
		outcome := s.store.do(&o)
		out.Note("% has applied entry %, and answers %: %.", s.ID, s.store.applied, r.Client, o.says(outcome))
		out.Send(r.Client, ClientReply{r.Session, r.Seq, outcome})
		return true
	})
}

// giveUpReads tells clients whose reads wait here that the library has dropped them: this server leads no longer.
func (s *server) giveUpReads(out *engine.Out) {
	lead := serverID(s.raft.lead())
	s.reads = slices.DeleteFunc(s.reads, func(r reading) bool {
		if r.Known {
			return false
		}
		out.Note("% tells % that its read has come to nothing: it leads no longer.", s.ID, r.Client)
		out.Send(r.Client, NotLeader{r.Session, r.Seq, lead})
		return true
	})
}

// view is a read as an inspector shows it.
func (r *reading) view(v *engine.View) {
	if r.Known {
		v.Fieldf("read of "+r.Client.String(), "waits until entry % is applied", r.Index)
		return
	}
	v.Fieldf("read of "+r.Client.String(), "waits to hear how far the log is committed")
}
