package scenario_test

import (
	"testing"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/mutex"
	"quorumlab/protocols/scenario"
)

func lookup(name string) *engine.Protocol {
	switch name {
	case "chatter":
		return &chatter
	case "mutex":
		return &mutex.Protocol
	}
	return nil
}

func parse(t *testing.T, text string) *scenario.Script {
	t.Helper()
	s, err := scenario.Parse(text, lookup)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func run(t *testing.T, text string) *scenario.Result {
	t.Helper()
	res, err := scenario.Run(parse(t, text))
	if err != nil {
		t.Fatal(err)
	}
	return res
}

func TestABranchThatDoesNothingElseIsItsParentAgain(t *testing.T) {
	res := run(t, `cluster mutex nodes=3 seed=4
command n1 acquire
at 10ms command n2 acquire
run until=inside
run 3s
branch again at=0ms
command n1 acquire
at 10ms command n2 acquire
run until=inside
run 3s
branch same
branch other at=5ms
run 3s
`)
	if !res.OK() {
		t.Fatal(res.Failures())
	}
	main, again, same, other := res.Branches[0], res.Branches[1], res.Branches[2], res.Branches[3]
	if main.Hash() != again.Hash() || main.Hash() != same.Hash() {
		t.Errorf("the same actions gave %x, %x and %x", main.Hash(), again.Hash(), same.Hash())
	}
	if main.Hash() == other.Hash() {
		t.Error("a branch without the second command has the parent's hash")
	}
}
