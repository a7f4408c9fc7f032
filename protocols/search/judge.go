package search

import (
	"reflect"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/engine/canon"
	"quorumlab/protocols/history"
	"quorumlab/protocols/sim"
)

func (s *scene) codecOf(o engine.Observer) *canon.Codec {
	c, err := s.memo.table.Codec(reflect.TypeOf(o).Elem())
	if err != nil {
		panic(err) // begin has asked for it already
	}
	return c
}

func newOf(c *canon.Codec) reflect.Value { return reflect.New(c.Type()) }

// judge tells whether what clients have seen could be.
func (s *scene) judge(x *surroundings) *Violation {
	ops := s.history(x)
	if history.Check(s.memo.protocol.Model, ops) != history.Not {
		return nil
	}
	return &Violation{Name: sim.Linearizable, Text: "no order of the operations explains " + history.Seen(history.Failing(s.memo.protocol.Model, ops))}
}

// history gives operations times that have the same order: what had been answered when another was called ends before it.
// Calls that had the same answers before them overlap.
func (s *scene) history(x *surroundings) []history.Op {
	ops := make([]history.Op, len(x.ops))
	for i := range x.ops {
		o := &x.ops[i]
		ops[i] = history.Op{Client: s.memo.births[o.key.Slot].ID, In: o.in, Out: o.out, Call: 2 * int64(len(o.before)), Return: history.Never}
		if !o.done {
			continue
		}
		ops[i].Return = history.Never - 1
		for j := range x.ops {
			for _, k := range x.ops[j].before {
				if k == o.key {
					ops[i].Return = min(ops[i].Return, 2*int64(len(x.ops[j].before))-1)
				}
			}
		}
	}
	return ops
}
