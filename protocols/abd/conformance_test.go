package abd

import (
	"testing"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/enginetest"
	"quorumlab/protocols/scenario/scenariotest"
)

func TestConformance(t *testing.T) {
	enginetest.Run(t, &Protocol, enginetest.Params(Protocol.Params, Params{Script: "put-get", Queue: true}, Params{Script: "one-writer", Queue: true}))
}

func TestScenariosRunAsTheySay(t *testing.T) {
	scenariotest.Folder(t, "scenarios/*.txt", func(name string) *engine.Protocol {
		if name == Protocol.Name {
			return &Protocol
		}
		return nil
	})
}
