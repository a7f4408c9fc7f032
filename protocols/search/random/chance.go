package random

import (
	"slices"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/sim"
)

// sayChance puts actions in the place of chance, if there is less to read then: links are as they are by default, and what
// they lost, doubled or took long for is dropped, doubled or delayed by name. Commands come when they are taken up, so that
// leaving one out does not move those behind it.
func (s *shrinker) sayChance() {
	for _, r := range []*Run{spread(s.best.Run), s.best.Run} {
		for _, quick := range []bool{true, false} { // disks
			said := plain(r, quick)
			if said == nil || len(said.Actions) > saidMax {
				continue
			}
			if loose := s.breaks(said); loose != nil {
				s.tighten(loose)
				return
			}
		}
	}
}

// saidMax is how many actions, with those in the place of chance, are too many to begin with.
const saidMax = 1000

// tighten makes a run with many actions the best, if there is less to read in it in the end.
func (s *shrinker) tighten(loose *Finding) {
	was, cost := s.best, s.cost
	s.become(loose)
	s.fewerActions()
	s.fewerNodes()
	if !s.cost.less(cost) {
		s.best, s.cost = was, cost
	}
}

// spread is the same run with each command at the moment at which its node took it up, and without those that none did.
func spread(r *Run) *Run {
	even := *r
	even.Actions = nil
	at := takenUp(r)
	for i, p := range r.Actions {
		if _, ok := p.Action.(sim.Command); ok {
			if p.At = at[i]; p.At.At < 0 {
				continue
			}
		}
		k := len(even.Actions)
		for k > 0 && p.At.Before(even.Actions[k-1].At) {
			k--
		}
		even.Actions = slices.Insert(even.Actions, k, p)
	}
	return &even
}

// takenUp is when nodes took up the commands among the actions, by number; a time before 0 for those that none did.
func takenUp(r *Run) map[int]sim.Position {
	taken := map[engine.NodeID][]sim.Position{}
	if w, err := r.World(nil); err == nil && r.Play(w, 0, nil) == nil {
		for k := range w.Trace().Len() {
			if e := w.Trace().Event(sim.EventID(k + 1)); e.Kind == sim.KindCommand {
				id := w.Global().IDs[e.Node]
				taken[id] = append(taken[id], sim.Position{At: e.At, Place: int(e.Place)})
			}
		}
	}
	at := map[int]sim.Position{}
	for i, p := range r.Actions {
		c, ok := p.Action.(sim.Command)
		switch {
		case !ok:
		case len(taken[c.To]) == 0:
			at[i] = sim.Position{At: -1}
		default:
			first := taken[c.To][0]
			taken[c.To] = taken[c.To][1:]
			if at[i] = p.At; p.At.Before(first) { // it waited
				at[i] = sim.Position{At: first.At, Place: max(0, first.Place-1)}
			}
		}
	}
	return at
}

// untaken leaves out the commands that no node has taken up.
func (s *shrinker) untaken() {
	at := takenUp(s.best.Run)
	var some []int
	for i, p := range at { // order: they are left out all at once
		if p.At < 0 {
			some = append(some, i)
		}
	}
	if len(some) > 0 {
		s.tryOne(s.with(lacking(s.best.Run.Actions, some...)))
	}
}
