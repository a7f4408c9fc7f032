package sim

import (
	"quorumlab/protocols/engine"
	"quorumlab/protocols/engine/say"
)

// A Reason says why a run has ended.
type Reason string

// The reasons: a limit on events, memory, nodes or virtual time was reached, or an invariant broke.
const (
	LimitEvents Reason = "events"
	LimitBytes  Reason = "bytes"
	LimitTime   Reason = "time"
	Violation   Reason = "violated"
)

// An Ending is why a run can't go on.
type Ending struct {
	Reason Reason
	Event  EventID // the event that brought it about
	Name   string  // Violation: the invariant's or monitor's name; "engine" for a panic in an engine
	Text   string  // what is so, in one sentence, and what can be done
	Stack  string  // a panic's
}

// Ending is why the run has ended; nil while it goes on.
func (w *World) Ending() *Ending { return w.ending }

func (w *World) end(r Reason, at EventID) {
	e := &Ending{Reason: r, Event: at}
	switch r {
	case LimitEvents:
		e.Text = say.Sprintf("Run ended: %d events. That is the limit of one run here; `limit=%d` raises it.", w.settings.Limit, w.settings.Limit*10)
	case LimitBytes:
		e.Text = say.Sprintf("Run ended: it takes more than %d bytes. That is the limit of one run here; `bytes=%d` raises it.", w.settings.Bytes, w.settings.Bytes*2)
	case LimitTime:
		e.Text = say.Sprintf("Run ended: %v of virtual time. That is the limit of one run here; `time=%v` raises it.", engine.Duration(w.settings.Time), engine.Duration(w.settings.Time*10))
	}
	w.ending = e
}

// silentFactor is how many things a run may take from its queue for each event that it may have: what waits at a node is
// no event, and a load could make it wait for ever.
const silentFactor = 2

// limit ends a run that has become too long or too large.
func (w *World) limit() {
	switch {
	case w.ending != nil:
	case int(w.count) >= w.settings.Limit:
		w.end(LimitEvents, w.count)
	case w.ticks >= silentFactor*w.settings.Limit:
		w.end(LimitEvents, w.count)
		w.ending.Text = say.Sprintf("Run ended: %d things were done, most of them silent, as what waits at a node is. That is the limit of one run here; `limit=%d` raises it.",
			w.ticks, w.settings.Limit*10)
	case (w.count%256 == 0 || w.ticks%256 == 0) && w.size() > w.settings.Bytes:
		w.end(LimitBytes, w.count)
	}
}

// size is about what the run takes: trace, disks, queue, what waits. Without a trace it is that of the same run with one, or the same
// scenario would end at two places.
func (w *World) size() int {
	n := int(w.count)*192 + int(w.written) + len(w.queue.items)*160 + len(w.ops)*96 + len(w.net.held)*160
	for i := range w.nodes {
		n += len(w.nodes[i].inbox)*160 + len(w.nodes[i].waiting)*4
	}
	return n
}

func (w *World) fail(at EventID, e *Ending) {
	if w.ending == nil {
		e.Reason, e.Event = Violation, at
		w.ending = e
	}
}

// check judges the invariants after a step; slot is who stepped, -1 for any.
func (w *World) check(slot int, id EventID) {
	w.global.Stepped = slot
	if !w.options.Check || w.ending != nil {
		return
	}
	if e := w.broken(); e != nil {
		w.fail(id, e)
	}
}

// broken is the first invariant that does not hold, or whose judgement panics.
func (w *World) broken() (e *Ending) {
	defer func() {
		if r := recover(); r != nil {
			e = Panicked(r)
		}
	}()
	for i := range w.protocol.Invariants {
		inv := &w.protocol.Invariants[i]
		if err := inv.Check(&w.global); err != nil {
			return &Ending{Name: inv.Name, Text: err.Error()}
		}
	}
	return nil
}

// observe shows a fact to the monitors.
func (w *World) observe(at engine.NodeID, fact any, id EventID) {
	for i, o := range w.observers {
		if err := o.Observe(at, fact); err != nil {
			w.fail(id, &Ending{Name: w.protocol.Monitors[i].Name, Text: err.Error()})
		}
	}
}
