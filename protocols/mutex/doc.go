// Package mutex is mutual exclusion as Lamport solved it with his clocks: "Time, Clocks, and the Ordering of Events in a
// Distributed System" (CACM 21, 1978), the algorithm of the section "Ordering the Events Totally".
//
// It guarantees that at most one process is in its critical section, that requests are granted in the order of their
// clocks (of two equal ones the smaller node's first), and that each request is granted if each critical section ends. One
// critical section of N processes costs 3(N−1) messages: a Request to each other process, a Reply from each, a Release to
// each.
//
// All of the algorithm is modelled: each process keeps a queue of the requests that it has heard of, and enters when its
// own is first and each other process has sent something with a later clock. As the paper does, it assumes that links lose
// nothing and keep their order, and that no process crashes. Left out is the paper's remark that a Reply may be omitted
// after a message with a later clock: each Request is answered.
//
// The mistake that it can be made to commit is no-replies: a process enters when its own request is first among those that
// it has heard of. Two processes that ask at the same time then both enter.
package mutex
