package raftsmall

import (
	"math/bits"
	"strconv"

	"quorumlab/protocols/engine"
)

// A set is a set of servers: bit i−1 is n<i>. It is small, comparable, and written in one way only.
type set uint32

// setMax is the highest number of a server that a set can have. Numbers above a role's most come up only when servers are
// added and removed again and again.
const setMax = 32

func setOf(ids []engine.NodeID) (s set) {
	for _, id := range ids {
		s = s.with(id)
	}
	return s
}

func (s set) with(id engine.NodeID) set {
	if !canBeMember(id) {
		return s
	}
	return s | 1<<(id.Index()-1)
}

func canBeMember(id engine.NodeID) bool {
	return id.Letter() == 'n' && id.Index() >= 1 && id.Index() <= setMax
}

func (s set) without(id engine.NodeID) set { return s &^ set(0).with(id) }
func (s set) has(id engine.NodeID) bool    { return s&set(0).with(id) != 0 }
func (s set) size() int                    { return bits.OnesCount32(uint32(s)) }

// ids lists the servers in order.
func (s set) ids() []engine.NodeID {
	ids := make([]engine.NodeID, 0, s.size())
	for ; s != 0; s &= s - 1 {
		ids = append(ids, engine.ID('n', bits.TrailingZeros32(uint32(s))+1))
	}
	return ids
}

// String lists the servers for a sentence.
func (s set) String() string {
	var b []byte
	for i, id := range s.ids() {
		if i > 0 {
			b = append(b, ", "...)
		}
		b = id.AppendText(b)
	}
	if b == nil {
		return "nobody"
	}
	return string(b)
}

// A Configuration is who decides. Old is empty but during a change of membership, while it is C_old,new.
type Configuration struct{ Old, New set }

func (c Configuration) joint() bool { return c.Old != 0 }

// all are the members: during a change those of both configurations (§6).
func (c Configuration) all() set { return c.Old | c.New }

// agree tells whether some servers are a majority, during a change one of the old and one of the new members (§6).
func (c Configuration) agree(some set) bool {
	return majority(c.New, some) && (!c.joint() || majority(c.Old, some))
}

// majority is never true of no members: who knows of nobody decides nothing.
func majority(of, some set) bool { return (of & some).size() > of.size()/2 }

// String says who decides.
func (c Configuration) String() string {
	if c.joint() {
		return "a majority of " + c.Old.String() + " and one of " + c.New.String()
	}
	return "a majority of " + c.New.String()
}

// count says how many of the members some servers are: "3 of 5", or "2 of 3 old and 1 of 3 new" during a change.
func (c Configuration) count(some set) string {
	if c.joint() {
		return share(c.Old, some) + " old and " + share(c.New, some) + " new"
	}
	return share(c.New, some)
}

// need says how many votes or logs make a decision.
func (c Configuration) need() string {
	if c.joint() {
		return "a majority of both"
	}
	return strconv.Itoa(c.New.size()/2 + 1)
}

func share(of, some set) string {
	return strconv.Itoa((of & some).size()) + " of " + strconv.Itoa(of.size())
}
