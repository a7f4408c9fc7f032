package tcommit

import (
	"slices"

	"quorumlab/protocols/engine"
)

// status is what an RM is in.
type status uint8

const (
	working status = iota
	prepared
	committed
	aborted
)

func (s status) String() string { return [...]string{"working", "prepared", "committed", "aborted"}[s] }

// A node is the whole specification.
type node struct {
	engine.Config[Params]
	start   start
	rmState []status // of RM 1, RM 2, …
}

func (n *node) Step(in engine.Input, out *engine.Out) {
	was := n.enabled()
	switch e := in.Event.(type) {
	case engine.Start:
		was = nil
	case Prepare:
		n.rmState[e.RM-1] = prepared
		out.Note("RM % is prepared: % of % are.", e.RM, n.count(prepared), len(n.rmState))
	case DecideCommit:
		n.commit(e.RM, out)
	case DecideAbort:
		out.Note("RM % aborts: it was %, and nobody has committed.", e.RM, n.rmState[e.RM-1].String())
		n.rmState[e.RM-1] = aborted
	}
	n.arm(was, out)
}

func (n *node) commit(rm int8, out *engine.Out) {
	switch {
	case !n.canCommit():
		out.Note("RM % commits, though not all others are prepared.", rm)
	case n.count(committed) == 0:
		out.Note("RM % commits: all are prepared. From now on nobody may abort.", rm)
	default:
		out.Note("RM % commits too: it is prepared, and nobody is working or has aborted.", rm)
	}
	n.rmState[rm-1] = committed
}

// arm arms what has become enabled and disarms what no longer is.
func (n *node) arm(was []any, out *engine.Out) {
	is := n.enabled()
	for _, action := range is {
		if !slices.Contains(was, action) {
			out.SetTimerIn(action, n.time(action))
		}
	}
	for _, action := range was {
		if !slices.Contains(is, action) {
			out.CancelTimer(action)
		}
	}
}

// enabled lists the actions whose guards hold.
func (n *node) enabled() (actions []any) {
	for i, s := range n.rmState {
		rm := int8(i + 1)
		if s == working {
			actions = append(actions, Prepare{rm})
		}
		if s == prepared && (n.canCommit() || n.start.CommitAlone) {
			actions = append(actions, DecideCommit{rm})
		}
		if (s == working || s == prepared) && n.notCommitted() {
			actions = append(actions, DecideAbort{rm})
		}
	}
	return actions
}

// time is how long an action takes.
func (n *node) time(action any) engine.Dist {
	switch action.(type) {
	case Prepare:
		return n.Params.Prepare
	case DecideCommit:
		return n.Params.DecideCommit
	}
	return n.Params.DecideAbort
}

func (n *node) canCommit() bool {
	return !slices.Contains(n.rmState, working) && !slices.Contains(n.rmState, aborted)
}

func (n *node) notCommitted() bool { return !slices.Contains(n.rmState, committed) }

func (n *node) count(s status) (rms int) {
	for _, r := range n.rmState {
		if r == s {
			rms++
		}
	}
	return rms
}
