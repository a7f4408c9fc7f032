package raft

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	pb "go.etcd.io/etcd/raft/v3/raftpb"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/sim"
)

func compacting(n int) func(p *Params) { return func(p *Params) { p.Compact = n } }

// write lets the leader, n1, put so many values into the log, one after another.
func (c *cluster) write(n int) {
	c.t.Helper()
	for i := range n {
		c.do(fmt.Sprintf("command n1 propose key=k%d value=v%d", i, i))
		c.run(60 * engine.Millisecond)
	}
}

func TestALogIsReplacedByASnapshotOnceEnoughOfItIsApplied(t *testing.T) {
	c := led(t, 3, 0, compacting(4))
	c.write(2)
	if s := c.server("n1"); s.log.begin() != 0 || s.log.last() != 3 {
		t.Fatalf("after 3 entries its log goes from %d to %d", s.log.begin(), s.log.last())
	}
	c.write(3)
	for _, n := range []string{"n1", "n2", "n3"} {
		s := c.server(n)
		if s.log.begin() != 4 || s.log.last() != 6 || len(s.log.ents) != 3 || s.log.ents[0].Data != nil {
			t.Errorf("the log of %s goes from %d to %d, with %d entries", n, s.log.begin(), s.log.last(), len(s.log.ents)-1)
		}
	}
	c.says("n1 has applied 4 entries since its log began. It takes a snapshot, up to entry 4, and drops them.")
	c = led(t, 3, 0, nil)
	c.write(10)
	if c.server("n1").log.begin() != 0 {
		t.Error("it takes a snapshot without being told to")
	}
}

// What a snapshot keeps: values, members, and which requests were carried out.
func TestAServerThatRestartsFromItsOwnSnapshotHasAllThatItHad(t *testing.T) {
	c := led(t, 3, 1, compacting(3))
	c.do("command n1 add-learner node=n4", "command c1 put key=x value=9")
	c.until("acknowledged c1")
	c.until("agree")
	c.write(8)
	for _, n := range []string{"n1", "n2", "n3", "n4"} {
		was := c.server(n)
		conf := c.conf(n)
		c.do("crash "+n, "restart "+n)
		is := c.server(n)
		if is.log.begin() < 6 || is.log.begin() != was.log.begin() || is.log.last() != was.log.last() || is.log.sum(is.log.last()) != was.log.sum(was.log.last()) {
			t.Errorf("the log of %s goes from %d to %d, and went from %d to %d", n, is.log.begin(), is.log.last(), was.log.begin(), was.log.last())
		}
		if !reflect.DeepEqual(is.store, was.store) || c.conf(n) != conf {
			t.Errorf("%s has %+v and the members %s; it had %+v and %s", n, is.store, c.conf(n), was.store, conf)
		}
	}
	if st, _ := c.server("n1").store.stands(engine.ID('c', 1), 1, 1); st != last {
		t.Error("the request of c1 would be carried out again")
	}
	c.until("leader")
	c.until("agree")
}

func TestAFollowerThatLacksWhatIsGoneGetsASnapshot(t *testing.T) {
	c := led(t, 3, 0, compacting(3))
	c.do("crash n3")
	c.write(7)
	c.do("restart n3")
	c.until("agree")
	s := c.server("n3")
	if s.store.values["k0"] != "v0" || s.log.begin() < 6 {
		t.Errorf("n3 has %v and a log from %d", s.store.values, s.log.begin())
	}
	c.says("n3 lacks entries that n1 has no longer. n1 sends it a snapshot in their place, up to entry 8.")
	c.says("n3 takes the snapshot of n1 in place of its log and its store. It has applied all up to entry 8.")
	c.write(1)
	c.says("n3 has the snapshot. n1 sends it entries again, from 9 on.")
	for _, timer := range c.Timers(engine.ID('n', 1)) {
		if timer.Body != (tick{}) {
			t.Errorf("the leader still waits with %v", timer.Body)
		}
	}
	c.until("agree")
	c.run(engine.Second)
	c.do("crash n3", "restart n3")
	if again := c.server("n3"); !reflect.DeepEqual(again.store, s.store) {
		t.Errorf("after its restart n3 has %+v", again.store)
	}
	c.until("agree")
}

