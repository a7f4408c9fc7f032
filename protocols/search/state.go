package search

import (
	"encoding/binary"
	"slices"
	"sort"

	"quorumlab/protocols/engine"
)

// A state is one state of the cluster, taken apart into numbers.
type state struct {
	fp     uint64
	sum    uint64  // of the hashes of locals
	locals []int32 // by node
	scene  int32
	net    []int32 // messages under way: by number, or, where links keep their order, by link and then oldest first
}

// A ref names a state: the worker that found it, and which of its finds it was.
type ref uint32

const (
	refBits    = 29
	workersMax = 1 << (32 - refBits)
)

// A block is states in a row, as bytes, and the ref of the first.
type block struct {
	bytes  []byte
	at     int // where the first state begins that is not done
	first  ref // its ref
	states int // how many are left
}

const blockSize = 1 << 16

func appendNumber(b []byte, v uint32) []byte {
	if v < 0x80 {
		return append(b, byte(v))
	}
	return binary.AppendUvarint(b, uint64(v))
}

// encode appends a state.
func (w *worker) encode(b []byte, x *state) []byte {
	b = binary.LittleEndian.AppendUint64(b, x.fp)
	for _, l := range x.locals {
		b = appendNumber(b, uint32(l))
	}
	b = appendNumber(b, uint32(x.scene))
	b = appendNumber(b, uint32(len(x.net)))
	last := int32(0)
	for _, m := range x.net {
		if w.ordered {
			b = appendNumber(b, uint32(m))
			continue
		}
		b = appendNumber(b, uint32(m-last))
		last = m
	}
	return b
}

// decode reads the state at the front of b into x, and returns how long it was.
func (w *worker) decode(b []byte, x *state) int {
	x.fp = binary.LittleEndian.Uint64(b)
	at := 8
	number := func() int32 {
		if c := b[at]; c < 0x80 {
			at++
			return int32(c)
		}
		v, n := binary.Uvarint(b[at:])
		at += n
		return int32(v)
	}
	x.sum = 0
	for i := range x.locals {
		l := number()
		x.locals[i] = l
		x.sum += w.v.locals[i][l].hash
	}
	x.scene = number()
	n := int(number())
	x.net = x.net[:0]
	last := int32(0)
	for range n {
		m := number()
		if !w.ordered {
			m += last
			last = m
		}
		x.net = append(x.net, m)
	}
	return at
}

// fingerprint computes from nothing what expand updates.
func (w *worker) fingerprint(x *state) uint64 {
	f := w.scenes[x.scene].hash
	for i, l := range x.locals {
		f += w.v.locals[i][l].hash
	}
	return f + w.netHash(x.net)
}

// netHash is the network's part of a fingerprint: of all messages, or, where links keep their order, of each link.
func (w *worker) netHash(net []int32) (f uint64) {
	if !w.ordered {
		for _, m := range net {
			f += w.v.inputs[m].hash
		}
		return f
	}
	for i := 0; i < len(net); {
		link := w.v.inputs[net[i]].link
		h := uint64(link)
		for ; i < len(net) && w.v.inputs[net[i]].link == link; i++ {
			h = engine.Mix(h*31 + w.v.inputs[net[i]].hash)
		}
		f += h
	}
	return f
}

// enter puts a message on its way.
func (w *worker) enter(net []int32, m int32) []int32 {
	if w.ordered {
		link := w.v.inputs[m].link
		i := sort.Search(len(net), func(i int) bool { return w.v.inputs[net[i]].link > link })
		return slices.Insert(net, i, m)
	}
	i, there := slices.BinarySearch(net, m)
	if there && w.stays {
		return net
	}
	return slices.Insert(net, i, m)
}
