package raftsmall

import (
	"testing"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/scenario/scenariotest"
)

func TestScenariosSayWhatStandsBelowThem(t *testing.T) {
	scenariotest.Folder(t, "scenarios/*.txt", func(name string) *engine.Protocol {
		if name == Protocol.Name {
			return &Protocol
		}
		return nil
	})
}
