package raft

import (
	"cmp"
	"maps"
	"slices"

	"quorumlab/protocols/engine"
)

// A store is the replicated state machine: values by key, and for each client the last request that was carried out,
// with its outcome. A request that comes again gets that outcome and changes nothing (thesis §6.3).
type store struct {
	values   map[string]string
	sessions []session // by client
	applied  uint64    // index of the last entry that was applied
}

// A session is what servers remember of a client.
type session struct {
	Client       engine.NodeID
	Session, Seq uint64
	Outcome      outcome
}

func (s *store) clone() store {
	return store{maps.Clone(s.values), slices.Clone(s.sessions), s.applied}
}

func (s *store) session(client engine.NodeID) (int, bool) {
	return slices.BinarySearchFunc(s.sessions, client, func(s session, id engine.NodeID) int { return cmp.Compare(s.Client, id) })
}

// A standing is how a request relates to what its client has had carried out.
type standing uint8

const (
	fresh standing = iota // not carried out
	last                  // the last one that was: its outcome is known
	stale                 // older: its client waits for it no longer
)

// stands tells whether a request was carried out already, and what came of it.
func (s *store) stands(client engine.NodeID, sess, seq uint64) (standing, outcome) {
	i, ok := s.session(client)
	if client == 0 || !ok {
		return fresh, outcome{}
	}
	switch had := s.sessions[i]; {
	case sess > had.Session || sess == had.Session && seq > had.Seq:
		return fresh, outcome{}
	case sess == had.Session && seq == had.Seq:
		return last, had.Outcome
	}
	return stale, outcome{}
}

// apply carries out a request unless that was done before.
func (s *store) apply(q *request, forgetful bool) (outcome, standing) {
	if !forgetful {
		if st, r := s.stands(q.Client, q.Session, q.Seq); st != fresh {
			return r, st
		}
	}
	r := s.do(&q.Op)
	if q.Client != 0 && !forgetful {
		s.remember(session{q.Client, q.Session, q.Seq, r})
	}
	return r, fresh
}

func (s *store) remember(x session) {
	i, ok := s.session(x.Client)
	if ok {
		s.sessions[i] = x
		return
	}
	s.sessions = slices.Insert(s.sessions, i, x)
}

func (s *store) do(o *op) outcome {
	switch o.Verb {
	case verbGet:
		return outcome{OK: true, Value: s.values[o.Key]}
	case verbPut:
		s.put(o.Key, o.Value)
	case verbDelete:
		delete(s.values, o.Key)
	case verbSwap:
		if was := s.values[o.Key]; was != o.Old {
			return outcome{Value: was}
		}
		s.put(o.Key, o.Value)
	}
	return outcome{OK: true}
}

func (s *store) put(key, value string) {
	if value == "" {
		delete(s.values, key)
		return
	}
	if s.values == nil {
		s.values = map[string]string{}
	}
	s.values[key] = value
}
