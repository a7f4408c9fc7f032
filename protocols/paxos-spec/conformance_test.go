package paxosspec

import (
	"testing"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/enginetest"
	"quorumlab/protocols/scenario/scenariotest"
)

func TestConformance(t *testing.T) {
	large := defaults()
	large.Acceptors, large.Values, large.Ballots = 5, 3, 4
	enginetest.Run(t, &Protocol, enginetest.Goals("chosen"), enginetest.Params(defaults(), large))
}

func TestScenariosRunAsTheySay(t *testing.T) {
	scenariotest.Folder(t, "scenarios/*.txt", func(name string) *engine.Protocol {
		if name == Protocol.Name {
			return &Protocol
		}
		return nil
	})
}
