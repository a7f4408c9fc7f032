package sim

import (
	"bytes"
	"math"
	"slices"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/engine/say"
)

// A Placed action is one with the position at which it was done.
type Placed struct {
	At     Position
	Action Action
}

const (
	pointEvery = 250      // events between two checkpoints, at first
	pointsMax  = 128      // then every second is given up
	pointsSize = 64 << 20 // bytes that all checkpoints may take, about; then likewise
)

// A Recording is one branch of a run, as far as it has been computed: its actions, its trace, and checkpoints from which
// any moment is shown again. It is the tuple of the first law (build, scenario, seed, actions) with what follows from it.
type Recording struct {
	protocol *engine.Protocol
	options  Options
	placed   []Placed
	follows  []*Goal
	head     *World // the furthest moment; it writes the trace
	points   []point
	every    EventID
	cursor   point // the moment last shown
}

// A point is a world at an earlier moment, which is only ever copied, and how many actions had been applied.
type point struct {
	world *World
	next  int
	mark  Mark
}

// Record begins a recording at time 0.
func Record(p *engine.Protocol, o Options) (*Recording, error) {
	o.NoTrace = false
	w, err := New(p, o)
	if err != nil {
		return nil, err
	}
	r := &Recording{protocol: p, options: o, head: w, every: pointEvery}
	r.keep()
	return r, nil
}

// Head is the furthest moment that has been computed. It is to be read: the recording's own methods drive it.
func (r *Recording) Head() *World { return r.head }

// Trace holds all events so far.
func (r *Recording) Trace() *Trace { return r.head.trace }

// Actions are all actions so far, with their positions.
func (r *Recording) Actions() []Placed { return slices.Clip(r.placed) }

// Options are what the recording began with.
func (r *Recording) Options() Options { return r.options }

// Follow lets every moment know since when a goal has been reached. It must be said before the first event beyond the
// start.
func (r *Recording) Follow(g *Goal) {
	r.follows = append(r.follows, g)
	r.head.Follow(g)
	for _, p := range r.points {
		p.world.Follow(g)
	}
	r.cursor = point{}
}

// Next computes one event more; false as World.Next.
func (r *Recording) Next(until engine.Time) bool {
	ok := r.head.Next(until)
	r.mayKeep()
	return ok
}

func (r *Recording) mayKeep() {
	if r.head.count-r.points[len(r.points)-1].world.count >= r.every {
		r.keep()
	}
}

// StepTo lets the next thing before a position happen; when there is none it moves the time there, and answers false.
func (r *Recording) StepTo(p Position) bool {
	if !r.head.due(p) {
		if _, more := r.head.tick(p.At); more {
			r.mayKeep()
			return true
		}
	}
	r.head.reach(p.At)
	return false
}

// Run computes all events up to until, that moment included.
func (r *Recording) Run(until engine.Time) {
	for r.Next(until) {
	}
	r.head.reach(until)
}

// Reach moves the head's time on to t when nothing is left to happen before.
func (r *Recording) Reach(t engine.Time) {
	if at, ok := r.head.queue.peek(); !ok || at > t {
		r.head.reach(t)
	}
}

// Act does an action at the head, and writes it down with its position.
func (r *Recording) Act(a Action) error {
	at := r.head.Position()
	if err := r.head.Apply(a); err != nil {
		return err
	}
	r.placed = append(r.placed, Placed{at, a})
	return nil
}

// keep puts a checkpoint at the head, and thins the others out when there are many.
func (r *Recording) keep() {
	w := r.head.Checkpoint()
	if w == nil {
		if len(r.points) == 0 { // a state that can't be copied: the run is replayed from nothing
			r.points = []point{{world: r.head}}
			r.every = math.MaxUint32
		}
		return
	}
	size := w.weight()
	for i := range r.points {
		size += r.points[i].world.weight()
	}
	if len(r.points) >= pointsMax || size > pointsSize && len(r.points) > 1 {
		kept := r.points[:1]
		for i := 2; i < len(r.points); i += 2 {
			kept = append(kept, r.points[i])
		}
		clear(r.points[len(kept):])
		r.points = kept
		r.every *= 2
	}
	r.points = append(r.points, point{w, len(r.placed), r.head.trace.here()})
}

