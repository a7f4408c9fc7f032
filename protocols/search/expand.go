package search

import (
	"slices"
	"sync/atomic"

	"quorumlab/protocols/engine"
)

// A worker goes on from states, one after another, with its own copy of what numbers mean and its own cache of
// transitions, so that it asks the shared memo, under its lock, only for what it has not met.
type worker struct {
	s       *Search
	number  ref
	v       vocabulary
	scenes  []surroundings
	gen     int
	ordered bool // links keep their order
	stays   bool // messages stay in the network
	alone   bool // the only worker

	trans cache
	after cache
	good  []uint64 // sums of local states that are known to break nothing
	plain []uint64 // and of those that are known not to be the goal

	x, y    state
	mark    []uint32 // by message: the serial of the last state that had it under way
	serial  uint32
	found   []candidate
	scratch []int32
	global  engine.Global
	netOfX  uint64 // of links that keep their order: the network's part of the fingerprint of the state at hand

	out       block
	spare     []byte // of a block that is done
	held      atomic.Int64
	parents   ledger
	distinct  int
	generated int
	room      int64 // places of the visited set that it may still fill
	touched   uint64
}

// A candidate is a state that may be new.
type candidate struct {
	fp    uint64
	trans int32 // −1: no node takes a step
	scene int32
	in    int32 // the message, timer, command, restart or crash; −1 for none
	at    int32 // the place of the message that leaves the network, −1 for none
	to    int32 // the one end of a cut
	slot  int32 // the node that steps; the other end
	kind  MoveKind
}

// expand lists what can happen next in x. When transitions were forgotten meanwhile, and with them the numbers in the
// list, it begins anew.
func (w *worker) expand(x *state) {
	w.mayForget()
	w.underWayIn(x)
	for gen := -1; gen != w.gen; {
		gen = w.gen
		w.found = w.found[:0]
		w.messages(x)
		for slot := range x.locals {
			w.own(x, int32(slot))
		}
		if len(w.scenes[x.scene].cuts) > 0 || w.scenes[x.scene].left[spendCut] > 0 {
			w.ways(x)
		}
	}
}

// underWayIn readies what tells quickly whether a message is in x's network.
func (w *worker) underWayIn(x *state) {
	if w.ordered {
		w.netOfX = w.netHash(x.net)
	}
	if !w.stays {
		return
	}
	if n := len(w.v.inputs) - len(w.mark); n > 0 {
		w.mark = append(w.mark, make([]uint32, n)...)
	}
	if w.serial++; w.serial == 0 {
		clear(w.mark)
		w.serial = 1
	}
	for _, m := range x.net {
		w.mark[m] = w.serial
	}
}

func (w *worker) mayForget() {
	if len(w.v.trans) < w.s.memo.most && !w.s.memo.none {
		return
	}
	w.s.memo.mu.Lock()
	if len(w.s.memo.v.trans) >= w.s.memo.most || w.s.memo.none {
		w.s.memo.forget()
	}
	w.refresh()
	w.s.memo.mu.Unlock()
}

// messages lets each message arrive that may.
func (w *worker) messages(x *state) {
	left := &w.scenes[x.scene].left
	loss, dup := left[spendLoss] > 0, left[spendDup] > 0
	last, link := int32(-1), int32(-1)
	for i := 0; i < len(x.net); i++ {
		m := x.net[i]
		in := &w.v.inputs[m]
		if m == last && !w.ordered || w.ordered && in.link == link {
			continue
		}
		last, link = m, in.link
		slot := in.slot
		if w.v.locals[slot][x.locals[slot]].node != nil {
			w.steps(x, MoveDeliver, slot, m, int32(i), x.scene)
			if dup && !w.stays && !w.s.locked[in.from] {
				w.steps(x, MoveDuplicate, slot, m, -1, w.spend(x.scene, spendDup))
			}
		} else if w.ordered {
			w.gone(x, MoveDeliver, m, int32(i), x.scene)
		}
		if loss && !w.stays && !w.s.locked[w.v.inputs[m].from] {
			w.gone(x, MoveDrop, m, int32(i), w.spend(x.scene, spendLoss))
		}
	}
}

