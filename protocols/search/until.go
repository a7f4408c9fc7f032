package search

import (
	"quorumlab/protocols/engine"
	"quorumlab/protocols/engine/say"
	"quorumlab/protocols/scenario"
	"quorumlab/protocols/sim"
)

// A search for a goal ends at the first state in which all expectations of Options.Until hold. A state in which something is
// broken that they don't ask for is gone on from no more, since a run ends there.

// Reached is the name that a Violation has when it is the goal that was reached.
const Reached = "goal"

// until judges the expectations of Options.Until.
type until struct {
	states []func(*engine.Global) bool // those of the nodes' states
	broken []scenario.Expect           // those of what is violated
}

func newUntil(expects []scenario.Expect) (*until, error) {
	if len(expects) == 0 {
		return nil, nil
	}
	u := &until{}
	for _, e := range expects {
		switch state := e.OfState(); {
		case e.Violated != "", isHistory(e):
			u.broken = append(u.broken, e)
		case state != nil:
			u.states = append(u.states, state)
		default:
			return nil, say.Errorf("search: expected a goal of the nodes' states, or a violation: a search knows no time and counts nothing, so it can't judge %s", e.Text())
		}
	}
	return u, nil
}

// isHistory tells whether an expectation is of what clients have seen.
func isHistory(e scenario.Expect) bool {
	return e.Goal != nil && e.Goal.Text == sim.Linearizable && e.Op == ""
}

// asks tells whether a state is one that is searched for; v is what is broken in it, if anything.
func (u *until) asks(g *engine.Global, v *Violation) bool {
	named := v == nil
	for _, e := range u.broken {
		is := v != nil && scenario.ViolationName(v.Name) == e.Violated
		if isHistory(e) {
			is = v == nil || v.Name != sim.Linearizable
			named = named || v != nil && !is && e.Not
		}
		if is == e.Not {
			return false
		}
		named = named || is && v != nil && e.Violated != ""
	}
	if !named { // something is broken that nobody asks for
		return false
	}
	for _, is := range u.states {
		if !is(g) {
			return false
		}
	}
	return true
}

// judged is what there is to say of a new state: that it ends the search, or that it is not gone on from.
func (w *worker) judged(x *state, broken *Violation) (found *Violation, dead bool) {
	u := w.s.until
	if u == nil {
		return broken, false
	}
	place := &w.plain[x.sum&uint64(len(w.plain)-1)]
	if broken == nil && *place == x.sum {
		return nil, false
	}
	for i, l := range x.locals {
		w.global.Nodes[i] = w.v.locals[i][l].node
	}
	if u.asks(&w.global, broken) {
		v := &Violation{Name: Reached, Text: "the goal is reached"}
		if broken != nil {
			v.Text, v.Stack = broken.Text, broken.Stack
		}
		return v, false
	}
	if broken == nil {
		*place = x.sum
	}
	return nil, broken != nil
}
