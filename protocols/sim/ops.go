package sim

import (
	"slices"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/engine/say"
)

// An Op is one client operation: opened by a command or an Invoke, closed by a Return. Call and Return are numbers of
// events, which order operations even where times are equal.
type Op struct {
	ID               engine.OpID
	Client           engine.NodeID
	In, Out          any // Out nil: still open
	Call, Return     EventID
	CallAt, ReturnAt engine.Time
	source           int32 // the load that issued it, -1 for none
}

// Open tells whether the operation has no answer yet.
func (o *Op) Open() bool { return o.Return == 0 }

// Succeeded tells whether the operation was answered, and not with a refusal.
func (o *Op) Succeeded() bool {
	_, refused := o.Out.(engine.Refusal)
	return !o.Open() && !refused
}

// Ops are all operations so far, in the order in which they were opened; not to be changed.
func (w *World) Ops() []Op { return w.ops }

// command opens an operation at a node: now, or when its client's turn comes.
func (w *World) command(slot int32, event any, cause EventID, source int32) {
	n := &w.nodes[slot]
	op := engine.OpID(len(w.ops) + 1)
	w.ops = append(w.ops, Op{ID: op, Client: n.id, In: event, Call: w.count + 1, CallAt: w.now, source: source})
	if n.role.Sequential && n.serving != 0 {
		n.waiting = append(n.waiting, op)
		return
	}
	n.serving = op
	w.issue(slot, op, cause)
}

// issue gives a node the command of an operation.
func (w *World) issue(slot int32, op engine.OpID, cause EventID) {
	n := &w.nodes[slot]
	o := &w.ops[op-1]
	o.Call, o.CallAt = w.count+1, w.now
	it := item{kind: itemCommand, slot: slot, cause: cause, op: op, body: o.In, typ: int16(w.table.Index(o.In))}
	w.scratch, _ = w.table.Append(w.scratch[:0], o.In)
	if !n.paused {
		w.mixBytes(w.scratch) // with the event, never without one
	}
	if w.trace != nil {
		it.off, it.n = w.trace.put(w.scratch), uint32(len(w.scratch))
	}
	switch {
	case !n.up:
		n.serving = 0
		w.note(Event{Kind: KindLost, Node: slot, Cause: cause, Op: op, Off: it.off, Len: it.n, Type: it.typ})
	case n.paused:
		w.await(n, it)
	default:
		n.open = op
		w.step(slot, KindCommand, &it, engine.Input{Event: o.In, Op: op})
	}
}

// queuedCommand gives a node a command that has waited.
func (w *World) queuedCommand(it *item) bool {
	w.issue(it.slot, it.op, it.cause)
	return true
}

// invoke opens an operation that a client node began by itself, in the step that is under way.
func (w *World) invoke(n *node, e *engine.Effect, id EventID) {
	op := engine.OpID(len(w.ops) + 1)
	w.ops = append(w.ops, Op{ID: op, Client: n.id, In: e.Body, Call: id, CallAt: w.now, source: -1})
	n.invoked = op
}

// surface lets a Return or Observe leave that the disk had held back.
func (w *World) surface(it *item) bool {
	if it.effect == engine.Return {
		op := it.op
		if op == 0 {
			op = w.nodes[it.slot].own()
		}
		id := w.note(Event{Kind: KindReturn, Node: it.slot, Cause: it.cause, Op: op, Off: it.off, Len: it.n, Type: it.typ})
		w.leave(it.slot, it.effect, it.op, it.body, id)
		w.track()
		return true
	}
	w.leave(it.slot, it.effect, it.op, it.body, it.cause)
	if w.ending == nil {
		return false
	}
	// A fact that breaks the run is an event: the step that observed it is long past, and was shown unbroken.
	w.ending.Event = w.note(Event{Kind: KindReturn, Node: it.slot, Cause: it.cause, Off: it.off, Len: it.n, Type: it.typ})
	return true
}

