package search

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/engine/say"
	"quorumlab/protocols/sim"
)

// A Search is a search as far as it has come. It is used by one goroutine at a time; what it does in parallel is its own.
type Search struct {
	protocol *engine.Protocol
	options  Options
	start    *sim.Recording // the run that it goes on from, at the start of the search

	memo       *memo
	scene      *scene
	script     [][]int32 // commands, by node
	sequential []bool
	until      *until // nil: what is violated ends it
	locked     []bool
	falls      []bool // nodes that may crash
	returns    []bool // nodes that may come back
	faults     engine.Faults
	spendings  [spendings]int32 // deeds

	workers  []*worker
	table    sync.RWMutex // held by workers that add to visited, and alone by the one that grows it
	visited  *visited
	given    atomic.Int64 // places of visited that workers may fill
	frontier atomic.Int64 // bytes of all blocks
	states   atomic.Int64 // that may still be gone on from in the step at hand
	total    atomic.Int64 // states found, counted where they have a bound

	mu     sync.Mutex // of what follows
	level  []block    // to go on from
	next   []block    // found
	depth  int
	limit  Limit
	stop   atomic.Bool
	broken *breach
	root   []byte
	sole   bool // the first violation ends it at once
	took   time.Duration
	done   bool
	result *Violation
	again  *Search // by one worker, of which the violation is
}

// A breach is where something broke: by which of the things that could happen in a state.
type breach struct {
	what *Violation
	at   ref
	by   int
	root bool // at the very start
}

// New readies a search. It fails when what is asked for is no cluster of the protocol, when the run to go on from has
// ended, or when a node can't be copied.
func New(p *engine.Protocol, o Options) (*Search, error) {
	if o.Workers == 0 {
		o.Workers = min(runtime.GOMAXPROCS(0), workersMax)
	}
	if o.Workers < 1 || o.Workers > workersMax {
		return nil, say.Errorf("search: expected 1 to %d workers, not %d", workersMax, o.Workers)
	}
	if o.MaxBytes == 0 {
		o.MaxBytes = BytesDefault
	}
	if o.MemoMax == 0 {
		o.MemoMax = memoDefault
	}
	if o.Seed == 0 {
		o.Seed = 1
	}
	s := &Search{protocol: p, options: o, visited: newVisited(), sole: o.Workers == 1}
	if err := s.begin(); err != nil {
		return nil, err
	}
	return s, nil
}

// Run searches until all is tried, something is violated, a limit is reached or ctx is done; after that it goes on when it
// is called again. It tells whether the search is over.
func (s *Search) Run(ctx context.Context) bool {
	unhook := context.AfterFunc(ctx, func() { s.stop.Store(true) })
	defer unhook()
	for ctx.Err() == nil {
		if s.Step(statesAtOnce) {
			return true
		}
	}
	return s.done
}

const statesAtOnce = 1 << 20

// Step goes on from about that many states more, and tells whether the search is over.
func (s *Search) Step(states int) bool {
	if s.done {
		return true
	}
	begun := now()
	s.stop.Store(false)
	s.states.Store(int64(states))
	for !s.done && !s.stop.Load() && s.states.Load() > 0 {
		s.runLevel()
		s.endLevel()
	}
	s.took += now().Sub(begun)
	return s.done
}

// runLevel lets all workers go on from the states of a level.
func (s *Search) runLevel() {
	if len(s.workers) == 1 || len(s.level) == 1 && s.level[0].states < smallLevel {
		s.workers[0].run()
		return
	}
	var all sync.WaitGroup
	for _, w := range s.workers {
		all.Go(w.run)
	}
	all.Wait()
}

// smallLevel is how many states are not worth sharing out.
const smallLevel = 256

// endLevel goes on to the next level when this one is done.
func (s *Search) endLevel() {
	for _, w := range s.workers {
		w.flush()
	}
	switch {
	case s.broken != nil:
		s.conclude()
	case s.limit != "":
		s.done = true
	case len(s.level) == 0 && len(s.next) == 0:
		s.done = true
	case len(s.level) == 0:
		s.level, s.next = s.next, s.level
		s.depth++
	}
}

