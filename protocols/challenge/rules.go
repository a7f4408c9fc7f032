package challenge

import (
	"slices"
	"strconv"
	"strings"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/engine/say"
	"quorumlab/protocols/scenario"
	"quorumlab/protocols/sim"
)

// What rules may say.
const (
	linesMax    = 100
	amountMax   = 1_000 // of a budget, and of actions
	seedsMax    = 1_000
	withinUsual = 10 * engine.Second // where rules don't say
	withinMax   = 600 * engine.Second
)

// Rules are what a challenge asks for and what it allows.
type Rules struct {
	Goals   []Goal
	When    []scenario.Given
	Budgets []Budget
	With    []With
	Actions int // in all; 0: as many as the budgets have
	Lock    []engine.NodeID
	From    *sim.Position   // nil: where the start's own lines have led
	Within  engine.Duration // 0: 10s
	Seeds   int             // 0: the start's own
}

// A Goal is one line of what has to hold.
type Goal struct {
	Line   int // of the rules' text
	Expect scenario.Expect
}

// A Budget says how often something may be done: Verb is that of an action, or the name of a command.
type Budget struct {
	Verb string
	Most int
}

// With says of a command that it may be given with these values only.
type With struct {
	Command string
	Fields  []scenario.Given
}

// Parse reads rules for a protocol. Errors are of type *scenario.Error.
func Parse(p *engine.Protocol, text string) (*Rules, error) {
	if len(text) > scenario.TextMax {
		return nil, scenario.OnLine(0, say.Errorf("expected rules of at most %d bytes, not %d", scenario.TextMax, len(text)))
	}
	lines := strings.Split(strings.TrimRight(text, "\n"), "\n")
	if len(lines) > linesMax {
		return nil, scenario.OnLine(linesMax+1, say.Errorf("expected at most %d lines", linesMax))
	}
	r := &Rules{}
	for i, line := range lines {
		words, err := engine.Words(strings.TrimRight(line, "\r"))
		if err == nil && len(words) > 0 {
			err = r.line(p, i+1, words)
		}
		if err != nil {
			return nil, scenario.OnLine(i+1, err)
		}
	}
	if len(r.Goals) == 0 {
		return nil, scenario.OnLine(len(lines), say.Errorf("expected a goal line, such as `goal crashed n1`"))
	}
	return r, nil
}

// line reads one line.
func (r *Rules) line(p *engine.Protocol, n int, words []engine.Word) (err error) {
	what, rest := words[0].String(), words[1:]
	switch what {
	case "goal":
		e, err := scenario.ParseExpect(p, rest)
		if err == nil && e.Ended != "" {
			err = say.Errorf("goal: a run that ends at a limit has not reached anything")
		}
		r.Goals = append(r.Goals, Goal{n, e})
		return err
	case "when":
		return r.when(rest)
	case "budget":
		return r.budget(p, rest)
	case "with":
		return r.with(p, rest)
	case "lock":
		return r.lock(rest)
	}
	if !slices.Contains([]string{"actions", "seeds", "within", "from"}, what) {
		return say.Errorf("column %d: expected goal, when, budget, with, actions, lock, from, within or seeds, not %s", words[0].Column, words[0])
	}
	if len(rest) != 1 || rest[0].Key != "" {
		return say.Errorf("expected one word after %s", what)
	}
	had, err := r.word(what, rest[0].Value)
	switch {
	case err != nil:
		return say.Errorf("column %d: %s: %w", rest[0].Column, what, err)
	case had:
		return say.Errorf("expected %s once", what)
	}
	return nil
}

// word reads a line of one word, which stands once: had tells whether there was one before.
func (r *Rules) word(what, s string) (had bool, err error) {
	switch what {
	case "actions":
		had = r.Actions > 0
		r.Actions, err = number(s, 1, amountMax)
	case "seeds":
		had = r.Seeds > 0
		r.Seeds, err = number(s, 1, seedsMax)
	case "within":
		had = r.Within > 0
		if r.Within, err = engine.ParseDuration(s); err == nil && (r.Within <= 0 || r.Within > withinMax) {
			err = say.Errorf("expected a time up to %v, not %s", withinMax, engine.Quote(s))
		}
	case "from":
		had = r.From != nil
		var at sim.Position
		if at, err = sim.ParsePosition(s); err == nil && at.At < 0 {
			err = say.Errorf("expected a moment from 0ms on, not %s", engine.Quote(s))
		}
		r.From = &at
	}
	return had, err
}

