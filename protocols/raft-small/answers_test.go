package raftsmall

import "testing"

func TestAProposalIsDoneWhenItIsCommitted(t *testing.T) {
	c := newCluster(t, 3, manual)
	c.do("command n1 campaign", "run 100ms", "hold to=n1", "command n1 propose value=red", "run 50ms")
	if c.holds("stored red n2", "not committed red"); c.last() != "open" {
		t.Errorf("before red is committed its operation is %s", c.last())
	}
	c.do("release", "run 20ms")
	if c.holds("committed red"); c.last() != "done" {
		t.Errorf("red is committed, and its operation is %s", c.last())
	}
}

func TestAServerRefusesWhatItCanNotDo(t *testing.T) {
	c := newCluster(t, 3, manual)
	c.do("command n1 campaign", "run 100ms")
	for line, want := range map[string]string{
		"command n2 propose value=red": "it is not the leader",
		"command n1 campaign":          "it leads already",
	} {
		if c.do(line); c.last() != want {
			t.Errorf("%s: %s, not %s", line, c.last(), want)
		}
	}
	c.says("n2 refuses: it is not the leader.")
}

func TestAnOperationOutlivesTheReignInWhichItBegan(t *testing.T) {
	c := newCluster(t, 3, manual)
	c.do("command n1 campaign", "run 100ms", "partition n1 n2 | n3", "command n1 propose value=red", "run 10ms", "run 5ms",
		"partition n1 | n2 n3", "run 100ms", "command n2 campaign", "run 100ms", "heal",
		"command n2 propose value=blue", "run 100ms", "command n2 propose value=green", "run 100ms")
	c.holds("leader n2 term=2", "committed red n1", "follower n1")
	if got := c.answered()[1]; got != "done" {
		t.Errorf("a later leader has committed red, and its operation is %s", got)
	}
}

func TestAnOperationWhoseEntryIsReplacedIsRefused(t *testing.T) {
	c := newCluster(t, 3, manual)
	c.do("command n1 campaign", "run 100ms", "partition n1 | n2 n3",
		"command n1 propose value=red", "command n1 propose value=rose", "command n1 reconfigure members=n1",
		"command n2 campaign", "run 100ms", "heal", "command n2 propose value=blue", "run 100ms",
		"hold to=n2", "command n2 propose value=green", "run 30ms")
	c.holds("committed blue n1", "not committed green")
	for i, got := range c.answered()[1:4] {
		if got != "a later leader has replaced its entry" {
			t.Errorf("operation %d is %s", i+1, got)
		}
	}
	c.says("n1 answers that its entry 1 of term 1 came to nothing: a later leader has replaced it.")
}

// An entry is lost, too, when one of an earlier term is committed in its place; and one that is further on may still come.
func TestAnEntryIsLostOnceItsPlaceOrWhatIsBeforeItIsTaken(t *testing.T) {
	p := pending{Index: 5, Term: 3}
	for _, c := range []struct {
		index, term int
		lost        bool
	}{{5, 3, false}, {5, 4, true}, {5, 2, true}, {4, 3, false}, {4, 2, false}, {4, 4, true}, {1, 9, true}} {
		if p.lost(c.index, c.term) != c.lost {
			t.Errorf("entry %d of term %d is committed: lost is %t", c.index, c.term, !c.lost)
		}
	}
}

// It counts for nothing any more, but it is sent what follows, and so it learns what became of the rest.
func TestALeaderThatIsRemovedStillAnswers(t *testing.T) {
	a := newAlone(t, 1).leads()
	done := func() (n int) {
		for _, e := range a.out.Effects() {
			if e.Body == (Done{}) {
				n++
			}
		}
		return n
	}
	a.give(0, Reconfigure{Members: servers(2, 3).ids()})
	for _, index := range []int{1, 2} {
		if index == 2 {
			a.give(0, Propose{"red"}) // behind C_new
		}
		a.give(n(2), AppendEntriesReply{Term: 2, Success: true, MatchIndex: index})
		a.give(n(3), AppendEntriesReply{Term: 2, Success: true, MatchIndex: index})
	}
	if a.status != follower || done() != 1 || len(a.pending) != 1 {
		t.Fatalf("with C_new committed it has status %d, and has answered %d operations, not the change", a.status, done())
	}
	a.give(n(2), AppendEntries{Term: 3, PrevLogIndex: 3, PrevLogTerm: 2, Entries: entries(4, 3), LeaderCommit: 4})
	if done() != 1 || len(a.pending) != 0 {
		t.Error("red is committed, and its operation open")
	}
}
