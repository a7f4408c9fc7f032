// Package twophasespec is two-phase commit as its specification has it: the TLA+ module TwoPhase of Gray and Lamport,
// "Consensus on Transaction Commit" (ACM TODS 31, 2006), appendix A.2; the protocol is told in section 3.
//
// It guarantees consistency (TCConsistent of module TCommit): no resource manager commits while another aborts. It does not
// guarantee that all decide: an RM that is prepared and hears nothing waits for ever.
//
// Every action of the module is here, under its own name. Those that a process takes by itself (RMPrepare, RMChooseToAbort,
// TMCommit, TMAbort) are timers, each armed exactly as long as the action is enabled; those that a message enables
// (TMRcvPrepared, RMRcvCommitMsg, RMRcvAbortMsg) are what a process does when it gets that message. In a run each timer takes
// a drawn time, and of two that are armed the earlier one decides. A search tries every order; there a message stays in the
// network and can be received again and again, since the module's msgs is the set of all messages ever sent. With 1 to 5
// resource managers the specification has 12, 56, 288, 1568 and 8832 states, on levels of which there are 3N+2.
//
// Left out, as in the module: crashes, disks, time-outs of prepared RMs, the message by which the TM asks RMs to prepare.
// The module's Prepared is one message with a field rm, its Commit and Abort one message for all; here they are sent by that
// RM, and to each RM.
//
// The mistake that it can be made to commit is break-promise: an RM that is prepared chooses to abort all the same, while
// the TM counts on it.
package twophasespec
