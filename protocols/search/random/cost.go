package random

import (
	"reflect"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/scenario"
	"quorumlab/protocols/sim"
)

// A cost says how much there is to read in a run. The first number that differs decides.
type cost struct {
	said   int         // actions, and what else the run says of itself
	length int         // of what says it
	ragged int         // moments that are no whole milliseconds
	end    engine.Time // when it ends
}

// What a run says besides actions is weighed in actions.
const (
	settingWeighs = 16
	nodeWeighs    = 2
)

func (c cost) less(d cost) bool {
	for _, x := range [][2]int64{{int64(c.said), int64(d.said)}, {int64(c.length), int64(d.length)},
		{int64(c.ragged), int64(d.ragged)}, {int64(c.end), int64(d.end)}} {
		if x[0] != x[1] {
			return x[0] < x[1]
		}
	}
	return false
}

func costOf(r *Run) cost {
	c := cost{said: len(r.Actions) + settingWeighs*settingsGiven(r.Options.Settings) + nodeWeighs*nodesOf(r), end: r.end()}
	c.length = len(scenario.ClusterLine(r.Protocol, r.Options))
	var at sim.Position
	for _, a := range r.Actions {
		c.length += len(sim.Line(a.Action))
		if a.At != at && a.At != (sim.Position{At: wholeDown(a.At.At)}) {
			c.ragged++
		}
		at = a.At
	}
	return c
}

func settingsGiven(s sim.Settings) (n int) {
	v := reflect.ValueOf(s)
	for i := range v.NumField() {
		if !v.Field(i).IsZero() {
			n++
		}
	}
	return n
}

func nodesOf(r *Run) (n int) {
	for _, l := range letters(r.Protocol) {
		n += countOf(r, l)
	}
	return n
}

// countOf is how many nodes of a letter there are in a run.
func countOf(r *Run, l letterCount) int {
	if n, given := r.Options.Counts[l.letter]; given {
		return n
	}
	return l.usual
}

// unusual are the numbers of nodes that are not the usual ones.
func unusual(r *Run) map[byte]int {
	counts := map[byte]int{}
	for _, l := range letters(r.Protocol) {
		if n := countOf(r, l); n != l.usual {
			counts[l.letter] = n
		}
	}
	return counts
}

// wholeDown is the last whole millisecond up to t.
func wholeDown(t engine.Time) engine.Time { return t - t%engine.Time(engine.Millisecond) }
