package raft_test

import (
	"testing"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/raft"
	"quorumlab/protocols/scenario/scenariotest"
)

func lookup(name string) *engine.Protocol {
	if name == raft.Protocol.Name {
		return &raft.Protocol
	}
	return nil
}

func TestScenariosSayWhatStandsBelowThem(t *testing.T) {
	scenariotest.Folder(t, "scenarios/*.txt", lookup)
}
