package singlecopy

import (
	"testing"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/enginetest"
	"quorumlab/protocols/scenario/scenariotest"
)

func TestConformance(t *testing.T) {
	enginetest.Run(t, &Protocol, enginetest.Unjudged(), enginetest.Params(Params{Script: "none"}, Params{Script: "put-get"}, Params{Script: "one-writer"})) // with several servers it promises nothing
}

func TestScenariosRunAsTheySay(t *testing.T) {
	scenariotest.Folder(t, "scenarios/*.txt", func(name string) *engine.Protocol {
		if name == Protocol.Name {
			return &Protocol
		}
		return nil
	})
}
