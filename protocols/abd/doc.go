// Package abd is the register of Attiya, Bar-Noy and Dolev, "Sharing Memory Robustly in Message-Passing Systems" (JACM 42,
// 1995), for many writers as Lynch and Shvartsman have it ("Robust emulation of shared memory using dynamic
// quorum-acknowledged broadcasts", FTCS 1997). Its messages, and what a server does for a client, are those of Stateright's
// example linearizable-register.
//
// It guarantees linearizability: several servers look like one register in one place. Each keeps a value with its number, a
// clock and the server that gave it. A server that a client asks works in two phases. First it asks all what they have, until
// a majority has answered (Query, AckQuery). Then it has a majority record what counts (Record, AckRecord): for a put, the
// client's value with a number above all that it has heard of; for a get, the latest value that it has heard of. This
// write-back is why a get that comes later, of whatever majority, finds no older value.
//
// Modelled are one operation at a time in each server, links that lose nothing but may reorder, and a fixed set of servers: one
// that is added later is not asked by the others. A server that is busy keeps other requests for later. With queue=false it
// lets them lie, as Stateright's does: in a search they stay on their way until it is free, in a run they are gone. Left out
// are what the paper has beyond that: crashes of a minority, bounded numbers.
//
// With 2 servers and 2 clients that each put and then get (and no queue) there are 544 states, what the clients have seen
// included.
//
// The mistake that it can be made to commit is no-write-back: a get is answered after the first phase. The register is then
// regular (Lamport, "On Interprocess Communication", 1986), not atomic: while a put is under way, a get may find the new value
// and a later get the old one. It takes 3 servers, one client that puts and one that gets twice (script=one-writer).
package abd
