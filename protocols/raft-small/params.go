package raftsmall

import "quorumlab/protocols/engine"

// How nextIndex steps back after a refusal.
const (
	probeOneByOne = "one-by-one"
	probeTerms    = "terms"
)

// Params are the parameters of a cluster.
type Params struct {
	Election  engine.Dist     `help:"time without a leader after which a server asks for votes; drawn anew each time"`
	Heartbeat engine.Duration `help:"time between two heartbeats of a leader" min:"1ms" max:"10s"`
	Timers    bool            `help:"servers have timers; when false, only the command campaign starts an election, and nobody sends heartbeats"`

	Probe   string `help:"how a leader goes back for a follower that says no: by one entry, or before all entries of the term in conflict" oneof:"one-by-one terms"`
	NoOp    bool   `help:"a new leader begins its term with an empty entry; when false, entries of earlier terms wait for a proposal"`
	Members int    `help:"how many servers, from n1 on, are members at first; 0 means all" min:"0" max:"9"`

	CountOldTerms bool `mistake:"commits entries of earlier terms once they are on a majority of logs"`
	SwitchAtOnce  bool `mistake:"changes the membership in one step, without C_old,new"`
}

// defaults have the paper's election timeouts (§9.3), and three heartbeats in the shortest of them.
func defaults() Params {
	const ms = engine.Millisecond
	return Params{Election: engine.Between(150*ms, 300*ms), Heartbeat: 50 * ms, Timers: true, Probe: probeOneByOne, NoOp: true}
}

// explored is Figure 2 to the letter: without no-ops a search has fewer states, and each has a name in the paper.
func explored() Params {
	p := defaults()
	p.NoOp = false
	return p
}
