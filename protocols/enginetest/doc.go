// Package enginetest is the conformance suite that every protocol's test calls:
//
//	func TestConformance(t *testing.T) {
//		enginetest.Run(t, &mutex.Protocol, enginetest.Goals("inside"))
//	}
//
// It demands what package engine promises of an engine, in runs that it draws from seeds:
//
//	declaration  the declaration is sound, and all states are plain data or copy and encode themselves
//	repeats      two runs of the same are equal, event for event, and the text of a run is that run
//	observers    a run that is explained, watched and checked is the same run as a bare one
//	copies       of each node before each step: a copy encodes alike, copies step as the original does, and neither
//	             disturbs the other; no message changes after it was sent; nothing but the state remembers
//	views        a picture changes nothing, is the same twice, and shows only what is declared, in printable text
//	checkpoints  a run goes on from a checkpoint at any event as it went on itself, undisturbed by being copied
//	crashes      a node crashes at each event of a run and comes back; the invariants hold and clients are answered
//	faults       invariants hold under random faults; then the faults stop, and clients must be answered and the goals
//	             that the caller names be reached
//
// Faults are drawn within what the protocol assumes (engine.Assumptions), and the invariants demanded there. A seed that
// fails prints the command that replays it, and the run as a scenario.
//
// Flags of a test binary that calls Run: -seeds N (how many seeds faults draws from), -seed S (that one only).
package enginetest
