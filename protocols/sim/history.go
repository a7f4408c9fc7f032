package sim

import (
	"quorumlab/protocols/engine"
	"quorumlab/protocols/history"
)

// History is what clients have seen so far: the operations that they have taken up, and the same in the terms of a judge.
// Commands that still wait for their client's turn can have had no effect, and are left out. Moments are numbers of events,
// which order operations even where times are equal; of an event that answers one operation and calls the next, the answer
// is first.
func (w *World) History() (ops []Op, seen []history.Op) {
	waits := map[engine.OpID]bool{}
	for i := range w.nodes {
		for _, op := range w.nodes[i].waiting {
			waits[op] = true
		}
	}
	for i := range w.ops {
		o := &w.ops[i]
		if waits[o.ID] {
			continue
		}
		h := history.Op{Client: o.Client, In: o.In, Out: o.Out, Call: 2*int64(o.Call) + 1, Return: history.Never}
		if !o.Open() {
			h.Return = max(h.Call, 2*int64(o.Return))
		}
		ops, seen = append(ops, *o), append(seen, h)
	}
	return ops, seen
}

// linearizable tells whether what clients have seen could be. A history that can't be judged is not taken for a bad one. Only
// an answer can make a difference.
func (w *World) linearizable() bool {
	if w.explained != w.answers {
		_, seen := w.History()
		w.unexplained = history.Check(w.protocol.Model, seen) == history.Not
		w.explained = w.answers
	}
	return !w.unexplained
}

// Linearizable is the goal of a protocol with a client model.
const Linearizable = "linearizable"

// goalsOf are the goals that every protocol has, and that one with a client model has.
func goalsOf(p *engine.Protocol) []kernelGoal {
	goals := kernelGoals()
	if p.Model == nil {
		return goals
	}
	return append(goals, kernelGoal{Linearizable, "whether some order of the operations, each between its call and its answer, explains all answers",
		noForm{}, yesNo, func(w *World, _ any) int64 { return oneIf(w.linearizable()) }})
}
