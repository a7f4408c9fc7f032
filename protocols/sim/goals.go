package sim

import (
	"slices"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/engine/say"
)

// A Goal is a question about a run, with its parameters: one of the protocol's, or one that every protocol has.
type Goal struct {
	Text    string // as a line has it
	Numeric bool   // Value means something of its own; else it is 1 or 0
	Timed   bool   // Value is a duration
	Share   bool   // Value is a share, of a million
	value   func(w *World) int64
	state   func(g *engine.Global) int64 // of a goal of the protocol's
	kinds   bool
	still   *Goal // of a gap: the number that stands still
	since   engine.Time
}

// Reached answers yes or no, now.
func (g *Goal) Reached(w *World) bool { return g.value(w) != 0 }

// Value answers with a number, now.
func (g *Goal) Value(w *World) int64 { return g.value(w) }

// OfState is Value for a goal that depends on the state of the nodes alone; nil for one that needs to know of the run.
func (g *Goal) OfState() func(*engine.Global) int64 { return g.state }

// Counts tells whether the goal counts what happens from the moment on at which it is followed.
func (g *Goal) Counts() bool { return g.kinds || g.still != nil }

// A GoalHelp says what one goal is, for help, forms and reference pages.
type GoalHelp struct {
	Name, Help string
	Form       any
}

// Goals lists the protocol's goals, then those that every protocol has, but for those whose word is the protocol's own.
func Goals(p *engine.Protocol) []GoalHelp {
	var hs []GoalHelp
	for _, g := range p.Goals {
		hs = append(hs, GoalHelp{g.Name, g.Help, g.Form})
	}
	for _, g := range goalsOf(p) {
		if !slices.ContainsFunc(p.Goals, func(own engine.Goal) bool { return own.Name == g.name }) {
			hs = append(hs, GoalHelp{g.name, g.help, g.form})
		}
	}
	return hs
}

// ParseGoal reads a goal: its name, then its words.
func ParseGoal(p *engine.Protocol, words []engine.Word) (*Goal, error) {
	among := p.Goals
	kernel := goalsOf(p)
	for i := range kernel {
		k := kernel[i]
		if slices.ContainsFunc(p.Goals, func(g engine.Goal) bool { return g.Name == k.name }) {
			continue // the protocol's own word wins
		}
		among = append(slices.Clip(among), engine.Goal{Name: k.name, Help: k.help, Form: k.form})
	}
	g, form, err := engine.ParseGoal(among, words)
	if err != nil {
		return nil, err
	}
	goal := &Goal{}
	i := slices.IndexFunc(kernel, func(k kernelGoal) bool { return k.name == g.Name })
	switch {
	case g.Reached != nil || g.Value != nil:
		goal.Numeric = g.Value != nil
		goal.state = func(at *engine.Global) int64 { return g.Amount(at, form) }
		goal.value = func(w *World) int64 { return g.Amount(&w.global, form) }
	case kernel[i].value == nil:
		if goal, err = gap(p, form.(gapForm)); err != nil {
			return nil, err
		}
		goal.Numeric, goal.Timed = true, true
	default:
		k := kernel[i]
		goal.Numeric, goal.Timed, goal.Share = k.unit != yesNo, k.unit == duration, k.unit == share
		f, ok := form.(messagesForm)
		goal.kinds = ok && f.Kind != ""
		goal.value = func(w *World) int64 { return k.value(w, form) }
		if node, ok := form.(nodeForm); ok && k.unit == yesNo {
			goal.state = func(g *engine.Global) int64 {
				i := slices.Index(g.IDs, node.Node)
				return oneIf(i >= 0 && g.Nodes[i] == nil)
			}
		}
	}
	goal.Text = engine.PrintGoal(g.Name, form)
	return goal, nil
}

// A tracker knows since when a goal has been reached without a break.
type tracker struct {
	goal    *Goal
	since   engine.Time // -1: it is not reached
	last    int64       // of a gap: the number,
	changed engine.Time // when it last changed, -1 for never,
	longest engine.Time // and the longest time that it has stood still before
}

// Follow lets the world remember, from now on, since when goals have been reached. A run that is followed is the same run.
func (w *World) Follow(g *Goal) {
	if g.kinds && w.kinds == nil {
		w.kinds = map[string]int{}
	}
	for _, t := range w.trackers {
		if t.goal == g {
			return
		}
	}
	w.trackers = append(w.trackers, tracker{goal: g, since: -1, changed: -1})
	w.track()
}

// Lasting is how long a followed goal has been reached without a break; −1 when it is not reached now.
func (w *World) Lasting(g *Goal) engine.Duration {
	for _, t := range w.trackers {
		if t.goal == g && t.since >= 0 {
			return engine.Duration(w.now - t.since)
		}
	}
	return -1
}

func (w *World) track() {
	for i := range w.trackers {
		t := &w.trackers[i]
		if t.goal.still != nil {
			t.stood(w)
			continue
		}
		switch reached := t.goal.Reached(w); {
		case !reached:
			t.since = -1
		case t.since < 0:
			t.since = w.now
		}
	}
}

// RunUntil runs until the goal is reached, until is past, or nothing is left; it tells whether it was reached.
func (w *World) RunUntil(g *Goal, until engine.Time) bool {
	w.Follow(g)
	for !g.Reached(w) {
		if !w.Next(until) {
			if w.ending == nil {
				w.reach(until)
			}
			return g.Reached(w)
		}
	}
	return true
}

func (g *Goal) String() string { return g.Text }

// Text of an amount, in the goal's own unit.
func (g *Goal) Amount(v int64) string {
	switch {
	case g.Timed:
		return engine.Duration(v).String()
	case g.Share:
		return engine.PerMillion(v).String()
	}
	return say.Sprint(v)
}
