package twophase

import (
	"cmp"
	"slices"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/engine/order"
)

// The facts that nodes observe. They leave like messages, so none is ahead of its node's disk.
type (
	// Voted is that a participant has voted yes, or never will.
	Voted struct {
		ID  ID
		Tx  string
		Yes bool
	}
	// Decided is that the coordinator has decided. Participants are all whose yes a commit needs.
	Decided struct {
		ID           ID
		Tx           string
		Committed    bool
		Participants []engine.NodeID
	}
)

// A ballot is the last vote of one participant.
type ballot struct {
	ID  ID
	By  engine.NodeID
	Yes bool
}

// ballots remember votes until the decision (Bernstein et al., 7.3, AC3): in the order of transactions, then participants.
type ballots struct{ cast []ballot }

func (b *ballots) find(id ID, by engine.NodeID) (int, bool) {
	return slices.BinarySearchFunc(b.cast, ballot{ID: id, By: by}, func(x, y ballot) int {
		return cmp.Or(x.ID.compare(y.ID), cmp.Compare(x.By, y.By))
	})
}

// Observe judges one fact.
func (b *ballots) Observe(at engine.NodeID, fact any) error {
	switch f := fact.(type) {
	case Voted:
		i, had := b.find(f.ID, at)
		if !had {
			b.cast = order.Insert(b.cast, i, ballot{ID: f.ID, By: at})
		}
		b.cast[i].Yes = f.Yes
	case Decided:
		for _, id := range f.Participants {
			if i, had := b.find(f.ID, id); f.Committed && (!had || !b.cast[i].Yes) {
				return engine.Violated("%v has committed %s without the yes of %v", at, f.Tx, id)
			}
		}
		b.cast = slices.DeleteFunc(b.cast, func(x ballot) bool { return x.ID == f.ID })
	}
	return nil
}

func monitors() []engine.Monitor {
	return []engine.Monitor{{Name: "validity", Title: "A commit has the yes of every participant",
		New: func() engine.Observer { return &ballots{} }}}
}
