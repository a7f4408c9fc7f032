package all

import (
	"path/filepath"
	"testing"

	"quorumlab/protocols/scenario/scenariotest"
)

func TestEveryScenarioOfEveryProtocolSaysWhatStandsBelowIt(t *testing.T) {
	for _, e := range Protocols() {
		t.Run(e.Protocol.Name, func(t *testing.T) {
			scenariotest.Folder(t, filepath.Join("..", e.Protocol.Name, "scenarios", "*.txt"), Protocol)
		})
	}
}
