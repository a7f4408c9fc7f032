package all

import (
	"path/filepath"
	"testing"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/scenario/scenariotest"
)

func lookup(name string) *engine.Protocol {
	for _, e := range Protocols() {
		if e.Protocol.Name == name {
			return e.Protocol
		}
	}
	return nil
}

func TestEveryScenarioOfEveryProtocolSaysWhatStandsBelowIt(t *testing.T) {
	for _, e := range Protocols() {
		t.Run(e.Protocol.Name, func(t *testing.T) {
			scenariotest.Folder(t, filepath.Join("..", e.Protocol.Name, "scenarios", "*.txt"), lookup)
		})
	}
}
