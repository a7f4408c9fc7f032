package scenario

import (
	"slices"
	"strconv"
	"strings"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/engine/say"
	"quorumlab/protocols/sim"
)

// Expect is what a line expects of the run where it stands. Exactly one of Goal, Violated, Ended and Same is set.
type Expect struct {
	Not      bool
	Goal     *sim.Goal
	Op       string // how the goal's answer is compared with Amount: >= <= = !=, or "" for a question of yes or no
	Amount   int64  // in the goal's own unit, or, when Lasting, a Duration
	Lasting  bool   // asks how long a goal of yes or no has been reached
	Violated string // the invariant's or monitor's name as ViolationName has it
	Ended    sim.Reason
	Same     *SameView
}

func comparisons() []string { return []string{">=", "<=", "=", "!="} }

func reasons() []string {
	return []string{string(sim.LimitEvents), string(sim.LimitBytes), string(sim.LimitTime)}
}

// ViolationName is the name of an invariant or monitor as an expect line has it: "mutual exclusion" is mutual-exclusion.
func ViolationName(name string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == ' ' || r == '_':
			return '-'
		case r >= 'A' && r <= 'Z': // package unicode's tables would be in every module
			return r + 'a' - 'A'
		}
		return r
	}, name)
}

// violationNames are all that can be violated.
func violationNames(p *engine.Protocol) []string {
	var names []string
	for i := range p.Invariants {
		names = append(names, ViolationName(p.Invariants[i].Name))
	}
	for i := range p.Monitors {
		names = append(names, ViolationName(p.Monitors[i].Name))
	}
	return append(names, "engine") // a panic in an engine
}

// String is what Parse reads.
func (e Expect) String() string { return "expect " + e.Text() }

// Text is the line without its first word.
func (e Expect) Text() string {
	line := ""
	if e.Not {
		line += "not "
	}
	switch {
	case e.Violated != "":
		return line + "violated " + engine.Quote(e.Violated)
	case e.Ended != "":
		return line + "ended " + string(e.Ended)
	case e.Same != nil:
		return line + e.Same.String()
	}
	line += e.Goal.Text
	if e.Op != "" {
		line += " " + e.Op + " " + e.amount(e.Amount)
	}
	return line
}

func (e Expect) amount(v int64) string {
	if e.Lasting {
		return engine.Duration(v).String()
	}
	return e.Goal.Amount(v)
}

// ParseExpect reads what stands behind the word expect where there is one run; Script.ParseExpect knows branches too.
func ParseExpect(p *engine.Protocol, words []engine.Word) (Expect, error) {
	var e Expect
	if len(words) > 0 && isWord(words[0], "not") {
		e.Not, words = true, words[1:]
	}
	if len(words) == 0 {
		return e, say.Errorf("expect: expected a goal, violated or ended")
	}
	var err error
	switch {
	case isWord(words[0], "violated"):
		e.Violated, err = oneWord(words, violationNames(p))
		return e, err
	case isWord(words[0], "ended"):
		var reason string
		reason, err = oneWord(words, reasons())
		e.Ended = sim.Reason(reason)
		return e, err
	case isWord(words[0], sameView):
		return e, say.Errorf("column %d: expect %s: it compares two branches, and here is one run: expected a goal, violated or ended", words[0].Column, sameView)
	}
	goal := words
	for _, w := range words {
		if w.Key == "" && !w.Quoted && slices.Contains([]string{">", "<", "=="}, w.Value) {
			return e, say.Errorf("column %d: expect: expected %s, not %s", w.Column, engine.OneOf(comparisons()), w)
		}
	}
	if i := slices.IndexFunc(words, isComparison); i >= 0 {
		goal, e.Op = words[:i], words[i].Value
		words = words[i+1:]
	}
	if e.Goal, err = sim.ParseGoal(p, goal); err != nil {
		return e, say.Errorf("expect: %w", err)
	}
	if e.Op == "" {
		return e, nil
	}
	if len(words) != 1 || words[0].Key != "" {
		return e, say.Errorf("expect: expected one value after %s", e.Op)
	}
	e.Lasting = !e.Goal.Numeric
	if e.Amount, err = e.parseAmount(words[0].Value); err != nil {
		return e, say.Errorf("column %d: expect: %w", words[0].Column, err)
	}
	return e, nil
}

