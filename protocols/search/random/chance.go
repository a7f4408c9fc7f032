package random

import (
	"slices"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/sim"
)

// sayWhatIsLost drops by name what links lose by chance, and doubles what they double, if there is less to read then.
func (s *shrinker) sayWhatIsLost() {
	was, cost := s.best, s.cost
	r, ok := said(s.best.Run)
	if !ok {
		return
	}
	f := s.breaks(&r)
	if f == nil {
		return
	}
	s.become(f) // with many drops at first
	if s.fewerActions(); !s.cost.less(cost) {
		s.best, s.cost = was, cost
	}
}

// said is a run in which nothing is lost or doubled by chance; false when that is so already, or when links must keep an
// order that a second copy would not.
func said(r *Run) (Run, bool) {
	sure := *r
	sure.Options.Settings.Loss, sure.Options.Settings.Dup, sure.Actions = 0, 0, nil
	w, err := r.World(nil)
	if err != nil {
		return sure, false
	}
	chance := sure.Options.Settings != r.Options.Settings
	var after, seen = 0, sim.EventID(0)
	follow := func(next int) bool {
		for ; after < next; after++ {
			if ofChance(r.Actions[after].Action) {
				chance = true
			} else {
				sure.Actions = append(sure.Actions, r.Actions[after])
			}
		}
		for ; seen < w.Count(); seen++ {
			sure.Actions = append(sure.Actions, lots(w, seen+1)...)
		}
		return true
	}
	follow(0) // what is sent at the start
	err = r.Play(w, 0, follow)
	doubled := slices.ContainsFunc(sure.Actions, func(a sim.Placed) bool { _, ok := a.Action.(sim.Duplicate); return ok })
	return sure, err == nil && chance && !(doubled && r.Protocol.Assumes.FIFO)
}

func ofChance(a sim.Action) bool {
	set, ok := a.(sim.Set)
	return ok && (set.Name == "loss" || set.Name == "dup")
}

// lots are actions by which happens, right behind an event, what chance has done to what it sent.
func lots(w *sim.World, k sim.EventID) (acts []sim.Placed) {
	t := w.Trace()
	for fx := range t.EffectsOf(t.Event(k)) {
		if fx.Kind != engine.Send && fx.Kind != engine.SendUnsynced {
			continue
		}
		switch fx.Fate {
		case sim.LostByChance:
			acts = append(acts, sim.Placed{At: w.Position(), Action: sim.Drop{Msg: fx.Msg}})
		case sim.Doubled:
			acts = append(acts, sim.Placed{At: w.Position(), Action: sim.Duplicate{Msg: fx.Msg}})
		}
	}
	return acts
}
