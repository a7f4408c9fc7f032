package search

import (
	"encoding/binary"
	"slices"
	"sync"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/engine/canon"
	"quorumlab/protocols/sim"
)

// An inputKind is what can come to a node.
type inputKind uint8

const (
	inMessage inputKind = iota
	inTimer
	inCommand
	inRestart
	inCrash
)

// An input is one thing that can come to one node; equal ones have one number.
type input struct {
	hash  uint64 // of a message, as a part of the network
	slot  int32  // the node that it is for
	link  int32  // a message's: from where to where
	from  int32  // a message's sender
	kind  inputKind
	scope string
	body  any
	op    engine.OpID // a command's
	enc   []byte
}

// A local is the whole state of one node: what it is made of, and what is armed and written. It never changes.
type local struct {
	hash   uint64
	node   engine.Node // nil while it is down
	timers []int32     // inputs that are armed, in order
	disk   *engine.Disk
}

// A transition is what one input makes of one local state: one of its outcomes, where there are choices.
type transition struct {
	delta uint64 // what it adds to the fingerprint: of the node, and of what is sent where messages arrive once
	to    int32  // the local state after it
	sends []int32
	deeds int32 // what it does to the surroundings, by number; 0 for nothing
	next  int32 // the next outcome of the same input, −1 for none
	torn  int32 // the first of what becomes of it when the node falls within the step, −1 for none
	noop  bool  // it changes nothing but that the input is gone
	how   crashHow
	picks []int // what was chosen
	err   *Violation
}

// A crashHow says which part of a step's batch outlives a crash in its middle.
type crashHow uint8

const (
	wholeStep crashHow = iota // no crash
	batchKept
	batchTorn
	batchLost // and yet something had left: what was sent unsynced
)

// String is the word of the action crash.
func (h crashHow) String() string { return [...]string{"", "kept", "torn", "lost"}[h] }

// A memo numbers inputs, local states and deeds, and remembers transitions. It is shared by all workers: what it has
// numbered never changes, and it is added to under its lock.
type memo struct {
	mu   sync.Mutex
	v    vocabulary
	gen  int  // grows when transitions are forgotten
	most int  // transitions remembered
	none bool // nothing is remembered from one state to the next

	protocol *engine.Protocol
	births   []engine.Birth
	roles    []*engine.Role
	codecs   []*canon.Codec
	table    *canon.Table
	out      *engine.Out
	crashes  bool // a node may fall within a step
	network  engine.Network
	ordered  bool

	inputOf map[string]int32
	localOf []map[[2]uint64]int32
	deedsOf map[string]int32
	known   map[uint64]int32 // transitions, by local state and input
	restart []int32
	crash   []int32
	scratch []byte
	runs    int
	bytes   int64 // about what all this takes
}

// A vocabulary is what numbers mean. A worker keeps a copy of its slices' headers, which is good for all numbers that it
// has met.
type vocabulary struct {
	inputs []input
	locals [][]local
	trans  []transition
	deeds  []deeds
}

// hashSeed keeps hashes of different kinds of content apart.
const (
	hashInput uint64 = iota + 1
	hashLocal
	hashBudget
	hashSurroundings
)

// hash128 is two independent hashes of b.
func hash128(seed uint64, b []byte) (h [2]uint64) {
	x, y := engine.Mix(seed)^uint64(len(b)), engine.Mix(seed+0x9e3779b97f4a7c15)
	for len(b) >= 8 {
		w := binary.LittleEndian.Uint64(b)
		x, y = engine.Mix(x^w), engine.Mix(y+w*0x9e3779b97f4a7c15)
		b = b[8:]
	}
	var w uint64
	for i, c := range b {
		w |= uint64(c) << (8 * i)
	}
	return [2]uint64{engine.Mix(engine.Mix(x^w) + 1), engine.Mix(engine.Mix(y+w*0x9e3779b97f4a7c15) + 1)}
}

func hash64(seed uint64, b []byte) uint64 { return hash128(seed, b)[0] }

// input numbers an input.
func (m *memo) input(x input) int32 {
	b := append(m.scratch[:0], byte(x.kind))
	b = binary.AppendUvarint(b, uint64(x.slot))
	b = binary.AppendUvarint(b, uint64(x.from))
	b = binary.AppendUvarint(b, uint64(x.op))
	b = append(binary.AppendUvarint(b, uint64(len(x.scope))), x.scope...)
	b, _ = m.table.Append(b, x.body)
	m.scratch = b
	if i, ok := m.inputOf[string(b)]; ok {
		return i
	}
	x.enc = slices.Clone(b)
	x.hash = hash64(hashInput, b)
	x.link = x.from<<16 | x.slot
	i := int32(len(m.v.inputs))
	m.v.inputs = append(m.v.inputs, x)
	m.inputOf[string(x.enc)] = i
	m.bytes += int64(3*len(b)) + 160
	return i
}

