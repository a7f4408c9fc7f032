package random

import (
	"reflect"
	"slices"

	"quorumlab/protocols/sim"
)

// fewerActions leaves out actions: halves of them, quarters, eighths, down to single ones, until none can be left out.
func (s *shrinker) fewerActions() {
	for parts := 1; ; {
		n := len(s.best.Run.Actions)
		switch {
		case n == 0 || s.spent():
			return
		case s.withoutAPart(min(parts, n)):
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
		if s.tryActions(slices.Concat(acts[:from], acts[to:])) {
			return true
		}
	}
	return false
}

func (s *shrinker) tryActions(acts []sim.Placed) bool {
	r := *s.best.Run
	r.Actions = acts
	return s.try(r)
}

// plainSettings gives links, disks and limits their defaults: all at once, or one after another.
func (s *shrinker) plainSettings() {
	r := *s.best.Run
	if settingsGiven(r.Options.Settings) == 0 {
		return
	}
	r.Options.Settings = sim.Settings{}
	if s.try(r) {
		return
	}
	for i := range reflect.TypeFor[sim.Settings]().NumField() {
		r := *s.best.Run
		if f := reflect.ValueOf(&r.Options.Settings).Elem().Field(i); !f.IsZero() {
			f.SetZero()
			s.try(r)
		}
	}
}

// plainActions puts actions in the place of others that say more.
func (s *shrinker) plainActions() {
	for i := range s.best.Run.Actions {
		if i >= len(s.best.Run.Actions) {
			return
		}
		for _, plain := range plainer(s.best.Run.Actions[i].Action) {
			acts := slices.Clone(s.best.Run.Actions)
			acts[i].Action = plain
			if s.tryActions(acts) {
				break
			}
		}
	}
}

// plainer lists actions that are like a and say less, the plainest first.
func plainer(a sim.Action) []sim.Action {
	switch a := a.(type) {
	case sim.Crash:
		if a.Disk != "" {
			return []sim.Action{sim.Crash{Node: a.Node}}
		}
	case sim.Cut:
		if a.Both {
			return []sim.Action{sim.Cut{A: a.A, B: a.B}}
		}
	case sim.Link:
		if a.Both {
			return []sim.Action{sim.Link{A: a.A, B: a.B, Latency: a.Latency}}
		}
	case sim.Skew:
		if a.Rate != 0 && a.Offset != 0 {
			return []sim.Action{sim.Skew{Node: a.Node, Offset: a.Offset}, sim.Skew{Node: a.Node, Rate: a.Rate}}
		}
	case sim.Hold:
		return plainerHold(a)
	}
	return nil
}

func plainerHold(h sim.Hold) (plainer []sim.Action) {
	for _, x := range []sim.Hold{{}, {Kind: h.Kind}, {From: h.From}, {To: h.To}, {To: h.To, Kind: h.Kind}, {From: h.From, Kind: h.Kind}, {From: h.From, To: h.To}} {
		if x != h {
			plainer = append(plainer, x)
		}
	}
	return plainer
}
