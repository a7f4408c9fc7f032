package canon

import (
	"unsafe"

	"quorumlab/protocols/engine/say"
)

func (c *Codec) append(b []byte, p unsafe.Pointer, depth int) []byte {
	if depth > depthMax {
		c.tooDeep()
	}
	for i := range c.ops {
		o := &c.ops[i]
		q := unsafe.Add(p, o.off)
		switch o.code {
		case opInt8, opUint8:
			b = append(b, *(*uint8)(q))
		case opInt16:
			b = appendUint(b, zigzag(int64(*(*int16)(q))))
		case opInt32:
			b = appendUint(b, zigzag(int64(*(*int32)(q))))
		case opInt64:
			b = appendUint(b, zigzag(*(*int64)(q)))
		case opUint16:
			b = appendUint(b, uint64(*(*uint16)(q)))
		case opUint32:
			b = appendUint(b, uint64(*(*uint32)(q)))
		case opUint64:
			b = appendUint(b, *(*uint64)(q))
		case opBool:
			b = appendBool(b, *(*bool)(q))
		case opString:
			s := *(*string)(q)
			b = append(appendUint(b, uint64(len(s))), s...)
		case opBytes:
			s := *(*[]byte)(q)
			b = append(appendUint(b, uint64(len(s))), s...)
		case opSlice:
			b = o.appendSlice(b, (*sliceHeader)(q), depth+1)
		case opArray:
			b = o.elem.appendRun(b, &sliceHeader{data: q, len: o.n}, depth+1)
		case opPointer:
			s := *(*unsafe.Pointer)(q)
			b = appendBool(b, s != nil)
			if s != nil {
				b = o.elem.append(b, s, depth+1)
			}
		case opMap:
			b = o.appendMap(b, q, depth+1)
		case opCustom:
			b = o.appendCustom(b, q)
		case opAny:
			b, _ = c.table.append(b, (*any)(q), depth+1)
		}
	}
	return b
}

// appendRun encodes values that lie one after the other.
func (c *Codec) appendRun(b []byte, s *sliceHeader, depth int) []byte {
	if len(c.ops) == 0 {
		return b
	}
	for i := range s.len {
		b = c.append(b, s.at(i, c.size), depth)
	}
	return b
}

func (o *op) appendSlice(b []byte, s *sliceHeader, depth int) []byte {
	b = appendUint(b, uint64(s.len))
	if !o.padded {
		return o.elem.appendRun(b, s, depth)
	}
	for i := range s.len {
		b = append(o.elem.append(b, s.at(i, o.elem.size), depth), 0)
	}
	return b
}

func (o *op) appendCustom(b []byte, q unsafe.Pointer) []byte {
	n := len(b)
	a := o.appender
	(*iface)(unsafe.Pointer(&a)).data = q // an interface with methods lies in memory as one without: what it is, and where
	b = a.AppendCanon(b)
	if len(b) <= n {
		panic(say.Sprintf("canon: AppendCanon of %v appended %d bytes: at least one is expected", o.rt, len(b)-n))
	}
	return b
}
