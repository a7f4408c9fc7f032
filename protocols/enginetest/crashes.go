package enginetest

import (
	"fmt"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/search/random"
	"quorumlab/protocols/sim"
)

// crashEventsMax is how many events of a run are tried: the first ones, in which all that is done is done once.
const crashEventsMax = 120

// aftermath is how long a run goes on after a restart before anything new is asked of it.
const aftermath = 300 * engine.Millisecond

// crashes lets a node fall at each event of runs without other faults, and come back.
func (s *suite) crashes() []string {
	if s.p.Assumes.Crashes == engine.Never {
		return nil
	}
	var f findings
	for _, seed := range samples() {
		for k := 1; k <= crashEventsMax && !f.full(); k++ {
			// Quick enough that what was sent before the crash arrives after the restart; then some other way.
			more, err := s.crashAt(&f, seed, k, 0, 0)
			if err == nil && more {
				more, err = s.crashAt(&f, seed, k, k, downFor(k))
			}
			if err != nil {
				return []string{err.Error()}
			}
			if !more {
				break
			}
		}
	}
	return f.all
}

func downFor(k int) engine.Duration {
	return []engine.Duration{30 * engine.Millisecond, 2 * engine.Second, 0}[k/4%3]
}

// crashAt plays the run of a seed up to event k, and lets the node that it happened to fall there, with its disk as crashOf
// says. It answers whether the run has more events.
func (s *suite) crashAt(f *findings, seed uint64, k, disk int, down engine.Duration) (more bool, err error) {
	pl, err := s.source.BeginPlain(seed, func(o *sim.Options) { o.Check = true })
	if err != nil {
		return false, err
	}
	if err := s.commands(pl, sim.EventID(k)); err != nil || pl.World.Count() < sim.EventID(k) {
		return false, err
	}
	victim := pl.World.Trace().Event(pl.World.Count()).Node
	if victim < 0 || pl.World.NodeAt(int(victim)).Role.Outside {
		return true, nil
	}
	id := pl.Members[victim]
	a := pl.CrashOf(id, disk)
	if a == nil {
		return true, nil
	}
	if err := pl.Do(a); err != nil {
		return false, err
	}
	pl.Pass(down)
	if s.p.Assumes.Crashes == engine.Recover && !pl.Over() {
		if err := pl.Do(sim.Restart{Node: id}); err != nil {
			return false, err
		}
	}
	pl.Pass(aftermath)
	text := ""
	if !pl.Over() {
		if text, err = s.progress(pl); err != nil {
			return false, err
		}
	}
	if e := ending(pl.World); e != "" {
		text = e
	}
	if text != "" {
		f.add("%v falls right after event %d: %s\n%s", id, k, text, s.replay("crashes", seed, pl.Run))
	}
	return true, nil
}

// commands runs to an event, with commands every now and then: to some of the clients at once.
func (s *suite) commands(pl *random.Player, to sim.EventID) error {
	clients := s.answering(pl)
	for pl.World.Count() < to && !pl.Over() {
		for _, id := range clients {
			if pl.IntN(2) == 0 {
				continue
			}
			if err := pl.CommandTo(id); err != nil {
				return fmt.Errorf("a command: %w", err)
			}
		}
		for until := pl.World.Now() + engine.Time(60*engine.Millisecond); pl.World.Count() < to; {
			if !pl.World.Next(until) {
				pl.Pass(engine.Duration(until - pl.World.Now()))
				break
			}
		}
		pl.Here()
		if pl.World.Idle() && len(clients) == 0 {
			return nil
		}
	}
	return nil
}
