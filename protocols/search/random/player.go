package random

import (
	"quorumlab/protocols/engine"
	"quorumlab/protocols/engine/say"
	"quorumlab/protocols/sim"
)

// A Player plays a run that it draws as it goes, and keeps it.
type Player struct {
	World   *sim.World
	Run     *Run
	Members []engine.NodeID

	source *Source
	rand   engine.Rand
	asked  []engine.Asked
	fallen map[string]int // by role: nodes that crashed for good
	ended  bool           // the last action has ended the run
}

// Play draws and plays a whole run of so many rounds of commands and faults.
func (s *Source) Play(seed uint64, rounds int, change func(*sim.Options)) (*Player, error) {
	p, err := s.Begin(seed, change)
	if err == nil {
		err = p.Rounds(rounds)
	}
	if err != nil {
		return nil, say.Errorf("seed %d: %w", seed, err)
	}
	return p, nil
}

// Do does an action, and keeps it unless it was refused.
func (p *Player) Do(a sim.Action) error {
	at := p.World.Position()
	if err := p.World.Apply(a); err != nil {
		return err
	}
	p.Run.Actions = append(p.Run.Actions, sim.Placed{At: at, Action: a})
	p.ended = p.Over()
	return nil
}

// Over tells whether the run has ended, by a limit or a violation.
func (p *Player) Over() bool { return p.World.Ending() != nil }

// Pass lets that much time go by.
func (p *Player) Pass(d engine.Duration) {
	p.World.Run(p.World.Now() + engine.Time(d))
	p.Here()
}

// Here makes the run go on to the present moment at least.
func (p *Player) Here() { p.Run.Until = p.World.Now() }

// IntN draws one of 0 … n−1.
func (p *Player) IntN(n int) int { return p.rand.IntN(n) }

// pass lets a drawn number of events or a drawn time go by: some actions fall right behind an event.
func (p *Player) pass() {
	if p.IntN(2) == 0 {
		for range p.IntN(12) {
			p.World.Next(p.World.Now() + engine.Time(engine.Second))
		}
		p.Here()
		return
	}
	p.Pass(engine.LongTail(20*engine.Millisecond, engine.Second).Draw(&p.rand))
}

// Up lists the nodes that are up and match; all that are up for nil.
func (p *Player) Up(match func(sim.NodeState) bool) []engine.NodeID {
	return p.nodes(func(n sim.NodeState) bool { return n.Engine != nil && (match == nil || match(n)) })
}

func (p *Player) nodes(match func(sim.NodeState) bool) (ids []engine.NodeID) {
	for i, id := range p.Members {
		if match(p.World.NodeAt(i)) {
			ids = append(ids, id)
		}
	}
	return ids
}

func inside(n sim.NodeState) bool { return !n.Role.Outside }

// pick draws one of among; zero when there is none.
func (p *Player) pick(among []engine.NodeID) engine.NodeID {
	if len(among) == 0 {
		return 0
	}
	return among[p.IntN(len(among))]
}

// Rounds plays on with commands and faults until n rounds are over.
func (p *Player) Rounds(n int) error {
	for range n {
		if p.pass(); p.Over() {
			return nil
		}
		if p.IntN(2) == 0 {
			p.fault()
			continue
		}
		for range 1 + p.IntN(3) {
			if err := p.command(); err != nil {
				return err
			}
			if p.Over() {
				return nil
			}
		}
	}
	p.Pass(100 * engine.Millisecond) // to the end of a moment, where the run ends too
	return nil
}

// command gives a drawn command to a drawn node.
func (p *Player) command() error {
	id := p.pick(p.Up(func(n sim.NodeState) bool { return len(n.Role.Commands) > 0 }))
	if id == 0 {
		return nil
	}
	return p.CommandTo(id)
}

// CommandTo gives a drawn command to a node, which takes some. It gives none where the source lists what may be asked,
// nothing of that is for the node, and the fields of its commands can't be drawn.
func (p *Player) CommandTo(id engine.NodeID) error {
	c, err := p.drawFor(id)
	if err != nil || c == nil {
		return err
	}
	return p.Do(sim.Command{To: id, Event: c})
}

func (p *Player) drawFor(id engine.NodeID) (any, error) {
	if p.source.Draw != nil {
		if c := p.source.Draw(&p.rand, id, p.Members); c != nil {
			return c, nil
		}
	}
	var asked []any
	for _, a := range p.asked {
		if a.To == id {
			asked = append(asked, a.Event)
		}
	}
	if len(asked) == 0 || p.IntN(2) == 0 {
		n, _ := p.World.Node(id)
		c, err := p.source.Command(&p.rand, n.Role.Commands, p.Members)
		if err == nil || len(p.asked) == 0 {
			return c, err
		}
	}
	if len(asked) == 0 {
		return nil, nil
	}
	return asked[p.IntN(len(asked))], nil
}

// Calm ends all faults that can end: nodes that crashed for good stay down.
func (p *Player) Calm() error {
	if err := p.Do(sim.Heal{}); err != nil {
		return err
	}
	as := []sim.Action{sim.Release{}, sim.Set{Name: "loss", Value: "0%"}, sim.Set{Name: "dup", Value: "0%"}}
	for _, l := range p.World.Links() { // none is cut any more
		as = append(as, sim.Link{A: l.From, B: l.To})
	}
	for i, id := range p.Members {
		n := p.World.NodeAt(i)
		if n.Flags&sim.FlagSkewed != 0 {
			as = append(as, sim.Skew{Node: id, Rate: 1_000_000})
		}
		if paused(n) {
			as = append(as, sim.Resume{Node: id})
		}
		if down(n) && p.source.Protocol.Assumes.Crashes == engine.Recover {
			as = append(as, sim.Restart{Node: id})
		}
	}
	for _, a := range as {
		if p.Over() {
			return nil
		}
		if err := p.Do(a); err != nil {
			return err
		}
	}
	return nil
}