// own lets a node do what needs no message.
func (w *worker) own(x *state, slot int32) {
	l := x.locals[slot]
	lo := &w.v.locals[slot][l]
	sc := &w.scenes[x.scene]
	if lo.node == nil {
		if w.s.returns[slot] {
			w.steps(x, MoveRestart, slot, w.s.memo.restart[slot], -1, x.scene)
		}
		return
	}
	if len(lo.timers) > 0 && w.s.faults.Timeouts != engine.NoTimeouts && (w.s.faults.Timeouts == 0 || sc.left[spendTimeout] > 0) {
		after := x.scene
		if w.s.faults.Timeouts > 0 {
			after = w.spend(x.scene, spendTimeout)
		}
		for j := 0; j < len(w.v.locals[slot][l].timers); j++ {
			w.steps(x, MoveFire, slot, w.v.locals[slot][l].timers[j], -1, after)
		}
	}
	if w.scenes[x.scene].left[spendCrash] > 0 && w.s.falls[slot] {
		w.steps(x, MoveCrash, slot, w.s.memo.crash[slot], -1, w.spend(x.scene, spendCrash))
	}
	if script := w.s.script[slot]; len(script) > 0 {
		sc := &w.scenes[x.scene]
		if k := int(sc.asked[slot]); k < len(script) && (sc.serving[slot] == 0 || !w.s.sequential[slot]) {
			w.steps(x, MoveCommand, slot, script[k], -1, x.scene)
		}
	}
}

// ways cuts and heals the ways between two nodes.
func (w *worker) ways(x *state) {
	n := int32(len(x.locals))
	for a := range n {
		for b := a + 1; b < n; b++ {
			if w.s.locked[a] || w.s.locked[b] {
				continue
			}
			_, cut := slices.BinarySearchFunc(w.scenes[x.scene].cuts, pair{a, b}, comparePairs)
			kind, deed := MoveHeal, deed{kind: deedHeal, slot: a, to: b}
			after := x.scene
			if !cut {
				if w.scenes[x.scene].left[spendCut] == 0 {
					continue
				}
				kind, deed.kind = MoveCut, deedCut
				after = w.spend(x.scene, spendCut)
			}
			after = w.sceneAfter(after, w.numberOf(deed))
			w.found = append(w.found, candidate{fp: x.fp - w.scenes[x.scene].hash + w.scenes[after].hash, trans: -1, scene: after,
				in: -1, at: -1, slot: a, to: b, kind: kind})
		}
	}
}

// gone lets a message leave the network without a trace.
func (w *worker) gone(x *state, kind MoveKind, m, at, after int32) {
	c := candidate{trans: -1, scene: after, in: m, at: at, slot: w.v.inputs[m].slot, kind: kind}
	c.fp = x.fp - w.scenes[x.scene].hash + w.scenes[after].hash
	if w.ordered {
		c.fp += w.netHash(w.netAfter(x, &c)) - w.netOfX
	} else {
		c.fp -= w.v.inputs[m].hash
	}
	w.found = append(w.found, c)
}

// steps lets a node take an input, in each way in which that can come out. before are the surroundings, with the fault
// paid for.
func (w *worker) steps(x *state, kind MoveKind, slot, in, at, before int32) {
	for ti := w.transition(x.locals[slot], in); ti >= 0; ti = w.v.trans[ti].next {
		if !w.v.trans[ti].noop || w.ordered && at >= 0 {
			w.one(x, kind, slot, in, at, before, ti)
		}
		if w.v.trans[ti].torn >= 0 && w.scenes[x.scene].left[spendCrash] > 0 && w.s.falls[slot] {
			fallen := w.spend(before, spendCrash)
			for k := w.v.trans[ti].torn; k >= 0; k = w.v.trans[k].torn {
				w.one(x, kind, slot, in, at, fallen, k)
			}
		}
	}
}

