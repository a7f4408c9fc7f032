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
	reached func(w *World) bool
	value   func(w *World) int64
	kinds   bool
}

// Reached answers yes or no, now.
func (g *Goal) Reached(w *World) bool { return g.reached(w) }

// Value answers with a number, now.
func (g *Goal) Value(w *World) int64 { return g.value(w) }

// Counts tells whether the goal counts what happens from the moment on at which it is followed.
func (g *Goal) Counts() bool { return g.kinds }

// kernelGoal is a goal that every protocol has.
type kernelGoal struct {
	name, help string
	form       any
	timed      bool
	kinds      bool
	value      func(w *World, form any) int64
	yes        bool
}

type (
	opsForm struct {
		Node engine.NodeID `arg:"true" optional:"true"`
	}
	messagesForm struct {
		Kind string
	}
	noForm   struct{}
	nodeForm struct {
		Node engine.NodeID `arg:"true"`
	}
)

func kernelGoals() []kernelGoal {
	count := func(w *World, form any, match func(*Op) bool) (n int64) {
		f := form.(opsForm)
		for i := range w.ops {
			if o := &w.ops[i]; (f.Node == 0 || f.Node == o.Client) && match(o) {
				n++
			}
		}
		return n
	}
	return []kernelGoal{
		{name: "acknowledged", help: "operations that were answered, of all clients or one", form: opsForm{},
			value: func(w *World, form any) int64 { return count(w, form, func(o *Op) bool { return !o.Open() }) }},
		{name: "open", help: "operations without an answer yet, of all clients or one", form: opsForm{},
			value: func(w *World, form any) int64 { return count(w, form, (*Op).Open) }},
		{name: "unavailable", help: "how long an operation has been open, and none answered", form: noForm{}, timed: true,
			value: func(w *World, _ any) int64 { return int64(w.unavailable()) }},
		{name: "messages", help: "messages sent so far, of all kinds or one", form: messagesForm{}, kinds: true,
			value: func(w *World, form any) int64 {
				if k := form.(messagesForm).Kind; k != "" {
					return int64(w.kinds[k])
				}
				return int64(w.stats.Sent)
			}},
		{name: "lost", help: "messages lost so far", form: noForm{},
			value: func(w *World, _ any) int64 { return int64(w.stats.Lost) }},
		{name: "events", help: "events so far", form: noForm{},
			value: func(w *World, _ any) int64 { return int64(w.count) }},
		{name: "actions", help: "actions so far", form: noForm{},
			value: func(w *World, _ any) int64 { return int64(w.acted) }},
		{name: "crashed", help: "whether a node is down", form: nodeForm{}, yes: true,
			value: func(w *World, form any) int64 {
				if s := w.slot(form.(nodeForm).Node); s >= 0 && !w.nodes[s].up {
					return 1
				}
				return 0
			}},
		{name: "idle", help: "whether nothing more happens by itself", form: noForm{}, yes: true,
			value: func(w *World, _ any) int64 {
				if w.Idle() {
					return 1
				}
				return 0
			}},
	}
}

// unavailable is how long some operation has been open with none answered since.
func (w *World) unavailable() engine.Duration {
	var last, first engine.Time = 0, -1
	for i := range w.ops {
		o := &w.ops[i]
		if !o.Open() {
			last = max(last, o.ReturnAt)
		} else if first < 0 || o.CallAt < first {
			first = o.CallAt
		}
	}
	if first < 0 {
		return 0
	}
	return engine.Duration(w.now - max(first, last))
}

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
	goal := &Goal{Text: engine.PrintGoal(g.Name, form)}
	if g.Reached == nil {
		i := slices.IndexFunc(kernel, func(k kernelGoal) bool { return k.name == g.Name })
		k := kernel[i]
		goal.Numeric, goal.Timed, goal.kinds = !k.yes, k.timed, k.kinds
		goal.value = func(w *World) int64 { return k.value(w, form) }
		goal.reached = func(w *World) bool { return k.value(w, form) != 0 }
		return goal, nil
	}
	goal.reached = func(w *World) bool { return g.Reached(&w.global, form) }
	goal.Numeric = g.Value != nil
	goal.value = func(w *World) int64 {
		switch {
		case g.Value != nil:
			return g.Value(&w.global, form)
		case g.Reached(&w.global, form):
			return 1
		}
		return 0
	}
	return goal, nil
}

// A tracker knows since when a goal has been reached without a break.
type tracker struct {
	goal  *Goal
	since engine.Time // -1: it is not reached
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
	w.trackers = append(w.trackers, tracker{g, -1})
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
		switch reached := t.goal.reached(w); {
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
	for !g.reached(w) {
		if !w.Next(until) {
			if w.ending == nil {
				w.reach(until)
			}
			return g.reached(w)
		}
	}
	return true
}

func (g *Goal) String() string { return g.Text }

// Text of an amount, in the goal's own unit.
func (g *Goal) Amount(v int64) string {
	if g.Timed {
		return engine.Duration(v).String()
	}
	return say.Sprint(v)
}
