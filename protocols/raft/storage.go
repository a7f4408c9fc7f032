package raft

import (
	"encoding/binary"
	"math/bits"
	"slices"

	lib "go.etcd.io/etcd/raft/v3"
	pb "go.etcd.io/etcd/raft/v3/raftpb"

	"quorumlab/protocols/engine"
)

// A storage is what the library reads a server's log from. The library's own takes a lock for each call; a server is one
// goroutine and can be copied, so this takes none.
//
// ents[0] stands before the log: with index and term of the last entry that a snapshot has replaced, or with index 0 and term
// 0. Messages on their way share the arrays of ents: they only grow, and a log that is cut moves to a new array.
type storage struct {
	hard  pb.HardState
	conf  pb.ConfState // who decides as of the entry from which on the library is to apply entries
	ents  []pb.Entry
	sums  []uint64 // sums[i] stands for all entries up to ents[i]: equal sums, equal logs
	owner *server  // whose store a snapshot is made of; nil for none
}

func newStorage(conf pb.ConfState) *storage {
	return &storage{conf: conf, ents: make([]pb.Entry, 1, 16), sums: make([]uint64, 1, 16)}
}

func (s *storage) last() uint64 { return s.ents[len(s.ents)-1].Index }

// begin is the index before the first entry: that of the snapshot that stands for all before, or 0.
func (s *storage) begin() uint64 { return s.ents[0].Index }

// at is the entry at an index from begin to last; the one at begin has a term only.
func (s *storage) at(i uint64) *pb.Entry { return &s.ents[i-s.ents[0].Index] }

func (s *storage) sum(i uint64) uint64 { return s.sums[i-s.ents[0].Index] }

// append puts entries at their indexes. What was there from the first of them on is gone.
func (s *storage) append(es []pb.Entry) {
	if n := es[0].Index - s.ents[0].Index; n < uint64(len(s.ents)) {
		s.ents, s.sums = s.ents[:n:n], s.sums[:n:n]
	}
	if n := len(s.ents) + len(es); n > cap(s.ents) { // twice as much: a long log is copied less often than by append
		s.ents, s.sums = slices.Grow(s.ents, n), slices.Grow(s.sums, n)
	}
	s.ents = append(s.ents, es...)
	sum := s.sums[len(s.sums)-1]
	for i := range es {
		sum = sumAfter(sum, &es[i])
		s.sums = append(s.sums, sum)
	}
}

// compact drops the entries up to an index.
func (s *storage) compact(i uint64) {
	n := i - s.begin()
	s.ents, s.sums = slices.Clone(s.ents[n:]), slices.Clone(s.sums[n:])
	s.ents[0] = pb.Entry{Index: i, Term: s.ents[0].Term}
}

// restore makes the log begin after an index, and hold nothing.
func (s *storage) restore(index, term, sum uint64) {
	s.ents, s.sums = []pb.Entry{{Index: index, Term: term}}, []uint64{sum}
}

// clone shares the entries: whichever of the two appends first moves away.
func (s *storage) clone() *storage {
	n := len(s.ents)
	s.ents, s.sums = s.ents[:n:n], s.sums[:n:n]
	c := *s
	return &c
}

// sumAfter is the sum of a log after one more entry.
func sumAfter(sum uint64, e *pb.Entry) uint64 {
	h := bits.RotateLeft64(sum, 7) ^ e.Term<<8 ^ uint64(e.Type)
	d := e.Data
	for len(d) >= 8 {
		h = bits.RotateLeft64(h*0x9e3779b97f4a7c15, 29) ^ binary.LittleEndian.Uint64(d)
		d = d[8:]
	}
	tail := uint64(len(e.Data)) << 56
	for i, c := range d {
		tail |= uint64(c) << (8 * i)
	}
	return engine.Mix(bits.RotateLeft64(h*0x9e3779b97f4a7c15, 29) ^ tail + 1)
}

// The library's interface.

func (s *storage) InitialState() (pb.HardState, pb.ConfState, error) { return s.hard, s.conf, nil }
func (s *storage) FirstIndex() (uint64, error)                       { return s.ents[0].Index + 1, nil }
func (s *storage) LastIndex() (uint64, error)                        { return s.last(), nil }

func (s *storage) Term(i uint64) (uint64, error) {
	switch {
	case i < s.ents[0].Index:
		return 0, lib.ErrCompacted
	case i > s.last():
		return 0, lib.ErrUnavailable
	}
	return s.at(i).Term, nil
}

// Entries are those from lo to hi−1, as many as sizeMax bytes allow, but one at least.
func (s *storage) Entries(lo, hi, sizeMax uint64) ([]pb.Entry, error) {
	first := s.ents[0].Index
	switch {
	case lo <= first:
		return nil, lib.ErrCompacted
	case hi > s.last()+1 || len(s.ents) == 1:
		return nil, lib.ErrUnavailable
	}
	es := s.ents[lo-first : hi-first : hi-first]
	size := uint64(0)
	for i := range es {
		if size += uint64(es[i].Size()); i > 0 && size > sizeMax {
			return es[:i:i], nil
		}
	}
	return es, nil
}

// Snapshot is what the server has applied by now. One that lies on the disk since the log was last cut may be older than the
// membership of the server that needs it, and the library would have no use for it there.
func (s *storage) Snapshot() (pb.Snapshot, error) {
	if s.owner == nil {
		return pb.Snapshot{}, lib.ErrSnapshotTemporarilyUnavailable
	}
	return s.owner.snapshot(), nil
}
