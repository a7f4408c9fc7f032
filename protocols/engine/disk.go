package engine

import (
	"maps"
	"slices"

	"quorumlab/protocols/engine/canon"
	"quorumlab/protocols/engine/order"
	"quorumlab/protocols/engine/say"
)

// A Disk is what a crash leaves: values under keys, and logs of records, each as its canonical bytes.
type Disk struct {
	values map[string][]byte
	logs   map[string]*records
	table  *canon.Table
}

// records are one log: all its bytes in one piece, so that a long log is nothing to the garbage collector.
type records struct {
	bytes []byte
	ends  []uint32 // where each record ends
	begin uint32   // where the first one begins: what is before was dropped
}

func (r *records) len() int {
	if r == nil {
		return 0
	}
	return len(r.ends)
}

func (r *records) at(i int) []byte {
	begin := r.begin
	if i > 0 {
		begin = r.ends[i-1]
	}
	return r.bytes[begin:r.ends[i]:r.ends[i]]
}

func (r *records) append(b []byte) {
	r.bytes = append(double(r.bytes, len(b)), b...)
	r.ends = append(double(r.ends, 1), uint32(len(r.bytes)))
}

// double makes room for n more by doubling: append grows long slices by a quarter, which copies a log five times over.
func double[S ~[]E, E any](s S, n int) S {
	if cap(s)-len(s) < n {
		return slices.Grow(s, max(n, len(s)))
	}
	return s
}

// truncate keeps the first n records. What was behind them may be shared with a copy, and is not written over.
func (r *records) truncate(n int) {
	if n >= len(r.ends) {
		return
	}
	end := r.begin
	if n > 0 {
		end = r.ends[n-1]
	}
	r.bytes, r.ends = r.bytes[:end:end], r.ends[:n:n]
}

// dropFirst forgets the first n records, and their bytes once they are most of all.
func (r *records) dropFirst(n int) {
	if n = min(n, len(r.ends)); n == 0 {
		return
	}
	r.begin, r.ends = r.ends[n-1], r.ends[n:]
	if int(r.begin) > len(r.bytes)/2 {
		kept := records{}
		for i := range r.ends {
			kept.append(r.at(i))
		}
		*r = kept
	}
}

// share is a copy that has all of it in common; whoever appends first moves away.
func (r *records) share() *records {
	r.bytes, r.ends = r.bytes[:len(r.bytes):len(r.bytes)], r.ends[:len(r.ends):len(r.ends)]
	c := *r
	return &c
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
	r := d.logs[log]
	ts := make([]T, r.len())
	for i := range ts {
		if err := d.table.LoadAny(r.at(i), &ts[i]); err != nil {
			panic(say.Sprintf("engine: record %d of log %q is no %T: %v", i, log, ts[i], err))
		}
	}
	return ts
}

// The kernel's side of a Disk.

// Len is how many records a log has.
func (d *Disk) Len(log string) int { return d.logs[log].len() }

// Apply makes one write take effect: Persist with b, which the disk keeps; Append with b, which it copies; Truncate and
// DropFirst with n.
func (d *Disk) Apply(k EffectKind, key string, b []byte, n int) {
	if d.values == nil {
		d.values, d.logs = map[string][]byte{}, map[string]*records{}
	}
	if k == Persist {
		d.values[key] = b
		return
	}
	r := d.logs[key]
	if r == nil {
		r = &records{}
		d.logs[key] = r
	}
	switch k {
	case Append:
		r.append(b)
	case Truncate:
		r.truncate(n)
	case DropFirst:
		r.dropFirst(n)
	}
}

// Clone copies the disk; what lies on it is shared, since it never changes.
func (d *Disk) Clone() *Disk {
	c := &Disk{values: maps.Clone(d.values), table: d.table}
	if d.logs != nil {
		c.logs = make(map[string]*records, len(d.logs))
		for k, r := range d.logs { // order: each is copied alike
			c.logs[k] = r.share()
		}
	}
	return c
}

// AppendCanon appends the canonical encoding of all that lies on the disk.
func (d *Disk) AppendCanon(b []byte) []byte {
	for _, k := range order.Keys(d.values) {
		b = appendChunk(appendChunk(append(b, 1), []byte(k)), d.values[k])
	}
	for _, k := range order.Keys(d.logs) {
		b = appendChunk(append(b, 2), []byte(k))
		r := d.logs[k]
		for i := range r.len() {
			b = appendChunk(append(b, 3), r.at(i))
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
	for k, r := range d.logs { // order: a sum
		n += len(k) + len(r.bytes) - int(r.begin)
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
