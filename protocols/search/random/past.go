package random

import (
	"slices"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/sim"
)

// A past is what became of the messages of a run. What came to a node at one moment came one after another: microseconds
// here, so that it can be had in that order by name.
type past struct {
	world *sim.World
	stops bool // nodes are paused in it
	of    map[sim.MsgID]*fate
	acts  []sim.Position // of the run's actions
	last  map[int32]engine.Time
	now   engine.Time
	seen  sim.EventID
}

// A fate is what became of a message.
type fate struct {
	chance bool          // it was lost by chance
	came   []engine.Time // when it came in, and its copies
	waits  bool          // it has come in, to a node that is paused
}

// look plays a run and sees what becomes of its messages.
func look(r *Run) (*past, error) {
	w, err := r.World(nil)
	if err != nil {
		return nil, err
	}
	p := &past{world: w, of: map[sim.MsgID]*fate{}, last: map[int32]engine.Time{}}
	p.stops = slices.ContainsFunc(r.Actions, func(a sim.Placed) bool { return verb(a.Action) == "pause" })
	p.see()
	err = r.Play(w, 0, func(next int) bool {
		p.see()
		for i := len(p.acts); i < next; i++ {
			at := r.Actions[i].At
			if at.At < p.now {
				at = sim.Position{At: p.now, Place: 1 << 30}
			}
			p.acts = append(p.acts, at)
		}
		return true
	})
	return p, err
}

// see looks at what has happened since.
func (p *past) see() {
	t := p.world.Trace()
	for p.seen < p.world.Count() {
		p.seen++
		e := t.Event(p.seen)
		if f := p.of[e.Msg]; f != nil && e.Kind == sim.KindRecv {
			p.comes(f, e.Node, e.At)
			f.waits = false
		}
		for fx := range t.EffectsOf(e) {
			if sent(fx) {
				p.of[fx.Msg] = &fate{chance: fx.Fate == sim.LostByChance}
			}
		}
	}
	for slot := 0; p.stops && slot < len(p.world.Global().IDs); slot++ {
		for _, m := range p.world.NodeAt(slot).Inbox {
			p.comes(p.of[m.ID], int32(slot), p.world.Now())
			p.of[m.ID].waits = true
		}
	}
}

// comes notes that a message has come to a node, if it did not wait there before.
func (p *past) comes(f *fate, slot int32, at engine.Time) {
	if f.waits {
		return
	}
	p.last[slot] = max(at, p.last[slot]+1)
	p.now = max(p.now, p.last[slot])
	f.came = append(f.came, p.last[slot])
}

func sent(fx *sim.Effect) bool { return fx.Kind == engine.Send || fx.Kind == engine.SendUnsynced }
