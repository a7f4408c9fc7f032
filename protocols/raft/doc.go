// Package raft is a cluster of etcd/raft: the library that production runs, go.etcd.io/etcd/raft/v3, inside the
// deterministic kernel, with a replicated key-value store on top and clients that retry.
//
// # What it guarantees
//
// All servers apply the same commands in the same order, as long as a majority of them can reach each other and their
// disks keep what they were told to keep (Ongaro, Ousterhout: In Search of an Understandable Consensus Algorithm, 2014,
// §5 and Figure 3). A client's request takes effect exactly once, however often it is sent (Ongaro's thesis, 2014, §6.3).
// Operations are linearizable, reads through the log or by a read index (§6.4) included. Local reads are not, nor reads by a
// lease: in this library not even where all clocks run alike (scenario stale-lease-read).
//
// # What is the library's, and what is ours
//
// Elections, replication, commitment and changes of members are decided by the library alone, through RawNode; messages keep
// its names (MsgApp, MsgVote …). One step of a server is one call of the library, and then its Ready, which is carried out as
// a list of effects: entries, HardState and snapshot are one atomic batch of writes, messages leave when that batch is
// durable, and what is committed is applied. Ours are: the storage that the library reads from; the store, its sessions, its
// snapshots and the clients; the sentences that say why; and one number, the randomized election timeout, which the library
// draws from a generator of the whole process and which is overwritten here with a hash of (seed, server, term, campaigns), in
// the same range. File pin.go says how.
//
// Some things that a process around the library must do are done here. A leader that is no voter any more hands over, and
// after an election timeout at most starts the library anew, as a restart of its process would: the library would lead on, and
// drop all that it is asked for. Reads it refuses: where one other votes, the library would take itself for that one. A change
// of members for which the library would end the process, above all one that leaves no voter, does not come into the log. A
// snapshot to which no answer comes within an election timeout is reported as lost, for the library waits without end. A
// server that joins does not know with whom the cluster began, so each change says who decided before it. Where a disk has
// lost what it had promised, and the library would end the process for that, the server halts and says why, and the run goes
// on.
//
// # What is modelled
//
//   - Election timeouts in ticks, as the library counts them, or each as one event, for a search; heartbeats; PreVote and
//     CheckQuorum (thesis §9.6, §6.2), both off unless asked for, as in the paper; leadership transfer (§3.10).
//   - Proposals that a follower passes on; flow control by message size and messages under way.
//   - Members: voters and learners that come and go, one in a step (§4.1) or several by joint consensus (§4.3), left at once or
//     by command. The leader alone takes such commands. It takes one at a time: of an untimely one the library makes an empty
//     entry. A change takes effect for each server when that applies it, as the library has it, not when it is in its log, as
//     in the thesis. The action remove ends a process; the command remove-member takes a server out of the cluster.
//   - Reads through the log, by a read index at any server (ReadOnlySafe), by a leader's lease (ReadOnlyLeaseBased), and local.
//   - Compaction: after so many entries a server puts a snapshot of store, sessions and members in their place (thesis,
//     chapter 5), and keeps none of them; followers that need them are sent what the leader has applied by then.
//   - Disks that take time, crashes that lose what is not on them, and restarts from log and snapshot.
//   - Clients that ask one server, follow hints to the leader, and after a time-out ask the next server with the same number.
//
// # What is left out
//
// Snapshots in pieces, and entries that are kept for followers a little behind: here a follower gets a snapshot sooner than it
// would from etcd. Word of the network on what became of a message (ReportUnreachable). Limits on what is not committed.
// Forwarding of changes of members. Clients ask only the servers that were there when they began, or that these call the
// leader. A client whose disk is lost takes up numbers that it has used before, and may be given an old answer.
//
// # Known mistakes that it can switch on
//
// forget-sessions: servers don't remember which requests they have carried out, so a request that is sent again takes
// effect again.
package raft
