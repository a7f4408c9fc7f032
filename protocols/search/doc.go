// Package search asks of a protocol whether something can ever happen: it takes a cluster through every order of events,
// breadth first, with faults up to a budget, and hands back the shortest run in which an invariant breaks.
//
// # What a state is
//
// A state of the cluster is each node's local state (its engine, its armed timers, its disk, whether it is up), the
// messages under way, and the surroundings: what is left of the fault budgets, which commands were given, what clients
// have seen, what monitors remember. Time is no part of it: any message under way may arrive next, any armed timer may
// fire next, and Input.Now is 0. So a search says nothing about an engine that branches on its clock, and says that it
// does not (Result.Clock).
//
// # How it is fast
//
// Engines are pure, so what a node does with an input in a local state is computed once and remembered (memo.go): the
// search itself moves small numbers (expand.go). States are told apart by 64-bit fingerprints, sums of hashes of content,
// so that they are the same in every worker and are updated by what has changed. Levels of the search are shared out
// among workers; what is printed of a violation is always what one worker finds.
//
// # What is not a step
//
// A message that would change nothing where it arrives stays under way, unless links keep their order. So does a message
// to a node that is down: that it never arrives is one of the orders that are tried anyhow. On links without order a loss
// or a cut adds no behaviour to that, only states; the budgets are there for links with order, and for the curious.
//
// A crash loses nothing that was written: each step's batch is durable before the node's next step. That is every case,
// since nothing that rests on a batch leaves before it is durable (engine.Out): a crash that loses two batches is the
// crash before the first. A crash in the middle of a step, after its batch and before anything has left, is tried for
// each step that writes; where a batch may tear, so is its first half.
package search
