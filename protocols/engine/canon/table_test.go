package canon

import (
	"reflect"
	"runtime"
	"testing"
	"unsafe"
)

func TestEachDeclaredTypeHasItsPlaceAsNumber(t *testing.T) {
	table := mustTable(t, samples()...)
	for i, s := range samples() {
		if got := table.Index(s); got != i {
			t.Errorf("%T has number %d, expected %d", s, got, i)
		}
		if got := table.Types()[i]; got != reflect.TypeOf(s) {
			t.Errorf("number %d is %v, expected %T", i, got, s)
		}
	}
	for _, v := range []any{nil, int8(0), &list{}, letter(0)} {
		if got := table.Index(v); got != -1 {
			t.Errorf("%T has number %d, though it is not declared", v, got)
		}
	}
	if got := new(Table).Index(1); got != -1 {
		t.Errorf("the zero Table has number %d for an int", got)
	}
}

func TestATableHasRoomForMoreTypesThanAByteCounts(t *testing.T) {
	var samples []any
	for i := range 1000 {
		samples = append(samples, reflect.Zero(reflect.ArrayOf(i, reflect.TypeFor[letter]())).Interface())
	}
	table := mustTable(t, samples...)
	for i, want := range samples {
		b, number := table.Append(nil, want)
		got, rest, err := table.Load(append(b, 42))
		if number != i || err != nil || len(rest) != 1 || got != want {
			t.Fatalf("%T has number %d and %x decodes to %T with %x left over, %v", want, number, b, got, rest, err)
		}
	}
}

func TestAppendWritesTheNumberAndTheValue(t *testing.T) {
	table := mustTable(t, "", pair{}, &pair{})
	p := pair{-1, 300}
	for _, test := range []struct {
		v      any
		number int
		want   string
	}{
		{nil, -1, "\x00"},
		{"ab", 0, "\x01\x02ab"},
		{p, 1, "\x02\x01\xac\x02"},
		{&p, 2, "\x03\x01\x01\xac\x02"},
		{(*pair)(nil), 2, "\x03\x00"},
	} {
		if b, number := table.Append(nil, test.v); string(b) != test.want || number != test.number {
			t.Errorf("%#v: got % x and %d, expected % x and %d", test.v, b, number, test.want, test.number)
		}
	}
}

func TestWhatIsNotDeclaredIsNotAppended(t *testing.T) {
	defer expectPanic(t, "canon: int32 is not declared: declared are [string int]")
	mustTable(t, "", 0).Append(nil, int32(1))
}

func TestAPointerMeansTheValueToAppendAny(t *testing.T) {
	table := mustTable(t)
	v := filled()
	v.any, v.anys = nil, nil
	if a, b := table.AppendAny(nil, v), table.AppendAny(nil, *v); string(a) != string(b) {
		t.Errorf("the pointer encodes to\n%x, the value to\n%x", a, b)
	}
	m := map[string]int{"a": 1}
	if a, b := table.AppendAny(nil, &m), table.AppendAny(nil, m); string(a) != string(b) {
		t.Errorf("the pointer encodes to %x, the map to %x", a, b)
	}
	lone := struct{ P *int }{new(int)}
	if a, b := table.AppendAny(nil, &lone), table.AppendAny(nil, lone); string(a) != string(b) {
		t.Errorf("the pointer encodes to %x, the struct to %x", a, b)
	}
}

func TestAppendAnyPanicsWithoutAPlainValue(t *testing.T) {
	for _, v := range []any{nil, (*int)(nil)} {
		func() {
			defer expectPanic(t, "canon: a value is expected, not a nil")
			mustTable(t).AppendAny(nil, v)
		}()
	}
	defer expectPanic(t, "F: func() is not plain data")
	mustTable(t).AppendAny(nil, struct{ F func() }{})
}

func TestLoadAnyWantsAPointerAndAllOfTheInput(t *testing.T) {
	table := mustTable(t)
	for _, test := range []struct {
		b    string
		p    any
		want string
	}{
		{"\x02\x00", new(int), "canon: int: 1 of 2 bytes are left over"},
		{"", new(int), "canon: int: the input ends early"},
		{"\x02", 1, "canon: a pointer to decode to is expected, not int"},
		{"\x02", nil, "canon: a pointer to decode to is expected, not <nil>"},
		{"\x02", (*int)(nil), "canon: a pointer to decode to is expected, not *int"},
		{"\x02", new(float64), "canon: float64: float64 is not plain data"},
	} {
		if err := table.LoadAny([]byte(test.b), test.p); err == nil || err.Error() != test.want {
			t.Errorf("%x to %T: got %v, expected %s", test.b, test.p, err, test.want)
		}
	}
}

