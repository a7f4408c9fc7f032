package enginetest

import (
	"fmt"
	"strings"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/scenario"
	"quorumlab/protocols/sim"
)

// A tape is a run: the options, the actions at their positions, and how long it went on.
type tape struct {
	p       *engine.Protocol
	options sim.Options
	acts    []sim.Placed
	until   engine.Time
	unmet   string // the goal that was not reached in the end; "" for none
}

// world is the run's beginning; change may alter what is written down of it.
func (t *tape) world(change func(*sim.Options)) (*sim.World, error) {
	o := t.options
	if change != nil {
		change(&o)
	}
	return sim.New(t.p, o)
}

// play runs all of the tape in w, from the action with number from on. each, unless it is nil, is called after each event
// and each action with the number of the next action; it ends the play by answering false.
func (t *tape) play(w *sim.World, from int, each func(next int) bool) error {
	for i := from; i <= len(t.acts); i++ {
		to := sim.Position{At: t.until, Place: 1 << 30}
		if i < len(t.acts) {
			to = t.acts[i].At
		}
		for w.StepTo(to) {
			if each != nil && !each(i) {
				return nil
			}
		}
		if i == len(t.acts) || w.Ending() != nil {
			return nil
		}
		if err := w.Apply(t.acts[i].Action); err != nil {
			return fmt.Errorf("at %v %s: %w", to, sim.Line(t.acts[i].Action), err)
		}
		if each != nil && !each(i+1) {
			return nil
		}
	}
	return nil
}

// text is the run as a scenario.
func (t *tape) text() string {
	var b strings.Builder
	b.WriteString(scenario.Written(t.p, t.options, t.acts))
	fmt.Fprintf(&b, "run %v\n", engine.Duration(t.until)-engine.Duration(t.last()))
	if t.unmet != "" {
		fmt.Fprintf(&b, "expect %s\n", t.unmet)
	}
	return b.String()
}

func (t *tape) last() engine.Time {
	if len(t.acts) == 0 {
		return 0
	}
	return t.acts[len(t.acts)-1].At.At
}

// A letterCount is how many nodes of one letter there may be.
type letterCount struct {
	letter          byte
	min, usual, max int
	roles           int
}

// letters lists the letters of a protocol in the order of its roles.
func letters(p *engine.Protocol) []letterCount {
	var ls []letterCount
	for i := range p.Roles {
		r := &p.Roles[i]
		at := -1
		for j := range ls {
			if ls[j].letter == r.Letter {
				at = j
			}
		}
		if at < 0 {
			ls = append(ls, letterCount{letter: r.Letter})
			at = len(ls) - 1
		}
		l := &ls[at]
		l.min, l.usual, l.max, l.roles = l.min+r.Min, l.usual+r.Default, l.max+r.Max, l.roles+1
	}
	return ls
}
