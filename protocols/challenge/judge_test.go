package challenge

import (
	"os"
	"strings"
	"testing"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/mutex"
	"quorumlab/protocols/raft"
	raftsmall "quorumlab/protocols/raft-small"
	"quorumlab/protocols/scenario"
	"quorumlab/protocols/twophase"
)

func lookup(name string) *engine.Protocol {
	for _, p := range []*engine.Protocol{&raft.Protocol, &raftsmall.Protocol, &twophase.Protocol, &mutex.Protocol} {
		if p.Name == name {
			return p
		}
	}
	return nil
}

// of is a challenge from texts.
func of(t testing.TB, start, rules string) *Challenge {
	t.Helper()
	s, err := scenario.Parse(start, lookup)
	if err != nil {
		t.Fatal(err)
	}
	r, err := Parse(s.Cluster.Protocol, rules)
	if err != nil {
		t.Fatal(err)
	}
	c, err := New(s, r)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// tried is the verdict on an attempt.
func tried(t testing.TB, c *Challenge, script string) Verdict {
	t.Helper()
	acts, err := c.Actions(script)
	if err != nil {
		t.Fatal(err)
	}
	trial, err := c.Judge(acts)
	if err != nil {
		t.Fatal(err)
	}
	for !trial.Step(100) {
	}
	return trial.Verdict()
}

func figure(t testing.TB, name string) string {
	t.Helper()
	text, err := os.ReadFile("../../lessons/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

const (
	leading = "cluster raft nodes=5 client=0 seed=1\ncommand n1 campaign\nrun until=leader n1\nrun 100ms\n"
	n3Wins  = "goal leader n3 term=2\nbudget crash=1 hold=2 drop=2\nlock n3\n"
)

func TestTry(t *testing.T) {
	c := of(t, leading, n3Wins)
	for _, s := range []string{"", "crash n1", "crash n3", "pause n1", "crash n1\ncrash n2", "crash n1\nhold from=n4",
		"crash n1\nhold from=n4 to=n2\nhold from=n4 to=n5", "at 50ms crash n1", "at 20s crash n1"} {
		v := tried(t, c, s)
		t.Logf("%s\n   %+v", strings.ReplaceAll(s, "\n", "; "), v)
	}
}
