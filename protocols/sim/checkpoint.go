package sim

import (
	"maps"
	"reflect"
	"slices"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/engine/canon"
)

// Clonable tells whether the state of all nodes can be copied; a world for which it is false is rewound by replay.
func (w *World) Clonable() bool {
	for i := range w.nodes {
		n := &w.nodes[i]
		if _, ok := n.impl.(engine.Stateful); n.impl != nil && n.codec == nil && !ok {
			return false
		}
	}
	return true
}

// Checkpoint copies the world, its trace excepted: the copy writes none. nil when it is not Clonable.
func (w *World) Checkpoint() *World {
	c := w.quietCopy()
	if c == nil {
		return nil
	}
	c.options = w.options
	c.observers = make([]engine.Observer, len(w.observers))
	for i, o := range w.observers {
		c.observers[i] = w.cloneObserver(o)
	}
	c.out = engine.NewOut(w.table, w.options.Explain)
	c.out.KeepFacts(w.options.Check)
	return c
}

// quietCopy copies the world for a replay of what has been judged and explained already: the copy is the same run, and
// judges, explains and writes down nothing.
func (w *World) quietCopy() *World {
	if !w.Clonable() {
		return nil
	}
	c := *w
	c.options = c.options.quiet()
	c.nodes = slices.Clone(w.nodes)
	c.global.Nodes = slices.Clone(w.global.Nodes)
	for i := range c.nodes {
		n := &c.nodes[i]
		if n.up {
			n.impl = engine.Clone(n.codec, n.impl)
			c.global.Nodes[i] = n.impl
		}
		n.timers, n.pending = slices.Clone(n.timers), slices.Clone(n.pending)
		n.inbox, n.waiting = slices.Clone(n.inbox), slices.Clone(n.waiting)
		n.disk = n.disk.Clone()
	}
	c.slots = maps.Clone(w.slots)
	for i := range c.fast {
		c.fast[i] = slices.Clip(w.fast[i])
	}
	c.queue = w.queue.clone()
	c.net.links, c.net.far = slices.Clone(w.net.links), w.net.cloneFar()
	c.net.own = maps.Clone(w.net.own)
	c.net.held, c.net.rules = slices.Clone(w.net.held), slices.Clone(w.net.rules)
	c.loads, c.ops, c.kinds = slices.Clone(w.loads), slices.Clone(w.ops), maps.Clone(w.kinds)
	c.trackers = slices.Clone(w.trackers)
	c.trace, c.hooks, c.blobs, c.scratch, c.observers = nil, nil, nil, nil, nil
	c.out = engine.NewOut(w.table, false)
	return &c
}

func (o Options) quiet() Options {
	o.Check, o.Explain, o.Watch, o.NoTrace = false, false, false, true
	return o
}

func (w *World) cloneObserver(o engine.Observer) engine.Observer {
	codec, err := w.table.Codec(reflect.TypeOf(o).Elem())
	if err != nil {
		panic(err) // the conformance suite tells the author first
	}
	p := reflect.New(codec.Type())
	codec.CopyTo(p.UnsafePointer(), canon.PointerOf(o))
	return p.Interface().(engine.Observer)
}

// AppendState appends the canonical encoding of a node's state; nothing for a node that is down or not plain.
func (w *World) AppendState(b []byte, id engine.NodeID) []byte {
	s := w.slot(id)
	if s < 0 || w.nodes[s].impl == nil || !w.nodes[s].up {
		return b
	}
	n := &w.nodes[s]
	if _, ok := n.impl.(engine.Stateful); !ok && n.codec == nil {
		return b
	}
	return engine.AppendState(n.codec, b, n.impl)
}

// CodecOf is the codec of a node's struct; nil for a node that is Stateful or not plain.
func (w *World) CodecOf(slot int) *canon.Codec { return w.nodes[slot].codec }
