// Package raftsmall is a small Raft of our own, after the paper: Ongaro, Ousterhout, "In Search of an Understandable
// Consensus Algorithm (Extended Version)", 2014. It is here for what the library of package raft can't be told: to make
// the mistakes that the paper warns of, to step back one entry at a time, to be searched in every order of events. Where
// production's own code is what matters, package raft has that.
//
// # What it guarantees
//
// The properties of the paper's Figure 3. At most one leader in a term; two logs that have an entry of the same index and
// term are the same up to there; an entry that was committed is in the log of every later leader; and no two servers ever
// apply different entries at one index. All that, however messages are lost, doubled and reordered, as long as disks keep
// what they were told to keep. Entries are committed while a majority of servers can talk to each other.
//
// # What is modelled
//
// Figure 2, rule by rule, with its names: RequestVote and AppendEntries and their answers, currentTerm, votedFor and the log
// on disk, commitIndex, nextIndex and matchIndex, one election timer and one heartbeat timer. Since messages are no
// procedure calls, an answer to AppendEntries says what it answers: up to where the log matches, or which prevLogIndex did
// not. A server applies what is committed in the step in which it learns of it, so lastApplied is commitIndex.
//
// After a refusal the leader steps back as the parameter probe says: by one entry (§5.3, Figure 2), or before all of the
// follower's entries of the term in conflict (§5.3, the optimization: the follower answers with that term and the
// first index that it stores for it).
//
// A new leader begins its term with an empty entry, as §8 has it. With no-op=false, which is Figure 2 to the letter, entries
// of earlier terms wait until somebody proposes something.
//
// Changes of membership are those of §6: joint consensus. A leader that is told to reconfigure appends C_old,new; from
// then on elections and commits need a majority of the old members and one of the new. When C_old,new is committed it
// appends C_new, and when that is committed, and it is no member any more, it steps down. A server uses the newest
// configuration in its log, whether or not it is committed. Any set of members can follow any other.
//
// A leader goes on sending AppendEntries to servers that were members, which count for nothing. So they hear that they were
// removed, and stay quiet. The paper has another rule against their elections: servers disregard RequestVote while they
// believe that a leader is there, which takes a clock.
//
// # What is left out
//
// Clients, their retries and the state machine (§8): values are proposed to servers, and an operation is done when the
// server that took it applies its entry. Log compaction (§7). That new servers catch up before they count (§6).
// Single-server changes of Ongaro's thesis (§4.1), which joint consensus makes unnecessary.
//
// # Known mistakes that it can switch on
//
// count-old-terms: a leader commits entries of earlier terms, too, once they are on a majority of logs. That loses
// committed entries: Figure 8, §5.4.2.
//
// switch-at-once: a change of membership is one entry, C_new, without C_old,new before it. Two majorities may then have no
// server in common, and decide apart: Figure 10, §6.
package raftsmall
