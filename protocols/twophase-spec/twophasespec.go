package twophasespec

import "quorumlab/protocols/engine"

// The messages.
type (
	Prepared struct{} // an RM to the TM: I can commit, and will do as you decide
	Commit   struct{} // the TM to each RM: the transaction is committed
	Abort    struct{} // the TM to each RM: the transaction is aborted
)

// The actions that a process takes by itself, as timers: each is armed as long as it is enabled.
type (
	RMPrepare       struct{} // a working RM gets ready to commit
	RMChooseToAbort struct{} // a working RM aborts by its own choice
	TMCommit        struct{} // the TM commits, once all RMs are prepared
	TMAbort         struct{} // the TM aborts, for whatever reason
)

// Params are what a cluster line can set: how long each action takes from the moment that it is enabled. They say nothing
// of whether it may be taken, and mean nothing in a search.
type Params struct {
	RMPrepare       engine.Dist `help:"time until a working RM is prepared"`
	RMChooseToAbort engine.Dist `help:"time until a working RM would choose to abort"`
	TMCommit        engine.Dist `help:"time from the last Prepared until the TM commits"`
	TMAbort         engine.Dist `help:"time until a TM that has not decided aborts"`
	BreakPromise    bool        `mistake:"a prepared RM chooses to abort all the same"`
}

// defaults let most runs commit: of three RMs one chooses to abort in about one run of nine.
func defaults() Params {
	const ms = engine.Millisecond
	return Params{
		RMPrepare:       engine.Between(10*ms, 60*ms),
		RMChooseToAbort: engine.Exponential(900 * ms),
		TMCommit:        engine.Exactly(5 * ms),
		TMAbort:         engine.Exactly(250 * ms),
	}
}

// The module's rmState and tmState. The TM begins as "init", which has the number of "working".
type status uint8

const (
	working status = iota
	prepared
	committed
	aborted
)

// Protocol declares all that the kernel, the search, the page and the tests need to know.
var Protocol = engine.Protocol{
	Name:  "twophase-spec",
	Title: "Two-phase commit, the specification",
	About: "Resource managers commit a transaction all or not at all: a transaction manager commits once each has said that " +
		"it is prepared. It is the TLA+ module TwoPhase, action by action. Gray and Lamport, Consensus on Transaction " +
		"Commit, 2006.",
	Roles: []engine.Role{
		{Name: "tm", Letter: 't', Min: 1, Default: 1, Max: 1, Help: "the transaction manager: decides",
			New: engine.New(func(c engine.Config[Params]) engine.Node { return &tm{Config: c} })},
		{Name: "rm", Letter: 'r', Min: 1, Default: 3, Max: 12, Help: "a resource manager: does a part of the transaction",
			New: engine.New(func(c engine.Config[Params]) engine.Node { return &rm{Config: c} })},
	},
	Params:     defaults(),
	Messages:   []any{Prepared{}, Commit{}, Abort{}},
	Timers:     []any{RMPrepare{}, RMChooseToAbort{}, TMCommit{}, TMAbort{}},
	Assumes:    engine.Assumptions{Reliable: true, Crashes: engine.Never},
	Explore:    engine.Exploration{Network: engine.Stays},
	Invariants: []engine.Invariant{{Name: "consistency", Title: "No RM commits while another aborts", Check: consistent, Says: outcome}},
	Goals:      goals(),
	Layout:     engine.Star,
	Statuses:   statuses(),
	Kinds: []engine.Kind{
		{Name: "Prepared", Intent: engine.Yes, Means: "the RM can commit, and leaves it to the TM"},
		{Name: "Commit", Intent: engine.Order, Means: "the transaction is committed"},
		{Name: "Abort", Intent: engine.Order, Means: "the transaction is aborted"},
	},
}
