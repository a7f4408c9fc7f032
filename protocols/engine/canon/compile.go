package canon

import (
	"math/bits"
	"reflect"

	"quorumlab/protocols/engine/say"
)

// code says what an op does.
type code uint8

// Integers of one sign stand by width, which doubles from one to the next.
const (
	opInt8 code = iota
	opInt16
	opInt32
	opInt64
	opUint8
	opUint16
	opUint32
	opUint64
	opBool
	opString
	opBytes
	opSlice
	opArray
	opPointer
	opMap
	opCustom
	opAny
)

// An op is one step of a Codec: it deals with the part of a value that begins at an offset.
type op struct {
	code     code
	padded   bool // a slice whose elements may encode to nothing: a zero byte follows each
	copies   bool // a custom type that is a Copier
	off      uintptr
	n        int          // the length of an array
	rt       reflect.Type // of the slice, pointer, map or custom value
	appender Appender     // of the custom type: whose value it is does not matter
	elem     *Codec
	key      *Codec
	scratch  *entry // room for an entry of a map, nil while in use
}

// A compiler makes codecs for a type and all that it reaches. They enter the Table together or not at all, since those
// of a recursive type refer to each other before they are finished.
type compiler struct {
	table *Table
	made  map[reflect.Type]*Codec
}

func (m *compiler) codec(rt reflect.Type, path string) (*Codec, error) {
	if c := m.table.cache[rt]; c != nil {
		return c, nil
	}
	if c := m.made[rt]; c != nil {
		return c, nil
	}
	c := &Codec{table: m.table, rt: rt, size: rt.Size(), least: unmeasured, direct: isDirect(rt)}
	m.made[rt] = c
	return c, m.compile(c, rt, 0, path)
}

// scalar is the op's code for a kind without parts. An int is as wide as the machine makes it.
func scalar(rt reflect.Type) (code, bool) {
	switch rt.Kind() {
	case reflect.Bool:
		return opBool, true
	case reflect.String:
		return opString, true
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return wide(rt, opInt8), true
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return wide(rt, opUint8), true
	}
	return 0, false
}

// wide is the code for an integer as wide as rt, of those that begin with the one for 8 bits.
func wide(rt reflect.Type, bits8 code) code { return bits8 + code(bits.Len(uint(rt.Size()))) - 1 }

// compile appends to c the ops for a part of type rt at an offset.
func (m *compiler) compile(c *Codec, rt reflect.Type, off uintptr, path string) error {
	if isCustom(rt) {
		if field := lender(rt); field != "" {
			return say.Errorf("%s: the encoding of the embedded %s would stand for all of %s: give the field a name",
				path, field, nameOf(rt))
		}
		c.ops = append(c.ops, op{code: opCustom, off: off, rt: rt, appender: reflect.New(rt).Interface().(Appender), copies: reflect.PointerTo(rt).Implements(copierType)})
		return nil
	}
	if code, ok := scalar(rt); ok {
		c.ops = append(c.ops, op{code: code, off: off})
		return nil
	}
	switch rt.Kind() {
	case reflect.Struct:
		return m.compileFields(c, rt, off, path)
	case reflect.Slice:
		if rt.Elem().Kind() == reflect.Uint8 && !isCustom(rt.Elem()) {
			c.ops = append(c.ops, op{code: opBytes, off: off})
			return nil
		}
		return m.compileElem(c, op{code: opSlice, off: off, rt: rt}, path+"[]")
	case reflect.Array:
		return m.compileElem(c, op{code: opArray, off: off, rt: rt, n: rt.Len()}, path+"[]")
	case reflect.Pointer:
		return m.compileElem(c, op{code: opPointer, off: off, rt: rt}, path)
	case reflect.Map:
		return m.compileMap(c, rt, off, path)
	case reflect.Interface:
		if rt.NumMethod() == 0 {
			c.ops = append(c.ops, op{code: opAny, off: off})
			return nil
		}
	}
	if m.table.Opaque && isOpaque(rt) {
		return nil
	}
	return say.Errorf("%s: %v is not plain data", path, rt)
}

// isOpaque reports whether a Table that is Opaque passes over rt.
func isOpaque(rt reflect.Type) bool {
	switch rt.Kind() {
	case reflect.Func, reflect.Chan, reflect.Interface:
		return true
	}
	return false
}

func (m *compiler) compileFields(c *Codec, rt reflect.Type, off uintptr, path string) error {
	for i := range rt.NumField() {
		f := rt.Field(i)
		if f.Name == "_" || isConst(f.Type) {
			continue
		}
		if err := m.compile(c, f.Type, off+f.Offset, path+"."+f.Name); err != nil {
			return err
		}
	}
	return nil
}

func (m *compiler) compileElem(c *Codec, o op, path string) error {
	elem, err := m.codec(o.rt.Elem(), path)
	if err != nil {
		return err
	}
	o.elem = elem
	c.ops = append(c.ops, o)
	return nil
}

func (m *compiler) compileMap(c *Codec, rt reflect.Type, off uintptr, path string) error {
	if !isKey(rt.Key()) {
		return say.Errorf("%s: %v is no key of plain data: keys are booleans, integers, strings, and arrays and structs of them",
			path, rt.Key())
	}
	key, err := m.codec(rt.Key(), path+"[key]")
	if err != nil {
		return err
	}
	return m.compileElem(c, op{code: opMap, off: off, rt: rt, key: key}, path+"[]")
}

// isKey reports whether values of type rt differ exactly when their encodings do, which orders the keys of a map, and
// encode to something, which bounds a map's length by that of the input.
func isKey(rt reflect.Type) bool {
	switch rt.Kind() {
	case reflect.Array:
		return rt.Len() > 0 && isKey(rt.Elem())
	case reflect.Struct:
		counted := 0
		for i := range rt.NumField() {
			f := rt.Field(i)
			if f.Name == "_" {
				continue
			}
			if isConst(f.Type) || !isKey(f.Type) {
				return false
			}
			counted++
		}
		return counted > 0
	}
	_, ok := scalar(rt)
	return ok
}

// unmeasured marks a Codec whose least and flat are not known yet. Both follow from the ops, and need those of arrays'
// elements, which may still be in the making while a recursive type is compiled.
const unmeasured = -1

func (c *Codec) measure() {
	if c.least != unmeasured {
		return
	}
	c.least, c.flat = 0, true
	for i := range c.ops {
		o := &c.ops[i]
		least := 1
		switch o.code {
		case opArray:
			o.elem.measure()
			least = o.n * o.elem.least
			c.flat = c.flat && o.elem.flat
		case opCustom:
			c.flat = c.flat && !o.copies
		case opBytes, opSlice, opPointer, opMap, opAny:
			c.flat = false
		}
		c.least += least
	}
}

// pad marks the slices whose elements may encode to nothing, once all codecs are measured.
func (c *Codec) pad() {
	for i := range c.ops {
		o := &c.ops[i]
		o.padded = o.code == opSlice && o.elem.least == 0
	}
}
