package sim

import (
	"cmp"

	"quorumlab/protocols/engine"
)

// What a search needs to know of a world to go on from it by itself.

// BirthAt is what the node at a position of Global.IDs is told when it is born.
func (w *World) BirthAt(slot int) engine.Birth { return w.birthOf(&w.nodes[slot]) }

// DiskAt is a copy of what lies on the disk of the node at a position of Global.IDs once all that it has written is
// durable.
func (w *World) DiskAt(slot int) *engine.Disk {
	n := w.nodes[slot]
	n.disk = n.disk.Clone()
	for i := range n.pending {
		n.apply(i)
	}
	return n.disk
}

// Observers are copies of the monitors' observers, in the order in which the protocol declares them.
func (w *World) Observers() []engine.Observer {
	os := make([]engine.Observer, len(w.observers))
	for i, o := range w.observers {
		os[i] = w.cloneObserver(o)
	}
	return os
}

// Settled tells whether every disk has all that was written, so that nothing is held back.
func (w *World) Settled() bool {
	for i := range w.nodes {
		if w.nodes[i].durable > w.now {
			return false
		}
	}
	return true
}

// Loaded tells whether a load is still to give commands.
func (w *World) Loaded() bool {
	return len(w.queue.find(func(it *item) bool { return it.kind == itemSource })) > 0
}

// Opened are the operations that a node has open: the command that it was given, the one that it has opened by itself, 0
// for none; and the commands that wait for their turn.
func (w *World) Opened(slot int) (command, invoked engine.OpID, waiting []engine.OpID) {
	n := &w.nodes[slot]
	return cmp.Or(n.serving, n.open), n.invoked, n.waiting
}
