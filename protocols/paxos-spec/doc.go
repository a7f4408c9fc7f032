// Package paxosspec is Paxos as its specification has it: Lamport's TLA+ module Paxos, published with the TLA+ examples, of
// the algorithm of "The Part-Time Parliament" (ACM TOCS 16, 1998) and "Paxos Made Simple" (2001).
//
// It guarantees agreement: at most one value is chosen. It does not guarantee that one is: ballots may overtake each other
// for ever. Here there are finitely many, so in a run the last one has its way.
//
// Every action of the module is here, under its own name. Leaders are not processes of the module: Phase1a(b) and
// Phase2a(b, v) look at the set of all messages ever sent (msgs), and Phase1b(a) and Phase2b(a) take any message out of it,
// or rather leave it there. So the whole is one node, s1, which keeps msgs and the variables of each acceptor, and each action
// is a timer that is armed as long as the action is enabled and would change something. In a run each takes a drawn time; a
// search tries every order. With 3 acceptors, 2 values and the ballots 0 and 1 there are 3921 states on 17 levels.
//
// Two of what the module's proof of safety rests on are invariants too: that two votes in one ballot are for one value
// (OneValuePerBallot), and that a vote in a ballot means that no other value was or can be chosen in a lower one (VotesSafe,
// of module Voting).
//
// Left out, as in the module: proposals by clients, who leads, disks, learning.
//
// The mistakes that it can be made to commit are any-value (Phase2a proposes any value once a quorum has promised, whatever
// the promises say of earlier votes) and no-promise (Phase2b votes in ballots lower than one that was promised).
package paxosspec
