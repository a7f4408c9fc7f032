package random

import (
	"slices"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/sim"
)

// An aim is which of the messages on their way an action is about. Messages are named by how many their sender had sent
// before, so what is left out of a run renames those that come later; what an action is about stays the same.
type aim struct {
	from, to engine.NodeID
	kind     string
	later    int // how many like it had been sent after it
}

// about is the message that an action names; zero for none.
func about(a sim.Action) sim.MsgID {
	switch a := a.(type) {
	case sim.Deliver:
		return a.Msg
	case sim.Drop:
		return a.Msg
	case sim.Duplicate:
		return a.Msg
	case sim.Delay:
		return a.Msg
	}
	return 0
}

// named is the same action about another message.
func named(a sim.Action, m sim.MsgID) sim.Action {
	switch a := a.(type) {
	case sim.Deliver:
		return sim.Deliver{Msg: m}
	case sim.Drop:
		return sim.Drop{Msg: m}
	case sim.Duplicate:
		return sim.Duplicate{Msg: m}
	case sim.Delay:
		return sim.Delay{Msg: m, By: a.By}
	}
	return a
}

// aimed names the message that an action is about in this world, and notes the aim; nil when it is not there.
func aimed(w *sim.World, a sim.Action, aims, noted map[sim.MsgID]aim) sim.Action {
	m := about(a)
	if m == 0 {
		return a
	}
	ms := w.InFlight()
	if x, ok := aims[m]; ok {
		m = x.find(ms, m)
	}
	i := slices.IndexFunc(ms, func(x sim.Message) bool { return x.ID == m })
	if i < 0 {
		return nil
	}
	noted[m] = aimOf(ms, i)
	return named(a, m)
}

// find is the message on its way that it is about; otherwise the one that was named.
func (x aim) find(ms []sim.Message, named sim.MsgID) sim.MsgID {
	var like []sim.Message
	for i := range ms {
		if m := &ms[i]; m.From == x.from && m.To == x.to && engine.KindOf(m.Body) == x.kind {
			like = append(like, *m)
		}
	}
	for i := range like {
		if aimOf(like, i) == x {
			return like[i].ID
		}
	}
	return named
}

// aimOf is the aim of what is about the i-th message.
func aimOf(ms []sim.Message, i int) aim {
	x := aim{from: ms[i].From, to: ms[i].To, kind: engine.KindOf(ms[i].Body)}
	for j := range ms {
		if m := &ms[j]; m.ID > ms[i].ID && m.From == x.from && m.To == x.to && engine.KindOf(m.Body) == x.kind {
			x.later++
		}
	}
	return x
}
