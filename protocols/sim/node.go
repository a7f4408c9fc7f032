package sim

import (
	"cmp"
	"reflect"
	"slices"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/engine/canon"
	"quorumlab/protocols/engine/say"
)

// A node is the kernel's side of one participant.
type node struct {
	id    engine.NodeID
	role  *engine.Role
	impl  engine.Node
	codec *canon.Codec // nil: its state is not plain data
	rand  engine.Rand
	sent  uint32 // messages so far, over all its lives

	up, paused, manual, removed bool
	joining                     bool
	patience                    engine.Duration
	picks                       []int  // what its next choices come to
	inbox                       []item // what waits while it is paused or driven by hand
	tickets                     uint32 // given to what waits, each time that patience with it begins

	timers []timer
	clock  clock

	disk    *engine.Disk
	pending []write     // not durable yet, oldest first
	durable engine.Time // when all that was written so far is

	overwritten int // records of its logs that it has given up for others

	serving engine.OpID   // Sequential: the operation that is under way
	open    engine.OpID   // the command that it was given last and that is open
	invoked engine.OpID   // the operation that it has opened by itself
	waiting []engine.OpID // Sequential: operations that wait for their turn

	shown shown
}

// shown is what the trace last said of the node.
type shown struct {
	status int16
	flags  int16
	epoch  int64
	tally  string
	spans  [engine.SpansMax]shownSpan
}

// A shownSpan is one span of a node: until is by its own clock, 0 where it does not know, and what that clock was then.
type shownSpan struct {
	holds bool
	until engine.Time
	clock clock
}

type timer struct {
	body  any
	scope string
	typ   int16
	idx   uint32 // of its item in the queue
	gen   uint32
	cause EventID
	set   engine.Time
	due   engine.Time
	waits bool // it is due and waits in the inbox
	off   uint32
	n     uint32
}

func (w *World) addNode(r *engine.Role, id engine.NodeID, joining bool) {
	n := node{id: id, role: r, up: true, joining: joining, rand: engine.Stream(w.options.Seed, streamNode, uint64(id), 0),
		disk: engine.NewDisk(w.table), shown: shown{status: -1}, clock: clock{rate: trueRate}}
	slot := int32(len(w.nodes))
	w.slots[id] = slot
	if l := w.fast[id.Letter()&127]; id.Index() == len(l)+1 {
		w.fast[id.Letter()&127] = append(l, slot)
	}
	w.nodes = append(w.nodes, n)
	w.global.IDs = append(w.global.IDs, id)
	w.global.Nodes = append(w.global.Nodes, nil)
	w.net.grow(len(w.nodes))
}

// shareMembers caps the list of members, so that nodes may keep it.
func (w *World) shareMembers() {
	w.global.IDs = w.global.IDs[:len(w.global.IDs):len(w.global.IDs)]
	w.global.Nodes = slices.Clip(w.global.Nodes)
}

// birth makes the node's engine anew.
func (w *World) birth(slot int32) {
	n := &w.nodes[slot]
	n.impl = n.role.New(w.birthOf(n))
	if _, ok := n.impl.(engine.Stateful); !ok {
		if t := reflect.TypeOf(n.impl); t.Kind() == reflect.Pointer {
			n.codec, _ = w.table.Codec(t.Elem()) // a node that is not plain is rewound by replay
		}
	}
	w.global.Nodes[slot] = n.impl
}

func (w *World) birthOf(n *node) engine.Birth {
	members := w.global.IDs
	if slices.ContainsFunc(w.nodes, func(m node) bool { return m.removed }) {
		members = nil
		for i := range w.nodes {
			if !w.nodes[i].removed {
				members = append(members, w.nodes[i].id)
			}
		}
	}
	return engine.Birth{ID: n.id, Members: members, Params: w.params, Seed: w.options.Seed, Joining: n.joining}
}

// slot is a node's position, -1 for none.
func (w *World) slot(id engine.NodeID) int32 {
	if l := w.fast[id.Letter()&127]; id.Index() >= 1 && id.Index() <= len(l) {
		return l[id.Index()-1]
	}
	if s, ok := w.slots[id]; ok {
		return s
	}
	return -1
}

// lookup is the node with that id, for an action.
func (w *World) lookup(id engine.NodeID) (int32, *node, error) {
	s := w.slot(id)
	if s < 0 || w.nodes[s].removed {
		return -1, nil, say.Errorf("there is no node %v here; there are %s", id, w.names())
	}
	return s, &w.nodes[s], nil
}

func (w *World) names() string {
	var b []byte
	for i := range w.nodes {
		if len(b) > 60 {
			return string(append(b, " …"...))
		}
		if !w.nodes[i].removed {
			if len(b) > 0 {
				b = append(b, ' ')
			}
			b = w.nodes[i].id.AppendText(b)
		}
	}
	return string(b)
}

// timerOf is the position of the armed timer whose item it is, -1 for none.
func (n *node) timerOf(idx, gen uint32) int {
	for i := range n.timers {
		if n.timers[i].idx == idx && n.timers[i].gen == gen {
			return i
		}
	}
	return -1
}

func (n *node) armed(body any, scope string) int {
	for i := range n.timers {
		if n.timers[i].scope == scope && n.timers[i].body == body {
			return i
		}
	}
	return -1
}

// disarm forgets a timer, keeping the order of the others.
func (n *node) disarm(i int) {
	n.timers = slices.Delete(n.timers, i, i+1)
}

func (w *World) setTimer(slot int32, e *engine.Effect, cause EventID, base uint32) engine.Time {
	w.cancelTimer(slot, e.Body, e.Key)
	n := &w.nodes[slot]
	due := w.now + engine.Time(n.clock.stretch(e.After.Draw(&n.rand)))
	idx := w.queue.push(due, item{kind: itemTimer, typ: e.Type, slot: slot, cause: cause, off: base + e.Off, n: e.Len,
		body: e.Body, scope: e.Key})
	n.timers = append(n.timers, timer{body: e.Body, scope: e.Key, typ: e.Type, idx: idx, gen: w.queue.items[idx].gen,
		cause: cause, set: w.now, due: due, off: base + e.Off, n: e.Len})
	return due
}

func (w *World) cancelTimer(slot int32, body any, scope string) {
	n := &w.nodes[slot]
	i := n.armed(body, scope)
	if i < 0 {
		return
	}
	t := &n.timers[i]
	if t.waits {
		n.inbox = slices.DeleteFunc(n.inbox, func(it item) bool {
			return it.kind == itemTimer && it.scope == scope && it.body == body
		})
	} else {
		w.queue.kill(t.idx)
	}
	n.disarm(i)
}

// own is the operation that Return(0) closes.
func (n *node) own() engine.OpID { return cmp.Or(n.invoked, n.open) }

func (n *node) flags(now engine.Time) int16 {
	var f int16
	for _, flag := range [...]struct {
		bit int16
		on  bool
	}{{FlagCrashed, !n.up && !n.removed}, {FlagPaused, n.paused}, {FlagSkewed, n.clock.skewed()},
		{FlagUnsynced, n.durable > now}, {FlagManual, n.manual}, {FlagRemoved, n.removed}} {
		if flag.on {
			f |= flag.bit
		}
	}
	return f
}
