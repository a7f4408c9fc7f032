package raft

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"strconv"
	"unsafe"

	pb "go.etcd.io/etcd/raft/v3/raftpb"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/engine/order"
)

// AppendCanon appends the message's canonical bytes: all fields in order. A snapshot goes in the library's own encoding.
func (m *Message) AppendCanon(b []byte) []byte {
	b = binary.AppendUvarint(b, uint64(m.Type))
	b = binary.AppendUvarint(b, m.To)
	b = binary.AppendUvarint(b, m.From)
	b = binary.AppendUvarint(b, m.Term)
	b = binary.AppendUvarint(b, m.LogTerm)
	b = binary.AppendUvarint(b, m.Index)
	b = binary.AppendUvarint(b, m.Commit)
	b = binary.AppendUvarint(b, m.RejectHint)
	b = append(b, flag(m.Reject))
	b = binary.AppendUvarint(b, uint64(len(m.Context)))
	b = append(b, m.Context...)
	b = binary.AppendUvarint(b, uint64(len(m.Entries)))
	for i := range m.Entries {
		b = (*Entry)(&m.Entries[i]).AppendCanon(b)
	}
	if m.Snapshot.Metadata.Index == 0 {
		return append(b, 0)
	}
	s, err := m.Snapshot.Marshal()
	if err != nil {
		panic(fmt.Sprintf("raft: a snapshot at %d can't be encoded: %v", m.Snapshot.Metadata.Index, err))
	}
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

func flag(b bool) byte {
	if b {
		return 1
	}
	return 0
}

// LoadCanon reads what AppendCanon wrote.
func (m *Message) LoadCanon(b []byte) ([]byte, error) {
	r := reader{b: b}
	kind := r.uint()
	if kind > math.MaxInt32 {
		return nil, errShort
	}
	*m = Message{Type: pb.MessageType(kind), To: r.uint(), From: r.uint(), Term: r.uint(), LogTerm: r.uint(),
		Index: r.uint(), Commit: r.uint(), RejectHint: r.uint(), Reject: r.flag(), Context: r.bytes()}
	n := r.uint()
	if n > uint64(len(b)) { // an entry takes more than a byte
		return nil, errShort
	}
	for range n {
		if r.bad {
			return nil, errShort
		}
		m.Entries = append(m.Entries, r.entry())
	}
	if s := r.bytes(); len(s) > 0 && !r.bad {
		if err := loadSnapshot(&m.Snapshot, s); err != nil {
			return nil, err
		}
	}
	if r.bad {
		return nil, errShort
	}
	return b[r.at:], nil
}

// loadSnapshot reads a snapshot, and refuses bytes that the library would not have written.
func loadSnapshot(s *pb.Snapshot, b []byte) error {
	if err := s.Unmarshal(b); err != nil {
		return fmt.Errorf("raft: snapshot: %w", err)
	}
	if again, err := s.Marshal(); err != nil || s.Metadata.Index == 0 || !bytes.Equal(again, b) {
		return errors.New("raft: expected a snapshot as the library writes it")
	}
	return nil
}

// An Entry is one of the library's log entries, as it lies on a disk.
type Entry pb.Entry

// AppendCanon appends the entry's canonical bytes.
func (e *Entry) AppendCanon(b []byte) []byte {
	b = append(b, byte(e.Type))
	b = binary.AppendUvarint(b, e.Term)
	b = binary.AppendUvarint(b, e.Index)
	b = binary.AppendUvarint(b, uint64(len(e.Data)))
	return append(b, e.Data...)
}

// LoadCanon reads what AppendCanon wrote.
func (e *Entry) LoadCanon(b []byte) ([]byte, error) {
	r := reader{b: b}
	x := r.entry()
	if r.bad {
		return nil, errShort
	}
	*e = Entry(x)
	return b[r.at:], nil
}

func (r *reader) entry() pb.Entry {
	return pb.Entry{Type: pb.EntryType(r.byte()), Term: r.uint(), Index: r.uint(), Data: r.bytes()}
}

func (r *reader) flag() bool {
	b := r.byte()
	r.bad = r.bad || b > 1
	return b == 1
}

// appendRequest appends a request as a log entry's data.
func appendRequest(b []byte, r *request) []byte {
	b = binary.AppendUvarint(b, uint64(r.Client))
	b = binary.AppendUvarint(b, r.Session)
	b = binary.AppendUvarint(b, r.Seq)
	b = append(b, byte(r.Op.Verb))
	b = appendString(b, r.Op.Key)
	b = appendString(b, r.Op.Value)
	return appendString(b, r.Op.Old)
}

func appendString(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

// parseRequest reads what appendRequest wrote. An entry with no data, which a leader writes when its term begins, is no
// request. The strings share the data, which nobody changes once it is proposed.
func parseRequest(data []byte) (request, error) {
	r := reader{b: data}
	client := r.uint()
	q := request{Client: engine.NodeID(client), Session: r.uint(), Seq: r.uint()}
	q.Op = op{Verb: verb(r.byte()), Key: r.string(), Value: r.string(), Old: r.string()}
	if r.bad || r.at != len(data) || client > math.MaxUint32 {
		return request{}, fmt.Errorf("raft: expected an entry of a request, not %s", strconv.Quote(string(data)))
	}
	return q, nil
}

// requestOf is the request that an entry of a log holds; false for a change of members, and for an entry that holds nothing.
func requestOf(e *pb.Entry) (request, bool) {
	if e.Type != pb.EntryNormal || len(e.Data) == 0 {
		return request{}, false
	}
	q, err := parseRequest(e.Data)
	if err != nil {
		panic(err) // a log holds only what appendRequest wrote
	}
	return q, true
}

// appendChangeContext appends a changeContext as the context of a change in a log entry.
func appendChangeContext(b []byte, x *changeContext) []byte {
	b = binary.AppendUvarint(b, uint64(x.Client))
	b = binary.AppendUvarint(b, x.Session)
	b = binary.AppendUvarint(b, x.Seq)
	return appendUints(b, x.Before)
}

func appendUints(b []byte, ns []uint64) []byte {
	b = binary.AppendUvarint(b, uint64(len(ns)))
	for _, n := range ns {
		b = binary.AppendUvarint(b, n)
	}
	return b
}

// mustParseChangeContext reads what appendChangeContext wrote.
func mustParseChangeContext(b []byte) changeContext {
	r := reader{b: b}
	x := changeContext{Client: engine.NodeID(r.uint()), Session: r.uint(), Seq: r.uint(), Before: r.uints()}
	if r.bad || r.at != len(b) {
		panic(fmt.Sprintf("raft: expected the context of a change, not %q", b))
	}
	return x
}

// appendStore appends a store as the data of a snapshot, with the sum of the log that it came of.
func appendStore(b []byte, sum uint64, s *store) []byte {
	b = binary.AppendUvarint(b, sum)
	b = binary.AppendUvarint(b, uint64(len(s.values)))
	for _, k := range order.Keys(s.values) {
		b = appendString(appendString(b, k), s.values[k])
	}
	b = binary.AppendUvarint(b, uint64(len(s.sessions)))
	for _, x := range s.sessions {
		b = binary.AppendUvarint(b, uint64(x.Client))
		b = binary.AppendUvarint(b, x.Session)
		b = binary.AppendUvarint(b, x.Seq)
		b = appendString(append(b, flag(x.Outcome.OK)), x.Outcome.Value)
	}
	return b
}

// mustParseStore reads what appendStore wrote. The strings share the bytes.
func mustParseStore(b []byte) (sum uint64, s store) {
	r := reader{b: b}
	sum = r.uint()
	for n := r.uint(); n > 0 && !r.bad; n-- {
		key := r.string()
		s.put(key, r.string())
	}
	for n := r.uint(); n > 0 && !r.bad; n-- {
		s.sessions = append(s.sessions, session{engine.NodeID(r.uint()), r.uint(), r.uint(), outcome{r.flag(), r.string()}})
	}
	if r.bad || r.at != len(b) {
		panic(fmt.Sprintf("raft: expected the data of a snapshot, not %q", b))
	}
	return sum, s
}

// A reader takes bytes apart.
type reader struct {
	b   []byte
	at  int
	bad bool
}

func (r *reader) uint() uint64 {
	if r.at < len(r.b) && r.b[r.at] < 0x80 {
		r.at++
		return uint64(r.b[r.at-1])
	}
	x, n := binary.Uvarint(r.b[min(r.at, len(r.b)):])
	if n <= 0 || n > 1 && r.b[r.at+n-1] == 0 { // a longer form of a number than need be is no canonical one
		r.bad = true
		return 0
	}
	r.at += n
	return x
}

func (r *reader) byte() byte {
	if r.at >= len(r.b) {
		r.bad = true
		return 0
	}
	r.at++
	return r.b[r.at-1]
}

// span is the place of so many bytes as the next number says.
func (r *reader) span() (from, to int) {
	n := r.uint()
	if r.bad || n > uint64(len(r.b)-r.at) {
		r.bad = true
		return 0, 0
	}
	from = r.at
	r.at += int(n)
	return from, r.at
}

// string shares the bytes.
func (r *reader) string() string {
	from, to := r.span()
	if from == to {
		return ""
	}
	return unsafe.String(&r.b[from], to-from)
}

// bytes are a copy, nil for none.
func (r *reader) bytes() []byte {
	from, to := r.span()
	if from == to {
		return nil
	}
	return append([]byte(nil), r.b[from:to]...)
}

func (r *reader) uints() (ns []uint64) {
	for n := r.uint(); n > 0 && !r.bad; n-- {
		ns = append(ns, r.uint())
	}
	return ns
}

var errShort = errors.New("raft: expected more bytes, or others")
