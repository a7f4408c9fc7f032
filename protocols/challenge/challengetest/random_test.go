package challengetest

import (
	"runtime"
	"strings"
	"testing"

	"quorumlab/protocols/challenge"
	"quorumlab/protocols/engine"
	raftsmall "quorumlab/protocols/raft-small"
	"quorumlab/protocols/scenario"
)

const threeServers = "cluster raft-small nodes=3 seed=1\ncommand n1 campaign\nrun until=leader n1\nrun 100ms\n"

func of(t *testing.T, start, rules string) *challenge.Challenge {
	t.Helper()
	p := &raftsmall.Protocol
	s, err := scenario.Parse(start, func(string) *engine.Protocol { return p })
	if err != nil {
		t.Fatal(err)
	}
	r, err := challenge.Parse(p, rules)
	if err != nil {
		t.Fatal(err)
	}
	c, err := challenge.New(s, r)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func drawn(t *testing.T, c *challenge.Challenge, exactly int) Result {
	t.Helper()
	r, err := Random(c, exactly)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestAChallengeThatChanceWinsIsSeenAtOnceAndOneThatItDoesNotSoonAfter(t *testing.T) {
	lucky := drawn(t, of(t, threeServers, "goal leader term=2\nbudget crash=1\nwithin 2s\n"), 0)
	if !lucky.Lucky || lucky.Scripts > 100 || lucky.Passed < 5 || !strings.Contains(lucky.First, "crash n1") {
		t.Errorf("a new leader: got %+v", lucky)
	}
	hard := drawn(t, of(t, threeServers, "goal leader n3 term=7\nbudget crash=1 restart=1\nwithin 500ms\n"), 0)
	if hard.Lucky || hard.Scripts < 1300 || hard.Scripts > 1500 || hard.Passed != 0 {
		t.Errorf("a term out of reach: got %+v", hard)
	}
}

func TestAScriptThatPassesByChanceAlsoPassesTheJudge(t *testing.T) {
	c := of(t, threeServers, "goal leader term=2\nbudget crash=1 cut=2 drop=2 propose=2 hold=1 set=1 link=1 skew=1 pause=1 delay=1 fire=1\nlock n2\nactions 3\nwithin 2s\n")
	r := drawn(t, c, 200)
	acts, err := c.Actions(r.First)
	if err != nil || r.Scripts != 200 || len(acts) == 0 || len(acts) > 3 || strings.Contains(r.First, "n2 ") {
		t.Fatalf("got %+v, %v", r, err)
	}
	trial, err := c.Judge(acts)
	if err != nil {
		t.Fatal(err)
	}
	for !trial.Step(1000) {
	}
	if v := trial.Verdict(); !v.Reached {
		t.Errorf("%s\n%s", r.First, v.Text)
	}
}

func TestWhatIsReachedByDoingNothingIsReachedByChance(t *testing.T) {
	r := drawn(t, of(t, threeServers, "goal leader n1\nbudget crash=1\n"), 0)
	if !r.Lucky || r.First != nothing {
		t.Errorf("got %+v", r)
	}
}

func TestChanceIsTheSameOnAnyNumberOfProcessors(t *testing.T) {
	c := of(t, threeServers, "goal leader term=2\nbudget crash=1 cut=1\nwithin 1s\n")
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	one := drawn(t, c, 150)
	runtime.GOMAXPROCS(3)
	if three := drawn(t, c, 150); three != one || one.Passed == 0 {
		t.Errorf("got %+v on one, %+v on three", one, three)
	}
}
