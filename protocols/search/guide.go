package search

import (
	"bytes"
	"cmp"
	"slices"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/engine/say"
	"quorumlab/protocols/sim"
)

// Replay drives a real run through the moves of the violation, from where the search began: each at its own moment, all
// else waiting. It fails when the run does not come to what the search has found, which then is no finding but a fault of
// the search, or of an engine that is not pure or reads its clock.
func (s *Search) Replay() (*sim.Recording, error) {
	if s.again != nil {
		return s.again.Replay()
	}
	v := s.result
	if v == nil {
		return nil, say.Errorf("search: nothing is violated")
	}
	r, err := s.start.Fork(s.start.Head().Count())
	if err != nil {
		return nil, err
	}
	r.Reach(s.start.Head().Now())
	g := guide{s: s, r: r, moves: v.Moves}
	for i := range v.Moves {
		if err := g.move(i); err != nil {
			return nil, say.Errorf("search: move %d, %s: %w", i+1, v.Moves[i].sentence(), err)
		}
	}
	return r, g.arrived(v)
}

// A guide leads a run along moves.
type guide struct {
	s     *Search
	r     *sim.Recording
	moves []Move
}

// arrived checks that the run has come to what was found.
func (g *guide) arrived(v *Violation) error {
	e := g.r.Head().Ending()
	if v.Name == Reached {
		for _, x := range g.s.options.Until {
			if ok, got := x.Judge(g.r.Head()); !ok {
				return say.Errorf("search: %s is so in the search, and %s in the run of its moves%s", x.Text(), got, g.because())
			}
		}
		return nil
	}
	switch {
	case v.Name == sim.Linearizable:
		if e != nil {
			return say.Errorf("search: the run ends before the history is there: %s", e.Text)
		}
		return nil
	case e == nil || e.Reason != sim.Violation || e.Name != v.Name:
		return say.Errorf("search: %s is broken in the search, and not in the run of its moves%s", v.Name, g.because())
	}
	return nil
}

func (g *guide) because() string {
	if g.s.protocol.Assumes.ReadsClock {
		return ": the engine reads its clock, which a search does not explore"
	}
	return ""
}

// move lets one move happen, a while after the one before.
func (g *guide) move(i int) error {
	m := &g.moves[i]
	if i > 0 {
		g.r.Run(g.r.Head().Now() + engine.Time(gap))
	}
	switch m.Kind {
	case MoveCrash:
		return g.r.Act(sim.Crash{Node: m.Node})
	case MoveRestart:
		return g.step(m, sim.Restart{Node: m.Node})
	case MoveCut:
		return g.r.Act(sim.Cut{A: m.Node, B: m.From, Both: true})
	case MoveHeal:
		return g.r.Act(sim.Heal{A: m.Node, B: m.From})
	case MoveFire:
		return g.step(m, sim.Fire{Node: m.Node, Timer: m.Event})
	case MoveCommand:
		return g.step(m, sim.Command{To: m.Node, Event: m.Event})
	}
	id, err := g.message(m)
	if err != nil {
		return err
	}
	if m.Kind == MoveDrop {
		return g.r.Act(sim.Drop{Msg: id})
	}
	if m.Kind == MoveDuplicate || g.again(i) {
		if err := g.r.Act(sim.Duplicate{Msg: id}); err != nil {
			return err
		}
	}
	return g.step(m, sim.Deliver{Msg: id})
}

// step lets a node take a step, with its choices settled, and fall within it where the search let it.
func (g *guide) step(m *Move, a sim.Action) error {
	if len(m.Picks) > 0 {
		if err := g.r.Act(sim.Choose{Node: m.Node, Picks: m.Picks}); err != nil {
			return err
		}
	}
	if err := g.r.Act(a); err != nil || m.Within == "" {
		return err
	}
	if g.r.Head().Ending() != nil {
		return nil
	}
	return g.r.Act(sim.Crash{Node: m.Node, Disk: m.Within})
}

// again tells whether the message of a move arrives once more later, in a network in which messages stay.
func (g *guide) again(i int) bool {
	return g.s.memo.network == engine.Stays && !g.s.memo.ordered && slices.ContainsFunc(g.moves[i+1:], func(m Move) bool {
		return m.Kind == MoveDeliver && bytes.Equal(m.enc, g.moves[i].enc)
	})
}

// message finds the message of a move: of those with its content the one that was sent first.
func (g *guide) message(m *Move) (sim.MsgID, error) {
	var ids []sim.MsgID
	for _, x := range g.r.Head().InFlight() {
		if x.From == m.From && x.To == m.Node && x.Scope == m.Scope && g.same(m.Event, x.Body) {
			ids = append(ids, x.ID)
		}
	}
	if len(ids) == 0 {
		return 0, say.Errorf("there is no such message under way%s", g.because())
	}
	return slices.MinFunc(ids, cmp.Compare), nil
}

func (g *guide) same(a, b any) bool {
	t := g.r.Head().Table()
	x, _ := t.Append(nil, a)
	y, _ := t.Append(nil, b)
	return bytes.Equal(x, y)
}

// sentence says in a line what a move is.
func (m *Move) sentence() string {
	s := ""
	switch m.Kind {
	case MoveDeliver:
		s = engine.KindOf(m.Event) + " of " + m.From.String() + " arrives at " + m.Node.String()
	case MoveDuplicate:
		s = "a copy of " + engine.KindOf(m.Event) + " of " + m.From.String() + " arrives at " + m.Node.String()
	case MoveDrop:
		s = engine.KindOf(m.Event) + " from " + m.From.String() + " to " + m.Node.String() + " is lost"
	case MoveFire:
		s = m.Node.String() + "'s timer " + engine.Print(m.Event) + " fires"
	case MoveCommand:
		s = m.Node.String() + " is told to " + engine.Print(m.Event)
	case MoveCrash:
		s = m.Node.String() + " falls"
	case MoveRestart:
		s = m.Node.String() + " comes back"
	case MoveCut:
		s = "the ways between " + m.Node.String() + " and " + m.From.String() + " are cut"
	case MoveHeal:
		s = "the ways between " + m.Node.String() + " and " + m.From.String() + " are healed"
	}
	if m.Within != "" {
		s += ", and it falls within that step"
	}
	return s
}

// String says in a line what a move is.
func (m Move) String() string { return m.sentence() }
