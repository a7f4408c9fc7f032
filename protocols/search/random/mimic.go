package random

import (
	"slices"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/sim"
)

// played is a run played to its end, with its trace.
func played(r *Run) (*sim.World, error) {
	w, err := r.World(nil)
	if err == nil {
		err = r.Play(w, 0, nil)
	}
	return w, err
}

// A fate is what became of a message.
type fate struct {
	lost, doubled bool
	due           engine.Time   // when it was to come in
	came          []engine.Time // when it did, and its copy
}

// lands is when it came in, or would have.
func (f *fate) lands() engine.Time {
	if len(f.came) > 0 {
		return f.came[0]
	}
	return f.due
}

// fates are those of all messages of a run, as chance had them. What came to a node at one moment came one after another:
// microseconds here, so that it can be had in that order by name.
func fates(r *Run) (map[sim.MsgID]*fate, error) {
	w, err := played(r)
	if err != nil {
		return nil, err
	}
	of := map[sim.MsgID]*fate{}
	last := map[int32]engine.Time{}
	t := w.Trace()
	for k := range t.Len() {
		e := t.Event(sim.EventID(k + 1))
		if f := of[e.Msg]; f != nil && (e.Kind == sim.KindRecv || e.Kind == sim.KindLost) {
			last[e.Node] = max(e.At, last[e.Node]+1)
			f.came = append(f.came, last[e.Node])
		}
		for fx := range t.EffectsOf(e) {
			if sent(fx) {
				of[fx.Msg] = &fate{lost: fx.Fate == sim.LostByChance, doubled: fx.Fate == sim.Doubled, due: fx.Lands}
			}
		}
	}
	return of, nil
}

func sent(fx *sim.Effect) bool { return fx.Kind == engine.Send || fx.Kind == engine.SendUnsynced }

// A mimic plays a run on plain links, and lets happen to each message what had happened to it by chance.
type mimic struct {
	run   Run
	w     *sim.World
	of    map[sim.MsgID]*fate
	timed bool // messages may be delayed and delivered by name: links need not keep their order, nor be quick
	seen  sim.EventID
	early []landing // messages that would be later here, by when they have to land
}

type landing struct {
	at  engine.Time
	msg sim.MsgID
	to  engine.NodeID
}

// plain is the same run on plain links; quick: on plain disks, too.
func plain(r *Run, quick bool) (Run, error) {
	of, err := fates(r)
	if err != nil {
		return *r, err
	}
	a := r.Protocol.Assumes
	m := mimic{run: *r, of: of, timed: !a.FIFO && !a.Synchronous}
	o := &m.run.Options.Settings
	o.Loss, o.Dup, m.run.Actions = 0, 0, nil
	if m.timed {
		o.Latency, o.Order = engine.Dist{}, ""
	}
	if quick {
		o.Fsync = engine.Dist{}
	}
	if m.w, err = m.run.World(nil); err != nil {
		return *r, err
	}
	m.heed()
	for _, p := range r.Actions {
		if m.reach(p.At); !m.ofChance(p.Action) {
			m.do(p.Action)
		}
	}
	m.reach(sim.Position{At: r.end(), Place: 1 << 30})
	return m.run, nil
}

// ofChance tells whether an action changes what links do by chance.
func (m *mimic) ofChance(a sim.Action) bool {
	switch a := a.(type) {
	case sim.Set:
		return a.Name == "loss" || a.Name == "dup"
	case sim.Link:
		return m.timed
	}
	return false
}

// reach lets all happen that is before a position.
func (m *mimic) reach(to sim.Position) {
	for m.w.Ending() == nil {
		at := to
		if len(m.early) > 0 && (sim.Position{At: m.early[0].at}).Before(to) {
			at = sim.Position{At: m.early[0].at}
		}
		if m.w.StepTo(at) {
			m.heed()
			continue
		}
		if at == to {
			return
		}
		next := m.early[0]
		m.early = m.early[1:]
		if n, ok := m.w.Node(next.to); ok && !paused(n) { // else it waits there, now or a little later
			m.do(sim.Deliver{Msg: next.msg})
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

// heed looks after the messages that have been sent or let go since, and after the copies of those that have come in.
func (m *mimic) heed() {
	for m.seen < m.w.Count() {
		m.seen++
		t, k := m.w.Trace(), m.seen // what is done meanwhile is looked after meanwhile
		e := t.Event(k)
		if f := m.of[e.Msg]; f != nil && e.Kind == sim.KindRecv && len(f.came) == 2 {
			m.copyLands(e.Msg, f)
		}
		for fx := range t.EffectsOf(e) {
			switch f := m.of[fx.Msg]; {
			case f == nil:
			case sent(fx) && fx.Fate == sim.OnItsWay:
				m.settle(fx, f)
			case fx.Kind == engine.FateReleased:
				m.land(fx.Msg, fx.To, fx.Lands, max(f.lands(), m.w.Now()))
			}
		}
	}
}

// settle does to a message what chance did.
func (m *mimic) settle(fx *sim.Effect, f *fate) {
	if f.lost {
		m.do(sim.Drop{Msg: fx.Msg})
		return
	}
	m.land(fx.Msg, fx.To, fx.Lands, f.lands())
	if f.doubled && !m.run.Protocol.Assumes.FIFO { // a second copy need not keep the order of a link
		m.do(sim.Duplicate{Msg: fx.Msg})
	}
}

// copyLands lets the second copy of a message come in when it did.
func (m *mimic) copyLands(id sim.MsgID, f *fate) {
	for _, msg := range m.w.InFlight() {
		if msg.ID == id {
			m.land(id, msg.To, msg.Lands, f.came[1])
			f.came = f.came[:1] // it has been looked after
			return
		}
	}
}

// land lets a message come in at a time, where links need not keep their order.
func (m *mimic) land(id sim.MsgID, to engine.NodeID, lands, at engine.Time) {
	switch by := engine.Duration(at - lands); {
	case !m.timed || by == 0 || by > engine.Hour: // an hour is the longest delay
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
