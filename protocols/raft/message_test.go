package raft

import (
	"bytes"
	"reflect"
	"testing"

	pb "go.etcd.io/etcd/raft/v3/raftpb"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/sim"
)

func samples() []*Message {
	return []*Message{
		{Type: pb.MsgHeartbeat, To: 1, From: 2, Term: 300, Commit: 70_000},
		{Type: pb.MsgApp, To: 1, From: 2, Term: 3, LogTerm: 2, Index: 5, Commit: 4, Entries: []pb.Entry{
			{Term: 3, Index: 6, Data: []byte("data")}, {Term: 3, Index: 7}, {Term: 3, Index: 8, Type: pb.EntryConfChangeV2}}},
		{Type: pb.MsgAppResp, From: 9, Term: 3, Index: 5, Reject: true, RejectHint: 4, LogTerm: 2},
		{Type: pb.MsgVote, From: 9, Term: 3, Context: []byte("CampaignTransfer")},
		{Type: pb.MsgSnap, Snapshot: pb.Snapshot{Data: []byte("kv"), Metadata: pb.SnapshotMetadata{Index: 5, Term: 2,
			ConfState: pb.ConfState{Voters: []uint64{1, 2, 3}}}}},
	}
}

func TestAMessageIsReadAsItWasWritten(t *testing.T) {
	table, err := Protocol.Table()
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range samples() {
		b, _ := table.Append(nil, m)
		got, rest, err := table.Load(append(b, 1, 2, 3))
		if err != nil || !bytes.Equal(rest, []byte{1, 2, 3}) {
			t.Errorf("%s: %v, and %v is left", m.Kind(), err, rest)
			continue
		}
		if !reflect.DeepEqual(got, m) {
			t.Errorf("%+v was read as %+v", m, got)
		}
	}
}

func TestMessagesThatDifferAreWrittenDifferently(t *testing.T) {
	seen := map[string]string{}
	add := func(m *Message, what string) {
		b := string(m.AppendCanon(nil))
		if other, ok := seen[b]; ok {
			t.Errorf("%s is written as %s", what, other)
		}
		seen[b] = what
	}
	add(&Message{}, "nothing")
	v := reflect.ValueOf(&Message{}).Elem()
	for i := range v.NumField() {
		var m Message
		f := reflect.ValueOf(&m).Elem().Field(i)
		switch f.Kind() {
		case reflect.Bool:
			f.SetBool(true)
		case reflect.Slice:
			f.Set(reflect.MakeSlice(f.Type(), 1, 1))
		case reflect.Struct:
			m.Snapshot.Metadata.Index = 1
		default:
			if f.CanInt() {
				f.SetInt(1)
			} else {
				f.SetUint(1)
			}
		}
		add(&m, v.Type().Field(i).Name)
	}
}

func TestARequestIsReadAsItWasWritten(t *testing.T) {
	for _, q := range []request{
		{},
		{Op: op{Verb: verbPut, Key: "e1", Value: "t1"}},
		{engine.ID('c', 1), 1, 300, op{Verb: verbSwap, Key: "x", Old: "", Value: "ü\x00"}},
	} {
		got, err := parseRequest(appendRequest(nil, &q))
		if err != nil || got != q {
			t.Errorf("%+v was read as %+v, %v", q, got, err)
		}
	}
	good := appendRequest(nil, &request{Client: 5, Op: op{Verb: verbPut, Key: "x", Value: "9"}})
	for n := range good {
		if _, err := parseRequest(good[:n]); err == nil {
			t.Errorf("the first %d of %d bytes are taken for a request", n, len(good))
		}
	}
	if _, err := parseRequest(append(good, 0)); err == nil {
		t.Error("a request with a byte too many is taken for one")
	}
}

func FuzzMessagesOfAnyBytesAreReadOrRefused(f *testing.F) {
	for _, m := range samples() {
		f.Add(m.AppendCanon(nil))
	}
	f.Add(appendRequest(nil, &request{Client: 5, Op: op{Verb: verbPut, Key: "x", Value: "9"}}))
	f.Fuzz(func(t *testing.T, b []byte) {
		var m Message
		if rest, err := m.LoadCanon(b); err == nil {
			if again := m.AppendCanon(nil); !bytes.Equal(again, b[:len(b)-len(rest)]) {
				t.Errorf("%x was read, and is written %x", b[:len(b)-len(rest)], again)
			}
			_ = m.Kind() + m.Label()
		}
		if q, err := parseRequest(b); err == nil {
			if again := appendRequest(nil, &q); !bytes.Equal(again, b) {
				t.Errorf("%x was read, and is written %x", b, again)
			}
		}
	})
}

