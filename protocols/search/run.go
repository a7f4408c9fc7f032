package search

import (
	"sync/atomic"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/sim"
)

// run goes on from states of the level until there are none, or the search is to stop.
func (w *worker) run() {
	w.adopt()
	for {
		b, ok := w.s.take()
		if !ok {
			return
		}
		w.s.table.RLock()
		done := w.block(&b)
		w.s.table.RUnlock()
		if !done {
			w.s.giveBack(b)
			return
		}
		w.spare = b.bytes[:0]
		w.s.frontier.Add(-int64(cap(b.bytes)))
	}
}

// adopt brings the worker's vocabulary up to date with the states of the level.
func (w *worker) adopt() {
	w.s.memo.mu.Lock()
	w.refresh()
	w.s.memo.mu.Unlock()
}

// block goes on from all states of a block; false when it had to stop.
func (w *worker) block(b *block) bool {
	w.adopt()
	taken := int64(b.states)
	for b.states > 0 {
		if w.s.stop.Load() {
			break
		}
		n := w.decode(b.bytes[b.at:], &w.x)
		w.expand(&w.x)
		if len(w.found) > foundMax || !w.keep(b.first) {
			break
		}
		b.at += n
		b.first++
		b.states--
	}
	w.s.states.Add(int64(b.states) - taken)
	return b.states == 0
}

// keep sorts out which of the candidates are new, and puts those on the next level. from is the state that they come from.
// It is false when the search must stop before the state is done.
func (w *worker) keep(from ref) bool {
	if w.room < int64(len(w.found)) && !w.s.grant(w, len(w.found)) {
		return false
	}
	v, before := w.s.visited, w.distinct
	w.lookAhead(v)
	for i := range w.found {
		c := &w.found[i]
		w.generated++
		if c.trans >= 0 {
			err := w.v.trans[c.trans].err
			if err != nil && w.s.until != nil {
				continue // a run ends there, and has not come to the goal
			}
			if err != nil {
				w.s.broke(breach{what: err, at: from, by: i})
				return !w.s.sole
			}
		}
		if w.alone {
			if !v.add(c.fp) {
				continue
			}
		} else if !v.share(c.fp) {
			continue
		}
		w.room--
		w.distinct++
		w.become(&w.y, &w.x, c)
		found, dead := w.judged(&w.y, w.check(&w.y))
		if found != nil {
			w.s.broke(breach{what: found, at: from, by: i})
			return true
		}
		if !dead { // what is gone on from has its place among the parents
			w.parents.add(from, i)
			w.push(&w.y)
		}
	}
	if m := int64(w.s.options.MaxStates); m > 0 && w.s.total.Add(int64(w.distinct-before)) >= m {
		w.s.limited(LimitStates)
	}
	return true
}

// lookAhead fetches all places of the set that keep looks at next, at once: one by one they would be waited for.
func (w *worker) lookAhead(v *visited) {
	if w.alone { // an atomic load is dear where it is a call
		for i := range w.found {
			w.touched += v.places[w.found[i].fp&v.mask]
		}
		return
	}
	for i := range w.found {
		w.touched += atomic.LoadUint64(&v.places[w.found[i].fp&v.mask])
	}
}

// push puts a state onto the next level.
func (w *worker) push(x *state) {
	if w.out.bytes == nil {
		if cap(w.spare) < blockSize {
			w.spare = make([]byte, 0, blockSize)
		}
		w.out, w.spare = block{bytes: w.spare, first: w.number | ref(w.parents.n-1)}, nil
		w.s.frontier.Add(int64(cap(w.out.bytes)))
	}
	was := cap(w.out.bytes)
	w.out.bytes = w.encode(w.out.bytes, x)
	if grown := cap(w.out.bytes) - was; grown > 0 { // seldom: the sum is shared
		w.s.frontier.Add(int64(grown))
	}
	w.out.states++
	if len(w.out.bytes) > blockSize-blockSpare {
		w.flush()
	}
}

const blockSpare = 1 << 10

// flush hands over the states that were found.
func (w *worker) flush() {
	if w.out.states == 0 {
		return
	}
	w.held.Store(w.bytes())
	w.s.mu.Lock()
	w.s.next = append(w.s.next, w.out)
	w.s.mu.Unlock()
	w.out = block{}
	if w.s.bytes() > w.s.most() {
		w.s.limited(LimitBytes)
	}
}

// check judges a new state.
func (w *worker) check(x *state) *Violation {
	if b := w.scenes[x.scene].broken; b != nil {
		return b
	}
	if len(w.s.protocol.Invariants) == 0 {
		return nil
	}
	place := &w.good[x.sum&uint64(len(w.good)-1)]
	if *place == x.sum {
		return nil
	}
	for i, l := range x.locals {
		w.global.Nodes[i] = w.v.locals[i][l].node
	}
	v := w.judge()
	if v == nil {
		*place = x.sum
	}
	return v
}

const goodSums = 1 << 14

func (w *worker) judge() (v *Violation) {
	defer func() {
		if r := recover(); r != nil {
			e := sim.Panicked(r)
			v = &Violation{Name: e.Name, Text: e.Text, Stack: e.Stack}
		}
	}()
	for i := range w.s.protocol.Invariants {
		inv := &w.s.protocol.Invariants[i]
		if err := inv.Check(&w.global); err != nil {
			return &Violation{Name: inv.Name, Text: err.Error()}
		}
	}
	return nil
}

// bytes is about what the worker holds.
func (w *worker) bytes() int64 {
	return w.parents.bytes() + w.trans.bytes() + w.after.bytes() + int64(len(w.mark)*4+len(w.good)*16+cap(w.found)*40)
}

func newWorker(s *Search, i int) *worker {
	n := len(s.memo.births)
	w := &worker{s: s, number: ref(i) << refBits, alone: s.options.Workers == 1, ordered: s.memo.ordered,
		stays: s.memo.network == engine.Stays && !s.memo.ordered, good: make([]uint64, goodSums), plain: make([]uint64, goodSums)}
	w.x.locals = make([]int32, n, n+ownLines)
	w.global = engine.Global{IDs: s.start.Head().Global().IDs, Nodes: make([]engine.Node, n, n+ownLines), Stepped: -1}
	return w
}

// ownLines is room behind what a worker writes for every state: were it in one cache line with another worker's, two workers
// would be hardly faster than one.
const ownLines = 64
