package random

import (
	"slices"
	"strings"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/sim"
)

// fewerActions leaves out actions until none can be left out: all of a kind; halves of them, quarters, eighths, down to
// single ones; then two or three in a row that one node was given, such as an open and a close, or a round of requests.
func (s *shrinker) fewerActions() {
	s.withoutKinds()
	for parts := 1; ; {
		n := len(s.best.Run.Actions)
		switch {
		case n == 0 || s.spent():
			return
		case s.withoutAPart(min(parts, n)) || parts >= n && s.withoutARow():
			parts = max(2, parts-1)
		case parts >= n:
			return
		default:
			parts *= 2
		}
	}
}

// withoutAPart leaves out one of so many parts of the actions; the last ones first, which matter least.
func (s *shrinker) withoutAPart(parts int) bool {
	acts := s.best.Run.Actions
	for i := parts - 1; i >= 0; i-- {
		from, to := i*len(acts)/parts, (i+1)*len(acts)/parts
		if s.try(s.with(slices.Concat(acts[:from], acts[to:]))) {
			return true
		}
	}
	return false
}

// withoutKinds leaves out all actions of a kind, or those of a kind that one node was given.
func (s *shrinker) withoutKinds() {
	for _, kindOf := range []func(sim.Action) string{verb, verbAndNode, verbAndSize} {
		var kinds []string
		for _, a := range s.best.Run.Actions {
			if k := kindOf(a.Action); !slices.Contains(kinds, k) {
				kinds = append(kinds, k)
			}
		}
		for _, k := range kinds {
			var kept []sim.Placed
			for _, a := range s.best.Run.Actions {
				if kindOf(a.Action) != k {
					kept = append(kept, a)
				}
			}
			s.try(s.with(kept))
		}
	}
}

func verb(a sim.Action) string {
	word, _, _ := strings.Cut(sim.Line(a), " ")
	return word
}

func verbAndNode(a sim.Action) string { return verb(a) + " " + givenTo(a).String() }

// verbAndSize tells delays that are no longer than latency may be from those that are.
func verbAndSize(a sim.Action) string {
	if d, ok := a.(sim.Delay); ok && d.By < 30*ms {
		return "delay a little"
	}
	return verb(a)
}

// withoutARow leaves out two or three actions in a row that one node was given.
func (s *shrinker) withoutARow() bool {
	acts := s.best.Run.Actions
	given := map[engine.NodeID][]int{}
	for i, a := range acts {
		to := givenTo(a.Action)
		given[to] = append(given[to], i)
		for k := 2; k <= 3 && k <= len(given[to]); k++ {
			if s.try(s.with(lacking(acts, given[to][len(given[to])-k:]...))) {
				return true
			}
		}
	}
	return false
}

// givenTo is the node that an action is about; zero for none, or several.
func givenTo(a sim.Action) engine.NodeID {
	switch a := a.(type) {
	case sim.Command:
		return a.To
	case sim.Crash:
		return a.Node
	case sim.Restart:
		return a.Node
	case sim.Pause:
		return a.Node
	case sim.Resume:
		return a.Node
	case sim.Fire:
		return a.Node
	}
	return about(a).From()
}

// lacking are all actions but some.
func lacking(acts []sim.Placed, some ...int) []sim.Placed {
	var kept []sim.Placed
	for i, a := range acts {
		if !slices.Contains(some, i) {
			kept = append(kept, a)
		}
	}
	return kept
}

// with is the best run with other actions.
func (s *shrinker) with(acts []sim.Placed) Run {
	r := *s.best.Run
	r.Actions = acts
	return r
}
