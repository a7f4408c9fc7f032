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
	w, err := r.World(nil)
	if err == nil {
		err = r.Play(w, 0, nil)
	}
	if err != nil {
		return r
	}
	taken := map[engine.NodeID][]sim.Position{}
	for k := range w.Trace().Len() {
		if e := w.Trace().Event(sim.EventID(k + 1)); e.Kind == sim.KindCommand {
			id := w.Global().IDs[e.Node]
			taken[id] = append(taken[id], sim.Position{At: e.At, Place: int(e.Place)})
		}
	}
	for _, p := range r.Actions {
		if c, ok := p.Action.(sim.Command); ok {
			at := taken[c.To]
			if len(at) == 0 {
				continue
			}
			if taken[c.To] = at[1:]; p.At.Before(at[0]) {
				p.At = sim.Position{At: at[0].At, Place: max(0, at[0].Place-1)}
			}
		}
		i := len(even.Actions)
		for i > 0 && p.At.Before(even.Actions[i-1].At) {
			i--
		}
		even.Actions = slices.Insert(even.Actions, i, p)
	}
	return &even
}
