package raftsmall

import (
	"strconv"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/engine/say"
)

// An Entry is one place of a log. Its index is its position, from 1.
type Entry struct {
	Term   int
	Value  string        // what was proposed; empty in a no-op and in a configuration
	Config Configuration // of an entry that is a configuration, else zero
}

// The messages of Figure 2. candidateId and leaderId are their sender.
type (
	// RequestVote asks for a vote (§5.2, §5.4.1).
	RequestVote struct {
		Term, LastLogIndex, LastLogTerm int
	}
	// RequestVoteReply grants or refuses it.
	RequestVoteReply struct {
		Term        int
		VoteGranted bool
	}
	// AppendEntries has the entries that follow PrevLogIndex in the leader's log, all of them; none in a heartbeat (§5.3).
	AppendEntries struct {
		Term, PrevLogIndex, PrevLogTerm int
		Entries                         []Entry
		LeaderCommit                    int
	}
	// AppendEntriesReply says that the log matches the leader's up to MatchIndex, or that it has no entry PrevLogIndex of
	// the leader's term there. ConflictTerm and ConflictIndex are for probe=terms: the term of the follower's own entry there,
	// and the first index that it stores for that term; without an entry there, 0 and where its log ends.
	AppendEntriesReply struct {
		Term                                      int
		Success                                   bool
		MatchIndex                                int
		PrevLogIndex, ConflictTerm, ConflictIndex int
	}
)

// Epoch is the sender's term.
func (m RequestVote) Epoch() int64        { return int64(m.Term) }
func (m RequestVoteReply) Epoch() int64   { return int64(m.Term) }
func (m AppendEntries) Epoch() int64      { return int64(m.Term) }
func (m AppendEntriesReply) Epoch() int64 { return int64(m.Term) }

// Intent tells heartbeats from entries, and a yes from a no.
func (m RequestVoteReply) Intent() engine.Intent {
	if m.VoteGranted {
		return engine.Yes
	}
	return engine.No
}

func (m AppendEntries) Intent() engine.Intent {
	if len(m.Entries) == 0 {
		return engine.Beat
	}
	return engine.Data
}

func (m AppendEntriesReply) Intent() engine.Intent {
	if m.Success {
		return engine.Ack
	}
	return engine.No
}

// Label stands beside the message's name.
func (m RequestVoteReply) Label() string {
	if m.VoteGranted {
		return "yes"
	}
	return "no"
}

func (m AppendEntries) Label() string {
	if len(m.Entries) == 0 {
		return ""
	}
	return labels(m.Entries)
}

func (m AppendEntriesReply) Label() string {
	switch {
	case m.Success:
		return "up to " + strconv.Itoa(m.MatchIndex)
	case m.PrevLogIndex == 0:
		return "no"
	}
	return "no, not " + strconv.Itoa(m.PrevLogIndex)
}

// entriesMax bounds how many entries a text lists.
const entriesMax = 8

// Text is the message whole.
func (m AppendEntries) Text() string {
	b := say.Appendf(nil, "AppendEntries term=%d prev-log-index=%d prev-log-term=%d leader-commit=%d", m.Term, m.PrevLogIndex, m.PrevLogTerm, m.LeaderCommit)
	for i, e := range m.Entries {
		if i == entriesMax {
			return string(say.Appendf(b, " and %d more", len(m.Entries)-i))
		}
		b = say.Appendf(b, " [%d.%d %s]", m.PrevLogIndex+1+i, e.Term, e.label())
	}
	return string(b)
}

func (e Entry) isConfig() bool { return e.Config != Configuration{} }

// label is an entry as a cell, a message or a sentence shows it.
func (e Entry) label() string {
	switch {
	case e.Config.joint():
		return "C_old,new"
	case e.isConfig():
		return "C_new"
	case e.Value == "":
		return "no-op"
	}
	return engine.Plain(e.Value)
}

// labels is one entry's own label, or how many there are.
func labels(es []Entry) string {
	if len(es) == 1 {
		return es[0].label()
	}
	return strconv.Itoa(len(es)) + " entries"
}
