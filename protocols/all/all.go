// Package all is the registry of all protocols: those of core, and those that need a large library. It is what raft.wasm
// and the command line hold.
package all

import (
	"quorumlab/protocols/all/core"
	"quorumlab/protocols/engine"
	"quorumlab/protocols/raft"
)

// Module is the WebAssembly module that holds the protocols that this package adds.
const Module = "raft"

// An Entry is one protocol of the registry.
type Entry = core.Entry

// Protocols lists the protocols of core and then, one line each, those that need a large library.
func Protocols() []Entry {
	return append(core.Protocols(),
		Entry{Protocol: &raft.Protocol, Module: Module},
	)
}

// Protocol is the protocol of that name; nil when there is none.
func Protocol(name string) *engine.Protocol { return core.Named(Protocols(), name) }
