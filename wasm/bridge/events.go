package bridge

import (
	"bytes"
	"strings"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/sim"
)

// event writes one event of the branch shown.
func (s *session) event(d *doc, k sim.EventID, ops turns) {
	w := s.rec.Head()
	t := w.Trace()
	e := t.Event(k)
	d.object(func() {
		d.kint("t", int64(e.At))
		d.kstr("k", e.Kind.String())
		if e.Node >= 0 {
			d.kstr("n", w.Global().IDs[e.Node].String())
		} else {
			d.kstr("n", "")
		}
		if e.Cause != 0 {
			d.kint("c", int64(e.Cause))
		}
		if e.Place != 0 {
			d.kint("p", int64(e.Place))
		}
		if e.From != 0 && e.Msg != 0 {
			d.kstr("from", e.From.String())
		}
		if e.Msg != 0 {
			d.kstr("m", e.Msg.String())
		}
		switch {
		case e.Kind == sim.KindAction:
			d.key("x")
			d.bytes(t.Bytes(e.Off, e.Len))
		case e.Type >= 0:
			if v := s.value(e.Off, e.Len); v != nil {
				d.kstr("x", textOf(e.Kind, v))
			}
		}
		if e.NotesLen > 0 {
			notes := t.Bytes(e.Notes, uint32(e.NotesLen))
			d.notes("notes", notes, false)
			d.notes("asides", notes, true)
		}
		s.effects(d, e)
		ops.write(d, k)
		if end := w.Ending(); end != nil && end.Reason == sim.Violation && end.Event == k {
			d.key("bad")
			d.object(func() {
				d.kstr("name", end.Name)
				d.kstr("text", end.Text)
				d.kopt("stack", end.Stack)
			})
		}
	})
}

// textOf is what came, as text: a command or a timer as a scenario line has it, a message whole.
func textOf(k sim.Kind, v any) string {
	if k == sim.KindCommand || k == sim.KindTimer {
		return engine.Print(v)
	}
	return engine.TextOf(v)
}

// value decodes a value of a declared type from the trace.
func (s *session) value(off, n uint32) any {
	v, _, err := s.rec.Head().Table().Load(s.rec.Trace().Bytes(off, n))
	if err != nil {
		return nil
	}
	return v
}

func (s *session) effects(d *doc, e *sim.Event) {
	w := s.rec.Head()
	t := w.Trace()
	var sends, msgs, spans bool
	for x := range t.EffectsOf(e) {
		sends = sends || x.Kind == engine.Send || x.Kind == engine.SendUnsynced
		spans = spans || x.Kind == sim.ShownSpan
		msgs = msgs || x.Kind >= engine.FateHeld && x.Kind <= engine.FateDelayed
	}
	if sends {
		d.klist("sends", func() {
			for x := range t.EffectsOf(e) {
				if x.Kind == engine.Send || x.Kind == engine.SendUnsynced {
					s.sent(d, x)
				}
			}
		})
	}
	if msgs {
		d.klist("msgs", func() {
			for x := range t.EffectsOf(e) {
				if what := fateWord(x.Kind); what != "" {
					d.object(func() {
						d.kstr("m", x.Msg.String())
						d.kstr("what", what)
						d.kint("lands", int64(x.Lands))
					})
				}
			}
		})
	}
	if spans {
		d.klist("spans", func() {
			for x := range t.EffectsOf(e) {
				if x.Kind == sim.ShownSpan {
					d.object(func() {
						d.kstr("name", w.Protocol().Spans[x.Type].Name)
						d.kbool("on", x.Lands != sim.SpanOver)
						d.kint("until", int64(max(0, x.Lands)))
					})
				}
			}
		})
	}
	for x := range t.EffectsOf(e) {
		switch x.Kind {
		case sim.ShownStatus:
			d.key("s")
			d.object(func() {
				if x.Type >= 0 {
					d.kstr("status", w.Protocol().Statuses[x.Type].Name)
				} else {
					d.kstr("status", "")
				}
				d.kint("epoch", int64(x.Lands))
				d.kstr("tally", string(t.Bytes(x.Off, x.Len)))
			})
		case sim.ShownFlags:
			d.kstr("f", strings.Join(flagWords(int(x.Type)), " "))
		}
	}
}

func (s *session) sent(d *doc, x *sim.Effect) {
	d.object(func() {
		d.kstr("m", x.Msg.String())
		d.kstr("to", x.To.String())
		if v := s.value(x.Off, x.Len); v != nil {
			s.kind(d, v)
		}
		d.kint("leaves", int64(x.Leaves))
		d.kint("lands", int64(x.Lands))
		switch x.Fate {
		case sim.Held:
			d.kstr("fate", "held")
		case sim.LostByChance:
			d.kstr("fate", "lost")
		case sim.WayCut:
			d.kstr("fate", "cut")
		case sim.NoReceiver:
			d.kstr("fate", "nobody")
		}
	})
}

// kind writes how a message is shown: kind, argument, intent, epoch.
func (s *session) kind(d *doc, m any) {
	d.kstr("kind", engine.KindOf(m))
	arg := ""
	if l, ok := m.(engine.Labeler); ok {
		arg = engine.Plain(l.Label())
	}
	d.kstr("arg", arg)
	d.kstr("intent", string(s.rec.Head().Protocol().IntentOf(m)))
	epoch := int64(0)
	if x, ok := m.(engine.Epocher); ok {
		epoch = x.Epoch()
	}
	d.kint("epoch", epoch)
}

func fateWord(k engine.EffectKind) string {
	switch k {
	case engine.FateHeld:
		return "held"
	case engine.FateReleased:
		return "released"
	case engine.FateDropped:
		return "dropped"
	case engine.FateDuplicated:
		return "duplicated"
	case engine.FateDelayed:
		return "delayed"
	}
	return ""
}

func flagWords(flags int) []string {
	words := []string{}
	for i, word := range []string{"crashed", "paused", "skewed", "unsynced", "manual", "locked", "removed"} {
		if flags&(1<<i) != 0 {
			words = append(words, word)
		}
	}
	return words
}

// notes are those of an event's sentences that are asides, or those that are none.
func (d *doc) notes(name string, all []byte, asides bool) {
	some := false
	for line := range bytes.Lines(all) {
		some = some || (line[0] == engine.AsideMark) == asides
	}
	if !some {
		return
	}
	d.klist(name, func() {
		for line := range bytes.Lines(all) {
			if (line[0] == engine.AsideMark) == asides {
				d.bytes(bytes.Trim(line, "\t\n"))
			}
		}
	})
}
