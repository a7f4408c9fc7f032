//go:build js && wasm

// Command raft is the module of all protocols, etcd/raft among them.
package main

import (
	"quorumlab/protocols/all"
	"quorumlab/protocols/all/core"
	"quorumlab/wasm/bridge"
)

func main() { bridge.Serve(core.Engines(all.Protocols())) }
