package sim

import (
	"slices"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/engine/order"
)

type itemKind uint8

const (
	itemDead     itemKind = iota // was taken out: nothing happens
	itemDeliver                  // a message arrives
	itemTimer                    // a timer is due
	itemRelease                  // a Return or Observe that waited for the disk
	itemCommand                  // a command that waited for its client
	itemSource                   // the next arrival of a load
	itemPatience                 // a person's patience with one thing in the inbox ends
)

// An item is something that will happen.
type item struct {
	kind   itemKind
	effect engine.EffectKind // itemRelease
	typ    int16
	slot   int32 // the node it happens to
	from   engine.NodeID
	cause  EventID
	gen    uint32 // of its place in the slab
	off, n uint32 // its bytes in the trace
	op     engine.OpID
	source int32
	ticket uint32 // in an inbox, and patience: what waits
	msg    MsgID
	leaves engine.Time // deliver: when it leaves its sender
	lands  engine.Time // deliver: when it arrives
	body   any
	scope  string
}

// A ref is an item's place in the order: time, then order of being put in.
type ref struct {
	at  engine.Time
	seq uint64
	idx uint32
}

func (a *ref) before(b *ref) bool { return a.at < b.at || a.at == b.at && a.seq < b.seq }

// queue is a 4-ary heap of refs over a slab of items, so that moving in the heap moves 24 bytes.
type queue struct {
	heap  []ref
	items []item
	free  []uint32
	seq   uint64 // items put in at the back
	first uint64 // items put in at the front
}

// seqMiddle is between the numbers of items put in at the back of a moment and of those put in at its front.
const seqMiddle = 1 << 40

func (q *queue) clone() queue {
	return queue{slices.Clone(q.heap), slices.Clone(q.items), slices.Clone(q.free), q.seq, q.first}
}

// push puts an item in, to happen after all that is to happen at that time so far.
func (q *queue) push(at engine.Time, it item) uint32 {
	q.seq++
	return q.put(at, seqMiddle+q.seq, it)
}

// pushFirst puts items in, to happen in their order, before all that is to happen at that time so far.
func (q *queue) pushFirst(at engine.Time, items []item) []uint32 {
	idx := make([]uint32, len(items))
	q.first += uint64(len(items))
	for i := range items {
		idx[i] = q.put(at, seqMiddle-q.first+uint64(i), items[i])
	}
	return idx
}

func (q *queue) put(at engine.Time, seq uint64, it item) uint32 {
	var idx uint32
	if n := len(q.free); n > 0 {
		idx = q.free[n-1]
		q.free = q.free[:n-1]
	} else {
		idx = uint32(len(q.items))
		q.items = append(q.items, item{})
	}
	it.gen = q.items[idx].gen
	q.items[idx] = it
	r := ref{at, seq, idx}
	h := append(q.heap, r)
	i := len(h) - 1
	for i > 0 {
		p := (i - 1) / 4
		if !r.before(&h[p]) {
			break
		}
		h[i] = h[p]
		i = p
	}
	h[i] = r
	q.heap = h
	return idx
}

// peek is the time of the earliest item that still means something.
func (q *queue) peek() (engine.Time, bool) {
	for len(q.heap) > 0 {
		if q.items[q.heap[0].idx].kind != itemDead {
			return q.heap[0].at, true
		}
		q.pop()
	}
	return 0, false
}

// pop takes the earliest item out.
func (q *queue) pop() (item, uint32) {
	h := q.heap
	top := h[0]
	last := len(h) - 1
	r := h[last]
	h = h[:last]
	q.heap = h
	if last > 0 {
		i := 0
		for {
			c := 4*i + 1
			if c >= last {
				break
			}
			m := c
			for j := c + 1; j < min(c+4, last); j++ {
				if h[j].before(&h[m]) {
					m = j
				}
			}
			if !h[m].before(&r) {
				break
			}
			h[i] = h[m]
			i = m
		}
		h[i] = r
	}
	slot := &q.items[top.idx]
	it := *slot
	slot.gen++
	slot.body = nil
	slot.kind = itemDead
	q.free = append(q.free, top.idx)
	return it, top.idx
}

// kill makes the item at idx mean nothing; its ref goes when its time comes.
func (q *queue) kill(idx uint32) {
	q.items[idx].kind = itemDead
	q.items[idx].body = nil
}

// find gives the places of the items that match, in the order of their time.
func (q *queue) find(match func(*item) bool) []uint32 {
	var refs []ref
	for _, r := range q.heap {
		if it := &q.items[r.idx]; it.kind != itemDead && match(it) {
			refs = append(refs, r)
		}
	}
	order.Sort(len(refs), func(i, j int) bool { return refs[i].before(&refs[j]) }, func(i, j int) { refs[i], refs[j] = refs[j], refs[i] })
	idx := make([]uint32, len(refs))
	for i, r := range refs {
		idx[i] = r.idx
	}
	return idx
}
