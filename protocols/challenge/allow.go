package challenge

import (
	"slices"
	"strings"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/engine/say"
	"quorumlab/protocols/sim"
)

// Left is what is left of one budget.
type Left struct {
	Verb     string
	Left, Of int
}

// Left is what is left of each budget after some actions.
func (r *Rules) Left(done []sim.Placed) []Left {
	ls := make([]Left, len(r.Budgets))
	for i, b := range r.Budgets {
		ls[i] = Left{b.Verb, b.Most, b.Most}
	}
	for _, a := range done {
		if i := r.budgetOf(a.Action); i >= 0 {
			ls[i].Left--
		}
	}
	return ls
}

// ActionsLeft is how many actions are left in all; −1 where only the budgets bound them.
func (r *Rules) ActionsLeft(done []sim.Placed) int {
	if r.Actions == 0 {
		return -1
	}
	return r.Actions - len(done)
}

// Allow refuses an action that the rules forbid in a world, after some others, with a sentence that says what is left.
func (r *Rules) Allow(w *sim.World, done []sim.Placed, a sim.Action) error {
	if err := r.affords(done, a); err != nil {
		return err
	}
	if err := r.Fits(a); err != nil {
		return err
	}
	return r.keepsOff(w, a)
}

// Fits refuses a command that is not given with the values that the rules want of it.
func (r *Rules) Fits(a sim.Action) error {
	c, ok := a.(sim.Command)
	if !ok {
		return nil
	}
	words, err := engine.Words(sim.Line(c))
	if err != nil {
		return err
	}
	for _, x := range r.With {
		if x.Command != commandName(c.Event) {
			continue
		}
		for _, f := range x.Fields {
			if !slices.ContainsFunc(words, func(w engine.Word) bool { return w.Key == f.Name && w.Value == f.Value }) {
				return say.Errorf("%s is allowed here with %s only", x.Command, engine.Word{Key: f.Name, Value: f.Value})
			}
		}
	}
	return nil
}

func (r *Rules) affords(done []sim.Placed, a sim.Action) error {
	left := r.Left(done)
	i := r.budgetOf(a)
	switch {
	case i < 0 || left[i].Of == 0:
		return say.Errorf("%s is not allowed here: %s", verbOf(a), sentence(left))
	case left[i].Left <= 0:
		return say.Errorf("%s may be done %s here, and that is used up: %s", left[i].Verb, times(left[i].Of), sentence(left))
	case r.Actions > 0 && len(done) >= r.Actions:
		return say.Errorf("%d actions are allowed here, and all are used up", r.Actions)
	}
	return nil
}

func times(n int) string {
	if n == 1 {
		return "once"
	}
	return say.Sprintf("%d times", n)
}

// sentence says what is left.
func sentence(left []Left) string {
	var some []string
	for _, l := range left {
		if l.Left > 0 {
			some = append(some, say.Sprintf("%s (%d of %d)", l.Verb, l.Left, l.Of))
		}
	}
	if len(some) == 0 {
		return "nothing is left"
	}
	return "left are " + strings.Join(some, ", ")
}

// budgetOf is the budget that an action is taken from: its command's, else its verb's, where partition is a kind of cut; −1
// for none.
func (r *Rules) budgetOf(a sim.Action) int {
	verb := verbOf(a)
	names := []string{verb}
	switch a := a.(type) {
	case sim.Command:
		names = []string{commandName(a.Event), verb}
	case sim.Partition:
		names = []string{verb, "cut"}
	}
	for _, n := range names {
		for i, b := range r.Budgets {
			if b.Verb == n {
				return i
			}
		}
	}
	return -1
}

func commandName(c any) string { return engine.Hyphens(engine.KindOf(c)) }

// verbOf is the first word of an action's line.
func verbOf(a sim.Action) string {
	verb, _, _ := strings.Cut(sim.Line(a), " ")
	return verb
}

// keepsOff refuses what names a locked node, or slows or holds one of its links.
func (r *Rules) keepsOff(w *sim.World, a sim.Action) error {
	line := sim.Line(a)
	for _, id := range r.Lock {
		if names(line, id) {
			return say.Errorf("%v is locked here: no action names it", id)
		}
		if why := r.reaches(w, a, id); why != "" {
			return say.Errorf("%v is locked here: %s", id, why)
		}
	}
	return nil
}

// names tells whether a node stands in an action's line: as itself, as a message's sender, or in a literal.
func names(line string, id engine.NodeID) bool {
	is := func(r rune) bool { return r >= 'a' && r <= 'z' || r >= '0' && r <= '9' }
	for _, word := range strings.FieldsFunc(line, func(r rune) bool { return !is(r) }) {
		if word == id.String() {
			return true
		}
	}
	return false
}

// reaches says how an action that does not name a node slows or holds its links all the same; "" if it does not.
func (r *Rules) reaches(w *sim.World, a sim.Action, id engine.NodeID) string {
	switch a := a.(type) {
	case sim.Delay:
		for _, m := range w.InFlight() {
			if m.ID == a.Msg && m.To == id {
				return say.Sprintf("%v is on its way to it", a.Msg)
			}
		}
	case sim.Hold:
		if a.From == 0 || a.To == 0 {
			return "a hold needs from= and to=, or it holds the links of all"
		}
	case sim.Set:
		switch a.Name {
		case "latency", "loss", "dup", "order", "fsync":
			return "set " + a.Name + " changes all links and nodes"
		}
	}
	return ""
}
