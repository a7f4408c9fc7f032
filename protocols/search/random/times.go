package random

import (
	"slices"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/sim"
)

// gapMin is how small a gap between actions is not worth making smaller.
const gapMin = engine.Time(5 * engine.Millisecond)

// shorter moves actions together: each, with all behind it, by all of the time that went by before it, or half of it, and
// so on.
func (s *shrinker) shorter() {
	for i := 0; i < len(s.best.Run.Actions); i++ {
		for s.sooner(i) {
		}
	}
}

func (s *shrinker) sooner(i int) bool {
	acts := s.best.Run.Actions
	if i >= len(acts) {
		return false
	}
	var before sim.Position
	if i > 0 {
		before = acts[i-1].At
	}
	gap := acts[i].At.At - before.At
	for by := gap; by > 0 && (by == gap || by >= gapMin) && !s.spent(); by /= 2 {
		moved := slices.Clone(acts)
		for j := i; j < len(moved); j++ {
			moved[j].At.At -= wholeDown(by)
		}
		if wholeDown(moved[i].At.At) <= wholeDown(before.At) {
			moved[i].At = before
		}
		if s.tryOne(s.with(moved)) {
			return true
		}
	}
	return false
}

// wholeTimes lets actions happen at whole milliseconds: all at once, or one after another.
func (s *shrinker) wholeTimes() {
	n := len(s.best.Run.Actions)
	if s.rounded(0, n) {
		return
	}
	for i := range n {
		if i+1 <= len(s.best.Run.Actions) {
			s.rounded(i, i+1)
		}
	}
}

// rounded lets the actions from one number up to another happen at whole milliseconds: a little later, or a little sooner.
// Those that were done together stay together.
func (s *shrinker) rounded(from, to int) bool {
	for _, up := range []engine.Time{engine.Time(engine.Millisecond), 0} {
		acts := slices.Clone(s.best.Run.Actions)
		changed := false
		for i := from; i < to; i++ {
			at := acts[i].At
			if at == (sim.Position{At: wholeDown(at.At)}) || i > 0 && at == s.best.Run.Actions[i-1].At {
				continue
			}
			changed = true
			for j := i; j < len(acts) && s.best.Run.Actions[j].At == at; j++ {
				acts[j].At = sim.Position{At: wholeDown(at.At) + up}
			}
		}
		if changed && s.tryOne(s.with(acts)) {
			return true
		}
	}
	return false
}