// conclude makes a violation of a breach. Which of several breaches workers meet first is chance, so where there were
// several workers one searches anew: what it finds is what is always found.
func (s *Search) conclude() {
	s.done = true
	if s.sole {
		v := *s.broken.what
		if !s.broken.root {
			v.Moves = s.moves(s.broken.at, s.broken.by)
		}
		s.result = &v
		return
	}
	o := s.options
	o.Workers = 1
	o.MaxStates = 0
	again, err := New(s.protocol, o)
	if err != nil {
		panic(err) // it could be begun before
	}
	for !again.Step(statesAtOnce) {
	}
	s.again, s.workers, s.visited, s.level, s.next = again, nil, nil, nil, nil
}

// take gives a worker states to go on from: a part of the level.
func (s *Search) take() (b block, ok bool) {
	if s.stop.Load() || s.states.Load() <= 0 {
		return b, false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.level) == 0 {
		return b, false
	}
	last := len(s.level) - 1
	b = s.level[last]
	s.level = s.level[:last]
	return b, true
}

// giveBack returns what a worker has not come to.
func (s *Search) giveBack(b block) {
	s.mu.Lock()
	s.level = append(s.level, b)
	s.mu.Unlock()
}

// broke reports a breach, and ends the search.
func (s *Search) broke(b breach) {
	s.mu.Lock()
	if s.broken == nil {
		s.broken = &b
	}
	s.mu.Unlock()
	s.stop.Store(true)
}

func (s *Search) limited(l Limit) {
	s.mu.Lock()
	s.limit = l
	s.mu.Unlock()
	s.stop.Store(true)
}

// Result is what has been found so far.
func (s *Search) Result() Result {
	if s.again != nil {
		r := s.again.Result()
		r.Seconds += s.took.Seconds()
		return r
	}
	r := Result{Depth: s.depth, Limit: s.limit, Clock: s.protocol.Assumes.ReadsClock, Violation: s.result,
		Seconds: s.took.Seconds(), Bytes: s.bytes(), EngineRuns: s.memo.runs, Inputs: len(s.memo.v.inputs)}
	for _, w := range s.workers {
		r.Distinct += w.distinct
		r.Generated += w.generated
	}
	for _, ls := range s.memo.v.locals {
		r.Locals += len(ls)
	}
	for _, bs := range [][]block{s.level, s.next} {
		for i := range bs {
			r.Frontier += bs[i].states
		}
	}
	r.Exhausted = s.done && s.limit == "" && s.result == nil
	return r
}

// bytes is about what the search takes. Whoever asks holds the table, or is alone.
func (s *Search) bytes() int64 {
	n := s.visited.bytes() + s.frontier.Load()
	for _, w := range s.workers {
		n += w.held.Load()
	}
	s.memo.mu.Lock()
	defer s.memo.mu.Unlock()
	return n + s.memo.bytes + s.scene.bytes
}

// grant gives a worker room for n more states, and makes the set of states larger where there is none; false when a limit
// forbids that. The worker holds the table for reading, and does so again in the end.
func (s *Search) grant(w *worker, n int) bool {
	batch := int64(max(n, 1024))
	if m := int64(s.options.MaxStates); m > 0 {
		batch = int64(n)
	}
	if s.given.Add(batch) <= s.visited.room {
		w.room += batch
		return true
	}
	s.given.Add(-batch)
	s.table.RUnlock()
	defer s.table.RLock()
	s.table.Lock()
	defer s.table.Unlock()
	for s.given.Load()+batch > s.visited.room {
		if s.bytes()+2*s.visited.bytes() > s.most() {
			s.limited(LimitBytes)
			return false
		}
		s.visited.grow(len(s.workers))
	}
	s.given.Add(batch)
	w.room += batch
	return true
}

// most is how much may be held when it is counted: an eighth is kept back for what is held between two counts, and for what
// the garbage collector has not come to.
func (s *Search) most() int64 { return s.options.MaxBytes - s.options.MaxBytes/8 }

// Start is the run that the search goes on from, with all nodes driven by hand.
func (s *Search) Start() *sim.Recording {
	if s.again != nil {
		return s.again.start
	}
	return s.start
}
