package enginetest

import (
	"bytes"
	"reflect"
	"slices"
	"strings"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/sim"
)

// views looks at every node after each event of runs with faults, as a page would.
func (s *suite) views() []string {
	var f findings
	for _, seed := range samples() {
		pl, err := s.source.Play(seed, 40, nil)
		if err != nil {
			return []string{err.Error()}
		}
		w, err := pl.Run.World(func(o *sim.Options) { o.Explain = true })
		if err != nil {
			return []string{err.Error()}
		}
		x := &looker{s: s, w: w, f: &f}
		err = pl.Run.Play(w, 0, func(int) bool {
			x.look()
			return !f.full()
		})
		if err != nil {
			return []string{err.Error()}
		}
		if len(f.all) == 0 {
			if e := ending(w); e != "" {
				f.add("%s\n%s", e, s.replay("views", seed, pl.Run))
			}
		}
	}
	return f.all
}

// A looker looks at a world as a page would, and demands that nothing comes of it.
type looker struct {
	s    *suite
	w    *sim.World
	f    *findings
	seen sim.EventID
}

func (x *looker) look() {
	w := x.w
	was := x.states()
	for i := range w.Global().IDs {
		if n := w.NodeAt(i); n.Engine != nil {
			x.picture(i, n.Engine)
			x.unchanged(was, "its picture", i)
		}
	}
	for _, inv := range w.Judge() {
		x.printable("invariant "+inv.Name, inv.Says)
		x.unchanged(was, "the invariant "+inv.Name, -1)
	}
	for i := range x.s.p.Spans {
		x.span(&x.s.p.Spans[i], was)
	}
	for _, g := range x.s.p.Goals {
		g.Amount(w.Global(), g.Form)
		x.unchanged(was, "the goal "+g.Name, -1)
	}
	for ; x.seen < w.Count(); x.seen++ {
		x.event(w.Trace().Event(x.seen + 1))
	}
}

// span demands that a span says the same of a node twice, changes nothing, and promises no end of what does not hold.
func (x *looker) span(span *engine.Span, was [][]byte) {
	for i := range x.w.Global().IDs {
		n := x.w.NodeAt(i).Engine
		if n == nil {
			continue
		}
		holds, until := span.Holds(n)
		if again, then := span.Holds(n); again != holds || then != until {
			x.f.add("%s: the span %q says first %t until %d, then %t until %d of one state", name(x.w, i), span.Name, holds, until, again, then)
		}
		if !holds && until != 0 {
			x.f.add("%s: the span %q does not hold, and yet has an end: %d", name(x.w, i), span.Name, until)
		}
		x.unchanged(was, "the span "+span.Name, i)
	}
}

func (x *looker) states() [][]byte {
	all := make([][]byte, len(x.w.Global().IDs))
	for i, id := range x.w.Global().IDs {
		all[i] = x.w.AppendState(nil, id)
	}
	return all
}

// unchanged demands that all states are as they were; slot is whose picture was taken, -1 for nobody's.
func (x *looker) unchanged(was [][]byte, what string, slot int) {
	for i, id := range x.w.Global().IDs {
		now := x.w.AppendState(nil, id)
		if bytes.Equal(now, was[i]) {
			continue
		}
		was[i] = now
		if i == slot {
			x.f.add("%s: %s changed its state", name(x.w, i), what)
		} else {
			x.f.add("%s: %s changed the state of %v", name(x.w, max(slot, 0)), what, id)
		}
	}
}

