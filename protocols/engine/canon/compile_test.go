package canon

import (
	"reflect"
	"strings"
	"testing"
	"unsafe"
)

type (
	link struct{ Weight func() }
	node struct{ links []link }
	ring struct {
		Next *ring
		Bad  []chan int
	}
	keyed  struct{ M map[*int]int }
	marks  struct{ M map[marked]int }
	void   struct{ M map[struct{}]int }
	spoke  interface{ Say() }
	marked struct {
		A struct{ Const }
		B int
	}
)

func TestWhatIsNoPlainDataIsRefusedWithItsPath(t *testing.T) {
	for _, test := range []struct {
		sample any
		want   string
	}{
		{node{}, "canon: node.links[].Weight: func() is not plain data"},
		{ring{}, "canon: ring.Bad[]: chan int is not plain data"},
		{struct{ F map[string]*float64 }{}, "F[]: float64 is not plain data"},
		{struct{ C complex64 }{}, "C: complex64 is not plain data"},
		{struct{ P uintptr }{}, "P: uintptr is not plain data"},
		{struct{ P unsafe.Pointer }{}, "P: unsafe.Pointer is not plain data"},
		{struct{ S [2]spoke }{}, "S[]: canon.spoke is not plain data"},
		{keyed{}, "canon: keyed.M: *int is no key of plain data"},
		{struct{ M map[any]int }{}, "M: interface {} is no key of plain data"},
		{marks{}, "canon: marks.M: canon.marked is no key"},
		{void{}, "canon: void.M: struct {} is no key"},
		{nil, "canon: sample 0 is nil"},
	} {
		_, err := NewTable(test.sample)
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%T: got %v, expected %q", test.sample, err, test.want)
		}
	}
	if _, err := NewTable(1, "x", 2); err == nil || err.Error() != "canon: int is declared twice" {
		t.Errorf("1 and 2: got %v", err)
	}
}

func TestATypeThatFailedLeavesNothingHalfMadeBehind(t *testing.T) {
	table := mustTable(t)
	for _, rt := range []reflect.Type{reflect.TypeFor[ring](), reflect.TypeFor[*ring](), reflect.TypeFor[ring]()} {
		if _, err := table.Codec(rt); err == nil {
			t.Errorf("%v was accepted", rt)
		}
	}
}

func TestAnOpaqueTablePassesOverFunctionsChannelsAndInterfaces(t *testing.T) {
	type foreign struct {
		Step  func() int
		Done  chan int
		Log   spoke
		Steps []func() int
		N     int
	}
	table := mustTable(t)
	table.Opaque = true
	v := &foreign{Step: func() int { return 7 }, Done: make(chan int), N: 5}
	v.Steps = append(v.Steps, v.Step)
	c := clone(t, table, v)
	if c.Step() != 7 || c.Steps[0]() != 7 || c.Done != v.Done || c.N != 5 {
		t.Errorf("%+v was copied as %+v", v, c)
	}
	c.Steps[0] = nil
	if v.Steps[0] == nil {
		t.Error("the copy shares the original's slice")
	}
	a, b := table.AppendAny(nil, v), table.AppendAny(nil, foreign{Steps: v.Steps, N: 5})
	if string(a) != string(b) {
		t.Errorf("with functions it encodes to %x, without to %x", a, b)
	}
	if _, err := table.Codec(reflect.TypeFor[float64]()); err == nil {
		t.Error("float64 was accepted")
	}
}

// setup stands for the configuration that a node embeds.
type setup struct {
	shared
	Limit int
}

func TestOnlyWhatEmbedsConstDirectlyIsNoState(t *testing.T) {
	type inner struct {
		setup
		Count int
	}
	type outer struct {
		Inner    inner
		Pointer  *inner
		Constant *shared
	}
	if _, ok := any(inner{}).(Constant); !ok {
		t.Fatal("the method of Const is not promoted: the test tests nothing")
	}
	table := mustTable(t)
	v := outer{Inner: inner{Count: 1}, Pointer: &inner{Count: 2}}
	v.Inner.Limit = 3
	want := string([]byte{6, 2, 1, 0, 4}) // Inner.Limit, Inner.Count, a pointer, its Limit and Count
	if got := table.AppendAny(nil, v); string(got) != want {
		t.Errorf("got % x, expected % x", got, want)
	}
}

