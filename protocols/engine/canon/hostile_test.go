package canon

import (
	"bytes"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"unsafe"
)

func TestOnlyWhatAnEncoderMakesIsDecoded(t *testing.T) {
	type empties struct{ E []struct{} }
	for _, test := range []struct {
		p    any
		b    string
		want error
	}{
		{new(uint64), "\x80\x00", errLong},
		{new(int), "\xff\x80\x00", errLong},
		{new(uint64), "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02", errRange},
		{new(uint16), "\x80\x80\x04", errRange},
		{new(int16), "\x80\x80\x04", errRange},
		{new(int32), "\x80\x80\x80\x80\x10", errRange},
		{new(uint64), "\x80", errShort},
		{new(bool), "\x02", errBool},
		{new(bool), "", errShort},
		{new(uint8), "", errShort},
		{new(string), "\x03ab", errShort},
		{new([]byte), "\x03ab", errShort},
		{new(*int), "\x02\x00", errTag},
		{new(*int), "", errShort},
		{new([2]int), "\x00", errShort},
		{new([]int), "\x02\x00", errShort},
		{new(map[int]int), "\x02\x00\x00\x00", errShort},
		{new(map[int]int), "\x02\x02\x00\x00\x00", errOrder},
		{new(map[int]int), "\x02\x00\x00\x00\x00", errOrder},
		{new(empties), "\x01\x01", errPadding},
		{new(empties), "\x01", errShort},
	} {
		err := mustTable(t).LoadAny([]byte(test.b), test.p)
		if err == nil || !strings.HasSuffix(err.Error(), test.want.Error()) {
			t.Errorf("% x as %T: got %v, expected %v", test.b, test.p, err, test.want)
		}
	}
	if _, _, err := mustTable(t, 1).Load([]byte{3, 0}); err == nil || err.Error() != "canon: type number 3 of 1 declared types" {
		t.Errorf("an unknown type: got %v", err)
	}
}

func TestTheWidestIntegersReadBack(t *testing.T) {
	table := mustTable(t)
	for _, want := range []any{
		int8(-128), int8(127), int16(-1 << 15), int16(1<<15 - 1), int32(-1 << 31), int32(1<<31 - 1),
		int64(-1 << 63), int64(1<<63 - 1), uint8(255), uint16(1<<16 - 1), uint32(1<<32 - 1), uint64(1<<64 - 1),
	} {
		got := reflect.New(reflect.TypeOf(want))
		if err := table.LoadAny(table.AppendAny(nil, want), got.Interface()); err != nil || got.Elem().Interface() != want {
			t.Errorf("%T %v reads back as %v, %v", want, want, got.Elem(), err)
		}
	}
}

// bomb has elements that take much room and few bytes.
type bomb struct {
	Slices  [][]int
	Arrays  [][64]*int
	Nothing []struct{}
	Skipped []struct{ Setup shared }
	Maps    []map[string]int
	Map     map[int][]int
	Any     []any
}

func TestNoLengthAllocatesWhatTheInputDoesNotPayFor(t *testing.T) {
	table := mustTable(t, bomb{}, list{})
	c := mustCodec[bomb](t, table)
	huge := "\xff\xff\xff\xff\xff\xff\xff\x3f"
	for _, field := range []int{0, 1, 2, 3, 4, 5, 6} {
		b := append(bytes.Repeat([]byte{0}, field), huge...)
		b = append(b, make([]byte, 100)...)
		if got := allocated(func() {
			if _, err := c.LoadFrom(b, unsafe.Pointer(new(bomb))); err == nil {
				t.Errorf("field %d: a length beyond the input was accepted", field)
			}
		}); got > 10_000 {
			t.Errorf("field %d: %d bytes were allocated for an input of %d", field, got, len(b))
		}
	}
}

func TestNestedLengthsDoNotClaimTheSameInputTwice(t *testing.T) {
	table := mustTable(t)
	for _, p := range []any{new(tree), new([]map[int][]tree)} {
		// At each level, the first of 100 elements begins with the next level.
		b := bytes.Repeat([]byte{100}, 20_000)
		if got := allocated(func() {
			if err := table.LoadAny(b, p); err == nil {
				t.Error("lengths beyond the input were accepted")
			}
		}); got > 100*uint64(len(b)) {
			t.Errorf("%T: %d bytes were allocated for an input of %d", p, got, len(b))
		}
	}
}

// allocated is how many bytes f allocates.
func allocated(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

func TestAHostileDepthIsAnError(t *testing.T) {
	table := mustTable(t, list{}, []any{})
	deep := bytes.Repeat([]byte{0, 1}, 1_000_000)
	if err := table.LoadAny(deep, new(list)); err == nil || !strings.HasSuffix(err.Error(), errDepth.Error()) {
		t.Errorf("pointers: got %v", err)
	}
	_, _, err := table.Load(bytes.Repeat([]byte{2, 1}, 1_000_000))
	if want := "canon: []interface {}: " + errDepth.Error(); err == nil || err.Error() != want {
		t.Errorf("interfaces: got %.200v, expected %s", err, want)
	}
}

func TestALongListIsEncodedCopiedAndDecoded(t *testing.T) {
	table := mustTable(t)
	var v *list
	for i := range 5000 {
		v = &list{i, v}
	}
	b := table.AppendAny(nil, v)
	got := new(list)
	if err := table.LoadAny(b, got); err != nil || !reflect.DeepEqual(got, v) {
		t.Errorf("it is decoded with %v", err)
	}
	if !reflect.DeepEqual(clone(t, table, v), v) {
		t.Error("the copy differs")
	}
}

func TestACycleIsNotEncoded(t *testing.T) {
	defer expectPanic(t, "canon: list nests deeper than 10000: it is a cycle")
	v := &list{}
	v.Next = v
	mustTable(t).AppendAny(nil, v)
}

func TestACycleIsNotCopied(t *testing.T) {
	defer expectPanic(t, "canon: list nests deeper than 10000: it is a cycle")
	v := &list{}
	v.Next = v
	clone(t, mustTable(t), v)
}

// FuzzLoad finds bytes that make Load panic, that are read as something which is written otherwise, or whose reading
// takes memory out of all proportion.
func FuzzLoad(f *testing.F) {
	all := append(samples(), tree{}, bomb{}, []any{}, map[pair]map[string][]any{}, stamp{})
	table := mustTable(f, all...)
	for _, v := range append(all, *filled(), []any{*filled(), map[pair]map[string][]any{{1, 2}: {"x": {1, "y"}}}}) {
		b, _ := table.Append(nil, v)
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		var v any
		var rest []byte
		var err error
		got := allocated(func() { v, rest, err = table.Load(b) })
		if limit := uint64(100_000 + 1000*len(b)); got > limit {
			t.Errorf("%d bytes were allocated for an input of %d", got, len(b))
		}
		if err != nil {
			return
		}
		if again, _ := table.Append(nil, v); !bytes.Equal(again, b[:len(b)-len(rest)]) {
			t.Errorf("% x decodes to %+v, which encodes to % x", b, v, again)
		}
	})
}
