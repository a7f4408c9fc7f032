// Package proof keeps searches that say of a challenge that no run reaches its goal, as text beside the lesson.
//
// The text is what bounds the search, a line each, and below ---- what came of it:
//
//	timeouts N           how many timers may fire in a run; any number of them otherwise
//	command NODE name …  what somebody asks for, once: as often as the line stands
//	states N             states at most; 1,000,000 otherwise
//	----
//	verdict impossible   or reached, or unfinished
//	…
//
// A search tries every order of events, and any message may be late or lost. So what a reader does to messages and links
// (drop, hold, release, delay, deliver, cut, partition, heal, pause, resume, link, fire, manual) needs no bound: all of it is
// tried. Crashes and doubled messages are tried up to the rules' budgets, and a node that is down may always come back. Rules
// that let a reader change parameters, clocks, disks or members can't be searched.
//
// The search allows more than a reader can do: a timer may fire early. So what it finds impossible is impossible for the
// reader, within the bounds; a run that it finds need not be one that the rules allow, and is shown as a scenario.
package proof

import (
	"strconv"
	"strings"

	"quorumlab/protocols/challenge"
	"quorumlab/protocols/engine"
	"quorumlab/protocols/engine/say"
	"quorumlab/protocols/scenario"
	"quorumlab/protocols/search"
	"quorumlab/protocols/sim"
)

// Verdict is what a search came to.
type Verdict string

// The verdicts.
const (
	Impossible Verdict = "impossible"
	Reached    Verdict = "reached"
	Unfinished Verdict = "unfinished"
)

const (
	statesUsual = 1_000_000
	separator   = "----"
)

// A Proof is a search with its bounds, and what came of it.
type Proof struct {
	Timeouts int // 0: any number; engine.NoTimeouts: none
	Commands []engine.Asked
	States   int // at most; 0: a million
	Result   string
}

// Parse reads a proof for a protocol. Errors are of type *scenario.Error.
func Parse(p *engine.Protocol, text string) (*Proof, error) {
	x := &Proof{}
	for i, line := range strings.Split(text, "\n") {
		if line == separator {
			_, x.Result, _ = strings.Cut("\n"+text, "\n"+separator+"\n")
			return x, nil
		}
		words, err := engine.Words(line)
		if err == nil && len(words) > 0 {
			err = x.line(p, words)
		}
		if err != nil {
			return nil, scenario.OnLine(i+1, err)
		}
	}
	return x, nil
}

func (x *Proof) line(p *engine.Protocol, words []engine.Word) error {
	switch what := words[0].String(); what {
	case "command":
		a, err := sim.ParseAction(p, words)
		if err != nil {
			return err
		}
		c := a.(sim.Command)
		x.Commands = append(x.Commands, engine.Asked{To: c.To, Event: c.Event})
		return nil
	case "timeouts", "states":
		n, err := 0, strconv.ErrSyntax
		if len(words) == 2 {
			n, err = strconv.Atoi(words[1].Value)
		}
		switch {
		case err != nil || n < 0 || n == 0 && what == "states":
			return say.Errorf("%s: expected a number", what)
		case what == "states":
			x.States = n
		case n == 0:
			x.Timeouts = engine.NoTimeouts
		default:
			x.Timeouts = n
		}
		return nil
	}
	return say.Errorf("column %d: expected timeouts, command, states or %s, not %s", words[0].Column, separator, words[0])
}

// String is what Parse reads.
func (x *Proof) String() string {
	var b strings.Builder
	if x.Timeouts != 0 {
		b.WriteString("timeouts " + strconv.Itoa(max(x.Timeouts, 0)) + "\n")
	}
	for _, c := range x.Commands {
		b.WriteString(sim.Line(sim.Command{To: c.To, Event: c.Event}) + "\n")
	}
	if x.States > 0 {
		b.WriteString("states " + strconv.Itoa(x.States) + "\n")
	}
	return b.String() + separator + "\n" + x.Result
}

// Verdict is what the result says; "" when nothing has been searched yet.
func (x *Proof) Verdict() Verdict {
	line, _, _ := strings.Cut(x.Result, "\n")
	v, ok := strings.CutPrefix(line, "verdict ")
	if !ok {
		return ""
	}
	return Verdict(v)
}

