// Package core is the registry of all protocols but those that need a large library: what core.wasm holds.
package core

import (
	"quorumlab/protocols/abd"
	"quorumlab/protocols/engine"
	"quorumlab/protocols/mutex"
	paxosspec "quorumlab/protocols/paxos-spec"
	raftsmall "quorumlab/protocols/raft-small"
	singlecopy "quorumlab/protocols/single-copy"
	"quorumlab/protocols/tcommit"
	"quorumlab/protocols/twophase"
	twophasespec "quorumlab/protocols/twophase-spec"
)

// Module is the WebAssembly module that holds the protocols of this package.
const Module = "core"

// An Entry is one protocol of the registry.
type Entry struct {
	Protocol *engine.Protocol
	Module   string // the WebAssembly module that it needs: "core" or "raft"
}

// Protocols lists the protocols, one line each, in the order of their names.
func Protocols() []Entry {
	return []Entry{
		{&abd.Protocol, Module},
		{&mutex.Protocol, Module},
		{&paxosspec.Protocol, Module},
		{&raftsmall.Protocol, Module},
		{&singlecopy.Protocol, Module},
		{&tcommit.Protocol, Module},
		{&twophase.Protocol, Module},
		{&twophasespec.Protocol, Module},
	}
}

// Engines are the protocols of some entries.
func Engines(entries []Entry) []*engine.Protocol {
	ps := make([]*engine.Protocol, len(entries))
	for i := range entries {
		ps[i] = entries[i].Protocol
	}
	return ps
}

// Named is the protocol of that name among some entries; nil when there is none.
func Named(entries []Entry, name string) *engine.Protocol {
	for _, e := range entries {
		if e.Protocol.Name == name {
			return e.Protocol
		}
	}
	return nil
}
