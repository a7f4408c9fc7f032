package raft

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"

	pb "go.etcd.io/etcd/raft/v3/raftpb"

	"quorumlab/protocols/engine"
)

// A Message is one of the library's messages between servers, under the library's name. It travels as a pointer into the
// Ready that it came from, and is never changed.
type Message pb.Message

// The messages between clients and servers.
type (
	// ClientRequest asks a server to carry out an operation. Session and Seq stay the same when it is sent again.
	ClientRequest struct {
		Session, Seq uint64
		Op           op
	}
	// ClientReply answers a request that was carried out.
	ClientReply struct {
		Session, Seq uint64
		Outcome      outcome
	}
	// NotLeader answers a request that a server can't put into the log, and names the leader if it knows one.
	NotLeader struct {
		Session, Seq uint64
		Leader       engine.NodeID
	}
)

// Kind is the library's name of the message.
func (m *Message) Kind() string {
	if m == nil {
		return "Message"
	}
	return m.Type.String()
}

// Epoch is the message's term; a proposal bears none.
func (m *Message) Epoch() int64 { return int64(m.Term) }

// Intent is what the message is for: an answer may be a yes or a no.
func (m *Message) Intent() engine.Intent {
	switch m.Type {
	case pb.MsgVote, pb.MsgPreVote:
		return engine.Ask
	case pb.MsgVoteResp, pb.MsgPreVoteResp:
		if m.Reject {
			return engine.No
		}
		return engine.Yes
	case pb.MsgApp, pb.MsgSnap, pb.MsgProp:
		return engine.Data
	case pb.MsgAppResp:
		if m.Reject {
			return engine.No
		}
		return engine.Ack
	case pb.MsgHeartbeat:
		return engine.Beat
	case pb.MsgHeartbeatResp:
		return engine.Ack
	case pb.MsgTimeoutNow, pb.MsgTransferLeader:
		return engine.Order
	}
	return engine.Tell
}

// Label is what stands beside the message's name: its entries, or what it says.
func (m *Message) Label() string {
	switch m.Type {
	case pb.MsgApp, pb.MsgProp:
		return entriesLabel(m.Entries)
	case pb.MsgVoteResp, pb.MsgPreVoteResp:
		if m.Reject {
			return "no"
		}
		return "yes"
	case pb.MsgAppResp:
		if m.Reject {
			return "no, " + strconv.FormatUint(m.RejectHint, 10) + "?"
		}
		return "up to " + strconv.FormatUint(m.Index, 10)
	}
	return ""
}

// entriesLabel is one entry's own label, or how many there are.
func entriesLabel(es []pb.Entry) string {
	switch len(es) {
	case 0:
		return ""
	case 1:
		return entryLabel(&es[0])
	}
	return strconv.Itoa(len(es)) + " entries"
}

// entryLabel is what an entry of a log holds: an operation, or nothing, as the first entry of a leader's term does.
func entryLabel(e *pb.Entry) string {
	if e.Type != pb.EntryNormal {
		return "members"
	}
	if len(e.Data) == 0 {
		return "noop"
	}
	return mustParse(e.Data).Op.label()
}

// Text is the message whole.
func (m *Message) Text() string {
	var b strings.Builder
	b.WriteString(m.Kind())
	field := func(name string, n uint64) {
		if n != 0 {
			fmt.Fprintf(&b, " %s=%d", name, n)
		}
	}
	field("term", m.Term)
	field("index", m.Index)
	field("log-term", m.LogTerm)
	field("commit", m.Commit)
	if m.Reject {
		b.WriteString(" reject")
	}
	field("hint", m.RejectHint)
	if len(m.Context) > 0 {
		fmt.Fprintf(&b, " context=%s", engine.Quote(string(m.Context)))
	}
	for i := range m.Entries {
		if i == 8 {
			fmt.Fprintf(&b, " and %d more", len(m.Entries)-i)
			break
		}
		e := &m.Entries[i]
		fmt.Fprintf(&b, " [%d.%d %s]", e.Index, e.Term, entryLabel(e))
	}
	return b.String()
}

// Text is the request whole.
func (r ClientRequest) Text() string {
	return fmt.Sprintf("ClientRequest %d.%d %s", r.Session, r.Seq, r.Op.label())
}

// Label is the operation.
func (r ClientRequest) Label() string { return r.Op.label() }

// Text is the answer whole.
func (r ClientReply) Text() string {
	s := fmt.Sprintf("ClientReply %d.%d ok=%t", r.Session, r.Seq, r.Outcome.OK)
	if r.Outcome.Value != "" {
		s += " value=" + engine.Quote(r.Outcome.Value)
	}
	return s
}

// Label is the value read, or what a swap found.
func (r ClientReply) Label() string {
	if r.Outcome.Value == "" {
		return "ok"
	}
	return engine.Plain(r.Outcome.Value)
}

// Label names the leader.
func (r NotLeader) Label() string {
	if r.Leader == 0 {
		return "no leader known"
	}
	return "ask " + r.Leader.String()
}

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
