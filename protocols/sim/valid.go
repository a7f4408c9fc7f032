package sim

import (
	"runtime"

	"quorumlab/protocols/engine"
)

// valid judges a protocol's declaration before a world is made of it. In a module that a page loads there are registered
// protocols only, which tests have judged, and the judge is left out: it is a part of the module's size.
func valid(p *engine.Protocol) error {
	if runtime.GOOS == "js" {
		return nil
	}
	return p.Validate()
}
