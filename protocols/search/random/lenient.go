package random

import (
	"quorumlab/protocols/engine"
	"quorumlab/protocols/sim"
)

// patience is how long an action waits for the message that it is about.
const patience = engine.Time(100 * engine.Millisecond)

// A lenient plays a run from which something was left out. What is refused then is left out, too; an action on a message
// waits a while for that to be sent.
type lenient struct {
	run   *Run
	w     *sim.World
	did   Run          // what was done
	late  []sim.Placed // actions that wait for their messages
	ended bool         // the last action has ended the run
}

func newLenient(r *Run, w *sim.World) *lenient {
	l := &lenient{run: r, w: w, did: *r}
	l.did.Actions, l.did.aims, l.did.Options.Counts = nil, map[sim.MsgID]aim{}, unusual(r)
	return l
}

func (l *lenient) play() {
	for _, p := range l.run.Actions {
		l.runTo(p.At)
		if l.w.Ending() != nil {
			return
		}
		if !l.do(p.Action) && about(p.Action) != 0 {
			l.late = append(l.late, p)
		}
		l.catchUp()
	}
	l.runTo(sim.Position{At: max(l.run.Until, l.w.Now()), Place: 1 << 30})
}

// runTo lets all happen that is before a position, and what has waited for it.
func (l *lenient) runTo(to sim.Position) {
	for len(l.late) > 0 && l.w.StepTo(to) {
		l.catchUp()
	}
	l.w.RunTo(to)
}

// catchUp does what has waited for a message that is there now.
func (l *lenient) catchUp() {
	waiting := l.late
	l.late = nil
	for _, p := range waiting {
		if l.w.Ending() == nil && l.w.Now()-p.At.At < patience && !l.do(p.Action) {
			l.late = append(l.late, p)
		}
	}
}

// do does an action now; false when it is refused.
func (l *lenient) do(a sim.Action) bool {
	at := l.w.Position()
	if a = aimed(l.w, a, l.run.aims, l.did.aims); a == nil || l.w.Apply(a) != nil {
		return false
	}
	l.did.Actions = append(l.did.Actions, sim.Placed{At: at, Action: a})
	l.ended = l.w.Ending() != nil
	return true
}
