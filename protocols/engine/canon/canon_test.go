package canon

import (
	"reflect"
	"strings"
	"testing"
	"unsafe"
)

// mustTable is a Table of the samples' types.
func mustTable(t testing.TB, samples ...any) *Table {
	t.Helper()
	table, err := NewTable(samples...)
	if err != nil {
		t.Fatal(err)
	}
	return table
}

// mustCodec is a Codec for T.
func mustCodec[T any](t testing.TB, table *Table) *Codec {
	t.Helper()
	c, err := table.Codec(reflect.TypeFor[T]())
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// clone copies v with a Codec of its own.
func clone[T any](t testing.TB, table *Table, v *T) *T {
	t.Helper()
	dst := new(T)
	mustCodec[T](t, table).CopyTo(unsafe.Pointer(dst), unsafe.Pointer(v))
	return dst
}

type (
	letter uint8
	ident  uint32
	pair   struct {
		Clock int
		Node  ident
	}
	list struct {
		Value int
		Next  *list
	}
	tree struct {
		Kids  []tree
		Named map[string]*tree
		Pair  [2]branch
	}
	branch struct{ Of *tree }
	shared struct {
		Const
		Members []int
	}
	whole struct {
		shared
		b              bool
		i8             int8
		i16            int16
		i32            int32
		i64            int64
		u8             uint8
		u16            uint16
		u32            uint32
		u64            uint64
		s              string
		raw            []byte
		letters        []letter
		pairs          []pair
		array          [3]pair
		words          [2]string
		one            *pair
		next           *list
		forest         tree
		set            map[ident]struct{}
		byName         map[string][]int
		byPair         map[pair]map[bool]int
		any            any
		anys           []any
		nothing        []struct{}
		_              func()
		alsoNotCounted *shared
	}
)

func samples() []any {
	return []any{pair{}, list{}, "", 0, whole{}, &pair{}, map[string]int{}, []int{}, struct{ P *pair }{}, branch{}}
}

func filled() *whole {
	return &whole{
		shared: shared{Members: []int{1, 2, 3}},
		b:      true, i8: -8, i16: -16_000, i32: -32_000_000, i64: -1 << 63,
		u8: 255, u16: 65535, u32: 1<<32 - 1, u64: 1<<64 - 1,
		s: "quorum", raw: []byte{1, 0}, letters: []letter{'a', 'b'},
		pairs: []pair{{1, 2}, {-3, 4}}, array: [3]pair{{5, 6}}, words: [2]string{"", "x"},
		one: &pair{7, 8}, next: &list{1, &list{2, nil}},
		forest: tree{Kids: []tree{{}, {Named: map[string]*tree{"b": {}, "a": nil}}}, Pair: [2]branch{{}, {&tree{}}}},
		set:    map[ident]struct{}{9: {}, 3: {}, 300: {}},
		byName: map[string][]int{"n2": {2}, "n10": {10, 11}, "": nil},
		byPair: map[pair]map[bool]int{{1, 1}: {true: 1, false: 0}, {1, 0}: nil},
		any:    pair{1, 2},
		anys: []any{nil, "text", -1, list{3, &list{4, nil}}, &pair{5, 6}, map[string]int{"x": 1}, []int{1},
			struct{ P *pair }{&pair{7, 8}}, branch{&tree{Named: map[string]*tree{}}}},
		nothing:        make([]struct{}, 3),
		alsoNotCounted: &shared{},
	}
}

func TestWhatIsDecodedEncodesAsBefore(t *testing.T) {
	table := mustTable(t, samples()...)
	for _, v := range []*whole{new(whole), filled()} {
		want := table.AppendAny(nil, v)
		got := new(whole)
		if err := table.LoadAny(want, got); err != nil {
			t.Fatal(err)
		}
		if again := table.AppendAny(nil, got); string(again) != string(want) {
			t.Errorf("%x decodes to %+v, which encodes to %x", want, got, again)
		}
		got.shared, got.alsoNotCounted = v.shared, v.alsoNotCounted
		got.set, got.byName, got.byPair, got.forest, got.raw = v.set, v.byName, v.byPair, v.forest, v.raw
		if !reflect.DeepEqual(got, v) {
			t.Errorf("%+v decodes to %+v", v, got)
		}
	}
}

func TestACopyIsEqualAndSharesNothing(t *testing.T) {
	table := mustTable(t, samples()...)
	v := filled()
	want := table.AppendAny(nil, v)
	c := clone(t, table, v)
	if !reflect.DeepEqual(c, v) {
		t.Errorf("the copy of %+v is %+v", v, c)
	}
	c.raw[0], c.letters[0], c.pairs[0].Clock, c.one.Clock, c.next.Next.Value = 9, 9, 9, 9, 9
	c.forest.Kids[1].Named["b"].Kids = make([]tree, 1)
	c.forest.Pair[1].Of.Kids = make([]tree, 1)
	c.set[1] = struct{}{}
	c.byName["n10"][0] = 9
	c.byPair[pair{1, 1}][true] = 9
	c.anys[3].(list).Next.Value = 9
	c.anys[4].(*pair).Clock = 9
	c.anys[5].(map[string]int)["x"] = 9
	c.anys[6].([]int)[0] = 9
	c.anys[7].(struct{ P *pair }).P.Clock = 9
	c.anys[8].(branch).Of.Kids = make([]tree, 1)
	c.anys[0] = 9
	if got := table.AppendAny(nil, v); string(got) != string(want) {
		t.Errorf("changing the copy changed the original from\n%x to\n%x", want, got)
	}
	if &c.Members[0] != &v.Members[0] {
		t.Error("what is no part of the state was copied")
	}
}

func TestAnEmptySliceIsCopiedWithoutItsRoom(t *testing.T) {
	type node struct{ Queue []int }
	v := &node{Queue: make([]int, 0, 8)}
	c := clone(t, mustTable(t), v)
	_ = append(v.Queue, 1)
	if c.Queue = append(c.Queue, 2); v.Queue[:1][0] != 1 {
		t.Error("appending to the copy wrote to the original's array")
	}
	if clone(t, mustTable(t), &node{}).Queue != nil {
		t.Error("the copy of a nil slice is not nil")
	}
	if clone(t, mustTable(t), &node{Queue: []int{}}).Queue == nil {
		t.Error("the copy of an empty slice is nil")
	}
}

func TestNilAndEmptyEncodeAlike(t *testing.T) {
	type node struct {
		Queue []int
		Raw   []byte
		Map   map[int]int
	}
	table := mustTable(t)
	a, b := table.AppendAny(nil, node{}), table.AppendAny(nil, node{[]int{}, []byte{}, map[int]int{}})
	if string(a) != string(b) {
		t.Errorf("nil encodes to %x, empty to %x", a, b)
	}
}

func TestMapsEncodeAlikeHoweverTheyWereFilled(t *testing.T) {
	table := mustTable(t)
	var want []byte
	for turn := range 20 {
		m := map[string]int{}
		for i := range 50 {
			k := (i*7 + turn) % 50
			m[strings.Repeat("k", k)] = k
		}
		got := table.AppendAny(nil, m)
		if want == nil {
			want = got
		}
		if string(got) != string(want) {
			t.Fatalf("turn %d: %x, expected %x", turn, got, want)
		}
	}
}

func TestMapsNestInMapsOfTheSameType(t *testing.T) {
	type nested map[string]nested
	v := nested{
		"a": {"b": {"c": {}, "d": {"e": {}, "f": {}}}, "g": {"h": {}, "i": {}}},
		"j": {"k": {}, "l": {"m": {}, "n": {}}},
	}
	table := mustTable(t)
	var got nested
	if err := table.LoadAny(table.AppendAny(nil, v), &got); err != nil || !reflect.DeepEqual(got, v) {
		t.Errorf("%v decodes to %v, %v", v, got, err)
	}
	if c := clone(t, table, &v); !reflect.DeepEqual(*c, v) {
		t.Errorf("the copy of %v is %v", v, *c)
	}
}

func TestDecodingReplacesWhatWasThere(t *testing.T) {
	table := mustTable(t, samples()...)
	v := filled()
	pairs, one, byName := v.pairs, v.one, v.byName
	if err := table.LoadAny(table.AppendAny(nil, whole{pairs: []pair{{9, 9}}, one: &pair{9, 9}}), v); err != nil {
		t.Fatal(err)
	}
	if pairs[0].Clock == 9 || one.Clock == 9 || len(byName) == 0 {
		t.Error("it was written to")
	}
	again := table.AppendAny(nil, whole{})
	if err := table.LoadAny(again, v); err != nil {
		t.Fatal(err)
	}
	if got := table.AppendAny(nil, v); string(got) != string(again) {
		t.Errorf("the zero value decodes to %+v", v)
	}
}

func TestACodecKnowsTheFewestBytesOfItsType(t *testing.T) {
	for range 10 { // the types that a type reaches are measured in any order
		table := mustTable(t)
		for v, want := range map[any]int{
			pair{}: 2, [3]pair{}: 6, [2][3]pair{}: 12, [2]branch{}: 2, struct{}{}: 0, [5]struct{}{}: 0,
			struct {
				A [2]string
				B [3]struct{ C *tree }
			}{}: 5,
		} {
			if c, err := table.Codec(reflect.TypeOf(v)); err != nil || c.least != want {
				t.Errorf("%T: got %d, %v, expected %d", v, c.least, err, want)
			}
		}
	}
}
