package enginetest

import (
	"fmt"

	"quorumlab/protocols/engine"
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
	pl, err := s.start(seed, true, func(o *sim.Options) { o.Check = true })
	if err != nil {
		return false, err
	}
	if err := pl.commands(sim.EventID(k)); err != nil || pl.w.Count() < sim.EventID(k) {
		return false, err
	}
	victim := pl.w.Trace().Event(pl.w.Count()).Node
	if victim < 0 || pl.w.NodeAt(int(victim)).Role.Outside {
		return true, nil
	}
	id := pl.members[victim]
	a := pl.crashOf(id, disk)
	if a == nil {
		return true, nil
	}
	if err := pl.do(a); err != nil {
		return false, err
	}
	pl.run(down)
	if s.p.Assumes.Crashes == engine.Recover && !pl.over() {
		if err := pl.do(sim.Restart{Node: id}); err != nil {
			return false, err
		}
	}
	pl.run(aftermath)
	text := ""
	if !pl.over() {
		if text, err = pl.progress(); err != nil {
			return false, err
		}
	}
	if e := ending(pl.w); e != "" {
		text = e
	}
	if text != "" {
		f.add("%v falls right after event %d: %s\n%s", id, k, text, s.replay("crashes", seed, pl.tape))
	}
	return true, nil
}

// commands runs to an event, with commands every now and then: to some of the clients at once.
func (pl *player) commands(to sim.EventID) error {
	clients := pl.answering()
	for pl.w.Count() < to && !pl.over() {
		for _, id := range clients {
			if pl.r.IntN(2) == 0 {
				continue
			}
			if err := pl.commandTo(id); err != nil {
				return fmt.Errorf("a command: %w", err)
			}
		}
		for until := pl.w.Now() + engine.Time(60*engine.Millisecond); pl.w.Count() < to; {
			if !pl.w.Next(until) {
				pl.run(engine.Duration(until - pl.w.Now()))
				break
			}
		}
		pl.tape.until = pl.w.Now()
		if pl.w.Idle() && len(clients) == 0 {
			return nil
		}
	}
	return nil
}
