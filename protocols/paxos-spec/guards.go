package paxosspec

import "slices"

// enabled lists the actions that are enabled and would change something: none sends again what was sent.
func (n *node) enabled() (actions []any) {
	for b := range int8(n.start.Ballots) {
		if !n.began(b) {
			actions = append(actions, Phase1a{b})
		}
		for v := int8(1); v <= int8(n.start.Values); v++ {
			if n.canPropose(b, v) {
				actions = append(actions, Phase2a{b, v})
			}
		}
		for i, a := range n.acceptors {
			acc := int8(i + 1)
			if n.began(b) && b > a.maxBal {
				actions = append(actions, Phase1b{b, acc})
			}
			if v := n.proposed(b); v != none && (b >= a.maxBal || n.start.NoPromise) && !n.voted(acc, b, v) {
				actions = append(actions, Phase2b{b, acc})
			}
		}
	}
	return actions
}

// canPropose is the guard of Phase2a(b, v).
func (n *node) canPropose(b, v int8) bool {
	if n.proposed(b) != none {
		return false
	}
	if n.start.AnyValue {
		return n.promises(b, b) >= n.quorum()
	}
	_, ok := n.shown(b, v)
	return ok
}

// shown tells whether the promises for ballot b show that v can be proposed in it: a quorum has sent them, and among these the
// vote in the highest ballot, which it gives, was for v, or there is none. For a vote in ballot m to be the highest of a quorum's,
// enough acceptors must have voted in none that is higher.
func (n *node) shown(b, v int8) (latest int8, ok bool) {
	if n.promises(b, none) >= n.quorum() {
		return none, true
	}
	for _, m := range n.msgs {
		if m.Type == "1b" && m.Bal == b && m.MBal != none && m.Val == v && n.promises(b, m.MBal) >= n.quorum() {
			return m.MBal, true
		}
	}
	return none, false
}

// promises counts the acceptors that have promised ballot b and whose last vote before was in no ballot higher than that.
func (n *node) promises(b, highest int8) (count int) {
	for i := range n.acceptors {
		if slices.ContainsFunc(n.msgs, func(m message) bool {
			return m.Type == "1b" && m.Acc == int8(i+1) && m.Bal == b && m.MBal <= highest
		}) {
			count++
		}
	}
	return count
}

// quorum is how many acceptors are one: each two have one in common.
func (n *node) quorum() int { return len(n.acceptors)/2 + 1 }
