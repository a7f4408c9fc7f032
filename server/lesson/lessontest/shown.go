package lessontest

import (
	"math"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/scenario"
	"quorumlab/protocols/sim"
	"quorumlab/server/lesson"
)

// shown is a figure's scenario with its branches run.
type shown struct {
	figure   *lesson.Figure
	script   *scenario.Script
	branches map[string]*scenario.Runner
}

// run carries out a scenario's text.
func run(text string, lookup Lookup) (*scenario.Script, *scenario.Result, error) {
	s, err := scenario.Parse(text, lookup)
	if err != nil {
		return nil, nil, err
	}
	res, err := scenario.Run(s)
	return s, res, err
}

// of is the figure of that name, run; nil when it can't be, which was said where the figure stands.
func (c *checker) of(name string) *shown { return c.shown[name] }

// branch is a branch of the figure: main where none is named.
func (s *shown) branch(name string) (*scenario.Runner, bool) {
	if name == "" {
		name = scenario.Main
		if b := s.figure.Branch.Source; b != "" {
			name = b
		}
	}
	r, ok := s.branches[name]
	return r, ok
}

// event is the number of the event that a moment T#k names: the k-th of those at T, the last of them where k is left out;
// false when nothing happens there.
func event(r *scenario.Runner, p sim.Position) (sim.EventID, bool) {
	rec := r.Recording()
	rec.Run(p.At) // a figure goes on where its scenario's lines end
	found, n := sim.EventID(0), 0
	for k := sim.EventID(1); k <= rec.Head().Count(); k++ {
		if rec.Trace().Event(k).At == p.At && (p.Place == 0 || n < p.Place) {
			found, n = k, n+1
		}
	}
	return found, n > 0 && n >= p.Place
}

// at is a fresh world of a branch at a moment, which has followed goals from its start.
func (s *shown) at(r *scenario.Runner, p sim.Position, goals []*sim.Goal) (*sim.World, error) {
	last := sim.EventID(math.MaxUint32)
	if k, ok := event(r, p); ok && p.Place > 0 {
		last = k
	}
	rec := r.Recording()
	o := rec.Options()
	o.Check, o.Explain, o.Watch, o.NoTrace = true, false, true, true
	w, err := sim.New(s.script.Cluster.Protocol, o)
	if err != nil {
		return nil, err
	}
	for _, g := range goals {
		w.Follow(g)
	}
	for _, a := range rec.Actions() {
		if a.At.At > p.At || w.Count() >= last {
			break
		}
		for w.Count() < last && w.StepTo(a.At) {
		}
		if w.Count() >= last {
			return w, nil
		}
		if err := w.Apply(a.Action); err != nil {
			return nil, err
		}
	}
	for w.Count() < last && w.StepTo(sim.Position{At: p.At, Place: math.MaxInt32}) {
	}
	return w, nil
}

// moment reads a moment that the lesson's own reader has found to be one.
func moment(text lesson.Text) sim.Position {
	p, err := sim.ParsePosition(text.Source)
	if err != nil {
		panic("lessontest: " + text.Source + " was read as a moment: " + err.Error())
	}
	return p
}

// action reads one action line.
func action(p *engine.Protocol, line string) (sim.Action, error) {
	words, err := engine.Words(line)
	if err != nil {
		return nil, err
	}
	return sim.ParseAction(p, words)
}
