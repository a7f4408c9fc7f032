package raft

import (
	"strings"
	"testing"

	pb "go.etcd.io/etcd/raft/v3/raftpb"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/sim"
)

// Figure 7 of the Raft paper. The library steps back by terms, so no follower says no more than once.
func TestFigure7TakesAsManyRejectionsAsTheLibraryNeeds(t *testing.T) {
	c := newCluster(t, sim.Options{Seed: 1, Counts: counts(7, 0)},
		"disk n1 term=7 log=1,1,1,4,4,5,5,6,6,6",
		"disk n2 log=1,1,1,4,4,5,5,6,6",
		"disk n3 log=1,1,1,4",
		"disk n4 log=1,1,1,4,4,5,5,6,6,6,6",
		"disk n5 log=1,1,1,4,4,5,5,6,6,6,7,7",
		"disk n6 log=1,1,1,4,4,4,4",
		"disk n7 log=1,1,1,2,2,2,3,3,3,3,3")
	c.do("command n1 campaign")
	c.until("leader n1 term=8")
	c.until("agree")
	rejections, votes := map[engine.NodeID]int{}, map[engine.NodeID]bool{}
	for i := 1; i <= c.Trace().Len(); i++ {
		e := c.Trace().Event(sim.EventID(i))
		v, _, _ := c.Table().Load(c.Trace().Bytes(e.Off, e.Len))
		m, ok := v.(*Message)
		switch {
		case !ok || e.Kind != sim.KindRecv:
		case m.Type == pb.MsgAppResp && m.Reject:
			rejections[e.From]++
		case m.Type == pb.MsgVoteResp && !m.Reject:
			votes[e.From] = true
		}
	}
	for i, want := range []struct {
		rejections int
		vote       bool
	}{{1, true}, {1, true}, {0, false}, {0, false}, {1, true}, {1, true}} {
		n := engine.ID('n', i+2)
		if rejections[n] != want.rejections || votes[n] != want.vote {
			t.Errorf("follower %c, %v: %d rejections and the vote %t; expected %d and %t", 'a'+i, n, rejections[n], votes[n], want.rejections, want.vote)
		}
	}
}

func TestADiskLineIsWrittenAsAServerWouldHaveLeftIt(t *testing.T) {
	c := newCluster(t, sim.Options{Seed: 1, Counts: counts(3, 0)}, "disk n1 term=3 vote=n2 log=1,1,2 values=red,blue commit=2")
	s := c.server("n1")
	if is := s.look(); is.term != 3 || is.vote != 2 || is.commit != 2 || is.last != 3 {
		t.Errorf("it starts with %+v", is)
	}
	var labels []string
	for i := uint64(1); i <= 3; i++ {
		labels = append(labels, entryLabel(s.log.at(i)))
	}
	if got := strings.Join(labels, " "); got != "x=red x=blue e3=t2" {
		t.Errorf("its log has %s", got)
	}
	if s.store.values["x"] != "blue" || s.store.applied != 2 {
		t.Errorf("it has applied %d entries: %v", s.store.applied, s.store.values)
	}
}

func TestADiskThatNoServerCouldHaveLeftIsRefused(t *testing.T) {
	for line, want := range map[string]string{
		"disk n1 log=2,1":                 "log: expected terms from 1 that never fall",
		"disk n1 log=0,1":                 "log: expected terms from 1 that never fall",
		"disk n1 term=1 log=1,2":          "term: expected at least the last entry's, 2, not 1",
		"disk n1 log=1,1 commit=3":        "commit: expected at most the 2 entries of the log, not 3",
		"disk n1 log=1 values=red,blue":   "values: expected at most one for each of the 1 entries, not 2",
		"disk n1 term=2 vote=c1 log=1":    "vote: expected a server, not c1",
		"disk n1 term=2 vote=n9 log=1":    "vote: expected a server, not n9",
		"disk n2 term=1 vote=n1 commit=1": "commit: expected at most the 0 entries of the log, not 1",
	} {
		_, err := sim.New(&Protocol, sim.Options{Counts: counts(3, 1), Presets: []sim.Preset{action(t, line).(sim.Preset)}})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: expected %q, got %v", line, want, err)
		}
	}
}

