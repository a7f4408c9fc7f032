package enginetest

import (
	"bytes"
	"fmt"
	"reflect"
	"slices"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/sim"
)

// copies watches each step of runs with faults.
func (s *suite) copies() []string {
	var f findings
	for _, seed := range samples() {
		pl, err := s.source.Begin(seed, func(o *sim.Options) { o.Explain, o.Check = true, true })
		if err != nil {
			return []string{err.Error()}
		}
		x := &watcher{w: pl.World, f: &f}
		x.start()
		pl.World.Hook(&sim.Hooks{Before: x.before, After: x.after})
		if err := pl.Rounds(60); err != nil {
			return []string{err.Error()}
		}
		if len(f.all) == 0 {
			if e := ending(pl.World); e != "" {
				f.add("%s\n%s", e, s.replay("copies", seed, pl.Run))
			}
		}
	}
	return f.all
}

// rememberedMax is how many messages the watcher holds nodes to: they must stay as they were for that long.
const rememberedMax = 64

// copiesMax is how many copies step beside each node. The order of a map with two keys shows in half of the copies.
const copiesMax = 3

// A watcher steps copies of each node before the node itself steps, and compares.
type watcher struct {
	w *sim.World
	f *findings

	event  []byte // what came, encoded before the step
	state  []byte // before the step
	config []any  // before the step, by node: what is no part of the state
	keep   engine.Node
	want   outcome

	remembered []remembered // the last messages that were sent or arrived
	oldest     int
}

// An outcome is all that a step does.
type outcome struct {
	done    bool
	state   []byte
	effects []string
	notes   string
	draws   uint64
}

// A remembered is a message that nobody may change any more.
type remembered struct {
	body  any
	bytes []byte
	from  engine.NodeID
}

func (x *watcher) encode(slot int, n engine.Node) []byte {
	return engine.AppendState(x.w.CodecOf(slot), nil, n)
}

// start notes the configurations of nodes that have taken their first step already.
func (x *watcher) start() {
	x.config = make([]any, len(x.w.Global().IDs))
}

func (x *watcher) before(slot int, in engine.Input, n engine.Node, r engine.Rand, sent []byte) {
	who := func() string { return fmt.Sprintf("%s, on %s", name(x.w, slot), textOf(in.Event)) }
	x.event = x.bytesOf(in.Event)
	if sent != nil && !bytes.Equal(x.event, sent) {
		x.f.add("%s: the message has changed since %v sent it", who(), in.From)
	}
	x.config[slot], x.keep, x.want = configOf(n), nil, outcome{}
	if _, ok := in.Event.(engine.Start); ok {
		return // a node that has not started has no state to copy
	}
	x.state = x.encode(slot, n)
	x.keep = engine.Clone(x.w.CodecOf(slot), n)
	if !bytes.Equal(x.encode(slot, x.keep), x.state) {
		x.f.add("%s: a copy of it encodes differently", who())
	}
	for i := range copiesMax {
		got, ok := x.stepCopy(slot, in, n, r)
		if !ok {
			return // it panics, as the node itself is about to
		}
		if !bytes.Equal(x.encode(slot, n), x.state) {
			x.f.add("%s: the step of a copy changed the original: they share a slice, map or pointer", who())
		}
		if i > 0 {
			if d := difference(x.want, got); d != "" {
				x.f.add("%s: two copies of it step differently: %s", who(), d)
			}
		}
		x.want = got
	}
	x.changed(in, who)
}

// stepCopy lets a copy of n take the step; false when it panics.
func (x *watcher) stepCopy(slot int, in engine.Input, n engine.Node, r engine.Rand) (got outcome, ok bool) {
	defer func() { _ = recover() }()
	m := engine.Clone(x.w.CodecOf(slot), n)
	out := engine.NewOut(x.w.Table(), true)
	out.KeepFacts(x.w.Checks())
	out.KeepFacts(x.w.Checks())
	out.Begin(r, nil)
	m.Step(in, out)
	return outcome{true, x.encode(slot, m), effectsOf(out), string(out.Notes()), out.Rand().N}, true
}

