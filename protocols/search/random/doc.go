// Package random draws runs of a protocol from seeds, looks for one in which something breaks, and makes that one small.
//
// # Runs
//
// A seed draws the size of a cluster, its parameters, its links, and then, as the run goes on, commands and faults: all
// within what the protocol assumes (engine.Assumptions). What was drawn is kept as a Run, which can be played again and
// printed as a scenario. The conformance suite (package enginetest) draws its runs here, too.
//
// # Search
//
// Search goes through seeds until a run breaks: an invariant or a monitor, by a panic of the engine, or because no order
// of the clients' operations explains what they have seen. It proves nothing: a thousand good runs are a thousand good
// runs. Package search proves, where a protocol is small enough; this one looks where that can't reach: runs with time, slow
// disks, clocks that drift, many nodes, many rounds.
//
// # Shrinking
//
// A run that breaks has dozens of actions, few of which matter. Shrink leaves out actions by delta debugging (Zeller,
// Hildebrandt: Simplifying and Isolating Failure-Inducing Input, 2002), takes away nodes and settings, puts actions in the
// place of chance (which messages were lost, doubled or late), and moves what is left together, as long as the same thing
// breaks. Four things make that go far:
//
//   - What makes no sense in a smaller run, as a restart of a node that never fell, is left out of it (lenient.go).
//   - An action on a message means that message, though what is left out before it gives it another number (aim.go).
//   - A smaller run is tried with other seeds, too: its messages take other times, and often the same still breaks.
//   - On plain links with all delays by name, what is left out moves nothing else (mimic.go).
//
// It is bounded, and always makes the same of the same run.
package random
