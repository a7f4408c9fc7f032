package scenario

import (
	"slices"
	"strings"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/sim"
)

// Story is what the branch's run says up to event k, from its very start: what it shares with its parent as well, and
// without what its lines expect. With trace=all, every event is in it.
func (r *Runner) Story(k sim.EventID) string {
	var p printer
	w, trace, all := r.rec.Head(), r.rec.Trace(), r.script.Cluster.TraceAll
	acts := slices.Concat(r.prior, r.own)
	for i := sim.EventID(0); i < k && int(i) < trace.Len(); i++ { // what comes after event i
		for len(acts) > 0 && acts[0].after == i {
			p.line(acts[0].at, "you: "+sim.Line(acts[0].action))
			acts = acts[1:]
		}
		e := trace.Event(i + 1)
		if all {
			p.event(w, i+1)
		}
		for note := range strings.Lines(string(trace.Bytes(e.Notes, uint32(e.NotesLen)))) {
			if aside := note[0] == engine.AsideMark; !aside || all {
				p.line(e.At, engine.Plain(strings.Trim(note, "\t\n")))
			}
		}
	}
	return p.b.String()
}

// Reach lets the run go on after its lines, up to event k, though not beyond a time. It answers how many events there are.
func (r *Runner) Reach(k sim.EventID, until engine.Time) sim.EventID {
	for r.rec.Head().Count() < k && r.rec.Next(until) {
	}
	return r.rec.Head().Count()
}
