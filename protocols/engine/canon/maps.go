package canon

import (
	"bytes"
	"reflect"
	"unsafe"

	"quorumlab/protocols/engine/order"
)

// An entry is room for one entry of a map on its way in or out, made once for each map type. An op that is in use by
// an outer map of the same type has none to lend, and another is made.
type entry struct {
	key, elem, elemCopy reflect.Value // addressable
	spans               []span
	sorted              []byte
}

// A span is where an entry's encoding lies in a buffer.
type span struct{ from, keyEnd, to int }

func (o *op) borrow() *entry {
	e := o.scratch
	o.scratch = nil
	if e == nil {
		e = &entry{
			key:      reflect.New(o.rt.Key()).Elem(),
			elem:     reflect.New(o.rt.Elem()).Elem(),
			elemCopy: reflect.New(o.rt.Elem()).Elem(),
		}
	}
	return e
}

// giveBack keeps the room for the next map, but nothing that was in it alive.
func (o *op) giveBack(e *entry) {
	e.key.SetZero()
	e.elem.SetZero()
	e.elemCopy.SetZero()
	o.scratch = e
}

func pointerTo(v reflect.Value) unsafe.Pointer { return v.Addr().UnsafePointer() }

func (o *op) appendMap(b []byte, q unsafe.Pointer, depth int) []byte {
	m := reflect.NewAt(o.rt, q).Elem()
	n := m.Len()
	b = appendUint(b, uint64(n))
	if n == 0 {
		return b
	}
	e := o.borrow()
	key, elem := pointerTo(e.key), pointerTo(e.elem)
	from := len(b)
	spans := e.spans[:0]
	for it := m.MapRange(); it.Next(); {
		e.key.SetIterKey(it)
		e.elem.SetIterValue(it)
		s := span{from: len(b)}
		b = o.key.append(b, key, depth)
		s.keyEnd = len(b)
		b = o.elem.append(b, elem, depth)
		s.to = len(b)
		spans = append(spans, s)
	}
	e.spans = spans
	e.sort(b, from)
	o.giveBack(e)
	return b
}

// sort puts the entries that are encoded in b after an offset in the order of their encoded keys.
func (e *entry) sort(b []byte, from int) {
	sorts := false
	before := func(i, j int) bool {
		x, y := &e.spans[i], &e.spans[j]
		return bytes.Compare(b[x.from:x.keyEnd], b[y.from:y.keyEnd]) < 0
	}
	for i := 1; i < len(e.spans) && !sorts; i++ {
		sorts = before(i, i-1)
	}
	if !sorts {
		return
	}
	order.Sort(len(e.spans), before, func(i, j int) { e.spans[i], e.spans[j] = e.spans[j], e.spans[i] })
	sorted := e.sorted[:0]
	for _, s := range e.spans {
		sorted = append(sorted, b[s.from:s.to]...)
	}
	copy(b[from:], sorted)
	e.sorted = sorted
}

func (o *op) loadMap(in *input, q unsafe.Pointer, depth int) error {
	least := o.key.least + o.elem.least
	n, err := in.claim(least)
	if err != nil {
		return err
	}
	m := reflect.MakeMapWithSize(o.rt, n)
	*(*unsafe.Pointer)(q) = m.UnsafePointer()
	if n == 0 {
		return nil
	}
	e := o.borrow()
	defer o.giveBack(e)
	var last []byte
	for i := range n {
		in.release(least)
		key, err := o.loadEntry(in, e, depth)
		if err != nil {
			return err
		}
		if i > 0 && bytes.Compare(last, key) >= 0 {
			return errOrder
		}
		last = key
		m.SetMapIndex(e.key, e.elem)
	}
	return nil
}

// loadEntry decodes a key and a value to e, and returns the bytes that encode the key.
func (o *op) loadEntry(in *input, e *entry, depth int) ([]byte, error) {
	e.key.SetZero()
	e.elem.SetZero()
	from := in.b
	if err := o.key.load(in, pointerTo(e.key), depth); err != nil {
		return nil, err
	}
	key := from[:len(from)-len(in.b)]
	return key, o.elem.load(in, pointerTo(e.elem), depth)
}

func (o *op) copyMap(d, s unsafe.Pointer, depth int) {
	src := reflect.NewAt(o.rt, s).Elem()
	if src.IsNil() {
		return
	}
	dst := reflect.MakeMapWithSize(o.rt, src.Len())
	e := o.borrow()
	for it := src.MapRange(); it.Next(); {
		e.key.SetIterKey(it)
		e.elem.SetIterValue(it)
		if o.elem.flat {
			dst.SetMapIndex(e.key, e.elem)
			continue
		}
		e.elemCopy.Set(e.elem)
		o.elem.deepen(pointerTo(e.elemCopy), pointerTo(e.elem), depth)
		dst.SetMapIndex(e.key, e.elemCopy)
	}
	o.giveBack(e)
	*(*unsafe.Pointer)(d) = dst.UnsafePointer()
}
