package sim

import (
	"slices"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/engine/say"
)

// A write is one write that is not durable yet.
type write struct {
	kind    engine.EffectKind
	key     string
	val     []byte
	n       int
	durable engine.Time // of its batch
}

// writeBatch puts a step's writes on their way to the disk: one batch, durable together and after every earlier one.
func (w *World) writeBatch(n *node, o *engine.Out) {
	first, given := true, 0
	effects := o.Effects()
	for i := range effects {
		e := &effects[i]
		if e.Kind < engine.Persist || e.Kind > engine.DropFirst {
			continue
		}
		switch e.Kind {
		case engine.Truncate:
			given += max(0, n.records(e.Key)-int(e.Off))
		case engine.Append:
			n.overwritten += given
			given = 0
		}
		var val []byte
		if e.Kind == engine.Persist || e.Kind == engine.Append {
			val = o.Bytes()[e.Off : e.Off+e.Len]
		}
		if first {
			first = false
			n.flush(w.now)
			if !w.settings.Fsync.IsZero() {
				n.durable = max(n.durable, w.now) + engine.Time(w.settings.Fsync.Draw(&n.rand))
			}
		}
		durable := n.durable <= w.now
		if e.Kind == engine.Persist || !durable { // the disk copies what is appended
			val = w.blob(val)
		}
		if durable {
			n.disk.Apply(e.Kind, e.Key, val, int(e.Off))
			continue
		}
		n.pending = append(n.pending, write{kind: e.Kind, key: e.Key, val: val, n: int(e.Off), durable: n.durable})
	}
}

// records is how many records one of its logs has, with those that are not durable yet.
func (n *node) records(log string) int {
	have := n.disk.Len(log)
	for i := range n.pending {
		switch p := &n.pending[i]; {
		case p.key != log:
		case p.kind == engine.Append:
			have++
		case p.kind == engine.Truncate:
			have = min(have, p.n)
		case p.kind == engine.DropFirst:
			have = max(0, have-p.n)
		}
	}
	return have
}

const blobChunk = 1 << 16

// blob keeps bytes where they never move.
func (w *World) blob(b []byte) []byte {
	if len(w.blobs)+len(b) > cap(w.blobs) {
		w.blobs = make([]byte, 0, max(len(b), blobChunk))
	}
	at := len(w.blobs)
	w.blobs = append(w.blobs, b...)
	return w.blobs[at:len(w.blobs):len(w.blobs)]
}

// flush makes what is durable by now part of the disk.
func (n *node) flush(now engine.Time) {
	k := 0
	for k < len(n.pending) && n.pending[k].durable <= now {
		n.apply(k)
		k++
	}
	if k > 0 {
		n.pending = slices.Delete(n.pending, 0, k)
	}
}

func (n *node) apply(i int) {
	p := &n.pending[i]
	n.disk.Apply(p.kind, p.key, p.val, p.n)
}

// settle decides at a crash what becomes of writes that are not durable: lost, kept, or torn.
func (n *node) settle(how string) {
	switch how {
	case "kept":
		for i := range n.pending {
			n.apply(i)
		}
	case "torn":
		batch := 0
		for batch < len(n.pending) && n.pending[batch].durable == n.pending[0].durable {
			batch++
		}
		for i := range batch / 2 {
			n.apply(i)
		}
	}
	n.pending, n.durable = nil, 0
}

// preset writes what a scenario gives a node's disk before the start.
func (w *World) preset(a Preset) error {
	_, n, err := w.lookup(a.Node)
	if err != nil {
		return err
	}
	if n.role.Write == nil {
		return say.Errorf("disk: a line can't say what lies on %v's disk in %s", a.Node, w.protocol.Name)
	}
	o := engine.NewOut(w.table, false)
	o.Begin(engine.Rand{}, nil)
	if err := n.role.Write(w.birthOf(n), a.Disk, o); err != nil {
		return say.Errorf("disk %v: %w", a.Node, err)
	}
	effects := o.Effects()
	for i := range effects {
		e := &effects[i]
		switch e.Kind {
		case engine.Persist, engine.Append:
			n.disk.Apply(e.Kind, e.Key, slices.Clone(o.Bytes()[e.Off:e.Off+e.Len]), 0)
		case engine.Truncate, engine.DropFirst:
			n.disk.Apply(e.Kind, e.Key, nil, int(e.Off))
		}
	}
	w.mixBytes(o.Bytes())
	return nil
}