// Search searches, and gives the proof with what came of it.
func (x *Proof) Search(c *challenge.Challenge) (*Proof, error) {
	o, err := x.options(c)
	if err != nil {
		return nil, err
	}
	s, err := search.New(c.Start.Cluster.Protocol, o)
	if err != nil {
		return nil, err
	}
	for !s.Step(1 << 16) {
	}
	y := *x
	y.Result, err = x.result(c, s)
	return &y, err
}

// options are those of the search that the rules and the bounds ask for.
func (x *Proof) options(c *challenge.Challenge) (o search.Options, err error) {
	if o.From, err = c.Record(); err != nil {
		return o, err
	}
	// Counts differ with the number of workers where a limit ends a search, and are to be the same each time.
	o.Workers, o.MaxStates, o.Lock, o.Commands = 1, x.States, c.Rules.Lock, x.Commands
	if o.MaxStates == 0 {
		o.MaxStates = statesUsual
	}
	o.Faults = &engine.Faults{Timeouts: x.Timeouts}
	for _, a := range x.Commands {
		if err := c.Rules.Fits(sim.Command{To: a.To, Event: a.Event}); err != nil {
			return o, say.Errorf("proof: %w", err)
		}
	}
	for _, g := range c.Rules.Goals {
		o.Until = append(o.Until, g.Expect)
	}
	p := c.Start.Cluster.Protocol
	for _, b := range c.Rules.Budgets {
		switch b.Verb {
		case "crash":
			o.Faults.Crashes = b.Most
		case "duplicate":
			o.Faults.Dups = b.Most
		case "set", "skew", "lose", "add", "remove", "load", "choose":
			if b.Most > 0 {
				return o, say.Errorf("proof: a search can't try what %s may do", b.Verb)
			}
		default:
			if isCommand(p, b.Verb) && b.Most > 0 && len(x.Commands) == 0 {
				return o, say.Errorf("proof: expected command lines: the rules allow %s", b.Verb)
			}
		}
	}
	if p.Assumes.ReadsClock {
		return o, say.Errorf("proof: %s reads its clock, which a search does not explore", p.Name)
	}
	return o, nil
}

func isCommand(p *engine.Protocol, verb string) bool {
	for _, c := range p.Commands() {
		if engine.Hyphens(engine.KindOf(c)) == verb {
			return true
		}
	}
	return verb == "command"
}

// result is what came of a search, as text.
func (x *Proof) result(c *challenge.Challenge, s *search.Search) (string, error) {
	r := s.Result()
	bounds := x.bounds(c)
	switch {
	case r.Violation != nil:
		text, err := s.Scenario()
		return say.Sprintf("verdict %s\nA run of %d steps reaches it, with %s.\n%s", Reached, len(r.Violation.Moves), bounds, text), err
	case r.Exhausted:
		return say.Sprintf("verdict %s\nNo run reaches it with %s.\n%d states, %d transitions, %d levels: every order of events was tried.\n",
			Impossible, bounds, r.Distinct, r.Generated, r.Depth), nil
	}
	return say.Sprintf("verdict %s\nNo run of up to %d steps reaches it with %s. Longer ones were not all tried: that is as far as %d states go.\n",
		Unfinished, r.Depth-1, bounds, r.Distinct), nil
}

// bounds are the bounds in words.
func (x *Proof) bounds(c *challenge.Challenge) string {
	parts := []string{"any number of timers firing"}
	switch {
	case x.Timeouts > 0:
		parts[0] = "at most " + several(x.Timeouts, "timer", "timers") + " firing"
	case x.Timeouts == engine.NoTimeouts:
		parts[0] = "no timer firing"
	}
	for _, b := range c.Rules.Budgets {
		switch {
		case b.Most == 0:
		case b.Verb == "crash":
			parts = append(parts, several(b.Most, "crash", "crashes"))
		case b.Verb == "duplicate":
			parts = append(parts, several(b.Most, "doubled message", "doubled messages"))
		}
	}
	if n := len(x.Commands); n > 0 {
		parts = append(parts, several(n, "command", "commands"))
	}
	return strings.Join(append(parts, "messages late or lost as often as one likes"), ", ")
}

func several(n int, one, more string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + more
}
