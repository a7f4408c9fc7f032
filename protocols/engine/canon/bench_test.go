package canon

import (
	"encoding/binary"
	"maps"
	"slices"
	"testing"
	"unsafe"
)

// The benchmarks compare what is derived with what an author would write by hand for the same state.

type mapState struct {
	shared
	Clock  int
	Queue  []pair
	Heard  map[ident]int
	Op     ident
	Inside bool
}

func (s *mapState) clone() *mapState {
	c := *s
	c.Queue = slices.Clone(s.Queue)
	c.Heard = maps.Clone(s.Heard)
	return &c
}

func (s *mapState) appendTo(b []byte) []byte {
	b = binary.AppendVarint(b, int64(s.Clock))
	b = binary.AppendUvarint(b, uint64(len(s.Queue)))
	for _, r := range s.Queue {
		b = binary.AppendVarint(b, int64(r.Clock))
		b = binary.AppendUvarint(b, uint64(r.Node))
	}
	var room [16]ident
	ids := room[:0]
	for id := range s.Heard {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	b = binary.AppendUvarint(b, uint64(len(ids)))
	for _, id := range ids {
		b = binary.AppendUvarint(b, uint64(id))
		b = binary.AppendVarint(b, int64(s.Heard[id]))
	}
	b = binary.AppendUvarint(b, uint64(s.Op))
	return appendBool(b, s.Inside)
}

type flatState struct {
	shared
	Clock  int
	Queue  [4]pair
	Count  int
	Heard  [4]int
	Op     ident
	Inside bool
}

func (s *flatState) appendTo(b []byte) []byte {
	b = binary.AppendVarint(b, int64(s.Clock))
	for _, r := range s.Queue {
		b = binary.AppendVarint(b, int64(r.Clock))
		b = binary.AppendUvarint(b, uint64(r.Node))
	}
	b = binary.AppendVarint(b, int64(s.Count))
	for _, h := range s.Heard {
		b = binary.AppendVarint(b, int64(h))
	}
	b = binary.AppendUvarint(b, uint64(s.Op))
	return appendBool(b, s.Inside)
}

func states() (*mapState, *flatState) {
	m := &mapState{Clock: 1000, Heard: map[ident]int{}}
	f := &flatState{Clock: 1000, Count: 4}
	for i := range 4 {
		node := 'n'<<24 | ident(i)
		m.Queue = append(m.Queue, pair{i * 10, node})
		m.Heard[node] = i * 11
		f.Queue[i], f.Heard[i] = pair{i * 10, node}, i*11
	}
	return m, f
}

func BenchmarkCopy(b *testing.B) {
	m, f := states()
	table := mustTable(b)
	mapCodec, flatCodec := mustCodec[mapState](b, table), mustCodec[flatState](b, table)
	var sink any
	bench(b, "maps/by hand", func() { sink = m.clone() })
	bench(b, "maps/derived", func() {
		c := new(mapState)
		mapCodec.CopyTo(unsafe.Pointer(c), unsafe.Pointer(m))
		sink = c
	})
	bench(b, "flat/by hand", func() { c := *f; sink = &c })
	bench(b, "flat/derived", func() {
		c := new(flatState)
		flatCodec.CopyTo(unsafe.Pointer(c), unsafe.Pointer(f))
		sink = c
	})
	_ = sink
}

func BenchmarkAppend(b *testing.B) {
	m, f := states()
	table := mustTable(b)
	mapCodec, flatCodec := mustCodec[mapState](b, table), mustCodec[flatState](b, table)
	var buf []byte
	bench(b, "maps/by hand", func() { buf = m.appendTo(buf[:0]) })
	bench(b, "maps/derived", func() { buf = mapCodec.AppendTo(buf[:0], unsafe.Pointer(m)) })
	bench(b, "flat/by hand", func() { buf = f.appendTo(buf[:0]) })
	bench(b, "flat/derived", func() { buf = flatCodec.AppendTo(buf[:0], unsafe.Pointer(f)) })
}

func BenchmarkLoad(b *testing.B) {
	m, f := states()
	table := mustTable(b)
	mapCodec, flatCodec := mustCodec[mapState](b, table), mustCodec[flatState](b, table)
	mapBytes, flatBytes := mapCodec.AppendTo(nil, unsafe.Pointer(m)), flatCodec.AppendTo(nil, unsafe.Pointer(f))
	bench(b, "maps", func() {
		if _, err := mapCodec.LoadFrom(mapBytes, unsafe.Pointer(new(mapState))); err != nil {
			b.Fatal(err)
		}
	})
	bench(b, "flat", func() {
		if _, err := flatCodec.LoadFrom(flatBytes, unsafe.Pointer(new(flatState))); err != nil {
			b.Fatal(err)
		}
	})
}

func BenchmarkMessage(b *testing.B) {
	type promise struct{ Ballot, Slot int }
	table := mustTable(b, append(samples(), promise{})...)
	var buf []byte
	m := any(promise{1, 70_000})
	bench(b, "index", func() { _ = table.Index(m) })
	bench(b, "append", func() { buf, _ = table.Append(buf[:0], m) })
	bench(b, "box and append", func() { buf, _ = table.Append(buf[:0], promise{len(buf), 70_000}) })
	bench(b, "append any", func() { buf = table.AppendAny(buf[:0], promise{len(buf), 70_000}) })
	encoded, _ := table.Append(nil, m)
	bench(b, "load", func() {
		if _, _, err := table.Load(encoded); err != nil {
			b.Fatal(err)
		}
	})
}

// BenchmarkNewTable is what each world pays.
func BenchmarkNewTable(b *testing.B) {
	bench(b, "10 types", func() { mustTable(b, samples()...) })
}

func bench(b *testing.B, name string, f func()) {
	b.Run(name, func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			f()
		}
	})
}
