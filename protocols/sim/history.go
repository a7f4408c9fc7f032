package sim

import (
	"quorumlab/protocols/engine"
	"quorumlab/protocols/history"
)

// History is what clients have seen so far, in the terms of a judge. Its moments are numbers of events, which order
// operations even where times are equal; of an event that answers one operation and calls the next, the answer is first.
func (w *World) History() []history.Op {
	ops := make([]history.Op, len(w.ops))
	for i := range w.ops {
		o := &w.ops[i]
		h := history.Op{Client: o.Client, In: o.In, Out: o.Out, Call: 2*int64(o.Call) + 1, Return: history.Never}
		if !o.Open() {
			h.Return = max(h.Call, 2*int64(o.Return))
		}
		ops[i] = h
	}
	return ops
}

// linearizable tells whether what clients have seen could be. A history that can't be judged is not taken for a bad one.
func (w *World) linearizable() bool {
	return history.Check(w.protocol.Model, w.History()) != history.Not
}

// Linearizable is the goal of a protocol with a client model.
const Linearizable = "linearizable"

// goalsOf are the goals that every protocol has, and that one with a client model has.
func goalsOf(p *engine.Protocol) []kernelGoal {
	goals := kernelGoals()
	if p.Model == nil {
		return goals
	}
	return append(goals, kernelGoal{name: Linearizable, yes: true, form: noForm{},
		help: "whether some order of the operations, each between its call and its answer, explains all answers",
		value: func(w *World, _ any) int64 {
			if w.linearizable() {
				return 1
			}
			return 0
		}})
}
