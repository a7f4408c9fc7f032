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
// runs. Package search proves, where a protocol is small enough; this one looks where that can't reach: with time, slow
// disks, clocks that drift, many nodes, long runs.
//
// # Shrinking
//
// A run that breaks has dozens of actions, few of which matter. Shrink leaves out actions by delta debugging (Zeller,
// Hildebrandt: Simplifying and Isolating Failure-Inducing Input, 2002), takes nodes and settings away, says which messages
// were lost instead of leaving that to chance, and moves what is left together, as long as the same thing breaks. What is
// left of a run by another seed is another run, so it may change the seed, too. It is bounded, and always makes the same of
// the same run.
package random