func TestATypeMayRecurseThroughArraysOfItself(t *testing.T) {
	// To compile a branch is to compile a tree, which has an array of branches before they are compiled.
	table := mustTable(t)
	mustCodec[branch](t, table)
	v := tree{Pair: [2]branch{{&tree{Kids: make([]tree, 2)}}, {}}}
	b := table.AppendAny(nil, v)
	var got tree
	if err := table.LoadAny(b, &got); err != nil || len(got.Pair[0].Of.Kids) != 2 {
		t.Errorf("%x decodes to %+v, %v", b, got, err)
	}
	if c := clone(t, table, &v); c.Pair[0].Of == v.Pair[0].Of {
		t.Error("the copy shares the original's pointer")
	}
}

// stamp encodes itself as its length and bytes, and may be changed in place.
type stamp struct{ at []byte }

func (s *stamp) AppendCanon(b []byte) []byte { return append(append(b, byte(len(s.at))), s.at...) }

func (s *stamp) LoadCanon(b []byte) ([]byte, error) {
	if int(b[0]) >= len(b) {
		return nil, errShort
	}
	s.at = append(s.at, b[1:1+b[0]]...)
	return b[1+b[0]:], nil
}

func (s *stamp) CopyCanon(dst any) { dst.(*stamp).at = append([]byte(nil), s.at...) }

// ticket encodes itself and cannot be changed.
type ticket struct{ text *string }

func (s *ticket) AppendCanon(b []byte) []byte { return append(b, *s.text...) }

func TestATypeWithItsOwnEncodingIsCopiedByItsCopierOrShared(t *testing.T) {
	type holder struct {
		Stamps  []stamp
		ByName  map[string]stamp
		Tickets [1]ticket
	}
	text := "paid"
	v := &holder{[]stamp{{[]byte{1}}, {[]byte{2, 3}}}, map[string]stamp{"a": {[]byte{4}}}, [1]ticket{{&text}}}
	table := mustTable(t)
	if got, want := table.AppendAny(nil, v), "\x02\x01\x01\x02\x02\x03\x01\x01a\x01\x04paid"; string(got) != want {
		t.Errorf("got % x, expected % x", got, want)
	}
	c := clone(t, table, v)
	if !reflect.DeepEqual(c, v) {
		t.Errorf("the copy of %+v is %+v", v, c)
	}
	c.Stamps[0].at[0], c.ByName["a"].at[0] = 9, 9
	if v.Stamps[0].at[0] != 1 || v.ByName["a"].at[0] != 4 {
		t.Error("the copy shares what its Copier copied")
	}
	if c.Tickets[0].text != &text {
		t.Error("what has no Copier was not shared")
	}
}

func TestATypeWithItsOwnEncodingDecodesItself(t *testing.T) {
	table := mustTable(t)
	want := []stamp{{[]byte{1}}, {[]byte{2, 3}}}
	var got []stamp
	if err := table.LoadAny(table.AppendAny(nil, want), &got); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, %v, expected %v", got, err, want)
	}
	byNumber := map[int]stamp{1: {[]byte{1}}, 2: {[]byte{2}}}
	var read map[int]stamp
	if err := table.LoadAny(table.AppendAny(nil, byNumber), &read); err != nil || !reflect.DeepEqual(read, byNumber) {
		t.Errorf("got %v, %v, expected %v", read, err, byNumber)
	}
	if err := table.LoadAny([]byte{2, 1, 1}, &got); err == nil {
		t.Error("the second stamp was decoded from nothing")
	}
	if err := table.LoadAny([]byte("x"), new(ticket)); err == nil || !strings.Contains(err.Error(), "has no LoadCanon") {
		t.Errorf("a ticket: got %v", err)
	}
}

func TestAnEmbeddedEncodingDoesNotStandForTheWholeStruct(t *testing.T) {
	type letter struct {
		stamp
		Text string
	}
	_, err := NewTable(letter{})
	if err == nil || !strings.Contains(err.Error(), "letter: the encoding of the embedded stamp would stand for all") {
		t.Errorf("got %v", err)
	}
}

type mute struct{ _ int }

func (*mute) AppendCanon(b []byte) []byte { return b }

func TestATypeThatEncodesItselfToNothingPanics(t *testing.T) {
	defer expectPanic(t, "at least one is expected")
	mustTable(t).AppendAny(nil, mute{})
}

func expectPanic(t *testing.T, want string) {
	t.Helper()
	switch got := recover().(type) {
	case nil:
		t.Errorf("no panic, expected one with %q", want)
	case string:
		if !strings.Contains(got, want) {
			t.Errorf("panic %q, expected one with %q", got, want)
		}
	case error:
		if !strings.Contains(got.Error(), want) {
			t.Errorf("panic %q, expected one with %q", got, want)
		}
	}
}
