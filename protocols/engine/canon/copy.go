package canon

import (
	"reflect"
	"unsafe"
)

func (c *Codec) copy(dst, src unsafe.Pointer, depth int) {
	// By reflection, not as bytes: the collector must see pointers being written.
	reflect.NewAt(c.rt, dst).Elem().Set(reflect.NewAt(c.rt, src).Elem())
	if !c.flat {
		c.deepen(dst, src, depth)
	}
}

// deepen replaces in dst, which was assigned from src, all that the assignment shares.
func (c *Codec) deepen(dst, src unsafe.Pointer, depth int) {
	if depth > depthMax {
		c.tooDeep()
	}
	for i := range c.ops {
		o := &c.ops[i]
		d, s := unsafe.Add(dst, o.off), unsafe.Add(src, o.off)
		switch o.code {
		case opBytes:
			copyBytes((*[]byte)(d), *(*[]byte)(s))
		case opSlice:
			o.copySlice(d, s, depth+1)
		case opArray:
			o.elem.deepenRun(&sliceHeader{data: d, len: o.n}, &sliceHeader{data: s, len: o.n}, depth+1)
		case opPointer:
			if from := *(*unsafe.Pointer)(s); from != nil {
				to := reflect.New(o.elem.rt).UnsafePointer()
				o.elem.copy(to, from, depth+1)
				*(*unsafe.Pointer)(d) = to
			}
		case opMap:
			o.copyMap(d, s, depth+1)
		case opCustom:
			if o.copies {
				reflect.NewAt(o.rt, s).Interface().(Copier).CopyCanon(reflect.NewAt(o.rt, d).Interface())
			}
		case opAny:
			c.table.copyAny((*any)(d), (*any)(s), depth+1)
		}
	}
}

func (c *Codec) deepenRun(dst, src *sliceHeader, depth int) {
	if c.flat {
		return
	}
	for i := range src.len {
		c.deepen(dst.at(i, c.size), src.at(i, c.size), depth)
	}
}

func copyBytes(dst *[]byte, src []byte) {
	if src != nil {
		*dst = append(make([]byte, 0, len(src)), src...)
	}
}

// copySlice gives an empty slice no room, for what is appended in the room of one copy would appear in another.
func (o *op) copySlice(d, s unsafe.Pointer, depth int) {
	src := reflect.NewAt(o.rt, s).Elem()
	if src.Len() == 0 {
		if !src.IsNil() {
			reflect.NewAt(o.rt, d).Elem().Set(reflect.MakeSlice(o.rt, 0, 0))
		}
		return
	}
	from := *(*sliceHeader)(s)
	to := o.makeSlice(d, from.len)
	reflect.Copy(reflect.NewAt(o.rt, d).Elem(), src)
	o.elem.deepenRun(to, &from, depth)
}
