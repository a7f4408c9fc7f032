// Package tcommit is what any protocol for committing a transaction must do, as Gray and Lamport specify it: the TLA+ module
// TCommit of "Consensus on Transaction Commit" (ACM TODS 31, 2006), section 2 and appendix A.1.
//
// It guarantees consistency (TCConsistent): no resource manager commits while another aborts. Module TwoPhase (package
// twophasespec) implements it.
//
// Nothing is said of how managers come to know of each other. An RM may commit when it is prepared and all others are
// prepared or committed (canCommit), and abort as long as nobody has committed (notCommitted): its guards look at all RMs
// at once. So the whole is one node, s1, which keeps the state of every RM, and each action is a timer that is armed as
// long as the action is enabled. Decide(rm) of the module, which has two outcomes, is DecideCommit and DecideAbort. In a
// run each takes a drawn time; a search tries every order. With 3 resource managers there are 34 states on 7 levels.
//
// The mistake that it can be made to commit is commit-alone: an RM that is prepared commits without regard to the others.
package tcommit
