package sim

import (
	"cmp"
	"encoding/binary"
	"math/bits"
	"runtime"
	"strings"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/engine/say"
)

// The kinds of random streams.
const (
	streamNode uint64 = iota + 1
	streamLink
	streamSource
)

// step lets a node take one input and carries out what it wants. it says what came: cause, message, bytes.
func (w *World) step(slot int32, k Kind, it *item, in engine.Input) {
	n := &w.nodes[slot]
	w.count++
	id := w.count
	in.Now = n.clock.read(w.now)
	o := w.out
	o.Begin(n.rand, nil)
	o.Dictate(n.picks)
	if w.hooks != nil {
		var sent []byte
		if w.trace != nil && it.kind == itemDeliver {
			sent = w.trace.Bytes(it.off, it.n)
		}
		w.hooks.Before(int(slot), in, n.impl, n.rand, sent)
	}
	failure := call(n.impl, in, o)
	if failure != nil {
		o.Begin(n.rand, nil) // what it wanted before it fell is void
	} else if w.hooks != nil {
		w.hooks.After(int(slot), in, n.impl, o)
	}
	n.rand, n.picks = o.Rand(), o.Dictated()

	w.mix(uint64(w.now))
	w.mix(uint64(k)<<56 | uint64(n.id))
	w.mix(uint64(it.cause))
	w.mix(uint64(it.msg))
	w.mixBytes(o.Bytes())
	w.written += len(o.Bytes())
	var base, facts, first uint32
	if w.trace != nil {
		base, first = w.trace.put(o.Bytes()), uint32(w.trace.mark.Effects)
		if f := o.Facts(); len(f) > 0 {
			facts = w.trace.put(f)
		}
	}
	w.writeBatch(n, o)
	effects := o.Effects()
	for i := range effects {
		e := &effects[i]
		t := Effect{Kind: e.Kind, Type: e.Type, To: e.To, Off: base + e.Off, Len: e.Len}
		switch e.Kind {
		case engine.Send, engine.SendUnsynced:
			w.send(slot, e, id, base, &t)
			n = &w.nodes[slot]
		case engine.SetTimer:
			t.Lands = w.setTimer(slot, e, id, base)
		case engine.CancelTimer:
			w.cancelTimer(slot, e.Body, e.Key)
		case engine.Persist, engine.Append, engine.Truncate, engine.DropFirst:
			t.Lands = n.durable
		case engine.Invoke:
			w.invoke(n, e, id)
		case engine.Return:
			t.Msg = MsgID(cmp.Or(e.Op, n.own()))
			t.Lands = w.mayLeave(slot, e, id, t.Off)
		case engine.Observe:
			t.Off = facts + e.Off
			t.Lands = w.mayLeave(slot, e, id, t.Off)
			if w.trace != nil {
				w.trace.effect(t)
			}
			continue
		}
		w.mix(uint64(e.Kind)<<56 | uint64(uint16(e.Type))<<32 | uint64(e.To))
		w.mix(uint64(t.Lands))
		if e.Key != "" {
			w.mixText(e.Key)
			w.mix(uint64(e.Off)) // of a log that is cut, where
		}
		if w.trace != nil {
			w.trace.effect(t)
		}
	}
	if w.trace != nil {
		w.show(slot)
		e := Event{At: w.now, Msg: it.msg, Cause: it.cause, Effects: first, Off: it.off, Len: it.n, Op: in.Op, Node: slot,
			From: in.From, Place: uint32(w.moment), NEffects: uint16(uint32(w.trace.mark.Effects) - first), Type: it.typ, Kind: k}
		if notes := o.Notes(); len(notes) > 0 {
			notes = notes[:min(len(notes), 1<<16-1)]
			e.Notes, e.NotesLen = w.trace.put(notes), uint16(len(notes))
		}
		w.trace.event(e)
	}
	if failure != nil {
		w.fail(id, failure)
	}
	w.check(int(slot), id)
	w.track()
}

// mayLeave lets an answer or a fact leave: now, or when the disk has what it rests on. It answers when.
func (w *World) mayLeave(slot int32, e *engine.Effect, id EventID, off uint32) engine.Time {
	n := &w.nodes[slot]
	if n.durable <= w.now {
		w.leave(slot, e.Kind, e.Op, e.Body, id)
		return w.now
	}
	w.queue.push(n.durable, item{kind: itemRelease, effect: e.Kind, typ: e.Type, slot: slot, op: e.Op, body: e.Body,
		cause: id, leaves: n.durable, off: off, n: e.Len})
	return n.durable
}

