package raft

import (
	"reflect"

	"quorumlab/protocols/engine"
)

// LeaderOf is a server that leads; zero for none.
func LeaderOf(g *engine.Global) engine.NodeID {
	for id, s := range running(g) {
		if s.leads() {
			return id
		}
	}
	return 0
}

func fieldType[T any]() reflect.Type { return reflect.TypeFor[T]() }