// local numbers a local state of a node, which nobody may change from now on.
func (m *memo) local(slot int32, l local) int32 {
	b := m.scratch[:0]
	if l.node != nil {
		b = engine.AppendState(m.codecs[slot], append(b, 1), l.node)
	} else {
		b = append(b, 0)
	}
	for _, t := range l.timers {
		b = append(b, m.v.inputs[t].enc...)
	}
	b = l.disk.AppendCanon(append(b, 0xff))
	m.scratch = b
	key := hash128(hashLocal+uint64(slot)<<8, b)
	if i, ok := m.localOf[slot][key]; ok {
		return i
	}
	l.hash = key[0]
	i := int32(len(m.v.locals[slot]))
	m.v.locals[slot] = append(m.v.locals[slot], l)
	m.localOf[slot][key] = i
	m.bytes += int64(4*len(b)) + 240
	return i
}

func transitionKey(l, in int32) uint64 { return uint64(uint32(l))<<32 | uint64(uint32(in)) }

// transition is the number of the first outcome of an input to a local state of the node that it is for.
func (m *memo) transition(l, in int32) int32 {
	key := transitionKey(l, in)
	if t, ok := m.known[key]; ok {
		return t
	}
	t := m.outcomes(l, in)
	m.known[key] = t
	return t
}

// forget gives up all remembered transitions. Workers notice by gen; numbers that they still hold mean what they meant in
// their copies of the vocabulary.
func (m *memo) forget() {
	for i := range m.v.trans {
		m.bytes -= m.v.trans[i].size()
	}
	m.v.trans = nil
	clear(m.known)
	m.gen++
}

func (t *transition) size() int64 { return 150 + int64(4*len(t.sends)+8*len(t.picks)) }

// outcomes computes all outcomes of an input, one for each way in which choices can come out.
func (m *memo) outcomes(l, in int32) int32 {
	if m.v.inputs[in].kind == inCrash {
		return m.fall(l, in)
	}
	script := &engine.Choices{}
	first, last := int32(-1), int32(-1)
	for {
		t := m.take(l, in, script)
		if first < 0 {
			first = t
		} else {
			m.v.trans[last].next = t
		}
		last = t
		if !script.Next() {
			return first
		}
	}
}

func (m *memo) add(t transition) int32 {
	m.v.trans = append(m.v.trans, t)
	m.bytes += t.size()
	return int32(len(m.v.trans) - 1)
}

// fall is a crash between two steps.
func (m *memo) fall(l, in int32) int32 {
	slot := m.v.inputs[in].slot
	from := m.v.locals[slot][l]
	return m.add(m.finish(slot, l, transition{to: m.local(slot, local{disk: from.disk}), torn: -1, next: -1, deeds: m.deedsOfFall(slot)}))
}

// finish fills in what follows from the rest.
func (m *memo) finish(slot, from int32, t transition) transition {
	t.delta = m.v.locals[slot][t.to].hash - m.v.locals[slot][from].hash
	if m.network == engine.Once && !m.ordered {
		for _, s := range t.sends {
			t.delta += m.v.inputs[s].hash
		}
	}
	return t
}

// take lets a node take an input, with choices as the script has them.
func (m *memo) take(l, in int32, script *engine.Choices) int32 {
	x := m.v.inputs[in]
	from := m.v.locals[x.slot][l]
	node, failure := m.step(&x, &from, script)
	picks := script.Picks()
	if failure != nil {
		t := m.finish(x.slot, l, transition{to: l, torn: -1, next: -1, picks: picks, err: failure})
		return m.add(t)
	}
	timers := slices.Clone(from.timers)
	if x.kind == inRestart {
		timers = nil
	}
	if x.kind == inTimer {
		timers = without(timers, in)
	}
	after := local{node: node, timers: timers, disk: from.disk}
	t := transition{torn: -1, next: -1, picks: picks}
	var ds []deed
	if x.kind == inCommand {
		ds = append(ds, deed{kind: deedAsk, op: x.op, slot: x.slot, body: x.body, enc: string(x.enc)})
	}
	effects := m.out.Effects()
	t.sends = m.sends(x.slot, effects, true)
	m.arm(x.slot, &after, effects)
	ds = append(ds, m.deedsIn(x.slot, effects)...)
	batch := writes(effects)
	if len(batch) > 0 {
		after.disk = m.written(from.disk, effects, batch)
	}
	unsynced := m.sends(x.slot, effects, false)
	if len(t.sends)+len(ds) == 0 {
		batch = nil // to fall within it is to fall right after it
	}
	halves := m.halves(from.disk, effects, batch, len(unsynced) > 0)
	t.to = m.local(x.slot, after)
	t.deeds = m.deeds(ds)
	t.noop = t.to == l && len(t.sends) == 0 && t.deeds == 0
	at := m.add(m.finish(x.slot, l, t))
	// The Out is used up from here on.
	var ask []deed
	if x.kind == inCommand {
		ask = ds[:1]
	}
	for _, h := range halves {
		down := transition{to: m.local(x.slot, local{disk: h.disk}), sends: unsynced, torn: -1, next: -1, how: h.how, picks: picks,
			deeds: m.deeds(append(slices.Clip(ask), deed{kind: deedFall, slot: x.slot}))}
		k := m.add(m.finish(x.slot, l, down))
		m.v.trans[k].torn = m.v.trans[at].torn
		m.v.trans[at].torn = k
	}
	return at
}