func number(s string, least, most int) (int, error) {
	n, err := strconv.Atoi(s)
	if err != nil || n < least || n > most || strconv.Itoa(n) != s {
		return 0, say.Errorf("expected a number from %d to %d, not %s", least, most, engine.Quote(s))
	}
	return n, nil
}

func (r *Rules) when(words []engine.Word) error {
	if len(words) == 0 {
		return say.Errorf("when: expected param=value")
	}
	for _, w := range words {
		if w.Key == "" {
			return say.Errorf("column %d: when: expected param=value, not %s", w.Column, w)
		}
		r.When = append(r.When, scenario.Given{Name: w.Key, Value: w.Value})
	}
	return nil
}

func (r *Rules) budget(p *engine.Protocol, words []engine.Word) error {
	if len(words) == 0 {
		return say.Errorf("budget: expected an action and how often it may be done, such as crash=1")
	}
	for _, w := range words {
		if w.Key == "" || !isVerb(p, w.Key) {
			return say.Errorf("column %d: budget: expected an action or a command, such as crash=1, not %s", w.Column, w)
		}
		for _, b := range r.Budgets {
			if b.Verb == w.Key {
				return say.Errorf("column %d: budget: expected %s once", w.Column, w.Key)
			}
		}
		n, err := number(w.Value, 0, amountMax)
		if err != nil {
			return say.Errorf("column %d: budget: %s: %w", w.Column, w.Key, err)
		}
		r.Budgets = append(r.Budgets, Budget{w.Key, n})
	}
	return nil
}

// isVerb tells whether a budget can be of s: an action that a run can do, or a command of the protocol.
func isVerb(p *engine.Protocol, s string) bool {
	for _, v := range sim.Verbs() {
		if v == s {
			return v != "disk"
		}
	}
	return isCommand(p, s)
}

func isCommand(p *engine.Protocol, s string) bool {
	for _, c := range p.Commands() {
		if commandName(c) == s {
			return true
		}
	}
	return false
}

func (r *Rules) with(p *engine.Protocol, words []engine.Word) error {
	if len(words) < 2 || words[0].Key != "" || !isCommand(p, words[0].Value) {
		return say.Errorf("with: expected a command and the values that it is given, such as put key=x")
	}
	x := With{Command: words[0].Value}
	for _, w := range words[1:] {
		if w.Key == "" {
			return say.Errorf("column %d: with: expected field=value, not %s", w.Column, w)
		}
		x.Fields = append(x.Fields, scenario.Given{Name: w.Key, Value: w.Value})
	}
	r.With = append(r.With, x)
	return nil
}

func (r *Rules) lock(words []engine.Word) error {
	if len(words) == 0 {
		return say.Errorf("lock: expected nodes")
	}
	for _, w := range words {
		id, err := engine.ParseID(w.Value)
		if err != nil || w.Key != "" {
			return say.Errorf("column %d: lock: expected a node such as n1, not %s", w.Column, w)
		}
		r.Lock = append(r.Lock, id)
	}
	return nil
}

// String is what Parse reads: it gives equal rules, but for the numbers of lines.
func (r *Rules) String() string {
	var b strings.Builder
	line := func(words ...string) { b.WriteString(strings.Join(words, " ") + "\n") }
	for _, g := range r.Goals {
		line("goal", g.Expect.Text())
	}
	for _, w := range r.When {
		line("when", engine.Word{Key: w.Name, Value: w.Value}.String())
	}
	words := []string{"budget"}
	for _, x := range r.Budgets {
		words = append(words, x.Verb+"="+strconv.Itoa(x.Most))
	}
	if len(words) > 1 {
		line(words...)
	}
	for _, x := range r.With {
		words = []string{"with", x.Command}
		for _, f := range x.Fields {
			words = append(words, engine.Word{Key: f.Name, Value: f.Value}.String())
		}
		line(words...)
	}
	if r.Actions > 0 {
		line("actions", strconv.Itoa(r.Actions))
	}
	words = []string{"lock"}
	for _, id := range r.Lock {
		words = append(words, id.String())
	}
	if len(words) > 1 {
		line(words...)
	}
	if r.From != nil {
		line("from", r.From.String())
	}
	if r.Within > 0 {
		line("within", r.Within.String())
	}
	if r.Seeds > 0 {
		line("seeds", strconv.Itoa(r.Seeds))
	}
	return b.String()
}

// within is how long the run goes on after the start.
func (r *Rules) within() engine.Duration {
	if r.Within == 0 {
		return withinUsual
	}
	return r.Within
}