func (x *watcher) after(slot int, in engine.Input, n engine.Node, out *engine.Out) {
	who := func() string { return fmt.Sprintf("%s, on %s", name(x.w, slot), textOf(in.Event)) }
	x.changed(in, who)
	if x.want.done {
		got := outcome{true, x.encode(slot, n), effectsOf(out), string(out.Notes()), out.Rand().N}
		if d := difference(x.want, got); d != "" {
			x.f.add("%s: it steps differently from a copy of it: %s", who(), d)
		}
	}
	if x.keep != nil && !bytes.Equal(x.encode(slot, x.keep), x.state) {
		x.f.add("%s: its step changed a copy of it: they share a slice, map or pointer", who())
	}
	if now := configOf(n); !reflect.DeepEqual(now, x.config[slot]) {
		x.f.add("%s: it changed its Config, which is no part of its state: %+v", who(), now)
	}
	effects := out.Effects()
	for i := range effects {
		if e := &effects[i]; e.Kind == engine.Send || e.Kind == engine.SendUnsynced {
			x.remember(x.w.Global().IDs[slot], e.Body, bytes.Clone(out.Bytes()[e.Off:e.Off+e.Len]))
		}
	}
	for i := range x.remembered {
		m := &x.remembered[i]
		if now := x.bytesOf(m.body); !bytes.Equal(now, m.bytes) {
			x.f.add("%s: it changed a %s that %v had sent", who(), engine.KindOf(m.body), m.from)
			m.bytes = now
		}
	}
}

// changed demands that the event of a step is as it was before the step.
func (x *watcher) changed(in engine.Input, who func() string) {
	if now := x.bytesOf(in.Event); !bytes.Equal(now, x.event) {
		x.f.add("%s: it changes what it was given", who())
		x.event = now
	}
}

func (x *watcher) remember(from engine.NodeID, body any, b []byte) {
	m := remembered{body, b, from}
	if len(x.remembered) < rememberedMax {
		x.remembered = append(x.remembered, m)
		return
	}
	x.remembered[x.oldest] = m
	x.oldest = (x.oldest + 1) % rememberedMax
}

// bytesOf encodes a value of a declared type; nil for others, as Start.
func (x *watcher) bytesOf(v any) []byte {
	if x.w.Table().Index(v) < 0 {
		return nil
	}
	b, _ := x.w.Table().Append(nil, v)
	return b
}

// effectsOf prints what a step wants done, one line each.
func effectsOf(out *engine.Out) []string {
	effects := out.Effects()
	lines := make([]string, len(effects))
	for i := range effects {
		e := &effects[i]
		word := [...]string{"", "send", "send unsynced", "set timer", "cancel timer", "persist", "append", "truncate", "drop",
			"invoke", "return", "observe"}[e.Kind]
		l := word
		if e.To != 0 {
			l += " to " + e.To.String()
		}
		if e.Key != "" {
			l += " " + e.Key
		}
		if e.Body != nil {
			l += " " + engine.TextOf(e.Body)
		}
		if e.Kind == engine.SetTimer {
			l += " after " + e.After.String()
		}
		if e.Kind == engine.Persist || e.Kind == engine.Append {
			l += fmt.Sprintf(" %x", out.Bytes()[e.Off:e.Off+e.Len])
		}
		lines[i] = l
	}
	return lines
}

// difference says how two steps that should be equal are not; "" when they are.
func difference(a, b outcome) string {
	switch {
	case !slices.Equal(a.effects, b.effects):
		if slices.Equal(slices.Sorted(slices.Values(a.effects)), slices.Sorted(slices.Values(b.effects))) {
			return fmt.Sprintf("the order of what it does differs, as when it ranges over a map: %q, then %q", a.effects, b.effects)
		}
		return fmt.Sprintf("what it does differs, as when it reads what is not in its state: %q, then %q", a.effects, b.effects)
	case !bytes.Equal(a.state, b.state):
		return "the state that it reaches differs, as when it reads what is not in its state"
	case a.draws != b.draws:
		return "it draws differently often"
	case a.notes != b.notes:
		return fmt.Sprintf("its notes differ: %q, then %q", a.notes, b.notes)
	}
	return ""
}

// configOf is what a node embeds as its Config, but for what it caches there.
func configOf(n engine.Node) any {
	v := reflect.ValueOf(n)
	if v.Kind() != reflect.Pointer || v.Elem().Kind() != reflect.Struct {
		return nil
	}
	c := v.Elem().FieldByName("Config")
	if !c.IsValid() || c.Kind() != reflect.Struct || !c.FieldByName("Params").IsValid() || !c.FieldByName("Birth").IsValid() {
		return nil
	}
	b, ok := c.FieldByName("Birth").Interface().(engine.Birth)
	if !ok {
		return nil
	}
	return []any{b.ID, slices.Clone(b.Members), b.Seed, b.Joining, c.FieldByName("Params").Interface()}
}

func textOf(event any) string {
	if s, ok := event.(engine.Start); ok {
		if s.Restart {
			return "a restart"
		}
		return "its start"
	}
	return engine.TextOf(event)
}
