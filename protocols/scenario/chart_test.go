package scenario_test

import (
	"strings"
	"testing"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/scenario"
	singlecopy "quorumlab/protocols/single-copy"
)

func output(t *testing.T, text string) string {
	t.Helper()
	s, err := scenario.Parse(text, func(string) *engine.Protocol { return &singlecopy.Protocol })
	if err != nil {
		t.Fatal(err)
	}
	res, err := scenario.Run(s)
	if err != nil {
		t.Fatal(err)
	}
	return res.Output()
}

const stale = `cluster single-copy nodes=2 latency=10ms seed=1
command c1 put value=A
run 40ms
crash n1
skew n2 rate=50%
command c1 get
run 20ms
command c2 put value=B
run 15ms
`

func TestAHistoryThatNoOrderExplainsIsDrawnWithItsValuesAndTheFaultsOnOneAxis(t *testing.T) {
	const want = `
ok  expect not linearizable
    c1 put value=A                ├─────────┤                              → done
    c1 get                                            ├──────────┤         → value nothing
    c2 put value=B                                               ├──────── no answer
    crash n1                                          ×
    skew n2 rate=50%                                  ×
                                  0ms                                 75ms
`
	if got := output(t, stale+"expect not linearizable\n"); !strings.Contains(got, want) {
		t.Errorf("expected%s\ngot\n%s", want, got)
	}
}

func TestAFailedExpectationOfAHistoryIsDrawnTooAndAGoodHistoryIsNot(t *testing.T) {
	if got := output(t, stale+"expect linearizable\n"); !strings.Contains(got, "FAILED  expect linearizable: got no\n    c1 put value=A") {
		t.Errorf("expected the operations below the failed line, got\n%s", got)
	}
	good := "cluster single-copy nodes=1 seed=1\ncommand c1 put value=A\nrun 1s\nexpect linearizable\n"
	if got := output(t, good); strings.Contains(got, "├") || !strings.Contains(got, "ok  expect linearizable\n") {
		t.Errorf("expected no drawing, got\n%s", got)
	}
}

func TestAProtocolWithoutAModelHasNoGoalOfThatName(t *testing.T) {
	p := singlecopy.Protocol
	p.Model = nil
	_, err := scenario.Parse("cluster single-copy\nexpect linearizable\n", func(string) *engine.Protocol { return &p })
	if err == nil || !strings.Contains(err.Error(), "not linearizable") {
		t.Errorf("expected the goal to be unknown, got %v", err)
	}
}
