package raft

import (
	"slices"
	"testing"

	lib "go.etcd.io/etcd/raft/v3"
	pb "go.etcd.io/etcd/raft/v3/raftpb"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/sim"
)

func storageOf(terms ...uint64) *storage {
	s := newStorage(pb.ConfState{})
	for i, t := range terms {
		s.append([]pb.Entry{{Index: uint64(i + 1), Term: t}})
	}
	return s
}

func (s *storage) terms() (ts []uint64) {
	for _, e := range s.ents[1:] {
		ts = append(ts, e.Term)
	}
	return ts
}

func TestALogThatIsCutLeavesWhatWasReadOfItAsItWas(t *testing.T) {
	s := storageOf(1, 1, 2)
	sent, err := s.Entries(1, 4, 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	s.append([]pb.Entry{{Index: 2, Term: 3}, {Index: 3, Term: 3}})
	if sent[1].Term != 1 || sent[2].Term != 2 {
		t.Errorf("a message on its way now has %v", sent)
	}
	if got := s.terms(); !slices.Equal(got, []uint64{1, 3, 3}) {
		t.Errorf("the log has the terms %v", got)
	}
}

func TestTwoCopiesOfALogGrowApart(t *testing.T) {
	for _, first := range []bool{true, false} {
		a := storageOf(1, 1)
		b := a.clone()
		x, y := a, b
		if first {
			x, y = b, a
		}
		x.append([]pb.Entry{{Index: 3, Term: 2}})
		y.append([]pb.Entry{{Index: 3, Term: 3}})
		if got, want := x.terms(), y.terms(); !slices.Equal(got, []uint64{1, 1, 2}) || !slices.Equal(want, []uint64{1, 1, 3}) {
			t.Errorf("they have %v and %v", got, want)
		}
		if x.sum(3) == y.sum(3) || x.sum(2) != y.sum(2) {
			t.Error("their sums are those of other logs")
		}
	}
}

func TestSumsAreEqualWhereLogsAreAndNowhereElse(t *testing.T) {
	seen := map[uint64]pb.Entry{}
	for _, e := range []pb.Entry{{Term: 1}, {Term: 2}, {Term: 1, Type: pb.EntryConfChange}, {Term: 1, Data: []byte{0}}, {Term: 1, Data: []byte{0, 0}},
		{Term: 1, Data: make([]byte, 8)}, {Term: 1, Data: make([]byte, 9)}, {Term: 1, Data: []byte("abcdefgh")}, {Term: 1, Data: []byte("abcdefghi")}} {
		h := sumAfter(0, &e)
		if other, ok := seen[h]; ok {
			t.Errorf("%v and %v have one sum", e, other)
		}
		seen[h] = e
		if sumAfter(1, &e) == h {
			t.Errorf("%v has one sum after two different logs", e)
		}
	}
	if storageOf(1, 2).sum(2) != storageOf(1, 2).sum(2) {
		t.Error("equal logs have different sums")
	}
}

func TestTheLibraryReadsTheLogAsItAsksFor(t *testing.T) {
	s := storageOf(1, 1, 2, 2)
	if first, _ := s.FirstIndex(); first != 1 {
		t.Errorf("the first index is %d", first)
	}
	if last, _ := s.LastIndex(); last != 4 {
		t.Errorf("the last index is %d", last)
	}
	if term, err := s.Term(0); term != 0 || err != nil {
		t.Errorf("before the log the term is %d, %v", term, err)
	}
	if term, err := s.Term(3); term != 2 || err != nil {
		t.Errorf("the term of entry 3 is %d, %v", term, err)
	}
	if _, err := s.Term(5); err != lib.ErrUnavailable {
		t.Errorf("beyond the log: %v", err)
	}
	size := uint64(s.at(1).Size())
	for limit, want := range map[uint64]int{0: 1, size: 1, 2 * size: 2, 1 << 20: 3} {
		if es, err := s.Entries(2, 5, limit); err != nil || len(es) != want || cap(es) != len(es) {
			t.Errorf("of at most %d bytes it reads %d entries, %v; expected %d", limit, len(es), err, want)
		}
	}
	if _, err := s.Entries(0, 2, 1); err != lib.ErrCompacted {
		t.Errorf("before the log: %v", err)
	}
	if _, err := s.Entries(2, 6, 1); err != lib.ErrUnavailable {
		t.Errorf("beyond the log: %v", err)
	}
	if _, err := s.Snapshot(); err != lib.ErrSnapshotTemporarilyUnavailable {
		t.Errorf("a snapshot: %v", err)
	}
}

// A receiver in this process may make a message's entries its own and append to them.
func TestNobodyCanAppendIntoAMessageThatWasSent(t *testing.T) {
	c := busy(t, 3, defaults())
	entries := 0
	for range 5000 {
		c.Next(1 << 50)
		for _, m := range c.InFlight() {
			if x, ok := m.Body.(*Message); ok && len(x.Entries) > 0 {
				entries++
				if cap(x.Entries) > len(x.Entries) {
					t.Fatalf("%s has room for %d entries more", x.Text(), cap(x.Entries)-len(x.Entries))
				}
			}
		}
	}
	if entries == 0 {
		t.Error("no message with entries was seen")
	}
}

func TestADiskHoldsTheLogAndNothingElse(t *testing.T) {
	for _, compact := range []int{0, 2} {
		c := newCluster(t, sim.Options{Seed: 37, Counts: counts(5, 2), Params: with(compacting(compact))})
		var records []Entry
		c.Hook(&sim.Hooks{
			Before: func(_ int, in engine.Input, _ engine.Node, _ engine.Rand, _ []byte) {
				if s, ok := in.Event.(engine.Start); ok && s.Restart {
					records = engine.Records[Entry](s.Disk, diskLog)
				}
			},
			After: func(int, engine.Input, engine.Node, *engine.Out) {},
		})
		c.until("agree")
		c.do("command n1 propose key=y value=1")
		c.until("agree")
		c.do("set compact=0", "partition n1 n2 c1 | n3 n4 n5 c2", "command c1 put key=x value=red")
		c.until("stored red n2")
		c.do("command c2 put key=x value=blue")
		c.until("committed blue")
		c.do("crash c1")
		n1, begin := c.server("n1"), uint64(0)
		if compact > 0 {
			begin = 2
		}
		if n1.log.begin() != begin || n1.log.last() != 3 {
			t.Fatalf("n1's log goes from %d to %d", n1.log.begin(), n1.log.last())
		}
		c.do("heal") // n1 drops its last entry for others
		c.until("value n1 key=x is=blue")
		c.do("crash n1", "restart n1")
		s := c.server("n1")
		if uint64(len(records)) != s.log.last()-s.log.begin() {
			t.Fatalf("n1's log goes from %d to %d, and its disk holds %d entries", s.log.begin(), s.log.last(), len(records))
		}
		for i := range records {
			if e := s.log.at(s.log.begin() + uint64(i+1)); records[i].Index != e.Index || records[i].Term != e.Term {
				t.Errorf("record %d is entry %d of term %d; the log has entry %d of term %d", i+1, records[i].Index, records[i].Term, e.Index, e.Term)
			}
		}
	}
}
