package enginetest

import (
	"fmt"
	"slices"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/sim"
)

// streamDraws is the kind of the random streams from which the suite draws; the kernel's own are far from it.
const streamDraws = 1 << 32

// A player plays a run that it draws as it goes, and keeps it on a tape.
type player struct {
	s       *suite
	w       *sim.World
	r       engine.Rand
	tape    *tape
	members []engine.NodeID
	fallen  map[string]int // by role: nodes that crashed for good
}

// start begins a run. The size of the cluster, its parameters and its links are drawn from the seed, within what the
// protocol assumes; plain: all are the defaults, but disks take their time.
func (s *suite) start(seed uint64, plain bool, change func(*sim.Options)) (*player, error) {
	r := engine.Stream(seed, streamDraws, 0, 0)
	o := sim.Options{Seed: seed, Params: s.params[r.IntN(len(s.params))], Settings: sim.Settings{Limit: 2_000_000}}
	if plain {
		o.Settings.Fsync = engine.Between(engine.Millisecond, 4*engine.Millisecond)
	} else {
		o.Counts = s.drawCounts(&r)
		s.drawSettings(&r, &o.Settings)
	}
	t := &tape{p: s.p, options: o}
	w, err := t.world(change)
	if err != nil {
		return nil, err
	}
	return &player{s: s, w: w, r: r, tape: t, members: w.Global().IDs, fallen: map[string]int{}}, nil
}

// drawCounts draws how many nodes there are of each letter that one role has: from its least, and at least one, to a few
// more than usual.
func (s *suite) drawCounts(r *engine.Rand) map[byte]int {
	counts := map[byte]int{}
	for _, l := range letters(s.p) {
		if least, most := max(l.min, 1), min(l.max, l.usual+2); l.roles == 1 && least < most {
			counts[l.letter] = least + r.IntN(most-least+1)
		}
	}
	return counts
}

func (s *suite) drawSettings(r *engine.Rand, o *sim.Settings) {
	a := s.p.Assumes
	if !a.Synchronous {
		const ms = engine.Millisecond
		o.Latency = []engine.Dist{{}, engine.Between(ms, 60*ms), engine.LongTail(10*ms, 150*ms)}[r.IntN(3)]
		o.Fsync = []engine.Dist{{}, engine.Between(ms, 40*ms), engine.LongTail(2*ms, 40*ms)}[r.IntN(3)]
	}
	if !a.Reliable {
		o.Loss = engine.PerMillion([]int{0, 20_000, 100_000}[r.IntN(3)])
		o.Dup = engine.PerMillion([]int{0, 20_000, 100_000}[r.IntN(3)])
	}
	if !a.FIFO && r.IntN(3) == 0 {
		o.Order = "fifo"
	}
}

// do applies an action, and keeps it unless it was refused.
func (pl *player) do(a sim.Action) error {
	at := pl.w.Position()
	if err := pl.w.Apply(a); err != nil {
		return err
	}
	pl.tape.acts = append(pl.tape.acts, sim.Placed{At: at, Action: a})
	return nil
}

// over tells whether the run has ended, by a limit or a violation.
func (pl *player) over() bool { return pl.w.Ending() != nil }

// run goes on for that long.
func (pl *player) run(d engine.Duration) {
	pl.w.Run(pl.w.Now() + engine.Time(d))
	pl.tape.until = pl.w.Now()
}

// pass lets a drawn number of events or a drawn time go by: some actions fall right behind an event.
func (pl *player) pass() {
	if pl.r.IntN(2) == 0 {
		for range pl.r.IntN(12) {
			pl.w.Next(pl.w.Now() + engine.Time(engine.Second))
		}
		pl.tape.until = pl.w.Now()
		return
	}
	pl.run(engine.LongTail(20*engine.Millisecond, engine.Second).Draw(&pl.r))
}

