package engine

import "quorumlab/protocols/engine/say"

// A Goal is a question about the state of all nodes: a scenario line waits for it (run until=leader) or expects it
// (expect leader n3). Its parameters come from a struct, as a command's do; fields that a line leaves out are zero, which
// means any. Make one with When or Measure.
type Goal struct {
	Name string // one lower-case word
	Help string // one phrase
	Form any    // zero value of the parameters' struct, whose type is the goal's own

	// Reached answers yes or no; a line may also ask since when it has been so without a break (>= 10s). nil for a measure,
	// which is reached when its value is not zero.
	Reached func(g *Global, form any) bool

	// Value answers with a number, which a line compares (>= 3); nil for a goal of yes or no.
	Value func(g *Global, form any) int64
}

// Amount is the goal's value; of one of yes or no 1 or 0.
func (g *Goal) Amount(at *Global, form any) int64 {
	if g.Value != nil {
		return g.Value(at, form)
	}
	if g.Reached(at, form) {
		return 1
	}
	return 0
}

// When is a goal of yes or no. F is a struct; its lower-case name is not used.
func When[F any](name, help string, reached func(g *Global, f F) bool) Goal {
	return Goal{Name: name, Help: help, Form: *new(F),
		Reached: func(g *Global, form any) bool { return reached(g, form.(F)) }}
}

// Measure is a goal with a value; it is reached when the value is not zero.
func Measure[F any](name, help string, value func(g *Global, f F) int64) Goal {
	return Goal{Name: name, Help: help, Form: *new(F),
		Value: func(g *Global, form any) int64 { return value(g, form.(F)) }}
}

// ParseGoal reads a goal among the declared: its name, then its words.
func ParseGoal(among []Goal, words []Word) (*Goal, any, error) {
	names := make([]string, 0, len(among))
	for i := range among {
		g := &among[i]
		if len(words) > 0 && words[0].Key == "" && words[0].Value == g.Name {
			form, err := ParseForm(g.Form, g.Name, words[1:])
			return g, form, err
		}
		names = append(names, g.Name)
	}
	if len(words) == 0 {
		return nil, nil, say.Errorf("expected %s", OneOf(names))
	}
	return nil, nil, say.Errorf("column %d: expected %s, not %s", words[0].Column, OneOf(names), Quote(words[0].Value))
}

// PrintGoal prints what ParseGoal reads.
func PrintGoal(name string, form any) string { return string(AppendForm([]byte(Quote(name)), form)) }