// leave closes an operation, or shows a fact to the monitors.
func (w *World) leave(slot int32, k engine.EffectKind, op engine.OpID, body any, id EventID) {
	n := &w.nodes[slot]
	if k == engine.Observe {
		w.observe(n.id, body, id)
		return
	}
	if op == 0 {
		op = n.own()
	}
	if op == 0 || int(op) > len(w.ops) || !w.ops[op-1].Open() {
		return // an answer that came twice
	}
	o := &w.ops[op-1]
	o.Out, o.Return, o.ReturnAt = body, id, w.now
	w.answers++
	client := w.slot(o.Client)
	c := &w.nodes[client]
	if c.open == op {
		c.open = 0
	}
	if c.invoked == op {
		c.invoked = 0
	}
	if c.serving == op {
		w.serveNext(client, id)
	}
	if o.source >= 0 {
		w.answered(o.source, client, id)
	}
}

// serveNext gives a client the operation that has waited longest; of a client that is not sequential none waits.
func (w *World) serveNext(slot int32, cause EventID) {
	n := &w.nodes[slot]
	n.serving = 0
	if len(n.waiting) > 0 {
		n.serving = n.waiting[0]
		n.waiting = slices.Delete(n.waiting, 0, 1)
		w.queue.push(w.now, item{kind: itemCommand, slot: slot, op: n.serving, cause: cause})
	}
}

// A source is a load that is running.
type source struct {
	load Load
	rand engine.Rand
	n    int // arrivals so far
}

func (w *World) load(a Load) error {
	for _, id := range a.To {
		_, n, err := w.lookup(id)
		if err != nil {
			return err
		}
		if !accepts(n.role, a.Event) {
			return say.Errorf("load: %v, as %s, takes no %s", id, n.role.Name, engine.Print(a.Event))
		}
	}
	i := len(w.loads)
	w.loads = append(w.loads, source{load: a, rand: engine.Stream(w.options.Seed, streamSource, uint64(i), 0)})
	if a.Every.IsZero() {
		for _, id := range a.To {
			w.queue.push(w.now, item{kind: itemSource, source: int32(i), slot: w.slot(id)})
		}
	} else {
		w.queue.push(w.now+engine.Time(w.loads[i].gap(a.Every)), item{kind: itemSource, source: int32(i), slot: w.slot(a.To[0])})
	}
	return nil
}

// gap is the time to the next arrival: a microsecond at least, so that a load can't stop the clock.
func (s *source) gap(d engine.Dist) engine.Duration { return max(1, d.Draw(&s.rand)) }

func (s *source) over(now engine.Time) bool {
	return s.load.Count > 0 && s.n >= s.load.Count || s.load.Until > 0 && now > s.load.Until
}

// arrival lets a load give its next command.
func (w *World) arrival(it *item) bool {
	s := &w.loads[it.source]
	if s.over(w.now) {
		return false
	}
	slot := it.slot
	if s.load.Think.IsZero() {
		slot = w.slot(s.load.To[s.n%len(s.load.To)])
	}
	s.n++
	event := engine.Numbered(s.load.Event, s.n)
	if !s.load.Every.IsZero() {
		w.queue.push(w.now+engine.Time(s.gap(s.load.Every)), item{kind: itemSource, source: it.source, slot: slot})
	}
	if w.nodes[slot].removed {
		return false
	}
	w.command(slot, event, it.cause, it.source)
	return true
}

// answered is when a closed loop begins to think.
func (w *World) answered(i, slot int32, cause EventID) {
	s := &w.loads[i]
	if !s.load.Think.IsZero() && !s.over(w.now) {
		w.queue.push(w.now+engine.Time(s.gap(s.load.Think)), item{kind: itemSource, source: i, slot: slot, cause: cause})
	}
}

func accepts(r *engine.Role, event any) bool {
	for _, c := range r.Commands {
		if engine.SameType(c, event) {
			return true
		}
	}
	return false
}
