package history

import (
	"bytes"
	"math"
	"reflect"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/engine/canon"
	"quorumlab/protocols/engine/order"
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
		switch check(m, pick(ops, part)) {
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
		if of := pick(ops, part); check(m, of) == Not {
			return of
		}
	}
	return nil
}

// parts are the places of the operations that can meet, by the model's partition, in the order of their first calls.
func parts(m *engine.Model, ops []Op) [][]int {
	places := make([]int, len(ops))
	for i := range places {
		places[i] = i
	}
	sortBy(places, func(i int) int64 { return ops[i].Call })
	if m.Partition == nil {
		return [][]int{places}
	}
	var all [][]int
	at := map[string]int{}
	for _, o := range places {
		key := m.Partition(ops[o].In)
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

// pick gives the operations at some places.
func pick(ops []Op, places []int) []Op {
	some := make([]Op, len(places))
	for i, at := range places {
		some[i] = ops[at]
	}
	return some
}

// equal compares two states of a model, which are plain data.
func equal(a, b any) bool {
	if t := reflect.TypeOf(a); t != nil && !t.Comparable() {
		return equalBytes(a, b)
	}
	return a == b
}

// equalBytes compares by canonical encoding. States of which none is known are told apart, so that more is tried.
func equalBytes(a, b any) bool {
	t, err := canon.NewTable(a)
	if err != nil || reflect.TypeOf(a) != reflect.TypeOf(b) {
		return false
	}
	x, _ := t.Append(nil, a)
	y, _ := t.Append(nil, b)
	return bytes.Equal(x, y)
}

// sortBy sorts places of operations by a moment of theirs; equals by their places.
func sortBy(places []int, at func(i int) int64) {
	before := func(i, j int) bool {
		a, b := at(places[i]), at(places[j])
		return a < b || a == b && places[i] < places[j]
	}
	order.Sort(len(places), before, func(i, j int) { places[i], places[j] = places[j], places[i] })
}