func (e Expect) parseAmount(s string) (int64, error) {
	if e.Lasting || e.Goal.Timed {
		d, err := engine.ParseDuration(s)
		if err != nil && e.Lasting {
			err = say.Errorf("%s is answered by yes or no, and compared with how long it has been so: %w", e.Goal.Text, err)
		}
		return int64(d), err
	}
	if e.Goal.Share {
		n, err := engine.ParsePerMillion(s)
		return int64(n), err
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || s[0] == '+' {
		return 0, say.Errorf("expected a whole number, not %s", engine.Quote(s))
	}
	return n, nil
}

func isWord(w engine.Word, s string) bool { return w.Key == "" && !w.Quoted && w.Value == s }

func isComparison(w engine.Word) bool {
	return w.Key == "" && !w.Quoted && slices.Contains(comparisons(), w.Value)
}

// oneWord is the one word after words[0], among names.
func oneWord(words []engine.Word, names []string) (string, error) {
	what := words[0].Value
	if len(words) == 1 {
		return "", say.Errorf("expect: expected %s after %s", engine.OneOf(names), what)
	}
	if w := words[1]; w.Key != "" || !slices.Contains(names, w.Value) {
		return "", say.Errorf("column %d: expect %s: expected %s, not %s", w.Column, what, engine.OneOf(names), w)
	}
	if len(words) > 2 {
		return "", say.Errorf("column %d: expect %s: expected nothing more, not %s", words[2].Column, what, words[2])
	}
	return words[1].Value, nil
}

// Judge tells whether the world is as expected now, and what it is like.
func (e Expect) Judge(w *sim.World) (ok bool, got string) {
	ok, got = e.holds(w)
	return ok != e.Not, got
}

func (e Expect) holds(w *sim.World) (bool, string) {
	end := w.Ending()
	switch {
	case e.Violated != "":
		if end == nil || end.Reason != sim.Violation {
			return false, "no invariant broke"
		}
		name := ViolationName(end.Name)
		return name == e.Violated, name + ": " + engine.Plain(end.Text)
	case e.Ended != "":
		if end == nil {
			return false, "the run goes on"
		}
		return end.Reason == e.Ended, engine.Plain(end.Text)
	case e.Lasting:
		v := int64(w.Lasting(e.Goal))
		if v < 0 {
			return e.compare(v), "not so now"
		}
		return e.compare(v), e.amount(v)
	case e.Op != "":
		v := e.Goal.Value(w)
		return e.compare(v), e.amount(v)
	case e.Goal.Numeric:
		return e.Goal.Reached(w), e.amount(e.Goal.Value(w))
	case e.Goal.Reached(w):
		return true, "yes"
	}
	return false, "no"
}

// Follows tells whether the goal has to be followed from the start of a run.
func (e Expect) Follows() bool { return e.Goal != nil && (e.Lasting || e.Goal.Counts()) }

// OfState judges it by the state of the nodes alone; nil where that does not say enough.
func (e Expect) OfState() func(*engine.Global) bool {
	if e.Goal == nil || e.Lasting || e.Goal.OfState() == nil {
		return nil
	}
	value := e.Goal.OfState()
	return func(g *engine.Global) bool {
		v := value(g)
		if e.Op == "" {
			return (v != 0) != e.Not
		}
		return e.compare(v) != e.Not
	}
}

// Away is how far the number that is compared is from what is expected, 0 when it is so; −1 where nothing is compared.
func (e Expect) Away(w *sim.World) int64 {
	if e.Op == "" {
		return -1
	}
	v := int64(0)
	if e.Lasting {
		v = int64(w.Lasting(e.Goal))
	} else {
		v = e.Goal.Value(w)
	}
	if e.compare(v) != e.Not {
		return 0
	}
	return max(v-e.Amount, e.Amount-v, 1)
}

func (e Expect) compare(v int64) bool {
	switch e.Op {
	case ">=":
		return v >= e.Amount
	case "<=":
		return v <= e.Amount
	case "=":
		return v == e.Amount
	}
	return v != e.Amount
}