// step runs the engine. The effects are in m.out.
func (m *memo) step(x *input, from *local, script *engine.Choices) (node engine.Node, failure *Violation) {
	m.runs++
	m.out.Begin(engine.Rand{}, script)
	ev := engine.Input{Event: x.body, Op: x.op, Scope: x.scope}
	switch x.kind {
	case inRestart:
		node = m.roles[x.slot].New(m.births[x.slot])
		ev.Event = engine.Start{Disk: from.disk.Clone(), Restart: true}
	case inMessage:
		ev.From = m.births[x.from].ID
	case inTimer:
		ev.From = m.births[x.slot].ID
	}
	defer func() {
		if r := recover(); r != nil {
			failure = panicked(r)
		}
	}()
	if node == nil {
		node = engine.Clone(m.codecs[x.slot], from.node)
	}
	node.Step(ev, m.out)
	return node, nil
}

// sends numbers what is sent; all: also what waits for the disk.
func (m *memo) sends(slot int32, effects []engine.Effect, all bool) (ns []int32) {
	for i := range effects {
		e := &effects[i]
		if e.Kind != engine.SendUnsynced && (e.Kind != engine.Send || !all) {
			continue
		}
		if to := m.slotOf(e.To); to >= 0 {
			ns = append(ns, m.input(input{kind: inMessage, slot: to, from: slot, scope: e.Key, body: e.Body}))
		}
	}
	return ns
}

func (m *memo) slotOf(id engine.NodeID) int32 {
	return int32(slices.IndexFunc(m.births, func(b engine.Birth) bool { return b.ID == id }))
}

func (m *memo) arm(slot int32, l *local, effects []engine.Effect) {
	for i := range effects {
		e := &effects[i]
		if e.Kind != engine.SetTimer && e.Kind != engine.CancelTimer {
			continue
		}
		k := m.input(input{kind: inTimer, slot: slot, scope: e.Key, body: e.Body})
		l.timers = without(l.timers, k)
		if e.Kind == engine.SetTimer {
			j, _ := slices.BinarySearch(l.timers, k)
			l.timers = slices.Insert(l.timers, j, k)
		}
	}
}

func without(xs []int32, x int32) []int32 {
	return slices.DeleteFunc(xs, func(y int32) bool { return y == x })
}

// writes are the positions of the effects that go to the disk.
func writes(effects []engine.Effect) (batch []int) {
	for i := range effects {
		if k := effects[i].Kind; k >= engine.Persist && k <= engine.DropFirst {
			batch = append(batch, i)
		}
	}
	return batch
}

// written is a copy of a disk with some writes done.
func (m *memo) written(d *engine.Disk, effects []engine.Effect, batch []int) *engine.Disk {
	d = d.Clone()
	for _, i := range batch {
		e := &effects[i]
		switch e.Kind {
		case engine.Persist, engine.Append:
			d.Apply(e.Kind, e.Key, slices.Clone(m.out.Bytes()[e.Off:e.Off+e.Len]), 0)
		default:
			d.Apply(e.Kind, e.Key, nil, int(e.Off))
		}
	}
	return d
}

// A half is a disk as a crash in the middle of a step may leave it.
type half struct {
	how  crashHow
	disk *engine.Disk
}

// halves are the ways to fall within a step that differ from falling before it.
func (m *memo) halves(was *engine.Disk, effects []engine.Effect, batch []int, unsynced bool) (hs []half) {
	if !m.crashes || len(batch) == 0 {
		return nil
	}
	if unsynced {
		hs = append(hs, half{batchLost, was})
	}
	if len(batch) > 1 && !m.protocol.Assumes.WholeBatches {
		hs = append(hs, half{batchTorn, m.written(was, effects, batch[:len(batch)/2])})
	}
	return append(hs, half{batchKept, m.written(was, effects, batch)})
}

// panicked is a panic of an engine as a violation.
func panicked(r any) *Violation {
	e := sim.Panicked(r)
	return &Violation{Name: e.Name, Text: e.Text, Stack: e.Stack}
}
