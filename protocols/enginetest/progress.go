package enginetest

import (
	"fmt"
	"slices"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/search/random"
	"quorumlab/protocols/sim"
)

// answering are the nodes whose commands must be answered once the faults have stopped: the clients, or, where a protocol
// has none, all that take commands.
func (s *suite) answering(pl *random.Player) []engine.NodeID {
	takes := func(n sim.NodeState) bool { return len(n.Role.Commands) > 0 }
	clients := pl.Up(func(n sim.NodeState) bool { return takes(n) && n.Role.Outside })
	if len(clients) > 0 || slices.ContainsFunc(s.p.Roles, func(r engine.Role) bool { return r.Outside && len(r.Commands) > 0 }) {
		return clients
	}
	return pl.Up(takes)
}

// progress gives each client a command, and says what is not answered and which goals are not reached in time; "" when
// all is well.
func (s *suite) progress(pl *random.Player) (string, error) {
	w := pl.World
	first := len(w.Ops())
	for _, id := range s.answering(pl) {
		if err := pl.CommandTo(id); err != nil {
			return "", err
		}
	}
	from, until := w.Now(), w.Now()+engine.Time(s.within)
	for _, line := range s.goals {
		goal, err := parseGoal(s.p, line)
		if err != nil {
			return "", err
		}
		if !w.RunUntil(goal, until) && !pl.Over() {
			pl.Here()
			pl.Run.Expects = line
			return fmt.Sprintf("%q is not reached within %v after the last fault, at %v", line, s.within, from), nil
		}
	}
	open := func() *sim.Op {
		for i := first; i < len(w.Ops()); i++ {
			if op := &w.Ops()[i]; op.Open() {
				return op
			}
		}
		return nil
	}
	for open() != nil && w.Next(until) {
	}
	pl.Here()
	if op := open(); op != nil && !pl.Over() {
		pl.Pass(engine.Duration(until - w.Now()))
		return fmt.Sprintf("%v has no answer to %q within %v after the last fault, at %v", op.Client, engine.Print(op.In), s.within, from), nil
	}
	return "", nil
}

func parseGoal(p *engine.Protocol, line string) (*sim.Goal, error) {
	ws, err := engine.Words(line)
	if err != nil {
		return nil, err
	}
	return sim.ParseGoal(p, ws)
}
