package proof

import (
	"strings"
	"testing"

	"quorumlab/protocols/challenge"
	"quorumlab/protocols/engine"
	raftsmall "quorumlab/protocols/raft-small"
	"quorumlab/protocols/scenario"
)

const threeServers = "cluster raft-small nodes=3 seed=1\ncommand n1 campaign\nrun until=leader n1\nrun 10ms\n"

func of(t *testing.T, rules string) *challenge.Challenge {
	t.Helper()
	p := &raftsmall.Protocol
	s, err := scenario.Parse(threeServers, func(string) *engine.Protocol { return p })
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

func searched(t *testing.T, rules, bounds string) *Proof {
	t.Helper()
	x, err := Parse(&raftsmall.Protocol, bounds)
	if err != nil {
		t.Fatal(err)
	}
	y, err := x.Search(of(t, rules))
	if err != nil {
		t.Fatal(err)
	}
	return y
}

func TestASearchProvesWhatIsImpossibleWithItsBoundsAndCounts(t *testing.T) {
	y := searched(t, "goal violated election-safety\nbudget cut=1 heal=1 propose=1\n", "timeouts 1\ncommand n1 propose value=red\n")
	const want = "timeouts 1\ncommand n1 propose value=red\n----\nverdict impossible\nNo run reaches it with at most 1 timer firing, 1 command, messages late or lost as often as one likes.\n"
	if y.Verdict() != Impossible || !strings.HasPrefix(y.String(), want) || !strings.HasSuffix(y.Result, " levels: every order of events was tried.\n") {
		t.Errorf("got\n%s", y)
	}
	again, err := Parse(&raftsmall.Protocol, y.String())
	if err != nil || again.String() != y.String() {
		t.Fatalf("it is read as\n%s, %v", again, err)
	}
	if z, err := again.Search(of(t, "goal violated election-safety\nbudget cut=1 heal=1 propose=1\n")); err != nil || z.Result != y.Result {
		t.Errorf("searched again it is\n%s, %v", z, err)
	}
}

func TestAClaimThatIsWrongIsAnsweredWithTheShortestRun(t *testing.T) {
	y := searched(t, "goal leader n3 term=2\ngoal leaders = 2\nbudget cut=1\n", "timeouts 1\n")
	_, text, ok := strings.Cut(y.Result, "\ncluster ")
	if y.Verdict() != Reached || !ok || !strings.Contains(y.Result, "A run of 3 steps reaches it, with at most 1 timer firing") {
		t.Fatalf("got\n%s", y)
	}
	s, err := scenario.Parse("cluster "+text, func(string) *engine.Protocol { return &raftsmall.Protocol })
	if err != nil {
		t.Fatal(err)
	}
	if res, err := scenario.Run(s); err != nil || !res.OK() {
		t.Errorf("its run: %v\n%s", err, text)
	}
}

func TestASearchThatIsNotFinishedProvesNothing(t *testing.T) {
	y := searched(t, "goal leader n3 term=9\nbudget crash=1\n", "timeouts 3\nstates 200\n")
	if y.Verdict() != Unfinished || !strings.Contains(y.Result, "1 crash, ") || !strings.Contains(y.Result, "Longer ones were not all tried") {
		t.Errorf("got\n%s", y)
	}
}

func TestNoTimersAtAllIsABoundOfItsOwn(t *testing.T) {
	y := searched(t, "goal leader term=2\nbudget cut=1\n", "timeouts 0\n")
	if y.Verdict() != Impossible || !strings.HasPrefix(y.String(), "timeouts 0\n----\n") || !strings.Contains(y.Result, "with no timer firing, ") {
		t.Errorf("got\n%s", y)
	}
}

func TestRulesThatASearchCannotTryAreRefused(t *testing.T) {
	x := &Proof{Timeouts: 1}
	for rules, want := range map[string]string{
		"goal leader\nbudget set=1\n":              "can't try what set may do",
		"goal leader\nbudget skew=1\n":             "can't try what skew may do",
		"goal leader\nbudget propose=1\n":          "expected command lines: the rules allow propose",
		"goal unavailable >= 5s\nbudget crash=1\n": "it can't judge unavailable >= 5s",
		"goal leader n2 >= 5s\nbudget crash=1\n":   "it can't judge leader n2 >= 5s",
	} {
		if _, err := x.Search(of(t, rules)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: expected %q, got %v", rules, want, err)
		}
	}
}

func TestASearchTriesNoCommandThatTheRulesForbid(t *testing.T) {
	x, err := Parse(&raftsmall.Protocol, "timeouts 1\ncommand n1 propose value=red\n")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := x.Search(of(t, "goal leader\nbudget propose=1\nwith propose value=blue\n")); err == nil || err.Error() != "proof: propose is allowed here with value=blue only" {
		t.Errorf("got %v", err)
	}
}

func TestBoundsThatMakeNoSenseSayTheirLine(t *testing.T) {
	for text, want := range map[string]string{
		"timeouts":               "line 1: timeouts: expected a number",
		"timeouts 1\nstates few": "line 2: states: expected a number",
		"# why\n\nrun 5s":        "line 3, column 1: expected timeouts, command, states or ----, not run",
		"command n1 sing":        "line 1",
	} {
		if _, err := Parse(&raftsmall.Protocol, text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: expected %q, got %v", text, want, err)
		}
	}
	if x, err := Parse(&raftsmall.Protocol, "timeouts 2\n"); err != nil || x.Verdict() != "" {
		t.Errorf("without a result: got %q, %v", x.Verdict(), err)
	}
}
