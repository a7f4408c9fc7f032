// Package raft is a cluster of etcd/raft: the library that production runs, go.etcd.io/etcd/raft/v3, inside the
// deterministic kernel, with a replicated key-value store on top and clients that retry.
//
// # What it guarantees
//
// All servers apply the same commands in the same order, as long as a majority of them can reach each other and their
// disks keep what they were told to keep (Ongaro, Ousterhout: In Search of an Understandable Consensus Algorithm, 2014,
// §5 and Figure 3). A client's request takes effect exactly once, however often it is sent (Ongaro's thesis, 2014, §6.3),
// and operations are linearizable: reads go through the log like writes.
//
// # What is the library's, and what is ours
//
// Elections, replication and commitment are decided by the library alone, through RawNode; messages keep its names (MsgApp,
// MsgVote …). One step of a server is one call of the library, and then its Ready, which is carried out as a list of
// effects: entries and HardState are one atomic batch of writes, messages leave when that batch is durable, and what is
// committed is applied. Ours are: the storage that the library reads from; the store, its sessions and the clients; the
// sentences that say why; and one number, the randomized election timeout, which the library draws from a generator of
// the whole process and which is overwritten here with a hash of (seed, server, term, campaigns), in the same range.
// File pin.go says how.
//
// # What is modelled
//
// Election timeouts in ticks, as the library counts them, or each as one event, for a search; heartbeats; PreVote and CheckQuorum (thesis §9.6, §6.2), both
// off unless asked for, as in the paper; leadership transfer (§3.10); proposals that a follower passes on; flow control by
// message size and messages under way; disks that take time, crashes that lose what is not on them, and restarts from
// them. A client asks one server, follows hints to the leader, and after a time-out asks the next server with the same
// number. Where the library would end the process, since a disk has lost what it had promised, the server halts and says
// why, and the run goes on.
//
// # What is left out
//
// Changes of membership, snapshots and compaction, and reads that need no entry (ReadIndex, leases). A server that is
// added during a run is no member, and says so; one that is taken out is still counted by the others. Logs are kept whole,
// so a run's limits on events and memory bound them. A client whose disk is lost takes up numbers that it has used before,
// and may be given an old answer.
//
// # Known mistakes that it can switch on
//
// forget-sessions: servers don't remember which requests they have carried out, so a request that is sent again takes
// effect again.
package raft
