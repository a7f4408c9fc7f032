package scenario

import (
	"quorumlab/protocols/engine"
	"quorumlab/protocols/engine/say"
	"quorumlab/protocols/sim"
)

// event prints one event with its cause, and its effects below it.
func (p *printer) event(w *sim.World, id sim.EventID) {
	e := w.Trace().Event(id)
	text := say.Sprintf("#%d %s", id, what(w, e))
	if e.Cause != 0 {
		text += say.Sprintf(" because of #%d", e.Cause)
	}
	p.line(e.At, text)
	for f := range w.Trace().EffectsOf(e) {
		if s := effect(w, f); s != "" {
			p.printf("%-10s     %s\n", "", s)
		}
	}
}

// what says what an event was.
func what(w *sim.World, e *sim.Event) string {
	node := ""
	if e.Node >= 0 {
		node = w.Global().IDs[e.Node].String()
	}
	switch e.Kind {
	case sim.KindAction:
		return "action: " + string(w.Trace().Bytes(e.Off, e.Len))
	case sim.KindStart:
		return node + " starts"
	case sim.KindRecv:
		return say.Sprintf("%s receives %v from %v: %s", node, e.Msg, e.From, body(w, e.Off, e.Len))
	case sim.KindTimer:
		return say.Sprintf("%s: timer %s", node, body(w, e.Off, e.Len))
	case sim.KindCommand:
		return say.Sprintf("%s: command %s, operation %d", node, body(w, e.Off, e.Len), e.Op)
	case sim.KindReturn:
		return say.Sprintf("%s answers operation %d: %s", node, e.Op, body(w, e.Off, e.Len))
	case sim.KindLost:
		if e.Msg != 0 {
			break
		}
		return say.Sprintf("%s does not get command %s, operation %d", node, body(w, e.Off, e.Len), e.Op)
	}
	return say.Sprintf("%s does not get %v from %v: %s", node, e.Msg, e.From, body(w, e.Off, e.Len))
}

// body is a message, timer, command, result or fact in words.
func body(w *sim.World, off, n uint32) string {
	v, _, err := w.Table().Load(w.Trace().Bytes(off, n))
	if err != nil {
		return say.Sprintf("%d bytes that can't be read: %v", n, err)
	}
	return engine.Plain(engine.TextOf(v))
}

// effect says what an event did; "" for what only the page shows.
func effect(w *sim.World, f *sim.Effect) string {
	switch f.Kind {
	case engine.Send, engine.SendUnsynced:
		return say.Sprintf("sends %v to %v: %s, %s", f.Msg, f.To, body(w, f.Off, f.Len), fate(f))
	case engine.SetTimer:
		return say.Sprintf("sets the timer %s, due at %v", body(w, f.Off, f.Len), f.Lands)
	case engine.CancelTimer:
		return say.Sprintf("cancels the timer %s", body(w, f.Off, f.Len))
	case engine.Persist, engine.Append:
		return say.Sprintf("writes %d bytes, durable at %v", f.Len, f.Lands)
	case engine.Truncate, engine.DropFirst:
		return say.Sprintf("cuts a log, durable at %v", f.Lands)
	case engine.Invoke:
		return "begins the operation " + body(w, f.Off, f.Len)
	case engine.Return:
		return say.Sprintf("answers %s, at %v", body(w, f.Off, f.Len), f.Lands)
	case engine.Observe:
		return "observes " + body(w, f.Off, f.Len)
	case engine.FateHeld:
		return say.Sprintf("holds %v", f.Msg)
	case engine.FateReleased:
		return say.Sprintf("releases %v, which lands at %v", f.Msg, f.Lands)
	case engine.FateDropped:
		return say.Sprintf("drops %v", f.Msg)
	case engine.FateDuplicated:
		return say.Sprintf("duplicates %v, the copy lands at %v", f.Msg, f.Lands)
	case engine.FateDelayed:
		return say.Sprintf("delays %v, which lands at %v", f.Msg, f.Lands)
	}
	return ""
}

func fate(f *sim.Effect) string {
	switch f.Fate {
	case sim.Held:
		return "which is held"
	case sim.LostByChance:
		return "which is lost on the way"
	case sim.WayCut:
		return "which finds the way cut"
	case sim.NoReceiver:
		return "who is not there"
	case sim.Doubled:
		return say.Sprintf("twice, the first lands at %v", f.Lands)
	}
	return say.Sprintf("lands at %v", f.Lands)
}
