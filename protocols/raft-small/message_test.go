package raftsmall

import (
	"testing"

	"quorumlab/protocols/engine"
)

func TestMessagesAreShownByWhatTheySay(t *testing.T) {
	joint := Entry{Term: 2, Config: Configuration{servers(1), servers(2)}}
	for _, c := range []struct {
		m      any
		intent engine.Intent
		label  string
	}{
		{RequestVote{Term: 2}, engine.Ask, ""},
		{RequestVoteReply{Term: 2, VoteGranted: true}, engine.Yes, "yes"},
		{RequestVoteReply{Term: 2}, engine.No, "no"},
		{AppendEntries{Term: 2}, engine.Beat, ""},
		{AppendEntries{Term: 2, Entries: []Entry{{Term: 2, Value: "red"}}}, engine.Data, "red"},
		{AppendEntries{Term: 2, Entries: []Entry{{Term: 2}}}, engine.Data, "no-op"},
		{AppendEntries{Term: 2, Entries: []Entry{joint}}, engine.Data, "C_old,new"},
		{AppendEntries{Term: 2, Entries: []Entry{{Term: 2, Config: Configuration{New: servers(2)}}}}, engine.Data, "C_new"},
		{AppendEntries{Term: 2, Entries: []Entry{joint, {Term: 2, Value: "red"}}}, engine.Data, "2 entries"},
		{AppendEntriesReply{Term: 2, Success: true, MatchIndex: 3}, engine.Ack, "up to 3"},
		{AppendEntriesReply{Term: 2, PrevLogIndex: 3}, engine.No, "no, not 3"},
		{AppendEntriesReply{Term: 2}, engine.No, "no"},
	} {
		label := ""
		if l, ok := c.m.(engine.Labeler); ok {
			label = l.Label()
		}
		if got := Protocol.IntentOf(c.m); got != c.intent || label != c.label || c.m.(engine.Epocher).Epoch() != 2 {
			t.Errorf("%+v is shown as %s %q", c.m, got, label)
		}
	}
}

func TestALongMessageIsPrintedShort(t *testing.T) {
	m := AppendEntries{Term: 3, PrevLogIndex: 4, PrevLogTerm: 2, LeaderCommit: 1, Entries: entries(5, 2, 2, 2, 2, 2, 2, 2, 2, 3)}
	want := "AppendEntries term=3 prev-log-index=4 prev-log-term=2 leader-commit=1 [5.2 e5=t2] [6.2 e6=t2] [7.2 e7=t2] [8.2 e8=t2] " +
		"[9.2 e9=t2] [10.2 e10=t2] [11.2 e11=t2] [12.2 e12=t2] and 1 more"
	if got := m.Text(); got != want {
		t.Errorf("it is printed as %s", got)
	}
}
