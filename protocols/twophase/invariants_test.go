package twophase

import (
	"slices"
	"testing"

	"quorumlab/protocols/engine"
)

// halfway is a cluster in which n3 has committed t1 and n2 is in doubt.
func halfway(t *testing.T) *cluster {
	t.Helper()
	c := newCluster(t, 3, nil)
	c.do("hold from=n1 to=n2 kind=Commit", "command n1 begin tx=t1 from=n2.alice to=n3.bob amount=40")
	c.until("committed n3")
	c.holds("prepared n2")
	return c
}

// found are the invariants that don't hold, with the values that they tell.
func (c *cluster) found() (all []string) {
	for _, s := range c.Judge() {
		if s.Err != nil {
			all = append(all, s.Name+": "+s.Err.Error())
		}
	}
	return all
}

func TestWhatBreaksAnInvariantIsFoundAndSaid(t *testing.T) {
	const (
		lost  = "money: all accounts together have 560, and had 600 at first"
		made  = "money: all accounts together have 640, and had 600 at first"
		split = "atomicity: n3 has committed t1, and n2 has aborted it"
	)
	for name, c := range map[string]struct {
		spoil func(n2, n3 *participant)
		want  []string
	}{
		"nothing":                          {func(n2, n3 *participant) {}, nil},
		"n2 aborts":                        {func(n2, n3 *participant) { n2.redo(record{Kind: aborted, ID: nth(1), Tx: "t1"}) }, []string{made, split}},
		"n2 pays twice":                    {func(n2, n3 *participant) { n2.accounts[0].Amount -= 40 }, []string{lost}},
		"n3 forgets what it has been paid": {func(n2, n3 *participant) { n3.accounts[0].Amount -= 40 }, []string{lost}},
		"n2 knows of no promise":           {func(n2, n3 *participant) { n2.doubts = nil }, []string{made}},
		"n2 commits": {func(n2, n3 *participant) {
			n2.redo(record{Kind: committed, ID: nth(1), Tx: "t1", After: []Holding{{"alice", 60}}})
		}, nil},
	} {
		x := halfway(t)
		c.spoil(x.participant(2), x.participant(3))
		x.Global().Stepped = -1
		if got := x.found(); !slices.Equal(got, c.want) {
			t.Errorf("%s: found %q, not %q", name, got, c.want)
		}
		// The same is found when only the one that was spoilt is known to have changed, whichever of the two it was.
		for _, stepped := range []int{1, 2} {
			if x.Global().Stepped = stepped; !slices.Equal(x.found(), c.want) {
				t.Errorf("%s: found %q when n%d has stepped", name, x.found(), stepped+1)
			}
		}
	}
}

func TestMoneyIsCountedWhenAllParticipantsAreUp(t *testing.T) {
	c := halfway(t)
	c.do("crash n4")
	c.participant(2).accounts[0].Amount = 0
	if got := c.found(); got != nil {
		t.Errorf("while n4 is down: found %q", got)
	}
	c.do("restart n4")
	if e := c.Ending(); e == nil || e.Name != "money" || e.Text != "all accounts together have 500, and had 600 at first" {
		t.Errorf("when n4 is back: %+v", e)
	}
}

func TestTheInvariantsSayWhatMakesThemTrue(t *testing.T) {
	says := func(c *cluster) (all []string) {
		for _, s := range c.Judge()[:2] {
			all = append(all, s.Says)
		}
		return all
	}
	c := newCluster(t, 2, nil)
	expect := func(want ...string) {
		t.Helper()
		if got := says(c); !slices.Equal(got, want) {
			t.Errorf("they say %q, not %q", got, want)
		}
	}
	expect("all accounts together have 400", "nobody is in doubt")
	c.do("hold from=n1 to=n2 kind=Commit", "command n1 begin tx=t1 from=n2.alice to=n3.bob amount=40")
	c.until("prepared")
	expect("all accounts together have 400", "t1: n3 is in doubt, nobody has committed")
	c.until("committed n3")
	expect("all accounts together have 400", "t1: n3 has committed, n2 is in doubt")
	c.do("crash n2")
	expect("a participant is down", "nobody is in doubt")
}

func TestACommitWithoutEveryYesIsFound(t *testing.T) {
	type vote struct {
		by   engine.NodeID
		fact any
	}
	n1, n2, n3 := engine.ID('n', 1), engine.ID('n', 2), engine.ID('n', 3)
	yes := func(id ID) Voted { return Voted{id, "t", true} }
	commit := Decided{nth(1), "t1", true, []engine.NodeID{n2, n3}}
	abort := commit
	abort.Committed = false
	for name, c := range map[string]struct {
		votes []vote
		want  string
	}{
		"all voted yes":            {[]vote{{n2, yes(nth(1))}, {n3, yes(nth(1))}, {n3, yes(nth(1))}, {n1, commit}}, ""},
		"n3 has not voted":         {[]vote{{n2, yes(nth(1))}, {n3, yes(nth(2))}, {n1, commit}}, "n1 has committed t1 without the yes of n3"},
		"n2 has voted no":          {[]vote{{n2, Voted{nth(1), "t", false}}, {n3, yes(nth(1))}, {n1, commit}}, "n1 has committed t1 without the yes of n2"},
		"n2 has taken it back":     {[]vote{{n2, yes(nth(1))}, {n3, yes(nth(1))}, {n2, Voted{nth(1), "t", false}}, {n1, commit}}, "n1 has committed t1 without the yes of n2"},
		"it was aborted":           {[]vote{{n2, yes(nth(1))}, {n1, abort}}, ""},
		"it was aborted before it": {[]vote{{n2, yes(nth(1))}, {n3, yes(nth(1))}, {n1, abort}, {n1, commit}}, "n1 has committed t1 without the yes of n2"},
	} {
		b, text := &ballots{}, ""
		for _, v := range c.votes {
			if err := b.Observe(v.by, v.fact); err != nil {
				text = err.Error()
			}
		}
		if text != c.want {
			t.Errorf("%s: found %q, not %q", name, text, c.want)
		}
	}
}

func TestVotesAreRememberedUntilTheDecision(t *testing.T) {
	b := &ballots{}
	for n := uint32(1); n <= 3; n++ {
		_ = b.Observe(engine.ID('n', 3), Voted{nth(n), "t", true})
		_ = b.Observe(engine.ID('n', 2), Voted{nth(n), "t", true})
	}
	_ = b.Observe(coordinatorID(), Decided{nth(2), "t", true, []engine.NodeID{engine.ID('n', 2), engine.ID('n', 3)}})
	var left []ID
	for _, x := range b.cast {
		left = append(left, x.ID)
	}
	if want := []ID{nth(1), nth(1), nth(3), nth(3)}; !slices.Equal(left, want) {
		t.Errorf("votes on %v are left", left)
	}
}