// weight is about what a checkpoint takes that grows with the run, in bytes.
func (w *World) weight() int {
	n := len(w.ops)*104 + (len(w.queue.items)+len(w.net.held))*144
	for i := range w.nodes {
		n += len(w.nodes[i].inbox)*144 + len(w.nodes[i].waiting)*4
	}
	return n
}

// quietFrom is as from, for a moment that is only looked at: it has been judged and explained already.
func (r *Recording) quietFrom(k EventID) (point, error) {
	if r.every == math.MaxUint32 {
		w, err := r.begin(r.options.quiet())
		return point{world: w}, err
	}
	p := r.latest(k)
	p.world = p.world.quietCopy()
	return p, nil
}

// begin is a new world of the recording, at time 0.
func (r *Recording) begin(o Options) (*World, error) {
	w, err := New(r.protocol, o)
	if err != nil {
		return nil, err
	}
	for _, g := range r.follows {
		w.Follow(g)
	}
	return w, nil
}

// latest is the last checkpoint at or before an event.
func (r *Recording) latest(k EventID) point {
	i := 0
	for i+1 < len(r.points) && r.points[i+1].world.count <= k {
		i++
	}
	return r.points[i]
}

// from is a copy of the latest checkpoint at or before an event.
func (r *Recording) from(k EventID) (point, error) {
	if r.every == math.MaxUint32 {
		o := r.options
		o.NoTrace = true
		w, err := r.begin(o)
		return point{world: w}, err
	}
	p := r.latest(k)
	p.world = p.world.Checkpoint()
	return p, nil
}

// replay lets a moment go on to event k, with the actions at their positions.
func (r *Recording) replay(p *point, k EventID) error {
	w := p.world
	for w.count < k && w.ending == nil {
		until := engine.Time(math.MaxInt64)
		if p.next < len(r.placed) {
			a := r.placed[p.next]
			if w.due(a.At) {
				w.reach(a.At.At)
				if err := w.Apply(a.Action); err != nil {
					return say.Errorf("sim: a replay differs from its recording at %v: %s: %w", a.At, Line(a.Action), err)
				}
				p.next++
				continue
			}
			until = a.At.At
		}
		if _, more := w.tick(until); !more {
			break
		}
	}
	return nil
}

// Seek is the world after event k (at least after all nodes have started). It has no trace, is to be read only, and is
// good until the next Seek.
func (r *Recording) Seek(k EventID) (*World, error) {
	k = max(min(k, r.head.count), r.firstEvents())
	if k == r.head.count {
		return r.head, nil
	}
	c := r.cursor.world
	if c == nil || c.count > k || k-c.count > r.every {
		p, err := r.quietFrom(k)
		if err != nil {
			return nil, err
		}
		r.cursor = p
	}
	if err := r.replay(&r.cursor, k); err != nil {
		return nil, err
	}
	return r.cursor.world, nil
}

// firstEvents are the starts of all nodes, which belong together.
func (r *Recording) firstEvents() EventID {
	if r.every == math.MaxUint32 {
		return EventID(r.head.protocolNodes())
	}
	return r.points[0].world.count
}

func (w *World) protocolNodes() (n int) {
	for i := range w.nodes {
		if !w.nodes[i].joining {
			n++
		}
	}
	return n
}