// Nobody tells the library that a snapshot was lost; until somebody does, it sends the follower nothing.
func TestASnapshotThatIsLostIsSentAgain(t *testing.T) {
	for _, p := range []func(p *Params){compacting(3), func(p *Params) { *p = byTimeouts(compacting(3)) }} {
		c := led(t, 3, 0, p)
		c.do("crash n3")
		c.write(7)
		c.do("restart n3", "hold kind=MsgSnap")
		c.run(150 * engine.Millisecond)
		if got := fieldOf(c.look("n1"), "match n3"); !strings.Contains(got, "was sent a snapshot, waits") {
			t.Fatalf("n1 knows of n3: %s", got)
		}
		c.do("drop held", "release")
		c.until("agree")
		c.says("n1 has no answer of n3 to its snapshot, and takes it for lost. It tries again when n3 answers a heartbeat.")
	}
}

func TestASnapshotThatComesLateOrTwiceDoesNoHarm(t *testing.T) {
	c := led(t, 3, 0, compacting(3))
	c.do("crash n3")
	c.write(7)
	c.do("restart n3", "hold kind=MsgSnap")
	c.run(400 * engine.Millisecond) // it is given up, and another one sent
	var held []string
	for _, m := range c.InFlight() {
		if engine.KindOf(m.Body) == "MsgSnap" {
			held = append(held, m.ID.String())
		}
	}
	if len(held) < 2 {
		t.Fatalf("%d snapshots are under way", len(held))
	}
	c.do("duplicate "+held[0], "deliver "+held[1])
	c.write(4)
	c.do("release")
	c.run(100 * engine.Millisecond)
	c.until("agree")
	if n := c.server("n3").store; n.values["k3"] != "v3" || n.applied != c.server("n1").store.applied {
		t.Errorf("n3 has %v, up to %d", n.values, n.applied)
	}
	c.says("n3 has no use for the snapshot of n1: it has applied all up to entry")
}

// A server that joins when the first entries are gone learns from the snapshot who decides, itself among them.
func TestAServerThatJoinsLateIsAMemberInTheSnapshotThatItGets(t *testing.T) {
	c := led(t, 3, 1, compacting(100))
	c.write(3)
	c.do("set compact=1") // from now on nothing is kept
	c.write(2)
	c.do("command n1 add-voter node=n4")
	c.until("agree")
	s := c.server("n4")
	if c.conf("n4") != "[1 2 3 4]" || s.store.values["k0"] != "v0" || s.log.begin() == 0 {
		t.Errorf("for n4 %s decide; it has %v", c.conf("n4"), s.store.values)
	}
	c.do("crash n4", "restart n4")
	if c.conf("n4") != "[1 2 3 4]" {
		t.Errorf("after its restart %s decide for n4", c.conf("n4"))
	}
	c.do("command n1 reconfigure voters=n4 learners=n3 transition=explicit")
	c.until("agree")
	c.do("crash n2", "restart n2")
	if want := "[1 2 4] old [1 2 3 4] next [3]"; c.conf("n2") != want {
		t.Errorf("after its restart %s decide for n2, not %s", c.conf("n2"), want)
	}
}

func TestAProposalThatComesBackInASnapshotIsAnswered(t *testing.T) {
	c := led(t, 3, 0, compacting(3))
	c.do("hold from=n1 to=n3 kind=MsgApp", "command n3 propose key=x value=9")
	c.until("committed 9 n1")
	mine := len(c.Ops()) - 1
	c.write(6)
	if !c.Ops()[mine].Open() {
		t.Fatal("the proposal is answered before n3 has heard of it")
	}
	c.do("drop held", "release")
	c.until("agree")
	if c.server("n3").log.begin() < 4 {
		t.Fatal("n3 got no snapshot")
	}
	if c.Ops()[mine].Out != (Done{}) || len(c.server("n3").pending) != 0 {
		t.Errorf("the proposal is answered %v", c.Ops()[mine].Out)
	}
}

// A crash that loses what is not synced yet leaves snapshot and log as they fit together, whichever writes it loses.
func TestACrashFindsSnapshotAndLogTogether(t *testing.T) {
	for _, disk := range []string{"lost", "kept"} {
		compacted := 0
		for after := range 60 {
			o := sim.Options{Seed: 3, Counts: counts(3, 0), Params: with(compacting(2))}
			o.Settings.Fsync = engine.Between(5*engine.Millisecond, 30*engine.Millisecond)
			c := newCluster(t, o)
			c.do("command n1 campaign")
			c.until("leader n1")
			c.do("load n1 propose key=x value=% every=5ms count=12")
			steps(c.World, 40+3*after)
			c.do("crash n2 disk="+disk, "restart n2")
			c.run(2 * engine.Second)
			s := c.server("n2")
			if s.halted != "" {
				t.Fatalf("%s, after %d events: it halts, since %s", disk, 40+3*after, s.halted)
			}
			if s.log.begin() > 0 {
				compacted++
			}
			c.until("agree")
		}
		if compacted < 30 {
			t.Errorf("%s: in %d of 60 runs there was a snapshot", disk, compacted)
		}
	}
}

