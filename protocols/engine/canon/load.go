package canon

import (
	"fmt"
	"reflect"
	"unsafe"
)

func (c *Codec) load(b []byte, p unsafe.Pointer, depth int) ([]byte, error) {
	if depth > depthMax {
		return nil, errDepth
	}
	for i := range c.ops {
		o := &c.ops[i]
		q := unsafe.Add(p, o.off)
		var err error
		switch o.code {
		case opSlice:
			b, err = o.loadSlice(b, q, depth+1)
		case opArray:
			b, err = o.elem.loadRun(b, &sliceHeader{data: q, len: o.n}, depth+1)
		case opPointer:
			b, err = o.loadPointer(b, q, depth+1)
		case opMap:
			b, err = o.loadMap(b, q, depth+1)
		case opCustom:
			b, err = o.loadCustom(b, q)
		case opAny:
			*(*any)(q), b, err = c.table.load(b, depth+1)
		default:
			b, err = o.loadScalar(b, q)
		}
		if err != nil {
			return nil, err
		}
	}
	return b, nil
}

func (o *op) loadScalar(b []byte, q unsafe.Pointer) ([]byte, error) {
	var i int64
	var u uint64
	var err error
	switch o.code {
	case opInt8, opUint8:
		if len(b) == 0 {
			return nil, errShort
		}
		*(*uint8)(q), b = b[0], b[1:]
	case opInt16:
		i, b, err = loadSigned(b, 16)
		*(*int16)(q) = int16(i)
	case opInt32:
		i, b, err = loadSigned(b, 32)
		*(*int32)(q) = int32(i)
	case opInt64:
		i, b, err = loadSigned(b, 64)
		*(*int64)(q) = i
	case opUint16:
		u, b, err = loadUnsigned(b, 16)
		*(*uint16)(q) = uint16(u)
	case opUint32:
		u, b, err = loadUnsigned(b, 32)
		*(*uint32)(q) = uint32(u)
	case opUint64:
		u, b, err = loadUnsigned(b, 64)
		*(*uint64)(q) = u
	case opBool:
		*(*bool)(q), b, err = loadBool(b, errBool)
	case opString:
		var n int
		if n, b, err = loadLen(b, 1); err == nil {
			*(*string)(q), b = string(b[:n]), b[n:]
		}
	case opBytes:
		var n int
		if n, b, err = loadLen(b, 1); err == nil {
			*(*[]byte)(q), b = append([]byte(nil), b[:n]...), b[n:]
		}
	default:
		panic(fmt.Sprintf("canon: no scalar has the code %d", o.code))
	}
	return b, err
}

func loadBool(b []byte, otherwise error) (bool, []byte, error) {
	switch {
	case len(b) == 0:
		return false, nil, errShort
	case b[0] > 1:
		return false, nil, otherwise
	}
	return b[0] == 1, b[1:], nil
}

// loadRun decodes values to places that lie one after the other.
func (c *Codec) loadRun(b []byte, s *sliceHeader, depth int) ([]byte, error) {
	if len(c.ops) == 0 {
		return b, nil
	}
	for i := range s.len {
		var err error
		if b, err = c.load(b, s.at(i, c.size), depth); err != nil {
			return nil, err
		}
	}
	return b, nil
}

func (o *op) loadSlice(b []byte, q unsafe.Pointer, depth int) ([]byte, error) {
	n, b, err := loadLen(b, o.elem.least)
	if err != nil {
		return nil, err
	}
	s := o.makeSlice(q, n)
	if !o.padded {
		return o.elem.loadRun(b, s, depth)
	}
	for i := range n {
		if b, err = o.elem.load(b, s.at(i, o.elem.size), depth); err != nil {
			return nil, err
		}
		if len(b) == 0 || b[0] != 0 {
			return nil, errPadding
		}
		b = b[1:]
	}
	return b, nil
}

// makeSlice puts a new slice of n zero elements at q, or nil for none.
func (o *op) makeSlice(q unsafe.Pointer, n int) *sliceHeader {
	s := (*sliceHeader)(q)
	*s = sliceHeader{}
	if n > 0 {
		v := reflect.NewAt(o.rt, q).Elem()
		v.Grow(n)
		v.SetLen(n)
	}
	return s
}

func (o *op) loadPointer(b []byte, q unsafe.Pointer, depth int) ([]byte, error) {
	some, b, err := loadBool(b, errTag)
	if err != nil || !some {
		*(*unsafe.Pointer)(q) = nil
		return b, err
	}
	s := reflect.New(o.elem.rt).UnsafePointer()
	*(*unsafe.Pointer)(q) = s
	return o.elem.load(b, s, depth)
}

func (o *op) loadCustom(b []byte, q unsafe.Pointer) ([]byte, error) {
	l, ok := reflect.NewAt(o.rt, q).Interface().(Loader)
	if !ok {
		return nil, fmt.Errorf("%v encodes itself but has no LoadCanon", o.rt)
	}
	if len(b) == 0 {
		return nil, errShort
	}
	rest, err := l.LoadCanon(b)
	if err != nil {
		return nil, fmt.Errorf("%v: %w", o.rt, err)
	}
	if len(rest) >= len(b) {
		return nil, fmt.Errorf("%v: LoadCanon took none of %d bytes", o.rt, len(b))
	}
	return rest, nil
}
