package random

import (
	"slices"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/sim"
)

// A mimic plays a run on plain links, and lets happen to each message by name what had happened to it otherwise.
type mimic struct {
	run   Run
	past  *past
	end   engine.Time
	w     *sim.World
	timed bool // messages may be delayed and delivered by name: links need not keep their order, nor be quick
	seen  sim.EventID
	early []landing // messages that would be later here, by when they have to land
}

type landing struct {
	at  engine.Time
	msg sim.MsgID
	to  engine.NodeID
}

// plain is the same run on plain links; quick: on plain disks, too. nil when it can't be played.
func plain(r *Run, quick bool) *Run {
	past, err := look(r)
	if err != nil {
		return nil
	}
	a := r.Protocol.Assumes
	m := mimic{run: *r, past: past, end: max(r.end(), past.now), timed: !a.FIFO && !a.Synchronous}
	o := &m.run.Options.Settings
	o.Loss, o.Dup, m.run.Actions = 0, 0, nil
	if m.timed {
		o.Latency, o.Order = engine.Dist{}, ""
	}
	if quick {
		o.Fsync = engine.Dist{}
	}
	if m.w, err = m.run.World(nil); err != nil {
		return nil
	}
	m.heed()
	for i, at := range past.acts {
		if m.reach(at); !m.known(r.Actions[i].Action) {
			m.do(r.Actions[i].Action)
		}
	}
	m.reach(sim.Position{At: m.end, Place: 1 << 30})
	return &m.run
}

// known tells whether what an action does shows in the fates of messages.
func (m *mimic) known(a sim.Action) bool {
	switch a := a.(type) {
	case sim.Set:
		return a.Name == "loss" || a.Name == "dup"
	case sim.Link, sim.Hold, sim.Release, sim.DropHeld, sim.Deliver, sim.Drop, sim.Duplicate, sim.Delay:
		return m.timed
	}
	return false
}

// reach lets all happen that is before a position.
func (m *mimic) reach(to sim.Position) {
	for m.w.Ending() == nil {
		at, early := to, false
		if len(m.early) > 0 && (sim.Position{At: m.early[0].at}).Before(to) {
			early = true
			if m.early[0].at < to.At {
				at = sim.Position{At: m.early[0].at, Place: 1 << 30}
			}
		}
		switch {
		case m.w.StepTo(at):
			m.heed()
		case early:
			next := m.early[0]
			m.early = m.early[1:]
			if n, ok := m.w.Node(next.to); ok && !paused(n) { // else it waits there, now or a little later
				m.do(sim.Deliver{Msg: next.msg})
			}
		default:
			return
		}
	}
}

// do does an action, unless it is refused.
func (m *mimic) do(a sim.Action) {
	at := m.w.Position()
	if m.w.Apply(a) == nil {
		m.run.Actions = append(m.run.Actions, sim.Placed{At: at, Action: a})
		m.heed()
	}
}

// heed looks after the messages that have been sent since, and after the copies of those that have come in.
func (m *mimic) heed() {
	for m.seen < m.w.Count() {
		m.seen++
		t, k := m.w.Trace(), m.seen // what is done meanwhile is looked after meanwhile
		e := t.Event(k)
		if f := m.past.of[e.Msg]; f != nil && e.Kind == sim.KindRecv && len(f.came) > 0 {
			m.copyLands(e.Msg, f)
		}
		for fx := range t.EffectsOf(e) {
			if f := m.past.of[fx.Msg]; f != nil && sent(fx) && fx.Fate == sim.OnItsWay {
				m.settle(fx, f)
			}
		}
	}
}

// settle lets happen to a message what had happened to it.
func (m *mimic) settle(fx *sim.Effect, f *fate) {
	switch {
	case f.chance:
		m.do(sim.Drop{Msg: fx.Msg})
	case m.timed && len(f.came) == 0: // it was lost by name, or still under way, or held
		m.land(fx.Msg, fx.To, fx.Lands, max(fx.Lands, m.end+slack))
	case m.timed:
		m.land(fx.Msg, fx.To, fx.Lands, f.came[0])
		if f.came = f.came[1:]; len(f.came) > 0 {
			m.do(sim.Duplicate{Msg: fx.Msg})
		}
	}
}

// copyLands lets the next copy of a message come in when it did.
func (m *mimic) copyLands(id sim.MsgID, f *fate) {
	for _, msg := range m.w.InFlight() {
		if msg.ID == id {
			at := f.came[0]
			f.came = f.came[1:]
			m.land(id, msg.To, msg.Lands, at)
			if len(f.came) > 0 {
				m.do(sim.Duplicate{Msg: id})
			}
			return
		}
	}
}

// land lets a message come in at a time.
func (m *mimic) land(id sim.MsgID, to engine.NodeID, lands, at engine.Time) {
	switch by := engine.Duration(at - lands); {
	case by == 0 || by > engine.Hour: // an hour is the longest delay
	case by > 0:
		m.do(sim.Delay{Msg: id, By: by})
	default:
		i := len(m.early)
		for i > 0 && at < m.early[i-1].at {
			i--
		}
		m.early = slices.Insert(m.early, i, landing{at, id, to})
	}
}
