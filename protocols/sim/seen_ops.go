package sim

import (
	"reflect"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/engine/canon"
)

// operations renames operations in what a node is given: the first that it hears of is 1.
type operations struct {
	table *canon.Table
	has   map[int16]bool // whether values of a declared type have any
	known map[engine.OpID]engine.OpID
}

// in is the body of one input with its operations renamed.
func (o *operations) in(typ int16, body []byte) []byte {
	if typ < 0 {
		return body
	}
	has, asked := o.has[typ]
	if !asked {
		if o.has == nil {
			o.has = map[int16]bool{}
		}
		has = hasOps(o.table.Types()[typ], 0)
		o.has[typ] = has
	}
	if !has {
		return body
	}
	v, _, err := o.table.Load(body)
	if err != nil {
		return body
	}
	fresh := reflect.New(reflect.TypeOf(v)).Elem()
	fresh.Set(reflect.ValueOf(v))
	o.rename(fresh)
	renamed, _ := o.table.Append(nil, fresh.Interface())
	return renamed
}

// hasOps tells whether values of a type may hold an operation that rename finds.
func hasOps(t reflect.Type, depth int) bool {
	if t == reflect.TypeFor[engine.OpID]() {
		return true
	}
	switch t.Kind() {
	case reflect.Slice, reflect.Array, reflect.Pointer:
		return depth < 8 && hasOps(t.Elem(), depth+1)
	case reflect.Struct:
		for i := range t.NumField() {
			if f := t.Field(i); f.IsExported() && depth < 8 && hasOps(f.Type, depth+1) {
				return true
			}
		}
	}
	return false
}

func (o *operations) rename(v reflect.Value) {
	if op, ok := v.Interface().(engine.OpID); ok {
		if op != 0 {
			v.SetUint(uint64(o.name(op)))
		}
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			o.rename(v.Elem())
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			o.rename(v.Index(i))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				o.rename(v.Field(i))
			}
		}
	}
}

func (o *operations) name(op engine.OpID) engine.OpID {
	n, ok := o.known[op]
	if !ok {
		if o.known == nil {
			o.known = map[engine.OpID]engine.OpID{}
		}
		n = engine.OpID(len(o.known) + 1)
		o.known[op] = n
	}
	return n
}