func (x *looker) picture(slot int, n engine.Node) {
	p := engine.Look(n, false)
	who := name(x.w, slot)
	if again := engine.Look(n, false); !reflect.DeepEqual(p, again) {
		x.f.add("%s: two pictures of it differ, as when it ranges over a map", who)
	}
	if b := engine.Look(n, true); b.Status != p.Status || b.Epoch != p.Epoch || b.Epochal != p.Epochal || b.Tally != p.Tally {
		x.f.add("%s: its picture in brief has another status, epoch or tally than the whole one", who)
	}
	switch {
	case len(x.s.p.Statuses) == 0 && p.Status != "":
		x.f.add("%s: its status %q is not declared: no status is", who, p.Status)
	case len(x.s.p.Statuses) > 0 && !slices.ContainsFunc(x.s.p.Statuses, func(d engine.Status) bool { return d.Name == p.Status }):
		x.f.add("%s: its status %q is not declared", who, p.Status)
	}
	if p.Epochal && x.s.p.Epoch == "" {
		x.f.add("%s: it shows an epoch, and the protocol does not say what that is called", who)
	}
	x.printable(who, p.Tally)
	for _, v := range p.Fields {
		x.printable(who+", field "+v.Name, v.Value)
		x.printable(who, v.Name)
	}
	for _, c := range p.Clocks {
		if !slices.ContainsFunc(x.s.p.Timers, func(t any) bool { return engine.SameType(t, c.By) }) {
			x.f.add("%s: its clock %q runs by a %T, which is no declared timer", who, c.Name, c.By)
		}
	}
	for _, r := range p.Rows {
		x.row(who, r)
	}
}

func (x *looker) row(who string, r *engine.Row) {
	if !slices.ContainsFunc(x.s.p.Panels, func(d engine.Panel) bool { return d.Name == r.Panel }) {
		x.f.add("%s: its panel %q is not declared", who, r.Panel)
	}
	marks := []engine.Mark{engine.Unmarked, engine.Committed, engine.Doubtful, engine.Undone, engine.LockedBy}
	x.printable(who+", a row of "+r.Panel, r.Name)
	for _, c := range r.Cells {
		x.printable(who+", a cell of "+r.Panel, c.Text)
		if !slices.Contains(marks, c.Mark) {
			x.f.add("%s: panel %s has a cell with the mark %q: expected one of %q", who, r.Panel, c.Mark, marks)
		}
	}
}

// event demands that all that is said of an event can be shown.
func (x *looker) event(e *sim.Event) {
	t := x.w.Trace()
	for note := range strings.Lines(string(t.Bytes(e.Notes, uint32(e.NotesLen)))) {
		x.printable("a note", strings.TrimSuffix(strings.TrimPrefix(note, string(engine.AsideMark)), "\n"))
	}
	for fx := range t.EffectsOf(e) {
		if fx.Kind != engine.Send && fx.Kind != engine.SendUnsynced && fx.Kind != engine.Return {
			continue
		}
		v, _, err := x.w.Table().Load(t.Bytes(fx.Off, fx.Len))
		if err != nil {
			x.f.add("event %d: what was encoded can't be decoded: %v", x.seen+1, err)
			continue
		}
		x.shown(v, fx.Kind != engine.Return)
	}
}

// shown demands that a message or result shows itself in printable text, with a kind and an intent that are declared.
func (x *looker) shown(v any, message bool) {
	kind := engine.KindOf(v)
	x.printable("the text of "+kind, engine.TextOf(v))
	if l, ok := v.(engine.Labeler); ok {
		x.printable("the label of "+kind, l.Label())
	}
	if !message || len(x.s.p.Kinds) == 0 {
		return
	}
	if !slices.ContainsFunc(x.s.p.Kinds, func(k engine.Kind) bool { return k.Name == kind }) {
		x.f.add("the kind of message %q is not declared", kind)
	}
	intents := []engine.Intent{engine.Ask, engine.Order, engine.Data, engine.Beat, engine.Tell, engine.Yes, engine.No, engine.Ack}
	if i := x.s.p.IntentOf(v); !slices.Contains(intents, i) {
		x.f.add("a message of kind %s has the intent %q: expected one of %q", kind, i, intents)
	}
}

func (x *looker) printable(where, s string) {
	if engine.Plain(s) != s {
		x.f.add("%s: %+q is shown as it is: expected printable text, what comes from outside put in by engine.Quote or engine.Plain", where, s)
	}
}