// The library would end the process: its panic must not end the run of all others.
func TestAServerWhoseDiskWasLostHaltsInsteadOfPanicking(t *testing.T) {
	c := newCluster(t, sim.Options{Seed: 1, Counts: counts(5, 1), Explain: true})
	c.do("command c1 put key=x value=9")
	c.until("value key=x is=9")
	c.until("agree")
	follower := "n1"
	if LeaderOf(c.Global()) == engine.ID('n', 1) {
		follower = "n2"
	}
	c.do("lose "+follower, "restart "+follower)
	c.run(engine.Second)
	s := c.server(follower)
	if s.status() != statusHalted || !strings.Contains(c.notes(), follower+" halts: its leader was told that it has 2 entries, and it has 0: its disk has lost some.") {
		t.Errorf("it is %s; the notes say:\n%s", s.status(), c.notes())
	}
	c.do("command " + follower + " propose key=x value=1")
	if r, ok := c.Ops()[1].Out.(Refused); !ok || !strings.Contains(r.Why, "halted") {
		t.Errorf("a proposal to it answers %v", c.Ops()[1].Out)
	}
	c.do("command c1 put key=x value=10")
	c.until("value key=x is=10")
	if len(c.Timers(s.ID)) != 0 {
		t.Error("it ticks on")
	}
	if p := engine.Look(c.Global().Nodes[s.ID.Index()-1], false); p.Status != statusHalted {
		t.Errorf("it is shown as %s", p.Status)
	}
}

// startsWith starts a server with what write puts onto its disk.
func startsWith(t *testing.T, write func(out *engine.Out)) (*server, *engine.Out) {
	t.Helper()
	table, err := Protocol.Table()
	if err != nil {
		t.Fatal(err)
	}
	out := engine.NewOut(table, true)
	out.Begin(engine.Rand{}, nil)
	write(out)
	disk := engine.NewDisk(table)
	for _, e := range out.Effects() {
		disk.Apply(e.Kind, e.Key, append([]byte(nil), out.Bytes()[e.Off:e.Off+e.Len]...), 0)
	}
	n1 := engine.ID('n', 1)
	s := &server{Config: engine.Config[Params]{Birth: engine.Birth{ID: n1, Members: []engine.NodeID{n1}}, Params: defaults()}}
	out.Begin(engine.Rand{}, nil)
	s.Step(engine.Input{Event: engine.Start{Disk: disk, Restart: true}}, out)
	return s, out
}

func TestAServerWhoseDiskSaysMoreThanItHoldsHalts(t *testing.T) {
	s, out := startsWith(t, func(out *engine.Out) { out.Persist(diskHard, &hardState{Term: 1, Commit: 3}) })
	if s.halted != "its disk says that 3 entries are committed, and holds 0" {
		t.Errorf("it has halted since %q", s.halted)
	}
	s.Step(engine.Input{Event: tick{}}, out) // nothing more happens to it
	if p := engine.Look(s, false); p.Status != statusHalted || p.Epoch != 1 {
		t.Errorf("it is shown as %+v", p)
	}
	if c := s.Clone().(*server); string(c.AppendState(nil)) != string(s.AppendState(nil)) {
		t.Error("a copy of it differs")
	}
}

func TestAServerThatFindsEntriesItsSnapshotStandsForDropsThem(t *testing.T) {
	kept := store{values: map[string]string{"x": "9"}}
	s, out := startsWith(t, func(out *engine.Out) {
		out.Persist(diskHard, &hardState{Term: 2, Commit: 4})
		out.Persist(diskSnapshot, &pb.Snapshot{Data: appendStore(nil, 7, &kept), Metadata: pb.SnapshotMetadata{Index: 3, Term: 1, ConfState: pb.ConfState{Voters: []uint64{1}}}})
		for i := uint64(1); i <= 5; i++ {
			out.Append(diskLog, presetEntry(i, 2, nil))
		}
	})
	if s.log.begin() != 3 || s.log.last() != 5 || s.store.values["x"] != "9" || s.store.values["e4"] != "t2" || s.store.values["e3"] != "" {
		t.Errorf("its log goes from %d to %d, and it has %v", s.log.begin(), s.log.last(), s.store.values)
	}
	dropped := 0
	for _, e := range out.Effects() {
		if e.Kind == engine.DropFirst && e.Key == diskLog {
			dropped = int(e.Off)
		}
	}
	if dropped != 3 {
		t.Errorf("of its disk it drops %d entries", dropped)
	}
}
