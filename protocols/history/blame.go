package history

import (
	"slices"
	"strings"

	"quorumlab/protocols/engine"
)

// A Finding is a verdict and, where a history is not linearizable, what shows it first: the earliest answer that no order
// of the operations explains, whatever came after it.
type Finding struct {
	Verdict Verdict
	Answer  int   // the operation with that answer, a place in the history
	Places  []int // of the operations that could meet it and were called before that answer came, by their calls
	Ops     []Op  // these operations, as they were then
}

// Judge judges a history for somebody who waits: of each part it takes at most so many steps of the model, and it is the
// same small judge everywhere.
func Judge(m *engine.Model, ops []Op, steps int) Finding {
	found := Finding{Verdict: Linearizable}
	for _, part := range parts(m, ops) {
		switch within(m, pick(ops, part), steps) {
		case Not:
			if f := first(m, ops, part, steps); found.Verdict != Not || ops[f.Answer].Return < ops[found.Answer].Return {
				found = f
			}
		case Unknown:
			if found.Verdict != Not {
				found.Verdict = Unknown
			}
		}
	}
	return found
}

// first finds the earliest answer of a part that can't be explained. What is not linearizable stays so however it goes on, so
// halving finds it.
func first(m *engine.Model, ops []Op, part []int, steps int) Finding {
	var answered []int
	for _, i := range part {
		if ops[i].Return != Never {
			answered = append(answered, i)
		}
	}
	sortBy(answered, func(i int) int64 { return ops[i].Return })
	at, _ := slices.BinarySearchFunc(answered, Not, func(i int, _ Verdict) int {
		if _, so := until(ops, part, ops[i].Return); within(m, so, steps) == Not {
			return 0
		}
		return -1
	})
	f := Finding{Verdict: Not, Answer: answered[min(at, len(answered)-1)]}
	f.Places, f.Ops = until(ops, part, ops[f.Answer].Return)
	return f
}

// until is a part of a history as it was at a moment: what had been called, and of it what had been answered.
func until(ops []Op, part []int, t int64) (places []int, so []Op) {
	for _, i := range part {
		if o := ops[i]; o.Call <= t {
			if o.Return > t {
				o.Out, o.Return = nil, Never
			}
			places, so = append(places, i), append(so, o)
		}
	}
	return places, so
}

// Seen prints operations in a row: c1 put key=x value=1 → done; ….
func Seen(ops []Op) string {
	var b strings.Builder
	for i := range ops {
		if i > 0 {
			b.WriteString("; ")
		}
		b.WriteString(ops[i].Client.String() + " " + engine.Print(ops[i].In))
		if ops[i].Out == nil {
			b.WriteString(" without an answer")
		} else {
			b.WriteString(" → " + engine.TextOf(ops[i].Out))
		}
	}
	return b.String()
}
