package paxosspec

import (
	"quorumlab/protocols/engine"
	"quorumlab/protocols/engine/canon"
)

// The actions, as timers: each is armed as long as it is enabled. Ballots count from 0, acceptors and values from 1.
type (
	// Phase1a: the leader of a ballot begins it.
	Phase1a struct {
		Bal int8 `arg:"true"`
	}
	// Phase1b: an acceptor promises to take part in no lower ballot, and tells of its last vote.
	Phase1b struct {
		Bal int8 `arg:"true"`
		Acc int8
	}
	// Phase2a: the leader of a ballot proposes a value.
	Phase2a struct {
		Bal int8 `arg:"true"`
		Val int8
	}
	// Phase2b: an acceptor votes for the value that is proposed in a ballot.
	Phase2b struct {
		Bal int8 `arg:"true"`
		Acc int8
	}
)

// Params are what a cluster line can set: how large the constants of the module are, and how long each action takes from the
// moment that it is enabled. The times say nothing of whether an action may be taken, and mean nothing in a search.
type Params struct {
	Acceptors int `help:"acceptors; a majority of them is a quorum; read at the start" min:"1" max:"5"`
	Values    int `help:"values that can be proposed; read at the start" min:"1" max:"3"`
	Ballots   int `help:"ballots, from 0 on; read at the start" min:"1" max:"4"`

	Phase1a engine.Dist `help:"time until a ballot begins"`
	Phase1b engine.Dist `help:"time until an acceptor promises"`
	Phase2a engine.Dist `help:"time until a value is proposed"`
	Phase2b engine.Dist `help:"time until an acceptor votes"`

	AnyValue  bool `mistake:"a leader proposes any value, whatever the promises say of earlier votes"`
	NoPromise bool `mistake:"an acceptor votes in ballots lower than one that it has promised"`
}

func defaults() Params {
	const ms = engine.Millisecond
	return Params{
		Acceptors: 3, Values: 2, Ballots: 2,
		Phase1a: engine.Between(10*ms, 150*ms),
		Phase1b: engine.Between(10*ms, 40*ms),
		Phase2a: engine.Between(10*ms, 40*ms),
		Phase2b: engine.Between(10*ms, 40*ms),
	}
}

// Protocol declares all that the kernel, the search, the page and the tests need to know.
var Protocol = engine.Protocol{
	Name:  "paxos-spec",
	Title: "Paxos, the specification",
	About: "Acceptors choose one value: in each ballot a leader asks for promises, then proposes a value that no earlier ballot " +
		"contradicts. It is Lamport's TLA+ module Paxos, action by action. Lamport, The Part-Time Parliament, 1998.",
	Roles: []engine.Role{{Name: "spec", Letter: 's', Min: 1, Default: 1, Max: 1, Help: "all acceptors and leaders at once",
		New: engine.New(newNode)}},
	Params:     defaults(),
	Timers:     []any{Phase1a{}, Phase1b{}, Phase2a{}, Phase2b{}},
	Assumes:    engine.Assumptions{Reliable: true, Crashes: engine.Never},
	Invariants: invariants(),
	Goals:      goals(),
	Layout:     engine.Ring,
	Statuses:   statuses(),
	Panels:     panels(),
}

func newNode(c engine.Config[Params]) engine.Node {
	n := &node{Config: c, start: start{Params: c.Params}, acceptors: make([]acceptor, c.Params.Acceptors)}
	for i := range n.acceptors {
		n.acceptors[i] = acceptor{none, none, none}
	}
	return n
}

// start are the parameters as they were when the node was born. What they say of guards holds for all of a run: an action
// that becomes enabled without a step would never be armed.
type start struct {
	canon.Const
	Params
}
