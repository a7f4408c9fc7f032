package canon

import "reflect"

// An Appender encodes itself. It is implemented on the pointer type and replaces what would be derived from the
// fields. Equal values must append equal bytes, different ones different bytes of which none begins another, and at
// least one byte. The receiver must not be kept.
type Appender interface {
	AppendCanon(b []byte) []byte
}

// A Loader decodes what its Appender wrote from the front of b and returns the rest. It is implemented on the pointer
// type, and needed only where values are decoded: messages, timers, commands and what is on a disk, not a node's
// state. It must not keep b, nor panic on bytes that no Appender wrote.
type Loader interface {
	LoadCanon(b []byte) ([]byte, error)
}

// A Copier copies itself. An Appender without it is taken to be immutable: a copy is an assignment that shares what
// the value points to. CopyCanon is called on the original with a pointer of the receiver's own type to the copy, which
// has been assigned already; it replaces what must not be shared.
type Copier interface {
	CopyCanon(dst any)
}

// Const marks the struct that embeds it directly as no part of the state: configuration that is the same in every copy.
// A field of such a type, or a pointer to one, is skipped. The mark is not inherited: a node that embeds its
// configuration is state, though the method of Const is promoted to it.
type Const struct{}

func (Const) canonConst() {}

// Constant is what a type with a Const in it, at any depth, implements.
type Constant interface{ canonConst() }

var (
	constType    = reflect.TypeFor[Const]()
	appenderType = reflect.TypeFor[Appender]()
	loaderType   = reflect.TypeFor[Loader]()
	copierType   = reflect.TypeFor[Copier]()
)

// isConst reports whether a field of type rt is no part of the state.
func isConst(rt reflect.Type) bool {
	if rt.Kind() == reflect.Pointer {
		rt = rt.Elem()
	}
	if rt == constType {
		return true
	}
	if rt.Kind() != reflect.Struct {
		return false
	}
	for i := range rt.NumField() {
		if f := rt.Field(i); f.Anonymous && f.Type == constType {
			return true
		}
	}
	return false
}

// isCustom reports whether rt encodes itself.
func isCustom(rt reflect.Type) bool { return reflect.PointerTo(rt).Implements(appenderType) }

// lender is the embedded field through which rt may have come by its AppendCanon, or "". Go promotes the method, and
// the fields beside it would silently be left out of the state.
func lender(rt reflect.Type) string {
	if rt.Kind() != reflect.Struct {
		return ""
	}
	for i := range rt.NumField() {
		f := rt.Field(i)
		if f.Anonymous && (f.Type.Implements(appenderType) || isCustom(f.Type)) {
			return f.Name
		}
	}
	return ""
}
