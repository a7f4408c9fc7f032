package challenge

import (
	"strings"
	"testing"

	"quorumlab/protocols/raft"
	"quorumlab/protocols/scenario"
)

func TestRulesArePrintedAsTheyAreRead(t *testing.T) {
	const canonical = `goal leader n3 term=2
goal not committed red
goal unavailable c1 >= 5s
goal violated election-safety
when check-quorum=true
when latency=5ms
budget crash=1 partition=2 put=3
with put key=x
actions 4
lock n3 c1
from 507ms#2
within 20s
seeds 200
`
	r, err := Parse(&raft.Protocol, canonical)
	if err != nil {
		t.Fatal(err)
	}
	if got := r.String(); got != canonical {
		t.Errorf("expected\n%s\ngot\n%s", canonical, got)
	}
	loose, err := Parse(&raft.Protocol, "# what it asks for\n\nlock n3\n  budget crash=1   # once\nbudget hold=2\ngoal  leader n3\n\n")
	if err != nil {
		t.Fatal(err)
	}
	if got := loose.String(); got != "goal leader n3\nbudget crash=1 hold=2\nlock n3\n" || loose.Goals[0].Line != 6 || loose.within() != withinUsual {
		t.Errorf("got\n%s at line %d", got, loose.Goals[0].Line)
	}
}

func TestRulesThatMakeNoSenseSayTheirLineAndWhatWasExpected(t *testing.T) {
	for text, want := range map[string]string{
		"":                                    "line 1: expected a goal line",
		"budget crash=1":                      "line 1: expected a goal line",
		"goal":                                "line 1: expect: expected a goal, violated or ended",
		"goal leder":                          "line 1, column 6: expect: expected one of leader",
		"goal ended events":                   "line 1: goal: a run that ends at a limit has not reached anything",
		"goal same-view n1 main left":         "line 1, column 6: expect same-view: it compares two branches, and here is one run",
		"goal leader\nwin":                    "line 2, column 1: expected goal, when, budget, with, actions, lock, from, within or seeds, not win",
		"goal leader\nbudget":                 "line 2: budget: expected an action",
		"goal leader\nbudget fly=1":           "line 2, column 8: budget: expected an action or a command, such as crash=1, not fly=1",
		"goal leader\nbudget disk=1":          "budget: expected an action or a command",
		"goal leader\nbudget crash=many":      "line 2, column 8: budget: crash: expected a number from 0 to 1000, not many",
		"goal leader\nbudget crash=1 crash=2": "line 2, column 16: budget: expected crash once",
		"goal leader\nwith":                   "line 2: with: expected a command and the values",
		"goal leader\nwith crash node=n1":     "line 2: with: expected a command and the values",
		"goal leader\nwith put x":             "line 2, column 10: with: expected field=value, not x",
		"goal leader\nactions 0":              "actions: expected a number from 1 to 1000, not 0",
		"goal leader\nactions 1\nactions 2":   "line 3: expected actions once",
		"goal leader\nactions":                "line 2: expected one word after actions",
		"goal leader\nlock":                   "line 2: lock: expected nodes",
		"goal leader\nlock x":                 "line 2, column 6: lock: expected a node such as n1, not x",
		"goal leader\nfrom soon":              "from: expected a moment such as 507ms",
		"goal leader\nfrom -1ms":              "from: expected a moment",
		"goal leader\nwithin 1h":              "within: expected a time up to 10m",
		"goal leader\nwithin 0ms":             "within: expected a time up to 10m",
		"goal leader\nseeds 5000":             "seeds: expected a number from 1 to 1000",
		"goal leader\nwhen":                   "line 2: when: expected param=value",
		"goal leader\nwhen fast":              "line 2, column 6: when: expected param=value, not fast",
		"goal \"leader":                       "line 1, column 6: expected a closing quote",
	} {
		_, err := Parse(&raft.Protocol, text)
		if _, ok := err.(*scenario.Error); !ok || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: expected %q, got %v", text, want, err)
		}
	}
	if _, err := Parse(&raft.Protocol, strings.Repeat("goal leader\n", 200)); err == nil || !strings.Contains(err.Error(), "at most 100 lines") {
		t.Errorf("200 lines: got %v", err)
	}
}

func TestACommandIsTakenFromItsOwnBudgetAndAPartitionFromThatOfCuts(t *testing.T) {
	c := of(t, "cluster raft nodes=3 client=1 seed=1\n", "goal leader\nbudget put=1 command=2 cut=1\nwithin 1s\n")
	for script, want := range map[string]string{
		"command c1 put key=x value=1\ncommand c1 put key=x value=2":    "put may be done once here, and that is used up: left are command (2 of 2), cut (1 of 1)",
		"command n1 campaign\ncommand n2 campaign\ncommand n3 campaign": "command may be done 2 times here",
		"partition n1 | n2\ncut n1 n2":                                  "cut may be done once here, and that is used up",
		"partition n1 | n2\nheal":                                       "heal is not allowed here",
	} {
		if v := tried(t, c, script); !strings.Contains(v.Text, want) {
			t.Errorf("%q: expected %q, got %+v", script, want, v)
		}
	}
	own := of(t, "cluster raft nodes=3 client=1 seed=1\n", "goal leader\nbudget partition=1 cut=1\nwithin 100ms\n")
	if v := tried(t, own, "partition n1 | n2\ncut n1 n2"); v.Refused != "" {
		t.Errorf("a partition with a budget of its own: got %+v", v)
	}
	few := of(t, "cluster raft nodes=3 client=1 seed=1\n", "goal leader\nbudget crash=5\nactions 1\nwithin 100ms\n")
	if v := tried(t, few, "crash n1\ncrash n2"); !strings.Contains(v.Text, "1 actions are allowed here, and all are used up") {
		t.Errorf("too many actions: got %+v", v)
	}
}