// one lists one outcome.
func (w *worker) one(x *state, kind MoveKind, slot, in, at, before, ti int32) {
	t := &w.v.trans[ti]
	fp := x.fp + t.delta
	after := before
	if t.deeds != 0 {
		after = w.sceneAfter(before, t.deeds)
		t = &w.v.trans[ti]
	}
	if after != x.scene {
		fp += w.scenes[after].hash - w.scenes[x.scene].hash
	}
	c := candidate{trans: ti, scene: after, in: in, at: at, slot: slot, kind: kind}
	switch {
	case w.ordered:
		fp += w.netHash(w.netAfter(x, &c)) - w.netOfX
	case w.stays:
		for _, m := range t.sends {
			if !w.underWay(m) && !w.isCut(x, m) {
				fp += w.v.inputs[m].hash
			}
		}
	default:
		if at >= 0 {
			fp -= w.v.inputs[in].hash
		}
		if len(w.scenes[x.scene].cuts) > 0 {
			for _, m := range t.sends {
				if w.isCut(x, m) {
					fp -= w.v.inputs[m].hash
				}
			}
		}
	}
	c.fp = fp
	w.found = append(w.found, c)
}

func (w *worker) underWay(m int32) bool { return int(m) < len(w.mark) && w.mark[m] == w.serial }

// isCut tells whether a message is sent over a way that is cut in x.
func (w *worker) isCut(x *state, m int32) bool {
	cuts := w.scenes[x.scene].cuts
	if len(cuts) == 0 {
		return false
	}
	in := &w.v.inputs[m]
	_, cut := slices.BinarySearchFunc(cuts, pair{min(in.slot, in.from), max(in.slot, in.from)}, comparePairs)
	return cut
}

// netAfter is the network after a candidate; good until the next call.
func (w *worker) netAfter(x *state, c *candidate) []int32 {
	net := append(w.scratch[:0], x.net...)
	if c.at >= 0 && !w.stays {
		net = slices.Delete(net, int(c.at), int(c.at)+1)
	}
	if c.trans >= 0 {
		for _, m := range w.v.trans[c.trans].sends {
			if !w.isCut(x, m) {
				net = w.enter(net, m)
			}
		}
	}
	w.scratch = net
	return net
}

// become makes y the state after a candidate.
func (w *worker) become(y, x *state, c *candidate) {
	y.fp, y.scene, y.sum = c.fp, c.scene, x.sum
	y.locals = append(y.locals[:0], x.locals...)
	if c.trans >= 0 {
		t := &w.v.trans[c.trans]
		y.locals[c.slot] = t.to
		y.sum += w.v.locals[c.slot][t.to].hash - w.v.locals[c.slot][x.locals[c.slot]].hash
	}
	y.net = append(y.net[:0], w.netAfter(x, c)...)
}

// transition is the first outcome of an input to a local state.
func (w *worker) transition(l, in int32) int32 {
	key := transitionKey(l, in)
	if t, ok := w.trans.get(key); ok {
		return t
	}
	m := w.s.memo
	m.mu.Lock()
	t := m.transition(l, in)
	w.refresh()
	m.mu.Unlock()
	w.trans.put(key, t)
	return t
}

// refresh brings the worker's vocabulary up to date. The memo's lock is held.
func (w *worker) refresh() {
	locals := append(w.v.locals[:0], w.s.memo.v.locals...) // the list of lists is changed in place
	w.v, w.scenes = w.s.memo.v, w.s.scene.all
	w.v.locals = locals
	if w.gen != w.s.memo.gen {
		w.gen = w.s.memo.gen
		w.trans.clear()
	}
}

func (w *worker) sceneAfter(from, deeds int32) int32 {
	if deeds == 0 {
		return from
	}
	key := transitionKey(from, deeds)
	if to, ok := w.after.get(key); ok {
		return to
	}
	w.s.memo.mu.Lock()
	to := w.s.scene.after(from, deeds)
	w.v.deeds, w.scenes = w.s.memo.v.deeds, w.s.scene.all
	w.s.memo.mu.Unlock()
	w.after.put(key, to)
	return to
}

func (w *worker) spend(from int32, what spending) int32 {
	return w.sceneAfter(from, w.s.spendings[what])
}

func (w *worker) numberOf(d deed) int32 {
	w.s.memo.mu.Lock()
	defer w.s.memo.mu.Unlock()
	return w.s.memo.deeds(deeds{d})
}
