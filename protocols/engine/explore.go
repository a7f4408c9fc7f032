package engine

import "quorumlab/protocols/engine/say"

// An Exploration is what a search of a protocol tries where nobody says otherwise: how many nodes, what clients ask for,
// how much may go wrong. The zero value is all nodes by default, no commands and no faults, with timers that fire as
// often as they are armed.
type Exploration struct {
	Network Network
	Counts  map[byte]int // nodes of each letter; a letter that is not named has its roles' defaults
	Params  any          // of the protocol's type; nil: its defaults

	// Commands lists what is commanded: each node's in order, each when the node is free for it; nil for nothing.
	Commands func(members []NodeID) []Asked
	Faults   Faults
}

// An Asked is one command for one node.
type Asked struct {
	To    NodeID
	Event any
}

// A Network is what links do in a search besides taking any time. Loss and doubling are faults; a protocol that assumes
// FIFO links has them in order.
type Network uint8

// Messages arrive once, in any order; or they stay in the network and arrive any number of times, as specifications have
// it (the set of all messages ever sent).
const (
	Once Network = iota
	Stays
)

// Faults are how often each may happen in one run of a search.
type Faults struct {
	Crashes  int // a node falls, between two steps or within one; it comes back where the protocol assumes Recover
	Losses   int // a message is lost
	Dups     int // a message arrives, and stays to arrive again
	Cuts     int // the ways between two nodes are cut, for as long as nobody heals them
	Timeouts int // timers that fire: 0 is no bound, NoTimeouts none
}

// NoTimeouts lets no timer fire in a search.
const NoTimeouts = -1

func (p *Protocol) validateExploration(fail func(string, ...any)) {
	e := &p.Explore
	for letter := range e.Counts { // order: each error is found alike, and they are few
		if p.RoleOf(ID(letter, 1), map[byte]int{letter: 1}) == nil {
			fail("explore: no role has the letter %c", letter)
		}
	}
	if e.Params != nil && !SameType(e.Params, p.Params) {
		fail("explore: expected parameters of type %T, not %T", p.Params, e.Params)
	}
	for _, n := range []int{e.Faults.Crashes, e.Faults.Losses, e.Faults.Dups, e.Faults.Cuts, e.Faults.Timeouts + 1} {
		if n < 0 || n > FaultsMax {
			fail("explore: expected 0 to %d faults of a kind", FaultsMax)
			return
		}
	}
	if f := e.Faults; f.Crashes > 0 && p.Assumes.Crashes == Never || (f.Losses > 0 || f.Dups > 0 || f.Cuts > 0) && p.Assumes.Reliable {
		fail("explore: %w", say.Errorf("expected faults within what the protocol assumes: %s", p.Assumes.Sentence()))
	}
}

// FaultsMax bounds how many faults of a kind a search may try.
const FaultsMax = 200