// call lets the engine step; a panic in it becomes a violation, since the run can't go on but the page must.
func call(n engine.Node, in engine.Input, o *engine.Out) (failure *Ending) {
	defer func() {
		if r := recover(); r != nil {
			failure = Panicked(r)
		}
	}()
	n.Step(in, o)
	return nil
}

// Panicked is how a run ends when its engine panics with r; to be called where that is recovered.
func Panicked(r any) *Ending {
	return &Ending{Name: "engine", Text: engine.Plain(say.Sprintf("the engine panicked: %v", r)), Stack: stack()}
}

// stack is where it panicked: the frames above the kernel's, without addresses.
func stack() string {
	buf := make([]byte, 64<<10)
	lines := strings.Split(string(buf[:runtime.Stack(buf, false)]), "\n")
	var keep []string
	for i, l := range lines {
		if strings.HasPrefix(l, "panic(") && i+2 < len(lines) {
			keep = nil
			for _, l := range lines[i+2:] {
				if strings.Contains(l, "sim.call") || strings.Contains(l, "sim.(*World).broken") || strings.Contains(l, "search.(*memo).step") || strings.Contains(l, "search.(*worker).judge") {
					break
				}
				l, _, _ = strings.Cut(l, " +0x")
				if i := strings.LastIndex(l, "/protocols/"); i >= 0 && strings.HasPrefix(l, "\t") {
					l = "\t" + l[i+1:]
				}
				keep = append(keep, l)
			}
		}
	}
	return strings.Join(keep[:min(len(keep), 40)], "\n")
}

// show writes down what has changed in how a node is seen.
func (w *World) show(slot int32) {
	if !w.options.Watch || w.trace == nil {
		return
	}
	n := &w.nodes[slot]
	if f := n.flags(w.now) &^ FlagUnsynced; f != n.shown.flags {
		n.shown.flags = f
		w.trace.effect(Effect{Kind: ShownFlags, Type: f})
	}
	if !n.up || n.impl == nil {
		n.shown.spans = [engine.SpansMax]shownSpan{} // they end with its life
		return
	}
	w.showSpans(n)
	p := engine.Look(n.impl, true)
	s := shown{status: -1, flags: n.shown.flags, epoch: p.Epoch, tally: p.Tally, spans: n.shown.spans}
	for i := range w.protocol.Statuses {
		if w.protocol.Statuses[i].Name == p.Status {
			s.status = int16(i)
		}
	}
	if s != n.shown {
		n.shown = s
		w.trace.effect(Effect{Kind: ShownStatus, Type: s.status, Lands: engine.Time(s.epoch), Off: w.trace.put([]byte(s.tally)), Len: uint32(len(s.tally))})
	}
}

// start is a node's first step of a life.
func (w *World) start(slot int32, cause EventID, again bool) {
	n := &w.nodes[slot]
	w.step(slot, KindStart, &item{cause: cause, typ: -1}, engine.Input{Event: engine.Start{Disk: n.disk, Restart: again}})
}

// note writes an event that is no step.
func (w *World) note(e Event) EventID {
	w.count++
	e.At, e.Place = w.now, uint32(w.moment)
	w.mix(uint64(e.At))
	w.mix(uint64(e.Kind)<<56 | uint64(uint32(e.Node)))
	w.mix(uint64(e.Cause)<<32 | uint64(e.Op))
	w.mix(uint64(e.Msg))
	if w.trace != nil {
		w.trace.event(e)
	}
	return w.count
}

const hashFactor = 0x517cc1b727220a95

func (w *World) mix(x uint64) { w.hash = (bits.RotateLeft64(w.hash, 5) ^ x) * hashFactor }

func (w *World) mixBytes(b []byte) {
	h := w.hash
	for len(b) >= 8 {
		h = (bits.RotateLeft64(h, 5) ^ binary.LittleEndian.Uint64(b)) * hashFactor
		b = b[8:]
	}
	var t uint64
	for i, c := range b {
		t |= uint64(c) << (8 * i)
	}
	w.hash = (bits.RotateLeft64(h, 5) ^ t ^ uint64(len(b))<<56) * hashFactor
}

func (w *World) mixText(s string) {
	w.scratch = append(w.scratch[:0], s...)
	w.mixBytes(w.scratch)
}

// Hash is the running hash over all that has happened: equal runs have equal hashes, on every platform.
func (w *World) Hash() uint64 { return engine.Mix(w.hash) }