func TestAppendingAllocatesNothing(t *testing.T) {
	table := mustTable(t, samples()...)
	b := make([]byte, 0, 4096)
	v := filled()
	n := 0
	for name, f := range map[string]func(){
		"a boxed struct":         func() { n++; table.Append(b, pair{n, 2}) },
		"a boxed pointer":        func() { n++; table.Append(b, &pair{n, 2}) },
		"a boxed lone pointer":   func() { n++; table.Append(b, struct{ P *pair }{&pair{n, 2}}) },
		"a boxed string":         func() { table.Append(b, string(b[:3])) },
		"a struct of any type":   func() { n++; table.AppendAny(b, pair{n, 2}) },
		"all there is":           func() { table.AppendAny(b, v) },
		"all there is, by value": func() { table.Append(b, *v) },
	} {
		if got := testing.AllocsPerRun(100, f); got != 0 {
			t.Errorf("%s: %v allocations", name, got)
		}
	}
}

// mover grows the stack, so that it moves, and collects garbage, while it is encoded.
type mover struct{ n int }

func (m *mover) AppendCanon(b []byte) []byte {
	if m.n > 0 {
		grow(200)
		runtime.GC()
	}
	return append(b, byte(m.n))
}

//go:noinline
func grow(n int) byte {
	var frame [1024]byte
	frame[n%1024] = byte(n)
	if n > 0 {
		frame[0] += grow(n - 1)
	}
	return frame[0] + frame[n%1024]
}

func TestValuesOnTheStackAreFoundWhenItMoves(t *testing.T) {
	type parcel struct {
		First *pair
		Move  mover
		Last  *pair
		Map   map[int]*pair
	}
	table := mustTable(t, parcel{}, &parcel{}, struct{ P *parcel }{})
	const want = "\x01\x02\x03\x01\x01\x08\x09\x01\x0a\x01\x0c\x0d"
	for range 50 {
		done := make(chan string)
		go func() { // with a small stack
			v := parcel{&pair{1, 3}, mover{1}, &pair{4, 9}, map[int]*pair{5: {6, 13}}}
			a, _ := table.Append(nil, v)
			b, _ := table.Append(nil, struct{ P *parcel }{&v})
			done <- string(a[1:]) + string(b[2:])
		}()
		if got := <-done; got != want+want {
			t.Fatalf("got % x, expected % x twice", got, want)
		}
	}
}

func TestAnInterfaceHoldsALonePointerAsItsWord(t *testing.T) {
	type empty struct{}
	for _, test := range []struct {
		rt   reflect.Type
		want bool
	}{
		{reflect.TypeFor[*int](), true},
		{reflect.TypeFor[map[int]int](), true},
		{reflect.TypeFor[struct{ P *int }](), true},
		{reflect.TypeFor[[1]*int](), true},
		{reflect.TypeFor[int](), false},
		{reflect.TypeFor[struct{ A, B uint32 }](), false},
		{reflect.TypeFor[empty](), false},
		{reflect.TypeFor[string](), false},
		{reflect.TypeFor[any](), false},
	} {
		if got := isDirect(test.rt); got != test.want {
			t.Errorf("%v: got %v", test.rt, got)
		}
	}
	// Releases of Go differ about this one; either answer must lead to the value.
	v := struct {
		Mark empty
		P    *pair
	}{P: &pair{1, 2}}
	if b, _ := mustTable(t, v).Append(nil, v); string(b) != "\x01\x01\x02\x02" {
		t.Errorf("a pointer beside an empty struct encodes to % x", b)
	}
}

func TestPointerOfWantsAPointer(t *testing.T) {
	p := new(int)
	if got := PointerOf(p); got != unsafe.Pointer(p) {
		t.Errorf("got %p, expected %p", got, p)
	}
	defer expectPanic(t, "canon: PointerOf wants a pointer, not map[int]int")
	PointerOf(map[int]int{})
}
