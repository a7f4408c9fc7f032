//go:build js && wasm

// Command core is the module of all protocols but etcd/raft.
package main

import (
	"quorumlab/protocols/all/core"
	"quorumlab/wasm/bridge"
)

func main() { bridge.Serve(core.Engines(core.Protocols())) }
