//go:build !js

package history

import (
	"time"

	"github.com/anishathalye/porcupine"

	"quorumlab/protocols/engine"
)

// patience is how long porcupine may think about one part of a history; operations of sequential clients take it
// milliseconds.
const patience = 20 * time.Second

func check(m *engine.Model, ops []Op) Verdict {
	all := make([]porcupine.Operation, len(ops))
	for i, o := range ops {
		all[i] = porcupine.Operation{ClientId: i, Input: o.In, Output: o.Out, Call: o.Call, Return: o.Return}
	}
	model := porcupine.Model{
		Init:  m.Init,
		Step:  func(state, in, out any) (bool, any) { return m.Step(state, in, out) },
		Equal: equal,
	}
	switch porcupine.CheckOperationsTimeout(model, all, patience) {
	case porcupine.Ok:
		return Linearizable
	case porcupine.Illegal:
		return Not
	}
	return Unknown
}
