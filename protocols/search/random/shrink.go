package random

import (
	"context"
	"hash/fnv"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/engine/say"
	"quorumlab/protocols/sim"
)

// Bounds are what shrinking may take. The zero value is 20 000 runs and 3 million events.
type Bounds struct {
	Runs   int // 0: 20 000
	Events int // of all runs; 0: 3 million

	// Progress, unless it is nil, is told now and then how many runs shrinking has tried, and what is smallest so far. It may
	// take its time.
	Progress func(runs int, smallest *Finding)
}

const (
	shrinkRuns   = 20_000
	shrinkEvents = 3_000_000
	reportEvery  = 20
)

// A phase is how hard shrinking tries. The smaller a run is, the less it takes to try harder.
type phase struct {
	seeds  int  // others that each smaller run is tried with
	chance bool // what chance does is said
}

var phases = [...]phase{{0, false}, {4, false}, {4, true}, {16, true}, {48, true}}

// seedEvents bounds the other seeds by the events of their runs.
const seedEvents = 5_000

// A shrinker makes a finding smaller and smaller.
type shrinker struct {
	ctx    context.Context
	bounds Bounds
	best   *Finding
	cost   cost
	phase  phase
	failed map[uint64]bool // hashes of the texts of runs in which the same thing does not break
	runs   int
	events int
}

// Shrink is a small run in which the same thing breaks. It ends early, with what is smallest so far, when ctx is done or a
// bound is reached. The error is for a finding that can't be played again.
func (f *Finding) Shrink(ctx context.Context, b Bounds) (*Finding, error) {
	if b.Runs == 0 {
		b.Runs = shrinkRuns
	}
	if b.Events == 0 {
		b.Events = shrinkEvents
	}
	s := &shrinker{ctx: ctx, bounds: b, failed: map[uint64]bool{}}
	again := s.play(f, f.Run)
	if again == nil {
		return nil, say.Errorf("random: %s does not break when the run is played again", f.Name)
	}
	s.become(again)
	s.untaken()
	for _, s.phase = range phases {
		for s.pass() && !s.spent() {
		}
	}
	s.best.roundEnd()
	if _, err := s.best.Scenario(); err != nil {
		return nil, err
	}
	return s.best, nil
}

// pass tries everything once, and tells whether anything came of it.
func (s *shrinker) pass() bool {
	was := s.cost
	s.fewerActions()
	s.plainSettings()
	s.fewerNodes()
	if s.phase.chance {
		s.sayChance()
	}
	s.plainActions()
	s.shorter()
	s.wholeTimes()
	return s.cost.less(was)
}

func (s *shrinker) spent() bool {
	return s.ctx.Err() != nil || s.runs >= s.bounds.Runs || s.events >= s.bounds.Events
}

func (s *shrinker) become(f *Finding) { s.best, s.cost = f, costOf(f.Run) }

// try makes a candidate the best when the same thing breaks in it, with its own seed or another one, and it is smaller.
func (s *shrinker) try(r Run) bool {
	if s.tryOne(r) {
		return true
	}
	own := r.Options.Seed
	seeds := min(s.phase.seeds, seedEvents/max(1, s.best.Events))
	for seed := uint64(1); seed <= uint64(seeds); seed++ {
		if r.Options.Seed = seed; seed != own && s.tryOne(r) {
			return true
		}
	}
	return false
}

func (s *shrinker) tryOne(r Run) bool {
	f := s.breaks(&r)
	if f == nil || !costOf(f.Run).less(s.cost) {
		return false
	}
	s.become(f)
	return true
}

// breaks plays a candidate, unless that has been done before, and answers the finding when the same thing breaks.
func (s *shrinker) breaks(r *Run) *Finding {
	if s.spent() {
		return nil
	}
	r.Until = s.best.Run.end() + slack
	h := fnv.New64a()
	_, _ = h.Write([]byte(r.Text()))
	key := h.Sum64()
	if s.failed[key] {
		return nil
	}
	f := s.play(s.best, r)
	if f == nil {
		s.failed[key] = true
	}
	if s.bounds.Progress != nil && s.runs%reportEvery == 0 {
		s.bounds.Progress(s.runs, s.best)
	}
	return f
}

// slack is how much later than before the same thing may break.
const slack = engine.Time(500 * engine.Millisecond)

// play plays a run, without the actions that are refused in it, until what broke in f breaks; nil when it does not, when
// something else does, or when that takes far more events.
func (s *shrinker) play(f *Finding, r *Run) *Finding {
	s.runs++
	w, err := r.World(func(o *sim.Options) {
		o.Check, o.NoTrace = true, true
		o.Settings.Limit = 2*f.Events + 1000
	})
	if err != nil {
		return nil // no such cluster
	}
	l := newLenient(r, w)
	l.play()
	s.events += int(w.Count())
	b, _ := judge(w)
	if b == nil || b.name != f.Name {
		return nil
	}
	small := b.finding(&l.did, l.ended)
	small.fixed = f.fixed
	return small
}

// end is when a run ends.
func (r *Run) end() engine.Time { return max(r.Until, r.last()) }

// roundEnd lets the run go on for whole milliseconds, where the same still breaks: it has ended before.
func (f *Finding) roundEnd() {
	if f.Run.Until == NoFurther {
		return
	}
	exact := *f.Run
	f.Run.Until = f.Run.last() + wholeDown(f.Run.Until-f.Run.last()+engine.Time(engine.Millisecond)-1)
	if _, err := f.Scenario(); err != nil {
		*f.Run = exact
	}
}
