package canon

import (
	"reflect"
	"unsafe"

	"quorumlab/protocols/engine/say"
)

// sliceHeader is how a slice lies in memory. Its data is a pointer, so that a write goes through the collector's write
// barrier.
type sliceHeader struct {
	data unsafe.Pointer
	len  int
	cap  int
}

// at is the address of the i-th element.
func (s *sliceHeader) at(i int, size uintptr) unsafe.Pointer {
	return unsafe.Add(s.data, uintptr(i)*size)
}

// iface is how an interface without methods lies in memory.
type iface struct {
	word unsafe.Pointer // identifies the dynamic type
	data unsafe.Pointer // points to the value or, when that is a lone pointer, is the value
}

func ifaceOf(v *any) *iface { return (*iface)(unsafe.Pointer(v)) }

// wordOf identifies v's dynamic type: nil for none, and equal for equal types.
func wordOf(v any) unsafe.Pointer { return ifaceOf(&v).word }

// isDirect reports whether an interface holds values of type rt in its data word. It asks the compiler by example,
// because the rule has changed between releases of Go: the zero value of such a type is a nil word, while a pointer to
// a value is never nil.
func isDirect(rt reflect.Type) bool {
	if rt.Kind() == reflect.Interface || rt.Size() != unsafe.Sizeof(uintptr(0)) {
		return false
	}
	zero := reflect.Zero(rt).Interface()
	return ifaceOf(&zero).data == nil
}

// valueAt is the address of the value of c's type that the interface at v holds, hidden from escape analysis. That is
// sound because encoding only reads, and keeps nothing; it saves callers from boxing each value on the heap.
func (c *Codec) valueAt(v *any) unsafe.Pointer {
	e := ifaceOf(v)
	if c.direct {
		return hide(unsafe.Pointer(&e.data))
	}
	return hide(e.data)
}

// hide returns p and lets the compiler believe that it is not p. Reading the word back through its address, rather than
// converting the integer, is what `go vet` accepts.
//
//go:nosplit
func hide(p unsafe.Pointer) unsafe.Pointer {
	x := uintptr(p)
	return *(*unsafe.Pointer)(unsafe.Pointer(&x))
}

// PointerOf is the pointer that v holds, for use with a Codec of the type that it points to. It panics when v holds no
// pointer.
func PointerOf(v any) unsafe.Pointer {
	rv := reflect.ValueOf(v)
	if rv.Kind() != reflect.Pointer {
		panic(say.Sprintf("canon: PointerOf wants a pointer, not %v", reflect.TypeOf(v)))
	}
	return rv.UnsafePointer()
}
