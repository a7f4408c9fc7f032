package tcommit

import (
	"slices"

	"quorumlab/protocols/engine"
)

// consistent is TCConsistent.
func consistent(g *engine.Global) error {
	for _, n := range engine.Each[*node](g) {
		a, c := slices.Index(n.rmState, aborted), slices.Index(n.rmState, committed)
		if a >= 0 && c >= 0 {
			return engine.Violated("RM %d has aborted, RM %d has committed", a+1, c+1)
		}
	}
	return nil
}

// outcome says how the transaction stands.
func outcome(g *engine.Global) string {
	for _, n := range engine.Each[*node](g) {
		switch {
		case n.count(committed) > 0:
			return "somebody has committed, nobody has aborted"
		case n.count(aborted) > 0:
			return "somebody has aborted, nobody has committed"
		}
	}
	return "nobody has decided"
}

// Which limits a goal to one resource manager.
type Which struct {
	RM int `arg:"true" optional:"true" min:"0" max:"12" help:"which one, from 1; left out: all"`
}

func goals() []engine.Goal {
	return []engine.Goal{
		engine.When("decided", "whether all RMs, or that one, have committed or aborted", func(g *engine.Global, w Which) bool {
			return counts(working)(g, w) == 0 && counts(prepared)(g, w) == 0
		}),
		engine.Measure("prepared", "how many RMs are prepared, or whether that one is", counts(prepared)),
		engine.Measure("committed", "how many RMs have committed, or whether that one has", counts(committed)),
		engine.Measure("aborted", "how many RMs have aborted, or whether that one has", counts(aborted)),
	}
}

func counts(s status) func(*engine.Global, Which) int64 {
	return func(g *engine.Global, w Which) (rms int64) {
		for _, n := range engine.Each[*node](g) {
			for i, r := range n.rmState {
				if r == s && (w.RM == 0 || w.RM == i+1) {
					rms++
				}
			}
		}
		return rms
	}
}
