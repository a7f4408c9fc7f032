package history

import (
	"math/bits"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/engine/order"
)

// stepsMax bounds how many steps of the model the small judge takes where nobody waits for it.
const stepsMax = 2_000_000

// A moment is a call or a return, in a list from which operations are lifted as they are put in order.
type moment struct {
	op         int
	at         int64
	returns    bool
	match      int // of a call: its return
	prev, next int
}

func small(m *engine.Model, ops []Op) Verdict { return within(m, ops, stepsMax) }

// within is Wing and Gong's search with Lowe's memory of configurations seen: what has been put in order, and the state. It
// gives up after so many steps of the model.
func within(m *engine.Model, ops []Op, stepsMax int) Verdict {
	list := moments(ops)
	type configuration struct {
		done  string
		state any
	}
	var (
		seen  = map[uint64][]configuration{}
		done  = make(bitset, (len(ops)+63)/64)
		state = m.Init()
		stack []struct {
			call  int
			state any
		}
		steps int
		head  = list[0].next
	)
	remember := func(next any) bool {
		h := done.hash()
		key := done.text()
		for _, c := range seen[h] {
			if c.done == key && equal(c.state, next) {
				return false
			}
		}
		seen[h] = append(seen[h], configuration{key, next})
		return true
	}
	at := head
	for list[0].next != 0 {
		e := &list[at]
		if !e.returns {
			if steps++; steps > stepsMax {
				return Unknown
			}
			o := &ops[e.op]
			ok, next := m.Step(state, o.In, o.Out)
			if ok {
				done.set(e.op)
				if remember(next) {
					stack = append(stack, struct {
						call  int
						state any
					}{at, state})
					state = next
					lift(list, at)
					at = list[0].next
					continue
				}
				done.clear(e.op)
			}
			at = e.next
			continue
		}
		// A return whose call could not be put in order before it: take back the last choice.
		if len(stack) == 0 {
			return Not
		}
		last := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		state = last.state
		done.clear(list[last.call].op)
		unlift(list, last.call)
		at = list[last.call].next
	}
	return Linearizable
}

// moments lists all calls and returns by time; a call at the moment of a return comes before it. Element 0 is the head.
func moments(ops []Op) []moment {
	list := make([]moment, 1, 2*len(ops)+1)
	for i := range ops {
		list = append(list, moment{op: i, at: ops[i].Call}, moment{op: i, at: ops[i].Return, returns: true})
	}
	all := list[1:]
	before := func(i, j int) bool {
		a, b := &all[i], &all[j]
		return a.at < b.at || a.at == b.at && !a.returns && b.returns
	}
	order.Sort(len(all), before, func(i, j int) { all[i], all[j] = all[j], all[i] })
	calls := make([]int, len(ops))
	for i := range list {
		list[i].prev, list[i].next = (i+len(list)-1)%len(list), (i+1)%len(list)
		if i > 0 && !list[i].returns {
			calls[list[i].op] = i
		}
	}
	for i := range list[1:] {
		if list[i+1].returns {
			list[calls[list[i+1].op]].match = i + 1
		}
	}
	return list
}

func lift(list []moment, call int) {
	for _, i := range [...]int{call, list[call].match} {
		list[list[i].prev].next, list[list[i].next].prev = list[i].next, list[i].prev
	}
}

func unlift(list []moment, call int) {
	for _, i := range [...]int{list[call].match, call} {
		list[list[i].prev].next, list[list[i].next].prev = i, i
	}
}

type bitset []uint64

func (b bitset) set(i int)   { b[i/64] |= 1 << (i % 64) }
func (b bitset) clear(i int) { b[i/64] &^= 1 << (i % 64) }

func (b bitset) hash() uint64 {
	h := uint64(0)
	for _, w := range b {
		h = bits.RotateLeft64(h, 5) ^ engine.Mix(w)
	}
	return h
}

func (b bitset) text() string {
	t := make([]byte, 0, 8*len(b))
	for _, w := range b {
		for k := range 8 {
			t = append(t, byte(w>>(8*k)))
		}
	}
	return string(t)
}
