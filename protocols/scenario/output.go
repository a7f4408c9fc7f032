package scenario

import (
	"strings"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/engine/say"
	"quorumlab/protocols/sim"
)

// Output is what a run says: the text below a scenario's ----.
func (res *Result) Output() string {
	var p printer
	for i, r := range res.Branches {
		if i > 0 {
			p.b.WriteString("\n" + r.branch.String() + "\n")
		}
		p.branch(r, res.Script.Cluster.TraceAll)
	}
	return p.b.String()
}

// WithOutput is the script's text with output below it, in place of what was there.
func (s *Script) WithOutput(output string) string {
	t := *s
	t.HasGolden, t.Golden = true, output
	return t.String()
}

type printer struct{ b strings.Builder }

// branch prints a branch's own events, and between them its actions and outcomes where they stand.
func (p *printer) branch(r *Runner, all bool) {
	w, trace := r.rec.Head(), r.rec.Trace()
	own, outcomes, ended := r.own, r.outcomes, false
	for k := r.begin; ; k++ { // after event k
		for len(own) > 0 && own[0].after == k || len(outcomes) > 0 && outcomes[0].Event == k {
			// An outcome stands before an action at the same event when its line does.
			if len(own) > 0 && own[0].after == k && (len(outcomes) == 0 || outcomes[0].Event > k || own[0].line < outcomes[0].Line) {
				p.line(own[0].at, "you: "+sim.Line(own[0].action))
				own = own[1:]
				continue
			}
			if outcomes[0].Ended && !ended {
				ended = true
				p.ending(w)
			}
			p.outcome(&outcomes[0])
			outcomes = outcomes[1:]
		}
		if int(k) >= trace.Len() {
			break
		}
		e := trace.Event(k + 1)
		if all {
			p.event(w, k+1)
		}
		for note := range strings.Lines(string(trace.Bytes(e.Notes, uint32(e.NotesLen)))) {
			if aside := note[0] == engine.AsideMark; !aside || all {
				p.line(e.At, engine.Plain(strings.Trim(note, "\t\n")))
			}
		}
	}
	if !ended {
		p.ending(w)
	}
	p.line(w.Now(), say.Sprintf("the end: %d events, %d messages", w.Count(), w.Stats().Sent))
}

// line is one thing that happened at a time.
func (p *printer) line(at engine.Time, text string) {
	p.printf("%-10v %s\n", at, text)
}

func (p *printer) outcome(o *Outcome) {
	if o.OK {
		p.printf("ok  %s\n", o.Text)
	} else {
		p.printf("FAILED  %s\n", o.Says())
	}
	p.b.WriteString(o.Chart)
}

// ending says why the run can't go on, if so.
func (p *printer) ending(w *sim.World) {
	e := w.Ending()
	if e == nil {
		return
	}
	text := engine.Plain(e.Text)
	if e.Reason == sim.Violation {
		text = "VIOLATED " + ViolationName(e.Name) + ": " + text
	}
	p.line(w.Now(), text)
}

func (p *printer) printf(format string, args ...any) {
	p.b.WriteString(say.Sprintf(format, args...))
}
