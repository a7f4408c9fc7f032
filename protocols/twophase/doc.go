// Package twophase is two-phase commit with write-ahead logs: a coordinator and participants that keep bank accounts, and
// clients that want to read them.
//
// # What it guarantees
//
// A transaction commits at all of its participants or at none (Gray, Notes on Data Base Operating Systems, 1978;
// Bernstein, Hadzilacos, Goodman, Concurrency Control and Recovery in Database Systems, 1987, chapter 7: AC1 to AC3), so
// that no money is made or lost, whatever messages are lost, doubled or late, and whichever nodes crash and come back with
// their disks. What it does not guarantee is that it goes on: a participant that has voted yes, and can reach nobody who
// knows the outcome, waits and keeps its accounts locked. That is blocking (7.3), and no commit protocol is without it
// where links fail.
//
// # What is modelled
//
// A transaction moves an amount from one account to one or several others. The coordinator sends Prepare; a participant
// whose accounts are there, are not locked and hold enough writes a prepared record, locks them, and votes yes; else it
// votes no, so that nobody waits for a lock and nothing deadlocks. All yes: the coordinator writes a commit record, which
// is the decision, and sends Commit until each has sent its Ack; then it writes an end record and forgets. One no, or no
// vote in time: it sends Abort and forgets at once, without a record. Whoever asks about a transaction that is in no
// record is told that it aborted: presumed abort (Mohan, Lindsay, Obermarck, Transaction Management in the R* Distributed
// Database Management System, 1986, section 3). With N participants that is 4N messages when all goes well.
//
// With opens=participant the first participant opens a transaction by its own vote, and nobody acknowledges: 3N−1 messages
// (Gray, Lamport, Consensus on Transaction Commit, 2006, section 3). Each saving has its price. A vote that comes late or
// twice might open a transaction anew, so the coordinator writes its aborts down as well; and without Acks nobody ever
// learns that an outcome is no longer asked for, so all keep all of them, and their memory grows.
//
// A participant that has voted yes and hears nothing is in doubt: it asks the coordinator and the other participants, whom
// Prepare names (cooperative termination: Bernstein et al., 7.4). One that knows the outcome tells it; one that has not
// voted writes an abort record, so that it never will vote yes, and says so; one that is in doubt itself can't help.
//
// Records say what is then on an account, not what is added to it, so that carrying them out twice does no harm; every so
// often a checkpoint takes the place of the log (wal.go). A participant remembers outcomes until Prepare tells it that all
// earlier transactions are over (Prepare.Oldest); later copies of their messages are then known for what they are.
//
// An account that is empty can be closed; a participant votes no on a transaction that touches an account which it has not.
//
// A client reads one account. While a transaction in doubt has it locked, the client waits: that is what blocking costs.
//
// # What is left out
//
// The work of a transaction before its commit: it travels with Prepare. Votes of participants that only read, trees of
// coordinators, waiting for locks, and a person who decides by hand, as real systems allow. A participant that is added
// during a run is known to a coordinator that starts after it.
//
// # Known mistakes that it can switch on
//
// gives-up: a participant that voted yes aborts by itself after its time-out. guesses-commit: it commits by itself.
// forgets-decision: the coordinator does not write down what it decides, so that after a crash it presumes that what it had
// committed aborted.
package twophase
