package raft

import (
	"testing"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/sim"
)

func TestGoalsAnswerWhatTheyAreAskedFor(t *testing.T) {
	c := newCluster(t, sim.Options{Seed: 37, Counts: counts(5, 2)})
	for _, g := range []string{"leader", "candidate", "leaders", "term", "commit", "last", "agree", "value key=x is=red"} {
		if c.goal(g).Reached(c.World) {
			t.Errorf("%s is reached before anything has happened", g)
		}
	}
	c.holds("follower n5")
	c.holds("value key=x")
	c.until("candidate n1")
	c.until("agree")
	c.do("partition n1 n2 c1 | n3 n4 n5 c2", "command c1 put key=x value=red")
	c.until("stored red n2")
	c.do("command c2 put key=x value=blue")
	c.until("committed blue")
	c.until("value key=x is=blue")
	for line, want := range map[string]int64{
		"leader": 1, "leader n1": 1, "leader n1 term=1": 1, "leader n1 term=2": 0, "leader n3 term=2": 1, "leader term=3": 0, "leader n2": 0,
		"follower n2 term=1": 1, "follower n3": 0, "candidate": 0,
		"leaders": 2, "leaders term=2": 1, "leaders term=9": 0,
		"term": 2, "term n1": 1, "term n9": 0,
		"last": 3, "last n2": 2,
		"commit": 3, "commit n1": 1, "commit index=3": 3, "commit index=4": 0, "commit n1 index=2": 0,
		"stored red": 2, "stored blue": 3, "stored blue n1": 0, "stored red n1": 1, "stored green": 0,
		"committed red": 0, "committed blue": 1, "committed blue n1": 0,
		"lost red": 1, "lost blue": 0, "voters": 5, "voters n2": 5, "voters n9": 0,
		"value key=x is=blue": 1, "value n1 key=x is=blue": 0, "value n1 key=x": 1, "value n9 key=x": 0,
		"agree": 0,
	} {
		if got := c.goal(line).Value(c.World); got != want {
			t.Errorf("%s is %d, not %d", line, got, want)
		}
	}
	if engine.PrintGoal("leader", statusForm{}) != "leader" {
		t.Error("a goal without words is printed with some")
	}
}

func TestTheModelIsARegisterForEachKey(t *testing.T) {
	m := model()
	for _, c := range []struct {
		state   string
		in, out any
		ok      bool
		next    string
	}{
		{"", Get{Key: "x"}, Value{""}, true, ""},
		{"1", Get{Key: "x"}, Value{"2"}, false, "1"},
		{"1", Put{"x", "2"}, Done{}, true, "2"},
		{"1", Put{"x", "2"}, nil, true, "2"},
		{"1", Delete{"x"}, Done{}, true, ""},
		{"1", CompareAndSwap{"x", "1", "2"}, Swapped{true, "1"}, true, "2"},
		{"1", CompareAndSwap{"x", "3", "2"}, Swapped{false, "1"}, true, "1"},
		{"1", CompareAndSwap{"x", "1", "2"}, Swapped{false, "1"}, false, "2"},
		{"", CompareAndSwap{"x", "", "2"}, Swapped{true, ""}, true, "2"},
		{"1", Propose{"x", "2"}, Done{}, true, "2"},
		{"1", Propose{"x", "2"}, Refused{"no"}, true, "1"},
		{"1", Campaign{}, Done{}, true, "1"},
	} {
		ok, next := m.Step(c.state, c.in, c.out)
		if ok != c.ok || next != any(c.next) {
			t.Errorf("%q, %s, %v: %t and %q, not %t and %q", c.state, engine.Print(c.in), c.out, ok, next, c.ok, c.next)
		}
	}
	if m.Init() != any("") || m.Partition(Get{Key: "x"}) == m.Partition(Get{Key: "y"}) || m.Partition(Get{Key: "x"}) != m.Partition(Put{"x", "1"}) ||
		m.Partition(Get{Key: "servers"}) == m.Partition(Campaign{}) {
		t.Error("keys are parts of their own, and servers' commands belong to none")
	}
}