// up lists the nodes that are up and match.
func (pl *player) up(match func(sim.NodeState) bool) []engine.NodeID {
	return pl.nodes(func(n sim.NodeState) bool { return n.Engine != nil && (match == nil || match(n)) })
}

func (pl *player) nodes(match func(sim.NodeState) bool) (ids []engine.NodeID) {
	for i, id := range pl.members {
		if match(pl.w.NodeAt(i)) {
			ids = append(ids, id)
		}
	}
	return ids
}

func inside(n sim.NodeState) bool { return !n.Role.Outside }

// pick draws one of among; zero when there is none.
func (pl *player) pick(among []engine.NodeID) engine.NodeID {
	if len(among) == 0 {
		return 0
	}
	return among[pl.r.IntN(len(among))]
}

// command gives a drawn command to a drawn node.
func (pl *player) command() error {
	id := pl.pick(pl.up(func(n sim.NodeState) bool { return len(n.Role.Commands) > 0 }))
	if id == 0 {
		return nil
	}
	return pl.commandTo(id)
}

func (pl *player) commandTo(id engine.NodeID) error {
	n, _ := pl.w.Node(id)
	var c any
	if pl.s.draw != nil {
		c = pl.s.draw(&pl.r, id, pl.members)
	}
	if c == nil {
		var err error
		if c, err = drawCommand(&pl.r, n.Role.Commands, pl.members); err != nil {
			return err
		}
	}
	return pl.do(sim.Command{To: id, Event: c})
}

// rounds plays on with commands and faults until n rounds are over.
func (pl *player) rounds(n int) error {
	for range n {
		if pl.pass(); pl.over() {
			return nil
		}
		if pl.r.IntN(2) == 0 {
			pl.fault()
			continue
		}
		for range 1 + pl.r.IntN(3) {
			if err := pl.command(); err != nil {
				return err
			}
		}
	}
	pl.run(100 * engine.Millisecond) // to the end of a moment, where the tape ends too
	return nil
}

// drawn plays a whole run with faults.
func (s *suite) drawn(seed uint64, rounds int, change func(*sim.Options)) (*player, error) {
	pl, err := s.start(seed, false, change)
	if err == nil {
		err = pl.rounds(rounds)
	}
	if err != nil {
		return nil, fmt.Errorf("seed %d: %w", seed, err)
	}
	return pl, nil
}

// answering are the nodes whose commands must be answered once the faults have stopped: the clients, or, where a protocol
// has none, all that take commands.
func (pl *player) answering() []engine.NodeID {
	takes := func(n sim.NodeState) bool { return len(n.Role.Commands) > 0 }
	clients := pl.up(func(n sim.NodeState) bool { return takes(n) && n.Role.Outside })
	if len(clients) > 0 || slices.ContainsFunc(pl.s.p.Roles, func(r engine.Role) bool { return r.Outside && len(r.Commands) > 0 }) {
		return clients
	}
	return pl.up(takes)
}

// progress gives each client a command, and says what is not answered and which goals are not reached in time; "" when
// all is well.
func (pl *player) progress() (string, error) {
	w := pl.w
	first := len(w.Ops())
	for _, id := range pl.answering() {
		if err := pl.commandTo(id); err != nil {
			return "", err
		}
	}
	from, until := w.Now(), w.Now()+engine.Time(pl.s.within)
	for _, line := range pl.s.goals {
		goal, err := parseGoal(pl.s.p, line)
		if err != nil {
			return "", err
		}
		if !w.RunUntil(goal, until) && !pl.over() {
			pl.tape.until, pl.tape.unmet = w.Now(), line
			return fmt.Sprintf("%q is not reached within %v after the last fault, at %v", line, pl.s.within, from), nil
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
	pl.tape.until = w.Now()
	if op := open(); op != nil && !pl.over() {
		pl.run(engine.Duration(until - w.Now()))
		return fmt.Sprintf("%v has no answer to %q within %v after the last fault, at %v", op.Client, engine.Print(op.In), pl.s.within, from), nil
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
