package canon

import (
	"reflect"
	"unsafe"

	"quorumlab/protocols/engine/say"
)

func (c *Codec) load(in *input, p unsafe.Pointer, depth int) error {
	if depth > depthMax {
		return errDepth
	}
	for i := range c.ops {
		o := &c.ops[i]
		q := unsafe.Add(p, o.off)
		var err error
		switch o.code {
		case opSlice:
			err = o.loadSlice(in, q, depth+1)
		case opArray:
			err = o.elem.loadRun(in, &sliceHeader{data: q, len: o.n}, depth+1)
		case opPointer:
			err = o.loadPointer(in, q, depth+1)
		case opMap:
			err = o.loadMap(in, q, depth+1)
		case opCustom:
			err = o.loadCustom(in, q)
		case opAny:
			*(*any)(q), err = c.table.load(in, depth+1)
		default:
			err = o.loadScalar(in, q)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (o *op) loadScalar(in *input, q unsafe.Pointer) (err error) {
	var i int64
	var u uint64
	var b []byte
	switch o.code {
	case opInt8, opUint8:
		*(*uint8)(q), err = in.byte()
	case opInt16:
		i, err = in.signed(16)
		*(*int16)(q) = int16(i)
	case opInt32:
		i, err = in.signed(32)
		*(*int32)(q) = int32(i)
	case opInt64:
		*(*int64)(q), err = in.signed(64)
	case opUint16:
		u, err = in.unsigned(16)
		*(*uint16)(q) = uint16(u)
	case opUint32:
		u, err = in.unsigned(32)
		*(*uint32)(q) = uint32(u)
	case opUint64:
		*(*uint64)(q), err = in.unsigned(64)
	case opBool:
		*(*bool)(q), err = in.bool(errBool)
	case opString:
		b, err = in.bytes()
		*(*string)(q) = string(b)
	case opBytes:
		b, err = in.bytes()
		*(*[]byte)(q) = append([]byte(nil), b...)
	default:
		panic(say.Sprintf("canon: no scalar has the code %d", o.code))
	}
	return err
}

// loadRun decodes values to places that lie one after the other.
func (c *Codec) loadRun(in *input, s *sliceHeader, depth int) error {
	if len(c.ops) == 0 {
		return nil
	}
	for i := range s.len {
		if err := c.load(in, s.at(i, c.size), depth); err != nil {
			return err
		}
	}
	return nil
}

func (o *op) loadSlice(in *input, q unsafe.Pointer, depth int) error {
	least := max(1, o.elem.least)
	n, err := in.claim(least)
	if err != nil {
		return err
	}
	s := o.makeSlice(q, n)
	for i := range n {
		in.release(least)
		if err := o.elem.load(in, s.at(i, o.elem.size), depth); err != nil {
			return err
		}
		if !o.padded {
			continue
		}
		if padding, err := in.byte(); err != nil || padding != 0 {
			return errPadding
		}
	}
	return nil
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

func (o *op) loadPointer(in *input, q unsafe.Pointer, depth int) error {
	some, err := in.bool(errTag)
	if err != nil || !some {
		*(*unsafe.Pointer)(q) = nil
		return err
	}
	s := reflect.New(o.elem.rt).UnsafePointer()
	*(*unsafe.Pointer)(q) = s
	return o.elem.load(in, s, depth)
}

func (o *op) loadCustom(in *input, q unsafe.Pointer) error {
	l, ok := reflect.NewAt(o.rt, q).Interface().(Loader)
	if !ok {
		return say.Errorf("%v encodes itself but has no LoadCanon", o.rt)
	}
	if len(in.b) == 0 {
		return errShort
	}
	rest, err := l.LoadCanon(in.b)
	if err != nil {
		return say.Errorf("%v: %w", o.rt, err)
	}
	if len(rest) >= len(in.b) {
		return say.Errorf("%v: LoadCanon took none of %d bytes", o.rt, len(in.b))
	}
	in.b = rest
	return nil
}
