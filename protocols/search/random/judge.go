package random

import (
	"slices"
	"strings"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/engine/say"
	"quorumlab/protocols/history"
	"quorumlab/protocols/scenario"
	"quorumlab/protocols/sim"
)

// Linearizable is the name of what is broken when no order of the operations explains what clients have seen.
const Linearizable = "linearizable"

// A breach is what broke in a world, and when.
type breach struct {
	name, text, stack string
	at                engine.Time
	events            int
}

// judge tells what is broken in a world; nil for nothing. A run that is not broken otherwise is judged by what its clients have seen;
// decided is false when that is too hard.
func judge(w *sim.World) (b *breach, decided bool) {
	if e := w.Ending(); e != nil && e.Reason == sim.Violation {
		return &breach{e.Name, e.Text, e.Stack, w.Now(), int(w.Count())}, true
	}
	m := w.Protocol().Model
	if m == nil {
		return nil, true
	}
	h := taken(w)
	switch history.Check(m, h.upTo(w.Count())) {
	case history.Unknown:
		return nil, false
	case history.Linearizable:
		return nil, true
	}
	last := h.firstUnexplained(m)
	failing := history.Failing(m, h.upTo(last.Return))
	return &breach{name: Linearizable, text: "no order of the operations explains " + seen(failing), at: last.ReturnAt, events: int(last.Return)}, true
}

// A past is the operations of a run, as the kernel has them and as a judge does.
type past struct {
	ops  []sim.Op
	seen []history.Op
}

// taken are the operations that clients have taken up. Those that still wait for their turn can have had no effect, and
// are many where clients are slow.
func taken(w *sim.World) past {
	waits := map[engine.OpID]bool{}
	for slot := range w.Global().IDs {
		_, _, waiting := w.Opened(slot)
		for _, op := range waiting {
			waits[op] = true
		}
	}
	var p past
	for i, seen := range w.History() {
		if op := w.Ops()[i]; !waits[op.ID] {
			p.ops, p.seen = append(p.ops, op), append(p.seen, seen)
		}
	}
	return p
}

// upTo is the past as it was after an event.
func (p *past) upTo(last sim.EventID) []history.Op {
	var was []history.Op
	for i, o := range p.seen {
		if p.ops[i].Call > last {
			continue
		}
		if p.ops[i].Return > last {
			o.Out, o.Return = nil, history.Never
		}
		was = append(was, o)
	}
	return was
}

// firstUnexplained is the operation whose answer no order explains any more. What explains a history explains each
// beginning of it, so the answers can be halved.
func (p *past) firstUnexplained(m *engine.Model) *sim.Op {
	var answered []*sim.Op
	for i := range p.ops {
		if o := &p.ops[i]; !o.Open() {
			answered = append(answered, o)
		}
	}
	slices.SortFunc(answered, func(a, b *sim.Op) int { return int(a.Return) - int(b.Return) })
	good, bad := -1, len(answered)-1
	for bad-good > 1 {
		half := (good + bad) / 2
		if history.Check(m, p.upTo(answered[half].Return)) == history.Not {
			bad = half
		} else {
			good = half
		}
	}
	return answered[bad]
}

// seenMax is how many operations a sentence names: the last ones.
const seenMax = 12

// seen prints operations in a row.
func seen(ops []history.Op) string {
	var b strings.Builder
	if n := len(ops) - seenMax; n > 0 {
		b.WriteString(say.Sprintf("%d operations; ", n))
		ops = ops[n:]
	}
	for i, o := range ops {
		if i > 0 {
			b.WriteString("; ")
		}
		b.WriteString(o.Client.String() + " " + engine.Print(o.In))
		if o.Out == nil {
			b.WriteString(" without an answer")
		} else {
			b.WriteString(" → " + engine.TextOf(o.Out))
		}
	}
	return b.String()
}

// finding is the run up to what broke; byAction: its last action broke it.
func (b *breach) finding(r *Run, byAction bool) *Finding {
	end := *r
	end.Until = b.at
	for i := range r.Actions {
		if r.Actions[i].At.At > b.at { // done after an answer that is not explained
			end.Actions = r.Actions[:i:i]
			break
		}
	}
	if byAction {
		end.Until = NoFurther
	}
	end.Expects = "violated " + engine.Quote(scenario.ViolationName(b.name))
	if b.name == Linearizable {
		end.Expects = "not linearizable"
	}
	return &Finding{Run: &end, Name: b.name, Text: b.text, Stack: b.stack, Events: b.events}
}

// plays demands that a scenario's text does what it expects.
func plays(p *engine.Protocol, text string) error {
	script, err := scenario.Parse(text, func(string) *engine.Protocol { return p })
	if err != nil {
		return err
	}
	res, err := scenario.Run(script)
	if err != nil {
		return err
	}
	if fs := res.Failures(); len(fs) > 0 {
		return fs[0]
	}
	return nil
}
