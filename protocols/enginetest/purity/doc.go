// Package purity reads the sources of engines and tells what in them could make two runs of the same differ: between two
// runs, between two machines, between a native build and WebAssembly. The rules are those of package engine; the compiler's
// own types decide what an expression is.
//
//	flow     no goroutine, channel, select, init function; no build constraint, no assembly
//	imports  only packages that are listed: none has a clock, randomness, I/O, locks or pointers as numbers
//	numbers  no floating-point number that is not a constant: its last bits differ between machines
//	maps     no range over a map, and no iterator over one that is not sorted, unless a comment "order: …" says why the
//	         order can't matter
//	formats  what package say puts together has a verb that it knows for each argument
//	globals  no package-level variable that is or could be written; exported are Protocol and Scenarios only
//	notes    the format of a note is a constant with one % for each argument, which is of a kind that a note can print
//
// What an engine needs beyond them (the adapter of a foreign library) is excused by name, with a reason; an excuse that
// nothing needs is a problem itself.
package purity