// Rewind makes the moment after event k the head: later events and actions are forgotten.
func (r *Recording) Rewind(k EventID) error {
	if k >= r.head.count {
		if k = r.head.count; r.head.Position() == r.PositionOf(k) {
			return nil
		}
	}
	k = max(k, r.firstEvents())
	trace := r.head.trace
	p, err := r.from(k)
	if err != nil {
		return err
	}
	trace.rewind(p.mark)
	if r.every == math.MaxUint32 { // from nothing: the starts write the trace anew
		if p.world, err = r.begin(r.options); err != nil {
			return err
		}
	} else {
		p.world.trace = trace
	}
	if err := r.replay(&p, k); err != nil {
		return err
	}
	r.head, r.placed, r.cursor = p.world, r.placed[:p.next:p.next], point{}
	for len(r.points) > 1 && r.points[len(r.points)-1].world.count > r.head.count {
		r.points = r.points[:len(r.points)-1]
	}
	return nil
}

// Fork is a new recording of the same run up to event k.
func (r *Recording) Fork(k EventID) (*Recording, error) {
	f, err := Record(r.protocol, r.options)
	if err != nil {
		return nil, err
	}
	for _, g := range r.follows {
		f.Follow(g)
	}
	k = min(k, r.head.count)
	w := point{world: f.head}
	for f.head.count < k {
		was := f.head.count
		if err := r.replay(&w, was+1); err != nil {
			return nil, err
		}
		if f.head.count == was {
			break
		}
		f.placed = r.placed[:w.next:w.next]
		if f.head.count-f.points[len(f.points)-1].world.count >= f.every {
			f.keep()
		}
	}
	f.placed = slices.Clone(r.placed[:w.next])
	return f, nil
}

// PositionOf is where an action would be put right after event k.
func (r *Recording) PositionOf(k EventID) Position {
	k = min(k, r.head.count)
	if k == 0 {
		return Position{}
	}
	e := r.head.trace.Event(k)
	return Position{e.At, int(e.Place)}
}

// CountAt is how many events had happened at a time, those of that very moment included.
func (r *Recording) CountAt(t engine.Time) EventID {
	lo, hi := 0, r.head.trace.Len()
	for lo < hi {
		if mid := (lo + hi) / 2; r.head.trace.Event(EventID(mid+1)).At <= t {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return EventID(lo)
}

// Replay runs from nothing to event k, writing a trace, and gives the world there, whose hash is what a link, a test and
// another platform compare. It judges and explains nothing anew.
func (r *Recording) Replay(k EventID) (*World, error) {
	o := r.options.quiet()
	o.NoTrace = false
	w, err := New(r.protocol, o)
	if err != nil {
		return nil, err
	}
	return w, r.replay(&point{world: w}, min(k, r.head.count))
}

// Diverge is the first event at which two recordings differ, 0 when one is the beginning of the other.
func Diverge(a, b *Recording) EventID {
	s, t := a.Trace(), b.Trace()
	for k := EventID(1); int(k) <= min(s.Len(), t.Len()); k++ {
		x, y := s.Event(k), t.Event(k)
		if x.At != y.At || x.Kind != y.Kind || x.Node != y.Node || x.Msg != y.Msg || x.Cause != y.Cause ||
			!bytes.Equal(s.Bytes(x.Off, x.Len), t.Bytes(y.Off, y.Len)) || x.NEffects != y.NEffects {
			return k
		}
	}
	return 0
}

// Scan goes through the moments after event k that have been computed, and stops at the first for which found says yes.
func (r *Recording) Scan(k EventID, found func(w *World) bool) (at EventID, ok bool, err error) {
	k = max(min(k, r.head.count), r.firstEvents())
	p, err := r.quietFrom(k)
	if err != nil {
		return 0, false, err
	}
	if err := r.replay(&p, k); err != nil {
		return 0, false, err
	}
	for p.world.count < r.head.count {
		was := p.world.count
		if err := r.replay(&p, was+1); err != nil || p.world.count == was {
			return 0, false, err
		}
		if found(p.world) {
			return p.world.count, true, nil
		}
	}
	return 0, false, nil
}
