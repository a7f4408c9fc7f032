package raftsmall

import "quorumlab/protocols/engine"

// Protocol is the small Raft.
var Protocol = engine.Protocol{
	Name:  "raft-small",
	Title: "Raft, small",
	About: "Servers keep one log, in the same order on all of them, while a majority can talk to each other. A small " +
		"implementation of our own, after the paper's Figure 2, with its mistakes to switch on; protocol raft is the library " +
		"that production runs. Ongaro, Ousterhout, In Search of an Understandable Consensus Algorithm, 2014.",
	Roles: []engine.Role{{
		Name: "server", Letter: 'n', Min: 1, Default: 5, Max: 9,
		Help:     "keeps the log",
		Commands: []any{Propose{}, Campaign{}, Reconfigure{}},
		New:      engine.New(func(c engine.Config[Params]) engine.Node { return &server{Config: c} }),
		Disk:     Disk{}, Write: writeDisk,
	}},
	Params:   defaults(),
	Messages: []any{RequestVote{}, RequestVoteReply{}, AppendEntries{}, AppendEntriesReply{}},
	Timers:   []any{election{}, heartbeat{}},
	Results:  []any{Done{}, Refused{}},
	Facts:    []any{Applied{}, Elected{}},

	Invariants: invariants(),
	Monitors:   monitors(),
	Goals:      goals(),
	Explore: engine.Exploration{
		Counts:   map[byte]int{'n': 3},
		Params:   explored(),
		Commands: proposal,
		Faults:   engine.Faults{Timeouts: 2, Crashes: 1},
	},

	Layout:   engine.Ring,
	Epoch:    "term",
	Statuses: statuses(),
	Kinds: []engine.Kind{
		{Name: "RequestVote", Intent: engine.Ask, Means: "asks for a vote"},
		{Name: "RequestVoteReply", Intent: engine.Yes, Means: "grants or refuses a vote"},
		{Name: "AppendEntries", Intent: engine.Data, Means: "entries of the leader's log, and how far it is committed; empty, it is a heartbeat"},
		{Name: "AppendEntriesReply", Intent: engine.Ack, Means: "how far the log matches the leader's, or where it does not"},
	},
	Panels: panels(),
	Spans:  spans(),
}

// proposal lets the first server propose a value, at any moment.
func proposal(members []engine.NodeID) []engine.Asked {
	return []engine.Asked{{To: members[0], Event: Propose{Value: "red"}}}
}
