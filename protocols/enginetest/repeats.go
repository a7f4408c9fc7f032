package enginetest

import (
	"fmt"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/scenario"
	"quorumlab/protocols/search/random"
	"quorumlab/protocols/sim"
)

// repeats plays runs again, and demands the same hash after each event.
func (s *suite) repeats() []string {
	var f findings
	for _, seed := range samples() {
		pl, err := s.source.Play(seed, 60, nil)
		if err != nil {
			return []string{err.Error()}
		}
		first, err := hashes(pl.Run, nil)
		var second *hashed
		if err == nil {
			second, err = hashes(pl.Run, nil)
		}
		if err != nil {
			f.add("the run of seed %d can't be played again: %v\n%s", seed, err, s.replay("repeats", seed, pl.Run))
			continue
		}
		if k := parting(first.after, second.after); k >= 0 {
			f.add("two runs of seed %d part at event %d, %s\n%s", seed, k+1, first.what(k), s.replay("repeats", seed, pl.Run))
		} else if first.w.Hash() != pl.World.Hash() {
			f.add("the run of seed %d is another one when its actions are played at the same positions\n%s", seed, s.replay("repeats", seed, pl.Run))
		} else if err := s.readBack(pl.Run, first.w.Hash()); err != nil {
			f.add("the run of seed %d is another one when its text is read: %v\n%s", seed, err, s.replay("repeats", seed, pl.Run))
		}
	}
	return f.all
}

// readBack demands that the text of a run is that run.
func (s *suite) readBack(r *random.Run, hash uint64) error {
	script, err := scenario.Parse(r.Text(), func(string) *engine.Protocol { return s.p })
	if err != nil {
		return err
	}
	if again := script.String(); again != r.Text() {
		return fmt.Errorf("it is printed as\n%s", again)
	}
	res, err := scenario.Run(script)
	if err != nil {
		return err
	}
	if res.Hash() != hash {
		return fmt.Errorf("expected the hash %016x, not %016x", hash, res.Hash())
	}
	return nil
}

// observers demands that what is only written down of a run does not change it.
func (s *suite) observers() []string {
	var f findings
	for _, seed := range samples() {
		pl, err := s.source.Play(seed, 60, nil)
		if err != nil {
			return []string{err.Error()}
		}
		bare, err := hashes(pl.Run, func(o *sim.Options) { o.NoTrace = true })
		if err != nil {
			return []string{err.Error()}
		}
		for _, way := range []struct {
			name   string
			change func(*sim.Options)
		}{
			{"traced", func(o *sim.Options) {}},
			{"explained", func(o *sim.Options) { o.Explain = true }},
			{"watched", func(o *sim.Options) { o.Watch = true }},
			{"checked", func(o *sim.Options) { o.Check = true }},
		} {
			got, err := hashes(pl.Run, way.change)
			if err != nil {
				return []string{err.Error()}
			}
			if e := ending(got.w); e != "" && way.name == "checked" {
				f.add("%s\n%s", e, s.replay("observers", seed, pl.Run))
				continue
			}
			if k := parting(bare.after, got.after); k >= 0 {
				f.add("the run of seed %d is another one when it is %s, from event %d on\n%s", seed, way.name, k+1, s.replay("observers", seed, pl.Run))
			}
		}
	}
	return f.all
}

// checkpointEvery is how many events lie between two checkpoints that the suite tries, and checkpointFor how many events
// beyond it each is followed, so that a long run does not take its square.
const (
	checkpointEvery = 7
	checkpointFor   = 400
)

// checkpoints demands that a run goes on from each of its checkpoints as it went on itself.
func (s *suite) checkpoints() []string {
	var f findings
	for _, seed := range samples() {
		pl, err := s.source.Play(seed, 40, nil)
		if err != nil {
			return []string{err.Error()}
		}
		straight, err := hashes(pl.Run, nil)
		if err != nil {
			return []string{err.Error()}
		}
		if err := s.fromCheckpoints(&f, seed, pl.Run, straight.after); err != nil {
			return []string{err.Error()}
		}
	}
	return f.all
}

func (s *suite) fromCheckpoints(f *findings, seed uint64, r *random.Run, straight []uint64) error {
	w, err := r.World(nil)
	if err != nil {
		return err
	}
	var inner error
	tried := sim.EventID(0)
	err = r.Play(w, 0, func(next int) bool {
		if w.Count() < tried+checkpointEvery || f.full() {
			return inner == nil
		}
		tried = w.Count()
		c := w.Checkpoint()
		if c == nil {
			f.add("a node's state can't be copied")
			return false
		}
		inner = r.Play(c, next, func(int) bool {
			k := int(c.Count())
			if k > len(straight) || straight[k-1] != 0 && c.Hash() != straight[k-1] {
				f.add("a run from a checkpoint at event %d is another one by event %d\n%s", tried, k, s.replay("checkpoints", seed, r))
				return false
			}
			return c.Count() < tried+checkpointFor
		})
		return inner == nil
	})
	if err == nil {
		err = inner
	}
	if n := len(straight); err == nil && len(f.all) == 0 && w.Hash() != straight[n-1] {
		f.add("a run is another one when it is copied on its way\n%s", s.replay("checkpoints", seed, r))
	}
	return err
}

// A hashed run has the hash after each event; 0 after one whose action was not over with it.
type hashed struct {
	w     *sim.World
	after []uint64
}

func hashes(r *random.Run, change func(*sim.Options)) (*hashed, error) {
	w, err := r.World(change)
	if err != nil {
		return nil, err
	}
	h := &hashed{w: w}
	note := func() {
		for len(h.after) < int(w.Count()) {
			h.after = append(h.after, 0)
		}
		h.after[len(h.after)-1] = w.Hash()
	}
	note()
	return h, r.Play(w, 0, func(int) bool { note(); return true })
}

// what an event was.
func (h *hashed) what(k int) string {
	if h.w.Trace() == nil || k >= h.w.Trace().Len() {
		return "where one of them ends"
	}
	e := h.w.Trace().Event(sim.EventID(k + 1))
	if e.Node < 0 {
		return fmt.Sprintf("%v at %v", e.Kind, e.At)
	}
	return fmt.Sprintf("%v at %v of %s", e.Kind, e.At, name(h.w, int(e.Node)))
}

// parting is where two runs part, −1 when they don't.
func parting(a, b []uint64) int {
	for i := range a {
		if i >= len(b) || a[i] != b[i] {
			return i
		}
	}
	if len(b) > len(a) {
		return len(a)
	}
	return -1
}
