package history

import (
	"math"
	"reflect"
	"slices"

	"quorumlab/protocols/engine"
)

// Never is when an operation without an answer returns: it may take effect at any time after its call, or never.
const Never = math.MaxInt64

// An Op is one operation as its client saw it. Call and Return are moments on one clock, both inclusive: operations that
// share a moment overlap. Out is nil while there is no answer.
type Op struct {
	Client       engine.NodeID
	In, Out      any
	Call, Return int64
}

// A Verdict says whether a history is linearizable.
type Verdict string

// The verdicts. Unknown is given up: too many operations overlap.
const (
	Linearizable Verdict = "linearizable"
	Not          Verdict = "not linearizable"
	Unknown      Verdict = "unknown"
)

// Check judges a history by a protocol's model.
func Check(m *engine.Model, ops []Op) Verdict {
	verdict := Linearizable
	for _, part := range parts(m, ops) {
		switch check(m, part) {
		case Not:
			return Not
		case Unknown:
			verdict = Unknown
		}
	}
	return verdict
}

// Failing is the first part of a history that is not linearizable, its operations by their calls; nil when there is none.
func Failing(m *engine.Model, ops []Op) []Op {
	for _, part := range parts(m, ops) {
		if check(m, part) == Not {
			return part
		}
	}
	return nil
}

// parts are the operations that can meet, by the model's partition, in the order of their first calls.
func parts(m *engine.Model, ops []Op) [][]Op {
	ops = slices.Clone(ops)
	slices.SortStableFunc(ops, func(a, b Op) int {
		if a.Call < b.Call {
			return -1
		}
		return int(min(1, a.Call-b.Call))
	})
	if m.Partition == nil {
		return [][]Op{ops}
	}
	var all [][]Op
	at := map[string]int{}
	for _, o := range ops {
		key := m.Partition(o.In)
		i, ok := at[key]
		if !ok {
			i = len(all)
			at[key] = i
			all = append(all, nil)
		}
		all[i] = append(all[i], o)
	}
	return all
}

// equal compares two states of a model, which are plain data.
func equal(a, b any) bool {
	if t := reflect.TypeOf(a); t != nil && !t.Comparable() {
		return reflect.DeepEqual(a, b)
	}
	return a == b
}
