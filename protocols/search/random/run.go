package random

import (
	"strings"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/engine/say"
	"quorumlab/protocols/scenario"
	"quorumlab/protocols/sim"
)

// A Run is what a run began with, what was done in it at which positions, and how long it went on.
type Run struct {
	Protocol *engine.Protocol
	Options  sim.Options
	Actions  []sim.Placed
	Until    engine.Time // that moment included; NoFurther: it ends with its last action
	Expects  string      // what the last line of its text expects: "violated mutual-exclusion"; "" for nothing

	aims map[sim.MsgID]aim // of the messages that actions name
}

// NoFurther is the Until of a run that ends with its last action.
const NoFurther engine.Time = -1

// World is the run's beginning; change, unless it is nil, may alter what is written down of it.
func (r *Run) World(change func(*sim.Options)) (*sim.World, error) {
	o := r.Options
	if change != nil {
		change(&o)
	}
	return sim.New(r.Protocol, o)
}

// Play plays all of the run in w, from the action with number from on. each, unless it is nil, is called after each event
// and each action with the number of the next action; it ends the play by answering false.
func (r *Run) Play(w *sim.World, from int, each func(next int) bool) error {
	for i := from; i <= len(r.Actions); i++ {
		to := sim.Position{At: r.Until, Place: 1 << 30}
		if i < len(r.Actions) {
			to = r.Actions[i].At
		}
		for w.StepTo(to) {
			if each != nil && !each(i) {
				return nil
			}
		}
		if i == len(r.Actions) || w.Ending() != nil {
			return nil
		}
		if err := w.Apply(r.Actions[i].Action); err != nil {
			return say.Errorf("at %v %s: %w", to, sim.Line(r.Actions[i].Action), err)
		}
		if each != nil && !each(i+1) {
			return nil
		}
	}
	return nil
}

// Text is the run as a scenario.
func (r *Run) Text() string {
	var b strings.Builder
	b.WriteString(scenario.Written(r.Protocol, r.Options, r.Actions))
	if r.Until != NoFurther {
		b.WriteString("run " + engine.Duration(r.Until-r.last()).String() + "\n")
	}
	if r.Expects != "" {
		b.WriteString("expect " + r.Expects + "\n")
	}
	return b.String()
}

// last is when the last action is done.
func (r *Run) last() engine.Time {
	if len(r.Actions) == 0 {
		return 0
	}
	return r.Actions[len(r.Actions)-1].At.At
}
