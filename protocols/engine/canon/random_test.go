package canon

import (
	"fmt"
	"reflect"
	"testing"

	"pgregory.net/rapid"
)

// anyType draws a type of plain data that nests at most so deep.
func anyType(t *rapid.T, depth int) reflect.Type {
	kinds := 14
	if depth == 0 {
		kinds = 8
	}
	switch rapid.IntRange(0, kinds-1).Draw(t, "kind") {
	case 0:
		return reflect.TypeFor[bool]()
	case 1:
		return reflect.TypeFor[string]()
	case 2:
		return reflect.TypeFor[int]()
	case 3:
		return reflect.TypeFor[int8]()
	case 4:
		return reflect.TypeFor[uint16]()
	case 5:
		return reflect.TypeFor[ident]()
	case 6:
		return reflect.TypeFor[uint64]()
	case 7:
		return reflect.TypeFor[[]letter]()
	case 8:
		return reflect.SliceOf(anyType(t, depth-1))
	case 9:
		return reflect.ArrayOf(rapid.IntRange(0, 3).Draw(t, "len"), anyType(t, depth-1))
	case 10:
		return reflect.PointerTo(anyType(t, depth-1))
	case 11:
		return reflect.MapOf(anyKey(t), anyType(t, depth-1))
	default:
		return anyStruct(t, depth-1)
	}
}

func anyKey(t *rapid.T) reflect.Type {
	return rapid.SampledFrom([]reflect.Type{
		reflect.TypeFor[int](), reflect.TypeFor[string](), reflect.TypeFor[ident](), reflect.TypeFor[pair](),
		reflect.TypeFor[[2]bool](),
	}).Draw(t, "key")
}

func anyStruct(t *rapid.T, depth int) reflect.Type {
	var fields []reflect.StructField
	for i := range rapid.IntRange(0, 4).Draw(t, "fields") {
		fields = append(fields, reflect.StructField{Name: fmt.Sprintf("F%d", i), Type: anyType(t, depth)})
	}
	return reflect.StructOf(fields)
}

// fill draws a value. Slices are nil or have elements, and maps are never nil, as a decoder makes them.
func fill(t *rapid.T, v reflect.Value) {
	few := func() int { return rapid.IntRange(0, 3).Draw(t, "n") }
	switch v.Kind() {
	case reflect.Bool:
		v.SetBool(rapid.Bool().Draw(t, "bool"))
	case reflect.String:
		v.SetString(rapid.StringN(-1, -1, 5).Draw(t, "string"))
	case reflect.Int, reflect.Int8:
		v.SetInt(rapid.Int64().Draw(t, "int") >> (64 - v.Type().Bits()))
	case reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		v.SetUint(rapid.Uint64().Draw(t, "uint") >> (64 - v.Type().Bits()))
	case reflect.Slice:
		if n := few(); n > 0 {
			v.Set(reflect.MakeSlice(v.Type(), n, n+few()))
		}
		for i := range v.Len() {
			fill(t, v.Index(i))
		}
	case reflect.Array:
		for i := range v.Len() {
			fill(t, v.Index(i))
		}
	case reflect.Pointer:
		if few() > 0 {
			v.Set(reflect.New(v.Type().Elem()))
			fill(t, v.Elem())
		}
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		for range few() {
			key, elem := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
			fill(t, key)
			fill(t, elem)
			v.SetMapIndex(key, elem)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			fill(t, v.Field(i))
		}
	}
}

func TestAnyValueOfAnyTypeIsDecodedAndCopiedAsItWas(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rt := anyType(t, 3)
		table := new(Table)
		c, err := table.Codec(rt)
		if err != nil {
			t.Fatal(err)
		}
		v, decoded, copied := reflect.New(rt), reflect.New(rt), reflect.New(rt)
		fill(t, v.Elem())
		b := c.AppendTo([]byte("x"), v.UnsafePointer())[1:]
		if rest, err := c.LoadFrom(b, decoded.UnsafePointer()); err != nil || len(rest) > 0 {
			t.Fatalf("%v: %x is decoded with %v, %x left over", rt, b, err, rest)
		}
		c.CopyTo(copied.UnsafePointer(), v.UnsafePointer())
		for name, got := range map[string]reflect.Value{"decoded": decoded, "copied": copied} {
			if !reflect.DeepEqual(got.Interface(), v.Interface()) {
				t.Fatalf("%v is %s as %v", v.Elem(), name, got.Elem())
			}
		}
		if len(b) < c.least {
			t.Fatalf("%v takes %d bytes, fewer than %d", rt, len(b), c.least)
		}
		for i := range b {
			if _, err := c.LoadFrom(b[:i], reflect.New(rt).UnsafePointer()); err == nil {
				t.Fatalf("%v: the first %d bytes of %x are decoded as a whole value", rt, i, b)
			}
		}
	})
}

func TestTwoValuesEncodeAlikeExactlyWhenTheyAreEqual(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rt := anyType(t, 2)
		table := new(Table)
		v, w := reflect.New(rt), reflect.New(rt)
		fill(t, v.Elem())
		fill(t, w.Elem())
		a, b := table.AppendAny(nil, v.Interface()), table.AppendAny(nil, w.Interface())
		if equal := reflect.DeepEqual(v.Interface(), w.Interface()); equal != (string(a) == string(b)) {
			t.Fatalf("%v and %v encode to %x and %x", v.Elem(), w.Elem(), a, b)
		}
	})
}
