package paxosspec

import (
	"cmp"
	"slices"

	"quorumlab/protocols/engine/order"
)

// A message is a record of msgs. Fields that its type does not have are 0.
type message struct {
	Type string // 1a, 1b, 2a or 2b
	Bal  int8
	Acc  int8 // 1b, 2b: who sent it
	MBal int8 // 1b: the ballot of its last vote, or none
	Val  int8 // 1b: what that vote was for (the module's mval), or none; 2a, 2b: the value
}

func (m message) compare(o message) int {
	return cmp.Or(cmp.Compare(m.Type, o.Type), cmp.Compare(m.Bal, o.Bal), cmp.Compare(m.Acc, o.Acc),
		cmp.Compare(m.MBal, o.MBal), cmp.Compare(m.Val, o.Val))
}

func (n *node) send(m message) {
	i, had := slices.BinarySearchFunc(n.msgs, m, message.compare)
	if !had {
		n.msgs = order.Insert(n.msgs, i, m)
	}
}

// began tells whether ballot b has begun.
func (n *node) began(b int8) bool { return slices.Contains(n.msgs, message{Type: "1a", Bal: b}) }

// proposed is the value that was proposed in ballot b, or none.
func (n *node) proposed(b int8) int8 {
	for _, m := range n.msgs {
		if m.Type == "2a" && m.Bal == b {
			return m.Val
		}
	}
	return none
}

// voted tells whether an acceptor has voted for v in ballot b.
func (n *node) voted(acc, b, v int8) bool {
	return slices.Contains(n.msgs, message{Type: "2b", Bal: b, Acc: acc, Val: v})
}

// votes counts the acceptors that have voted for v in ballot b.
func (n *node) votes(b, v int8) (count int) {
	for i := range n.acceptors {
		if n.voted(int8(i+1), b, v) {
			count++
		}
	}
	return count
}

// A choice is a value that a quorum has voted for in a ballot.
type choice struct{ Bal, Val int8 }

// chosen lists the choices that were made, by ballot.
func (n *node) chosen() (all []choice) {
	for b := range int8(n.start.Ballots) {
		for v := int8(1); v <= int8(n.start.Values); v++ {
			if n.votes(b, v) >= n.quorum() {
				all = append(all, choice{b, v})
			}
		}
	}
	return all
}
