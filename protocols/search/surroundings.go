package search

import (
	"encoding/binary"
	"slices"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/engine/canon"
)

// A spending is what a fault takes from its budget.
type spending uint8

const (
	spendCrash spending = iota
	spendLoss
	spendDup
	spendCut
	spendTimeout
	spendings
)

// A deedKind is a way in which a transition changes the surroundings.
type deedKind uint8

const (
	deedAsk    deedKind = iota // a command is given, which opens an operation
	deedInvoke                 // a node opens an operation by itself
	deedReturn                 // an operation is answered
	deedObserve
	deedFall // the node falls: nobody serves its operation any more
	deedSpend
	deedCut
	deedHeal
)

// A deed is one of them.
type deed struct {
	kind deedKind
	slot int32       // of the node that does it; cut and heal: of the one end
	to   int32       // cut and heal: of the other
	op   engine.OpID // ask and return
	what spending
	body any
	enc  string // of body
}

type deeds = []deed

// deedsIn are the deeds among a step's effects, in order.
func (m *memo) deedsIn(slot int32, effects []engine.Effect) (ds deeds) {
	for i := range effects {
		e := &effects[i]
		switch e.Kind {
		case engine.Invoke:
			ds = append(ds, deed{kind: deedInvoke, slot: slot, body: e.Body, enc: string(m.out.Bytes()[e.Off : e.Off+e.Len])})
		case engine.Return:
			ds = append(ds, deed{kind: deedReturn, slot: slot, op: e.Op, body: e.Body, enc: string(m.out.Bytes()[e.Off : e.Off+e.Len])})
		case engine.Observe:
			ds = append(ds, deed{kind: deedObserve, slot: slot, body: e.Body, enc: string(m.out.Facts()[e.Off : e.Off+e.Len])})
		}
	}
	return ds
}

// deeds numbers a list of deeds; none is 0.
func (m *memo) deeds(ds deeds) int32 {
	if len(ds) == 0 {
		return 0
	}
	var b []byte
	for i := range ds {
		d := &ds[i]
		b = append(b, byte(d.kind), byte(d.what))
		for _, x := range [...]uint64{uint64(d.slot), uint64(d.to), uint64(d.op), uint64(len(d.enc))} {
			b = binary.AppendUvarint(b, x)
		}
		b = append(b, d.enc...)
	}
	if i, ok := m.deedsOf[string(b)]; ok {
		return i
	}
	i := int32(len(m.v.deeds))
	m.v.deeds = append(m.v.deeds, ds)
	m.deedsOf[string(b)] = i
	m.bytes += int64(2*len(b) + 100*len(ds))
	return i
}

func (m *memo) deedsOfFall(slot int32) int32 { return m.deeds(deeds{{kind: deedFall, slot: slot}}) }

// A pair of nodes, the lower first.
type pair struct{ A, B int32 }

// surroundings are all of a state but nodes and network. They never change once they have a number.
type surroundings struct {
	hash     uint64
	left     [spendings]int32
	cuts     []pair        // in order
	asked    []int32       // by node: how many of its commands were given
	serving  []engine.OpID // by node: the command that it was given and that is open
	ops      []seenOp      // what clients have seen, by node and then by call; only where it is judged
	monitors []engine.Observer
	broken   *Violation
}

// A seenOp is one operation of a history. Its key is (node, how many that node had opened before it).
type seenOp struct {
	key     opKey
	op      engine.OpID // 0 for one that a node has invoked
	in, out any
	inEnc   string
	outEnc  string
	done    bool
	before  []opKey // those that had been answered when it was called
}

type opKey struct{ Slot, N int32 }

// A scene numbers surroundings, and remembers what deeds make of them. It is shared by all workers, under its lock.
type scene struct {
	all   []surroundings
	byKey map[[2]uint64]int32
	known map[uint64]int32

	memo       *memo
	linear     bool // histories are kept and judged
	sequential []bool
	bytes      int64
}

// after is what some deeds make of surroundings. The memo's lock is held.
func (s *scene) after(from, deeds int32) int32 {
	if deeds == 0 {
		return from
	}
	key := transitionKey(from, deeds)
	if to, ok := s.known[key]; ok {
		return to
	}
	next := s.all[from]
	for _, d := range s.memo.v.deeds[deeds] {
		s.do(&next, d)
	}
	to := s.number(next)
	if len(s.known) >= s.memo.most {
		clear(s.known)
	}
	s.known[key] = to
	return to
}

