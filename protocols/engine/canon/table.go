package canon

import (
	"maps"
	"reflect"
	"slices"
	"unsafe"

	"quorumlab/protocols/engine/say"
)

// A Table numbers the types that a protocol declares, which are what an interface may hold, and keeps the codecs of all
// types that it was asked for. The zero Table declares none. A Table is for one goroutine at a time, and so are its
// codecs, which share room for maps; worlds that run in parallel have a Table each.
type Table struct {
	// Opaque lets functions, channels and interfaces with methods pass: they are not encoded, and copied as they are.
	// It is for the state of a foreign library, whose adapter then mends the copy. Set it before the first Codec.
	Opaque bool

	types   []reflect.Type
	codecs  []*Codec
	numbers numbering
	cache   map[reflect.Type]*Codec
	recent  [4]*Codec
	turn    int
}

// NewTable declares the types of the samples, which are numbered from 0 in their order. It fails on a sample without a
// type, a type given twice, and one that is not plain data.
func NewTable(samples ...any) (*Table, error) {
	t := new(Table)
	words := make([]unsafe.Pointer, 0, len(samples))
	for i, s := range samples {
		rt := reflect.TypeOf(s)
		if rt == nil {
			return nil, say.Errorf("canon: sample %d is nil: a value of the declared type is expected", i)
		}
		if slices.Contains(t.types, rt) {
			return nil, say.Errorf("canon: %v is declared twice", rt)
		}
		c, err := t.Codec(rt)
		if err != nil {
			return nil, err
		}
		t.types = append(t.types, rt)
		t.codecs = append(t.codecs, c)
		words = append(words, wordOf(s))
	}
	t.numbers = number(words)
	return t, nil
}

// Types are the declared types, by number.
func (t *Table) Types() []reflect.Type { return slices.Clone(t.types) }

// Index is the number of v's type, or -1 when it is nil or not declared.
func (t *Table) Index(v any) int { return t.numbers.of(wordOf(v)) }

// Codec is the codec of rt, declared or not, made at the first call. It fails when rt is not plain data, with the path
// to what is not.
func (t *Table) Codec(rt reflect.Type) (*Codec, error) {
	if c := t.cache[rt]; c != nil {
		return c, nil
	}
	m := compiler{table: t, made: map[reflect.Type]*Codec{}}
	c, err := m.codec(rt, nameOf(rt))
	if err != nil {
		return nil, say.Errorf("canon: %w", err)
	}
	for _, c := range m.made { // order: each has one measure, whoever asks for it first
		c.measure()
	}
	for _, c := range m.made { // order: each by itself
		c.pad()
	}
	if t.cache == nil {
		t.cache = map[reflect.Type]*Codec{}
	}
	maps.Copy(t.cache, m.made)
	return c, nil
}

// Append encodes v, which is nil or of a declared type, after its type's number, and returns the number as Index
// does. It does not make v escape. It panics when v's type is not declared.
func (t *Table) Append(b []byte, v any) ([]byte, int) { return t.append(b, &v, 0) }

func (t *Table) append(b []byte, v *any, depth int) ([]byte, int) {
	if *v == nil {
		return append(b, 0), -1
	}
	i := t.mustIndex(v)
	c := t.codecs[i]
	return c.append(appendUint(b, uint64(i)+1), c.valueAt(v), depth), i
}

func (t *Table) mustIndex(v *any) int {
	i := t.numbers.of(ifaceOf(v).word)
	if i < 0 {
		panic(say.Sprintf("canon: %v is not declared: declared are %v", reflect.TypeOf(*v), t.types))
	}
	return i
}

// Load decodes what Append wrote at the front of b, nil included, and returns the rest. Its errors and costs are those
// of Codec.LoadFrom.
func (t *Table) Load(b []byte) (any, []byte, error) {
	in := input{b: b}
	v, err := t.load(&in, 0)
	if err != nil {
		return nil, nil, say.Errorf("canon: %w", err)
	}
	return v, in.b, nil
}

func (t *Table) load(in *input, depth int) (any, error) {
	n, err := in.uint()
	if err != nil || n == 0 {
		return nil, err
	}
	if n > uint64(len(t.codecs)) {
		return nil, say.Errorf("type number %d of %d declared types", n, len(t.codecs))
	}
	c := t.codecs[n-1]
	v := reflect.New(c.rt)
	err = c.load(in, v.UnsafePointer(), depth)
	if err != nil && depth == 0 { // the outermost only: hostile bytes could make a name for each level
		err = say.Errorf("%s: %w", nameOf(c.rt), err)
	}
	return v.Elem().Interface(), err
}

// copyAny replaces the value in dst, which is the same as in src, where that can be changed through what it refers to.
func (t *Table) copyAny(dst, src *any, depth int) {
	if *src == nil {
		return
	}
	c := t.codecs[t.mustIndex(src)]
	if c.flat {
		return
	}
	v := reflect.New(c.rt)
	c.copy(v.UnsafePointer(), c.valueAt(src), depth)
	*dst = v.Elem().Interface()
}

// AppendAny encodes v, of any plain type, declared or not, without a type's number. A pointer means the value that it
// points to: &x encodes as x does. It does not make v escape. It panics when v is nil or not plain data.
func (t *Table) AppendAny(b []byte, v any) []byte {
	rt := reflect.TypeOf(v)
	if rt == nil || rt.Kind() == reflect.Pointer && ifaceOf(&v).data == nil {
		panic(say.Sprintf("canon: a value is expected, not a nil %v", rt))
	}
	if rt.Kind() == reflect.Pointer {
		return t.mustCodec(rt.Elem()).append(b, hide(ifaceOf(&v).data), 0)
	}
	c := t.mustCodec(rt)
	return c.append(b, c.valueAt(&v), 0)
}

// mustCodec remembers the last few types asked for: a node writes the same two or three at every step.
func (t *Table) mustCodec(rt reflect.Type) *Codec {
	for _, c := range t.recent {
		if c != nil && c.rt == rt {
			return c
		}
	}
	c, err := t.Codec(rt)
	if err != nil {
		panic(err)
	}
	t.recent[t.turn%len(t.recent)] = c
	t.turn++
	return c
}

// LoadAny decodes the whole of b, which AppendAny wrote from a value of the type that p points to or from a pointer to
// one, to *p. Its errors are those of Codec.LoadFrom, bytes left over, a type that is not plain data, and a p that is
// no pointer.
func (t *Table) LoadAny(b []byte, p any) error {
	v := reflect.ValueOf(p)
	if v.Kind() != reflect.Pointer || v.IsNil() {
		return say.Errorf("canon: a pointer to decode to is expected, not %v", reflect.TypeOf(p))
	}
	c, err := t.Codec(v.Type().Elem())
	if err != nil {
		return err
	}
	rest, err := c.LoadFrom(b, v.UnsafePointer())
	if err == nil && len(rest) > 0 {
		err = say.Errorf("canon: %s: %d of %d bytes are left over", nameOf(c.rt), len(rest), len(b))
	}
	return err
}
