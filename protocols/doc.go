// Package protocols is the map of this folder: what runs. No page and no server is in here.
//
//	engine/       the contract that each protocol fulfils; engine/canon derives copies and canonical bytes
//	sim/          the kernel: virtual time, event queue, network, disks, clocks, faults, trace, checkpoints, recordings
//	scenario/     the scenario text: parse, print, run
//	search/       every run: exhaustive search with counterexamples; search/random draws runs and shrinks what fails
//	history/      what clients have seen, and whether it is linearizable
//	enginetest/   the conformance suite that every protocol's test calls, and the test that keeps engines pure
//	all/          the registry, one line a protocol: all/core (all but etcd/raft), all (core and raft)
//	raft/ …       one folder a protocol; register/ is what two of them share
//
// Dependencies point inward: engine ← protocols ← all ← {wasm, cmd}, and engine ← history ← sim ← scenario ← search.
package protocols
