package raft

import "quorumlab/protocols/engine"

// model is what clients may see: each key is a register of its own, whose first value is the empty one. An operation
// without an answer may have taken effect.
func model() *engine.Model {
	return &engine.Model{
		Init: func() any { return "" },
		Step: modelStep,
		Partition: func(in any) string {
			if o, ok := opOf(in); ok {
				return "key " + o.Key
			}
			return "servers" // their commands touch no key
		},
	}
}

func modelStep(state, in, out any) (ok bool, next any) {
	o, isOp := opOf(in)
	was, _ := state.(string)
	if _, refused := out.(Refused); !isOp || refused {
		return true, was
	}
	s := store{}
	s.put(o.Key, was)
	r := s.do(&o)
	return out == nil || out == o.result(r), s.values[o.Key]
}