func TestAStoreIsReadFromASnapshotAsItWasWritten(t *testing.T) {
	for _, s := range []store{
		{},
		{values: map[string]string{"": "a", "x": "ü\x00"}},
		{values: map[string]string{"x": "9"}, sessions: []session{{engine.ID('c', 1), 300, 7, outcome{true, "v"}}, {engine.ID('n', 2), 1, 1, outcome{}}}},
	} {
		sum, got := mustParseStore(appendStore(nil, 1<<63, &s))
		if sum != 1<<63 || !reflect.DeepEqual(got, s) {
			t.Errorf("%+v was read as %+v, with the sum %d", s, got, sum)
		}
	}
}

func TestALogThatBeginsWithASnapshotIsShownSo(t *testing.T) {
	c := led(t, 3, 0, compacting(3))
	c.write(2)
	p := c.look("n1")
	if r := rowOf(p, panelLogs); cellsOf(r) != "3:snapshot.1!" || r.Bar != 3 || fieldOf(p, "log") != "a snapshot up to entry 3, of term 1" {
		t.Errorf("it is shown as %s; %s", cellsOf(r), fieldOf(p, "log"))
	}
	c.write(1)
	p = c.look("n1")
	if r := rowOf(p, panelLogs); cellsOf(r) != "3:snapshot.1! 4:k0=v0.1!" || fieldOf(p, "log") != "a snapshot up to entry 3, then up to entry 4, of term 1" {
		t.Errorf("it is shown as %s; %s", cellsOf(r), fieldOf(p, "log"))
	}
	for line, want := range map[string]bool{"stored v1": true, "committed v1": true, "committed v7": false} {
		if c.goal(line).Reached(c.World) != want {
			t.Errorf("%s: %t", line, !want)
		}
	}
}

func TestWhatBreaksAnInvariantIsFoundBehindASnapshot(t *testing.T) {
	for _, x := range []struct {
		name  string
		spoil func(s *server)
	}{
		{"log matching", func(s *server) { s.log.append([]pb.Entry{{Index: 4, Term: 1, Data: []byte{0}}}) }},
		{"log matching", func(s *server) { s.log.sums[0]++; s.log.append([]pb.Entry{*s.log.at(4)}) }},
		{"state machine safety", func(s *server) { s.log.append([]pb.Entry{{Index: 4, Term: 2}}) }},
		{"leader completeness", func(s *server) {
			s.log.ents, s.log.sums, s.store.applied = s.log.ents[:1], s.log.sums[:1], 3
		}},
	} {
		c := led(t, 3, 0, compacting(3))
		c.write(3)
		for _, state := range c.Judge() {
			if state.Err != nil {
				t.Fatalf("%s: %v, before anything is broken", state.Name, state.Err)
			}
		}
		x.spoil(c.server("n1"))
		found := false
		for _, state := range c.Judge() {
			found = found || state.Name == x.name && state.Err != nil
		}
		if !found {
			t.Errorf("%s: nothing is found", x.name)
		}
	}
}

func TestACompactedLogSharesNothingWithWhatWasReadOfIt(t *testing.T) {
	s := storageOf(1, 1, 2, 3)
	sent, err := s.Entries(1, 5, 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	sum, copied := s.sum(4), s.clone()
	s.compact(3)
	s.append([]pb.Entry{{Index: 4, Term: 9}})
	if sent[2].Term != 2 || sent[3].Term != 3 || copied.begin() != 0 || copied.at(4).Term != 3 {
		t.Error("a message under way, or a copy, has changed")
	}
	if first, _ := s.FirstIndex(); first != 4 || s.begin() != 3 || s.sum(4) == sum {
		t.Errorf("it goes from %d to %d", first, s.last())
	}
	if term, err := s.Term(3); term != 2 || err != nil {
		t.Errorf("of the last entry that is gone it has the term %d, %v", term, err)
	}
}
