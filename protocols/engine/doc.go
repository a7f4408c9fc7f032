// Package engine is the contract that each protocol fulfils.
//
// A protocol is a value of type Protocol: roles with constructors, and lists of the types that its nodes exchange. A node
// is a pure state machine of plain data with one method, Step: it takes an input and writes effects to an Out. From that
// alone the kernel (package sim) runs clusters, the search tries every order of events, the page draws, and the
// conformance suite (package enginetest) judges.
//
// # The determinism contract
//
// A run is (build, scenario, seed, actions), and nothing else. So an engine
//
//   - has no clock but Input.Now, no randomness but Out.Choose and the durations that Out.SetTimerIn draws, no I/O, no
//     goroutine, no lock, no package-level mutable state;
//   - lets no order of a map reach its state or its effects: range over sorted keys (package slices and maps), or mark the
//     loop with a comment "order: …" that says why the order can't matter;
//   - keeps integers, never floats: functions of package math may differ in their last bit between machines;
//   - never changes a message that it was given, and never keeps a part of one that it then changes;
//   - keeps its whole state in the node struct, as plain data: ints, bools, strings, slices, arrays, maps, structs and
//     pointers that nothing else shares. Copies, canonical bytes, pictures and differences are derived from the type. A
//     node whose state is a foreign library's implements Stateful.
//
// protocols/doc.go has the map of the folder; a test over the sources keeps these rules.
package engine
