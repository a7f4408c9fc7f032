package engine

import (
	"maps"
	"slices"

	"quorumlab/protocols/engine/canon"
	"quorumlab/protocols/engine/say"
)

// A Disk is what a crash leaves: values under keys, and logs of records, each as its canonical bytes.
type Disk struct {
	values map[string][]byte
	logs   map[string][][]byte
	table  *canon.Table
}

// NewDisk is an empty disk for values of plain types.
func NewDisk(t *canon.Table) *Disk { return &Disk{table: t} }

// Get reads the value under key into *p, which has the type that was written; false when there is none.
func (d *Disk) Get(key string, p any) bool {
	b, ok := d.values[key]
	if ok {
		if err := d.table.LoadAny(b, p); err != nil {
			panic(say.Sprintf("engine: disk value %q is no %T: %v", key, p, err))
		}
	}
	return ok
}

// Empty tells whether nothing was ever written.
func (d *Disk) Empty() bool { return len(d.values) == 0 && len(d.logs) == 0 }

// Records reads a log, whose records have type T.
func Records[T any](d *Disk, log string) []T {
	ts := make([]T, len(d.logs[log]))
	for i, b := range d.logs[log] {
		if err := d.table.LoadAny(b, &ts[i]); err != nil {
			panic(say.Sprintf("engine: record %d of log %q is no %T: %v", i, log, ts[i], err))
		}
	}
	return ts
}

// The kernel's side of a Disk.

// Apply makes one write take effect: Persist and Append with b, which the disk keeps; Truncate and DropFirst with n.
func (d *Disk) Apply(k EffectKind, key string, b []byte, n int) {
	if d.values == nil {
		d.values, d.logs = map[string][]byte{}, map[string][][]byte{}
	}
	l := d.logs[key]
	switch k {
	case Persist:
		d.values[key] = b
	case Append:
		d.logs[key] = append(l, b)
	case Truncate:
		if n < len(l) {
			d.logs[key] = l[:n:n]
		}
	case DropFirst:
		d.logs[key] = l[min(n, len(l)):]
	}
}

// Clone copies the disk; what lies on it is shared, since it never changes.
func (d *Disk) Clone() *Disk {
	c := &Disk{values: maps.Clone(d.values), logs: maps.Clone(d.logs), table: d.table}
	for k, l := range c.logs { // order: each is capped alike
		c.logs[k] = l[:len(l):len(l)]
	}
	for k, l := range d.logs { // order: each is capped alike, so that whoever appends first moves away
		d.logs[k] = l[:len(l):len(l)]
	}
	return c
}

// AppendCanon appends the canonical encoding of all that lies on the disk.
func (d *Disk) AppendCanon(b []byte) []byte {
	for _, k := range slices.Sorted(maps.Keys(d.values)) {
		b = appendChunk(appendChunk(append(b, 1), []byte(k)), d.values[k])
	}
	for _, k := range slices.Sorted(maps.Keys(d.logs)) {
		b = appendChunk(append(b, 2), []byte(k))
		for _, r := range d.logs[k] {
			b = appendChunk(append(b, 3), r)
		}
	}
	return append(b, 0)
}

// Bytes is how much lies on the disk.
func (d *Disk) Bytes() int {
	n := 0
	for k, v := range d.values { // order: a sum
		n += len(k) + len(v)
	}
	for k, l := range d.logs { // order: a sum
		n += len(k)
		for _, r := range l {
			n += len(r)
		}
	}
	return n
}

func appendChunk(b, chunk []byte) []byte {
	n := len(chunk)
	for ; n >= 0x80; n >>= 7 {
		b = append(b, byte(n)|0x80)
	}
	return append(append(b, byte(n)), chunk...)
}
