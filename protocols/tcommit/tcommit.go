package tcommit

import (
	"quorumlab/protocols/engine"
	"quorumlab/protocols/engine/canon"
)

// The actions, as timers: each is armed as long as it is enabled. RM counts from 1.
type (
	Prepare      struct{ RM int8 } // a working RM gets ready to commit
	DecideCommit struct{ RM int8 } // a prepared RM commits
	DecideAbort  struct{ RM int8 } // a working or prepared RM aborts
)

// Params are what a cluster line can set: how many RMs there are, and how long each action takes from the moment that it is
// enabled. The times say nothing of whether an action may be taken, and mean nothing in a search.
type Params struct {
	Managers     int         `help:"resource managers; read at the start" min:"1" max:"12"`
	Prepare      engine.Dist `help:"time until a working RM is prepared"`
	DecideCommit engine.Dist `help:"time from when all are prepared until an RM commits"`
	DecideAbort  engine.Dist `help:"time until an RM that may abort does"`
	CommitAlone  bool        `mistake:"a prepared RM commits without regard to the others"`
}

func defaults() Params {
	const ms = engine.Millisecond
	return Params{
		Managers:     3,
		Prepare:      engine.Between(10*ms, 60*ms),
		DecideCommit: engine.Between(5*ms, 25*ms),
		DecideAbort:  engine.Exponential(500 * ms),
	}
}

// Protocol declares all that the kernel, the search, the page and the tests need to know.
var Protocol = engine.Protocol{
	Name:  "tcommit",
	Title: "Transaction commit, the specification",
	About: "What a protocol for committing a transaction must do, without how: each resource manager commits or aborts, and " +
		"no two differ. It is the TLA+ module TCommit, action by action. Gray and Lamport, Consensus on Transaction Commit, 2006.",
	Roles: []engine.Role{{Name: "spec", Letter: 's', Min: 1, Default: 1, Max: 1, Help: "all resource managers at once",
		New: engine.New(func(c engine.Config[Params]) engine.Node {
			return &node{Config: c, start: start{Params: c.Params}, rmState: make([]status, c.Params.Managers)}
		})}},
	Params:  defaults(),
	Timers:  []any{Prepare{}, DecideCommit{}, DecideAbort{}},
	Assumes: engine.Assumptions{Reliable: true, Crashes: engine.Never},
	Invariants: []engine.Invariant{
		{Name: "consistency", Title: "No RM commits while another aborts", Check: consistent, Says: outcome},
	},
	Goals:    goals(),
	Layout:   engine.Ring,
	Statuses: statuses(),
	Panels:   []engine.Panel{{Name: "rmState", Kind: engine.TablePanel, Legend: "the state of each resource manager"}},
}

// start are the parameters as they were when the node was born. What they say of guards holds for all of a run: an action
// that becomes enabled without a step would never be armed.
type start struct {
	canon.Const
	Params
}
