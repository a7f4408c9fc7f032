package twophasespec

import (
	"quorumlab/protocols/engine"
	"quorumlab/protocols/engine/say"
)

// first is an RM with that status; zero when there is none.
func first(g *engine.Global, s status) engine.NodeID {
	for id, r := range engine.Each[*rm](g) {
		if r.status == s {
			return id
		}
	}
	return 0
}

// consistent is TCConsistent.
func consistent(g *engine.Global) error {
	a, c := first(g, aborted), first(g, committed)
	if a != 0 && c != 0 {
		return engine.Violated("%v has aborted, %v has committed", a, c)
	}
	return nil
}

// outcome says how the transaction stands.
func outcome(g *engine.Global) string {
	if c := first(g, committed); c != 0 {
		return say.Sprintf("%v has committed, nobody has aborted", c)
	}
	if a := first(g, aborted); a != 0 {
		return say.Sprintf("%v has aborted, nobody has committed", a)
	}
	return "nobody has decided"
}

// Which limits a goal to one process.
type Which struct {
	Node engine.NodeID `arg:"true" optional:"true" help:"which one; left out: all"`
}

func goals() []engine.Goal {
	return []engine.Goal{
		engine.When("decided", "whether all processes, or that one, have committed or aborted", decided),
		engine.Measure("prepared", "how many RMs are prepared, or whether that one is", counts(prepared)),
		engine.Measure("committed", "how many RMs have committed, or whether that one has", counts(committed)),
		engine.Measure("aborted", "how many RMs have aborted, or whether that one has", counts(aborted)),
	}
}

func decided(g *engine.Global, w Which) bool {
	left := 0
	for id, r := range engine.Each[*rm](g) {
		if (w.Node == 0 || w.Node == id) && r.status != committed && r.status != aborted {
			left++
		}
	}
	for id, t := range engine.Each[*tm](g) {
		if (w.Node == 0 || w.Node == id) && t.status == working {
			left++
		}
	}
	return left == 0
}

func counts(s status) func(*engine.Global, Which) int64 {
	return func(g *engine.Global, w Which) (n int64) {
		for id, r := range engine.Each[*rm](g) {
			if (w.Node == 0 || w.Node == id) && r.status == s {
				n++
			}
		}
		return n
	}
}
