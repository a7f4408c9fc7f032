// Package sim is the kernel: it runs a whole cluster of a protocol's nodes in virtual time, with network, disks, clocks,
// clients, load and faults, and writes down each event with its cause.
//
// A World is one run at one moment. Next takes the earliest event from one queue, which is totally ordered by (time,
// order of being put in), lets the node step, and carries out what it wants: messages go over links that lose, double,
// delay and cut; writes reach a disk that syncs; timers run on the node's own clock. Apply does what a person does (an
// Action). Nothing else changes a World, so a run is (protocol, options, actions at positions), and two runs of the same
// are equal to the last bit of their Hash, natively and as WebAssembly.
//
// All randomness comes from counter-hash streams derived from the seed: one a node, one a directed link and message
// there, one a source of load. One more message on a link, or one more node, reshuffles nothing else.
//
// A Recording keeps a run with its trace, checkpoints and branches, and shows any moment of it.
package sim
