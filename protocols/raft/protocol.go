package raft

import "quorumlab/protocols/engine"

// Protocol is etcd/raft.
var Protocol = engine.Protocol{
	Name:  "raft",
	Title: "Raft (etcd)",
	About: "Servers keep one log of commands, in the same order on all of them, while a majority can talk to each other. " +
		"The consensus is decided by go.etcd.io/etcd/raft/v3, the library in production at etcd and Kubernetes; a key-value " +
		"store and clients that retry stand on top (Ongaro, Ousterhout 2014).",
	Roles: []engine.Role{
		{
			Name: "server", Letter: 'n', Min: 1, Default: 5, Max: 9,
			Help:     "keeps the log and the store",
			Commands: []any{Propose{}, Campaign{}, Transfer{}, AddVoter{}, AddLearner{}, Promote{}, RemoveMember{}, Reconfigure{}, LeaveJoint{}},
			New:      engine.New(newServer),
			Disk:     Disk{}, Write: writeDisk,
		},
		{
			Name: "client", Letter: 'c', Min: 0, Default: 1, Max: 9,
			Help:       "asks for operations, one at a time, and asks again until it is answered",
			Commands:   []any{Put{}, Get{}, Delete{}, CompareAndSwap{}},
			New:        engine.New(func(c engine.Config[Params]) engine.Node { return &client{Config: c} }),
			Sequential: true, Outside: true,
		},
	},
	Params:   defaults(),
	Messages: []any{(*Message)(nil), ClientRequest{}, ClientReply{}, NotLeader{}},
	Timers:   []any{tick{}, electionTimeout{}, heartbeatTimeout{}, snapshotTimeout{}, retry{}},
	Results:  []any{Done{}, Value{}, Swapped{}, Refused{}},
	Facts:    []any{Applied{}, Elected{}},

	Invariants: invariants(),
	Monitors:   monitors(),
	Goals:      goals(),
	Model:      model(),
	Assumes:    engine.Assumptions{WholeBatches: true},
	Explore:    exploration(),

	Layout:   engine.Ring,
	Epoch:    "term",
	Statuses: statuses(),
	Kinds:    kinds(),
	Panels:   panels(),
	Spans:    spans(),
}

func kinds() []engine.Kind {
	return []engine.Kind{
		{Name: "MsgVote", Intent: engine.Ask, Means: "asks for a vote"},
		{Name: "MsgVoteResp", Intent: engine.Yes, Means: "grants or refuses a vote"},
		{Name: "MsgPreVote", Intent: engine.Ask, Means: "asks whether a vote would be granted"},
		{Name: "MsgPreVoteResp", Intent: engine.Yes, Means: "says whether a vote would be granted"},
		{Name: "MsgApp", Intent: engine.Data, Means: "entries of the leader's log, and how far it is committed"},
		{Name: "MsgAppResp", Intent: engine.Ack, Means: "how far the log matches the leader's, or a refusal"},
		{Name: "MsgSnap", Intent: engine.Data, Means: "what the leader has applied, in place of entries that it has no longer"},
		{Name: "MsgHeartbeat", Intent: engine.Beat, Means: "the leader is still there"},
		{Name: "MsgHeartbeatResp", Intent: engine.Ack, Means: "so is the follower"},
		{Name: "MsgProp", Intent: engine.Data, Means: "a proposal that a follower passes on to its leader"},
		{Name: "MsgTransferLeader", Intent: engine.Order, Means: "a request to hand over, passed on to the leader"},
		{Name: "MsgTimeoutNow", Intent: engine.Order, Means: "tells the next leader to campaign at once"},
		{Name: "MsgReadIndex", Intent: engine.Ask, Means: "asks the leader how far its log is committed, for a read"},
		{Name: "MsgReadIndexResp", Intent: engine.Ack, Means: "how far a server must have applied the log before it answers a read"},
		{Name: "ClientRequest", Intent: engine.Ask, Means: "a client asks for an operation"},
		{Name: "ClientReply", Intent: engine.Ack, Means: "the operation was carried out"},
		{Name: "NotLeader", Intent: engine.No, Means: "the server can't take the request, and says who can"},
	}
}
