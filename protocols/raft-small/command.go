package raftsmall

import "quorumlab/protocols/engine"

// The commands of a server.
type (
	// Propose puts a value into the leader's log. It is done when that server applies the entry, whoever leads by then, and
	// refused by a server that does not lead, or learns that the entry is lost.
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
)

func (Done) Text() string      { return "done" }
func (r Refused) Text() string { return r.Why }

// Refuses marks it as an answer that says no.
func (Refused) Refuses() {}

// A pending operation waits for the entry of its index and term to be applied.
type pending struct {
	Index, Term int
	Op          engine.OpID
}
