package canon

import (
	"reflect"
	"unsafe"

	"quorumlab/protocols/engine/say"
)

// depthMax bounds how deep values nest, in pointers, elements and interfaces, on the way in and out. It is far more
// than a protocol has and far less than a stack holds: a cycle, or hostile bytes, must not exhaust the stack, which
// Go cannot recover from.
const depthMax = 10_000

// A Codec encodes, decodes and copies values of one type. It belongs to a Table and, like it, to one goroutine at a
// time.
type Codec struct {
	table *Table
	rt    reflect.Type
	ops   []op
	size  uintptr

	least  int  // the fewest bytes that a value encodes to
	flat   bool // a copy is an assignment: nothing that could be changed is shared by it
	direct bool // an interface holds the value itself in its data word
}

// Type is the type of the values.
func (c *Codec) Type() reflect.Type { return c.rt }

// AppendTo appends the encoding of the value at p, which it only reads. It panics on a cycle, and on an interface that
// holds a type that the Table does not declare.
func (c *Codec) AppendTo(b []byte, p unsafe.Pointer) []byte { return c.append(b, p, 0) }

// CopyTo makes the value at dst a deep copy of the one at src, which must not overlap. What dst held is lost. A nil
// slice or map stays nil and an empty one empty, without room that could be shared. It panics as AppendTo does.
func (c *Codec) CopyTo(dst, src unsafe.Pointer) { c.copy(dst, src, 0) }

// LoadFrom decodes a value from the front of b to p and returns the rest. Nothing at p refers to b afterwards. Fields
// that are no part of the value stay as they are; an empty slice becomes nil and an empty map a new one, which can be
// written to. An error leaves a part of the value at p.
//
// Bytes that no encoder made give an error, never a panic, and allocate no more than a multiple of their number that
// depends on the type.
func (c *Codec) LoadFrom(b []byte, p unsafe.Pointer) ([]byte, error) {
	in := input{b: b}
	if err := c.load(&in, p, 0); err != nil {
		return nil, say.Errorf("canon: %s: %w", nameOf(c.rt), err)
	}
	return in.b, nil
}

// tooDeep panics for a value that nests as only a cycle does.
func (c *Codec) tooDeep() {
	panic(say.Sprintf("canon: %s nests deeper than %d: it is a cycle, or no plain data", nameOf(c.rt), depthMax))
}

// nameOf is how errors call a type.
func nameOf(rt reflect.Type) string {
	if n := rt.Name(); n != "" {
		return n
	}
	return rt.String()
}
