package raftsmall

import "quorumlab/protocols/engine"

// The commands of a server.
type (
	// Propose puts a value into the leader's log. It is done when the server applies that entry; who is not the leader
	// refuses.
	Propose struct {
		Value string `min:"1" max:"64" help:"what the entry says"`
	}
	// Campaign lets a server ask for votes now, as if its election timer had fired.
	Campaign struct{}
	// Reconfigure makes other servers the members: the leader takes the cluster there through C_old,new (§6). It is done
	// when C_new is committed, as far as the server that took it learns that.
	Reconfigure struct {
		Members []engine.NodeID `min:"1" max:"9" help:"who is to decide from then on"`
	}
)

// The results of commands.
type (
	Done    struct{}
	Refused struct{ Why string }
	// Unknown is the answer of a server that was removed before it could learn what became of an entry.
	Unknown struct{}
)

func (Done) Text() string      { return "done" }
func (r Refused) Text() string { return r.Why }
func (Unknown) Text() string   { return "not known: the server was removed before it learned that" }

// A pending operation waits for the entry of its index and term to be applied.
type pending struct {
	Index, Term int
	Op          engine.OpID
}
