package sim

import "quorumlab/protocols/engine"

// showSpans writes down which spans of a node have begun, moved their end, or are over.
func (w *World) showSpans(n *node) {
	for i := range w.protocol.Spans {
		var s shownSpan
		if s.holds, s.until = w.protocol.Spans[i].Holds(n.impl); !s.holds {
			s.until = 0
		} else if s.until != 0 {
			s.clock = n.clock
		}
		if s == n.shown.spans[i] {
			continue
		}
		n.shown.spans[i] = s
		e := Effect{Kind: ShownSpan, Type: int16(i), Lands: SpanOver}
		if s.holds {
			e.Lands = 0
		}
		if s.until != 0 {
			// A moment that its clock has passed already lies before now, and the start of the run at the earliest.
			e.Lands = max(1, w.now+engine.Time(n.clock.stretch(engine.Duration(s.until-n.clock.read(w.now)))))
		}
		w.trace.effect(e)
	}
}