func TestTheAnswerToASwapIsOkOrTheValueThatKeptItFromBeingMade(t *testing.T) {
	s, swap := &store{}, op{Verb: verbSwap, Key: "x", Old: "8", Value: "9"}
	s.put("x", "8")
	for _, want := range []struct {
		label  string
		result any
	}{{"ok", Swapped{Swapped: true, Was: "8"}}, {"no: 9", Swapped{Was: "9"}}} {
		r := s.do(&swap)
		if got := (ClientReply{Outcome: r}).Label(); got != want.label {
			t.Errorf("got the label %q, want %q", got, want.label)
		}
		if got := swap.result(r); got != want.result {
			t.Errorf("got %v, want %v", got, want.result)
		}
	}
}

func TestAnAnswerSaysWhetherItIsAYesOrANo(t *testing.T) {
	for _, c := range []struct {
		m      any
		label  string
		intent engine.Intent
	}{
		{&Message{Type: pb.MsgVoteResp}, "yes", engine.Yes},
		{&Message{Type: pb.MsgVoteResp, Reject: true}, "no", engine.No},
		{&Message{Type: pb.MsgPreVoteResp, Reject: true}, "no", engine.No},
		{&Message{Type: pb.MsgAppResp, Index: 7}, "up to 7", engine.Ack},
		{&Message{Type: pb.MsgAppResp, Reject: true, RejectHint: 4}, "no, 4?", engine.No},
		{&Message{Type: pb.MsgApp}, "", engine.Data},
		{&Message{Type: pb.MsgApp, Entries: []pb.Entry{{}}}, "noop", engine.Data},
		{&Message{Type: pb.MsgApp, Entries: []pb.Entry{{}, {}}}, "2 entries", engine.Data},
		{&Message{Type: pb.MsgHeartbeat}, "", engine.Beat},
		{&Message{Type: pb.MsgSnap, Snapshot: pb.Snapshot{Metadata: pb.SnapshotMetadata{Index: 20, Term: 3}}}, "up to 20", engine.Data},
		{ClientRequest{Op: op{Verb: verbPut, Key: "x", Value: "9"}}, "x=9", engine.Ask},
		{ClientRequest{Op: op{Verb: verbSwap, Key: "x", Old: "8", Value: "9"}}, "x 8→9", engine.Ask},
		{ClientRequest{Op: op{Verb: verbGet}}, `get ""`, engine.Ask},
		{ClientRequest{Op: op{Verb: verbDelete, Key: "a\u202eb"}}, `delete a\u202eb`, engine.Ask},
		{ClientReply{Outcome: outcome{OK: true}}, "ok", engine.Ack},
		{ClientReply{Outcome: outcome{OK: true, Value: "9"}}, "9", engine.Ack},
		{ClientReply{Outcome: outcome{}}, "no: empty", engine.Ack},
		{NotLeader{Leader: engine.ID('n', 3)}, "ask n3", engine.No},
		{NotLeader{}, "no leader known", engine.No},
	} {
		if got := c.m.(engine.Labeler).Label(); got != c.label {
			t.Errorf("%s: %q, not %q", engine.TextOf(c.m), got, c.label)
		}
		if got := Protocol.IntentOf(c.m); got != c.intent {
			t.Errorf("%s: %s, not %s", engine.TextOf(c.m), got, c.intent)
		}
	}
}

func TestEveryKindOfMessageIsDeclared(t *testing.T) {
	declared := map[string]bool{}
	for _, k := range Protocol.Kinds {
		declared[k.Name] = true
	}
	c := busy(t, 5, with(func(p *Params) { p.PreVote, p.CheckQuorum, p.Compact = true, true, 5 }))
	for range 20_000 {
		c.Next(1 << 50)
		if lead := LeaderOf(c.Global()); lead == 0 || c.Count()%1000 != 0 {
			continue
		} else if lead == engine.ID('n', 1) {
			c.do("command n2 transfer to=n3")
		} else {
			c.do("command n1 transfer to=n1")
		}
	}
	seen := map[string]bool{}
	for i := 1; i <= c.Trace().Len(); i++ {
		e := c.Trace().Event(sim.EventID(i))
		if e.Msg == 0 {
			continue
		}
		v, _, err := c.Table().Load(c.Trace().Bytes(e.Off, e.Len))
		if err != nil {
			t.Fatal(err)
		}
		seen[engine.KindOf(v)] = true
	}
	for k := range seen {
		if !declared[k] {
			t.Errorf("%s is not declared", k)
		}
	}
	for k := range declared {
		if !seen[k] {
			t.Errorf("%s is declared and never sent", k)
		}
	}
}
