package random

import (
	"reflect"
	"slices"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/sim"
)

// plainSettings gives links, disks and limits their defaults: all at once, or one after another. What has to take its
// time may take a fixed one.
func (s *shrinker) plainSettings() {
	r := *s.best.Run
	if settingsGiven(r.Options.Settings) == 0 {
		return
	}
	r.Options.Settings = sim.Settings{}
	if s.try(r) {
		return
	}
	for i := range reflect.TypeFor[sim.Settings]().NumField() {
		for _, plain := range plainerSetting(reflect.ValueOf(s.best.Run.Options.Settings).Field(i)) {
			r := *s.best.Run
			reflect.ValueOf(&r.Options.Settings).Elem().Field(i).Set(plain)
			if s.try(r) {
				break
			}
		}
	}
}

// plainerSetting lists values that say less than v does, the plainest first.
func plainerSetting(v reflect.Value) (all []reflect.Value) {
	if v.IsZero() {
		return nil
	}
	all = append(all, reflect.Zero(v.Type()))
	if d, ok := v.Interface().(engine.Dist); ok {
		for _, fixed := range []engine.Duration{5 * ms, 20 * ms, 100 * ms} {
			if x := engine.Exactly(fixed); len(x.String()) < len(d.String()) {
				all = append(all, reflect.ValueOf(x))
			}
		}
	}
	return all
}

// plainActions puts actions in the place of others that say more.
func (s *shrinker) plainActions() {
	for i := 0; i < len(s.best.Run.Actions); i++ {
		for s.plainAction(i) {
		}
	}
}

func (s *shrinker) plainAction(i int) bool {
	if i >= len(s.best.Run.Actions) {
		return false
	}
	for _, plain := range plainer(s.best.Run.Actions[i].Action) {
		acts := slices.Clone(s.best.Run.Actions)
		acts[i].Action = plain
		if s.tryOne(s.with(acts)) {
			return true
		}
	}
	return false
}

// plainer lists actions that are like a and may say less, the plainest first.
func plainer(a sim.Action) (all []sim.Action) {
	switch a := a.(type) {
	case sim.Command:
		for _, event := range plainerForm(a.Event) {
			all = append(all, sim.Command{To: a.To, Event: event})
		}
	case sim.Crash:
		all = []sim.Action{sim.Crash{Node: a.Node}}
	case sim.Cut:
		all = []sim.Action{sim.Cut{A: a.A, B: a.B}}
	case sim.Link:
		all = []sim.Action{sim.Link{A: a.A, B: a.B, Latency: a.Latency}}
	case sim.Delay:
		for _, by := range []engine.Duration{engine.Second, 500 * ms, 200 * ms, 100 * ms, 50 * ms, 20 * ms, a.By - a.By%(10*ms), a.By - a.By%ms} {
			if by > 0 {
				all = append(all, sim.Delay{Msg: a.Msg, By: by})
			}
		}
	case sim.Skew:
		for _, x := range []sim.Skew{{Offset: a.Offset}, {Rate: a.Rate}, {Rate: a.Rate - a.Rate%100_000, Offset: a.Offset - a.Offset%(100*ms)}} {
			if x != (sim.Skew{}) { // which would change nothing, and is no line
				all = append(all, sim.Skew{Node: a.Node, Rate: x.Rate, Offset: x.Offset})
			}
		}
	case sim.Hold:
		for _, h := range []sim.Hold{{}, {Kind: a.Kind}, {From: a.From}, {To: a.To}, {To: a.To, Kind: a.Kind}, {From: a.From, Kind: a.Kind}, {From: a.From, To: a.To}} {
			all = append(all, h)
		}
	}
	return slices.DeleteFunc(all, func(b sim.Action) bool { return len(sim.Line(b)) >= len(sim.Line(a)) })
}

// plainerForm lists commands like c that leave out a field that may be left out, or a part of a list.
func plainerForm(c any) (all []any) {
	fields, err := engine.Describe(c)
	if err != nil {
		return nil
	}
	for i, f := range fields {
		with := func(v reflect.Value) {
			d := reflect.New(reflect.TypeOf(c)).Elem()
			d.Set(reflect.ValueOf(c))
			d.Field(i).Set(v)
			all = append(all, d.Interface())
		}
		switch v := reflect.ValueOf(c).Field(i); {
		case f.Optional:
			with(reflect.Zero(v.Type()))
		case v.Kind() == reflect.Slice && v.Len() > 1:
			for k := range v.Len() {
				with(reflect.AppendSlice(reflect.AppendSlice(reflect.MakeSlice(v.Type(), 0, v.Len()), v.Slice(0, k)), v.Slice(k+1, v.Len())))
			}
		}
	}
	return all
}

const ms = engine.Millisecond
