package tcommit

import (
	"strconv"

	"quorumlab/protocols/engine"
)

func statuses() []engine.Status {
	return []engine.Status{
		{Name: "undecided", Shape: engine.Diamond, Means: "no RM has committed or aborted"},
		{Name: "committed", Shape: engine.Square, Means: "an RM has committed"},
		{Name: "aborted", Shape: engine.Octagon, Means: "an RM has aborted"},
	}
}

// View draws the whole as one node, and the RMs in a table.
func (n *node) View(v *engine.View) {
	c, a := n.count(committed), n.count(aborted)
	switch {
	case c > 0:
		v.Status("committed")
		v.Tally("% of % committed", c, len(n.rmState))
	case a > 0:
		v.Status("aborted")
		v.Tally("% of % aborted", a, len(n.rmState))
	default:
		v.Status("undecided")
		v.Tally("% of % prepared", n.count(prepared), len(n.rmState))
	}
	v.Field("canCommit", n.canCommit())
	v.Field("notCommitted", n.notCommitted())
	for i, s := range n.rmState {
		row := v.Row("rmState")
		row.Name = "RM " + strconv.Itoa(i+1)
		row.Cell(s.String(), 0, s.mark())
	}
}

func (s status) mark() engine.Mark {
	return [...]engine.Mark{engine.Unmarked, engine.Doubtful, engine.Committed, engine.Undone}[s]
}