// do lets one deed happen to x, which shares its slices with others.
func (s *scene) do(x *surroundings, d deed) {
	switch d.kind {
	case deedSpend:
		x.left[d.what]--
	case deedCut:
		x.cuts = slices.Clone(x.cuts)
		p := pair{d.slot, d.to}
		i, _ := slices.BinarySearchFunc(x.cuts, p, comparePairs)
		x.cuts = slices.Insert(x.cuts, i, p)
	case deedHeal:
		x.cuts = slices.DeleteFunc(slices.Clone(x.cuts), func(p pair) bool { return p == pair{d.slot, d.to} })
	case deedAsk:
		x.asked = slices.Clone(x.asked)
		x.asked[d.slot]++
		x.serving = slices.Clone(x.serving)
		x.serving[d.slot] = d.op
		s.opened(x, d)
	case deedInvoke:
		s.opened(x, d)
	case deedReturn:
		s.answered(x, d)
	case deedFall:
		x.serving = slices.Clone(x.serving)
		x.serving[d.slot] = 0
	case deedObserve:
		s.observed(x, d)
	}
}

func comparePairs(p, q pair) int {
	if p.A != q.A {
		return int(p.A - q.A)
	}
	return int(p.B - q.B)
}

func compareKeys(a, b opKey) int { return comparePairs(pair{a.Slot, a.N}, pair{b.Slot, b.N}) }

// opened adds an operation to what clients have seen.
func (s *scene) opened(x *surroundings, d deed) {
	if !s.linear {
		return
	}
	o := seenOp{key: opKey{Slot: d.slot}, op: d.op, in: d.body, inEnc: d.enc}
	at := len(x.ops)
	for i := range x.ops {
		if had := &x.ops[i]; had.done {
			o.before = append(o.before, had.key)
		}
		switch slot := x.ops[i].key.Slot; {
		case slot == d.slot:
			o.key.N++
		case slot > d.slot:
			at = min(at, i)
		}
	}
	x.ops = slices.Insert(slices.Clone(x.ops), at, o)
}

// answered closes an operation: the one named, or the one that the node has opened by itself, or was commanded.
func (s *scene) answered(x *surroundings, d deed) {
	op := d.op
	if op == 0 && !slices.ContainsFunc(x.ops, func(o seenOp) bool { return o.key.Slot == d.slot && o.op == 0 && !o.done }) {
		op = x.serving[d.slot]
	}
	if i := slices.Index(x.serving, op); op != 0 && i >= 0 {
		x.serving = slices.Clone(x.serving)
		x.serving[i] = 0
	}
	for i := len(x.ops) - 1; i >= 0; i-- {
		o := &x.ops[i]
		if o.done || o.op != op || op == 0 && o.key.Slot != d.slot {
			continue
		}
		x.ops = slices.Clone(x.ops)
		o = &x.ops[i]
		o.done, o.out, o.outEnc = true, d.body, d.enc
		if x.broken == nil {
			x.broken = s.judge(x)
		}
		return
	}
}

// observed shows a fact to the monitors.
func (s *scene) observed(x *surroundings, d deed) {
	monitors := slices.Clone(x.monitors)
	for i, o := range monitors {
		monitors[i] = s.copyOf(o)
		if err := monitors[i].Observe(s.memo.births[d.slot].ID, d.body); err != nil && x.broken == nil {
			x.broken = &Violation{Name: s.memo.protocol.Monitors[i].Name, Text: err.Error()}
		}
	}
	x.monitors = monitors
}

func (s *scene) copyOf(o engine.Observer) engine.Observer {
	c := s.codecOf(o)
	p := newOf(c)
	c.CopyTo(p.UnsafePointer(), canon.PointerOf(o))
	return p.Interface().(engine.Observer)
}

// number finds or gives surroundings their number.
func (s *scene) number(x surroundings) int32 {
	b := s.encode(nil, &x)
	key := hash128(hashSurroundings, b)
	if i, ok := s.byKey[key]; ok {
		return i
	}
	x.hash = key[0]
	i := int32(len(s.all))
	s.all = append(s.all, x)
	s.byKey[key] = i
	s.bytes += int64(3*len(b)) + 300
	return i
}

// encode is the identity of surroundings. A violation is a part of it: the bad state must not be taken for a good one.
func (s *scene) encode(b []byte, x *surroundings) []byte {
	u := func(v int32) { b = binary.AppendVarint(b, int64(v)) }
	text := func(t string) { b = append(binary.AppendUvarint(b, uint64(len(t))), t...) }
	for _, v := range x.left {
		u(v)
	}
	u(int32(len(x.cuts)))
	for _, p := range x.cuts {
		u(p.A)
		u(p.B)
	}
	for i := range x.asked {
		u(x.asked[i])
		u(int32(x.serving[i]))
	}
	u(int32(len(x.ops)))
	for i := range x.ops {
		o := &x.ops[i]
		u(o.key.Slot)
		text(o.inEnc)
		if o.done {
			text("answered")
			text(o.outEnc)
		}
		u(int32(len(o.before)))
		before := slices.Clone(o.before)
		slices.SortFunc(before, compareKeys)
		for _, k := range before {
			u(k.Slot)
			u(k.N)
		}
	}
	for _, o := range x.monitors {
		b = s.codecOf(o).AppendTo(b, canon.PointerOf(o))
	}
	if x.broken != nil {
		text(x.broken.Name)
		text(x.broken.Text)
	}
	return b
}
