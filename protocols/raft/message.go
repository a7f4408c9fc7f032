package raft

import (
	"fmt"
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
	// ClientRequest asks a server to carry out an operation. Session and Seq stay the same when it is sent again. How is
	// that of a Get.
	ClientRequest struct {
		Session, Seq uint64
		Op           op
		How          string
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
	case pb.MsgReadIndex:
		return engine.Ask
	case pb.MsgReadIndexResp:
		return engine.Ack
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
	case pb.MsgReadIndexResp:
		return "up to " + strconv.FormatUint(m.Index, 10)
	case pb.MsgSnap:
		return "up to " + strconv.FormatUint(m.Snapshot.Metadata.Index, 10)
	case pb.MsgHeartbeat, pb.MsgHeartbeatResp:
		if len(m.Context) > 0 {
			return "for a read"
		}
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

// entryLabel is what an entry of a log holds: an operation, a change of members, or nothing, as the first entry of a leader's
// term does.
func entryLabel(e *pb.Entry) string {
	if e.Type != pb.EntryNormal {
		var cc pb.ConfChangeV2
		if err := cc.Unmarshal(e.Data); err != nil {
			return "members"
		}
		return changeLabel(&cc)
	}
	if q, ok := requestOf(e); ok {
		return q.Op.label()
	}
	return "noop"
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
	if at := &m.Snapshot.Metadata; at.Index > 0 {
		fmt.Fprintf(&b, " snapshot=%d.%d", at.Index, at.Term)
	}
	if len(m.Context) > 0 {
		fmt.Fprintf(&b, " context=%s", engine.Quote(string(m.Context)))
	}
	if m.Type == pb.MsgReadIndex || m.Type == pb.MsgReadIndexResp { // the entry is not one of the log
		for i := range m.Entries {
			fmt.Fprintf(&b, " request=%s", engine.Quote(string(m.Entries[i].Data)))
		}
		return b.String()
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
	return fmt.Sprintf("ClientRequest %d.%d %s", r.Session, r.Seq, r.Label())
}

// Label is the operation.
func (r ClientRequest) Label() string { return r.Op.labelled(r.How) }

// Text is the answer whole.
func (r ClientReply) Text() string {
	s := fmt.Sprintf("ClientReply %d.%d ok=%t", r.Session, r.Seq, r.Outcome.OK)
	if r.Outcome.Value != "" {
		s += " value=" + engine.Quote(r.Outcome.Value)
	}
	return s
}

// Label is the value read; ok for what was done; and for a swap that was not made the value that is there.
func (r ClientReply) Label() string {
	switch {
	case !r.Outcome.OK:
		return "no: " + quoteValue(r.Outcome.Value)
	case r.Outcome.Value == "":
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
