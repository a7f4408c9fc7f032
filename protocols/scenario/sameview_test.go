package scenario_test

import (
	"strings"
	"testing"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/scenario"
	"quorumlab/protocols/twophase"
)

// twoPasts: n3 votes yes in the one and no in the other, and n2 hears nothing of either.
const twoPasts = `cluster twophase nodes=3 seed=7
disk n3 accounts=bob:0
branch left
hold from=n1 to=n2 kind=Commit
command n1 begin tx=t1 from=n2.alice to=n3.bob amount=40
run 40ms
branch right of=main
command n3 close account=bob
hold from=n1 to=n2 kind=Abort
command n1 begin tx=t1 from=n2.alice to=n3.bob amount=40
run 40ms
`

func banks(name string) *engine.Protocol {
	if name == "twophase" {
		return &twophase.Protocol
	}
	return lookup(name)
}

func failures(t *testing.T, text string) string {
	t.Helper()
	s, err := scenario.Parse(text, banks)
	if err != nil {
		t.Fatal(err)
	}
	res, err := scenario.Run(s)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, f := range res.Failures() {
		all = append(all, f.Error())
	}
	return strings.Join(all, "\n")
}

func TestANodeCannotTellBranchesApartInWhichItIsGivenTheSame(t *testing.T) {
	for name, c := range map[string]struct{ lines, fails string }{
		"the same, as expected":   {"expect same-view n2 left right\n", ""},
		"the other way round":     {"expect same-view n2 right left\n", ""},
		"the same, not expected":  {"expect not same-view n2 left right\n", "expect not same-view n2 left right: got the same 2 inputs in both"},
		"another command":         {"expect same-view n3 left right\n", "got input 2 is Prepare"},
		"not the same, expected":  {"expect not same-view n3 left right\n", ""},
		"other answers":           {"expect not same-view n1 left right\n", ""},
		"with main, at its start": {"expect same-view n2 main right\n", "got input 2 is none in main, and Prepare"},
		"no such node":            {"expect same-view n9 left right\n", "got there is no node n9 in left"},
		"down in one of them":     {"crash n2\nexpect same-view n2 left right\n", "got input 3 is none in left, and none, as it is down, in right"},
		"a message more": {
			"release\nrun 40ms\nexpect same-view n2 left right\n",
			"got input 3 is none in left, and Abort",
		},
	} {
		got := failures(t, twoPasts+c.lines)
		if c.fails == "" && got != "" || !strings.Contains(got, c.fails) {
			t.Errorf("%s: got %q, want %q", name, got, c.fails)
		}
	}
}

func TestOfALifeThatIsOverANodeHasOnlyWhatItsDiskKept(t *testing.T) {
	// In one branch n2 has voted, and its disk has a record of that; in the other it has never been asked.
	const text = `cluster twophase nodes=3 seed=7
branch asked
command n1 begin tx=t1 from=n2.alice to=n3.bob amount=40
run 40ms
crash n1
crash n2
restart n2
branch idle of=main
run 40ms
crash n2
restart n2
expect not same-view n2 asked idle
`
	if got := failures(t, text); got != "" {
		t.Error(got)
	}
	// Nothing is on the disks of mutex, so that a restart makes a node forget.
	const forgetful = `cluster mutex nodes=3 seed=7
branch asked
command n1 acquire
run 40ms
crash n3
restart n3
branch idle of=main
run 40ms
crash n3
restart n3
expect same-view n3 asked idle
`
	if got := failures(t, forgetful); got != "" {
		t.Error(got)
	}
}

func TestTimesAndNamesOfMessagesAreNoPartOfAView(t *testing.T) {
	const text = `cluster mutex nodes=3 seed=7
branch early
command n1 acquire
run 60ms
branch late of=main
run 5ms
command n1 acquire
run 60ms
expect same-view n2 early late
`
	if got := failures(t, text); got != "" {
		t.Error(got)
	}
}

func TestSameViewIsReadAndPrintedAndItsMistakesAreTold(t *testing.T) {
	s, err := scenario.Parse(twoPasts+"expect not same-view n2 left right\n", banks)
	if err != nil || !strings.HasSuffix(s.String(), "\nexpect not same-view n2 left right\n") {
		t.Fatalf("got %v, %s", err, s)
	}
	for line, want := range map[string]string{
		"expect same-view":                      "expected a node and two branches, such as n2 left right",
		"expect same-view n2 left":              "expected a node and two branches",
		"expect same-view left n2 right":        "expected a node such as n2, not left",
		"expect same-view n2 left up":           "expected a branch from above, not up",
		"expect not same-view n2 left left":     "expected two different branches",
		"expect same-view n2 left right = 2":    "expected a node and two branches",
		"expect same-view n2 of=left right":     "expected a branch from above",
		"at 3ms expect same-view n2 left right": "expect stands on a line of its own",
		"run until=same-view n2":                "run until: ",
	} {
		_, err := scenario.Parse(twoPasts+line+"\n", banks)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %q", line, err, want)
		}
	}
}
