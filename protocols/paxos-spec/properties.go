package paxosspec

import (
	"quorumlab/protocols/engine"
	"quorumlab/protocols/engine/say"
)

func invariants() []engine.Invariant {
	return []engine.Invariant{
		{Name: "agreement", Title: "At most one value is chosen", Check: of(agreement), Says: saysChosen},
		{Name: "one value per ballot", Title: "All votes in a ballot are for one value", Check: of(oneValuePerBallot)},
		{Name: "votes safe", Title: "Where somebody votes, no other value was or can be chosen in a lower ballot", Check: of(votesSafe)},
	}
}

// of checks the one node.
func of(check func(n *node) error) func(*engine.Global) error {
	return func(g *engine.Global) error {
		for _, n := range engine.Each[*node](g) {
			return check(n)
		}
		return nil
	}
}

func agreement(n *node) error {
	all := n.chosen()
	for _, c := range all {
		if c.Val != all[0].Val {
			return engine.Violated("v%d is chosen in ballot %d, v%d in ballot %d", all[0].Val, all[0].Bal, c.Val, c.Bal)
		}
	}
	return nil
}

func saysChosen(g *engine.Global) string {
	for _, n := range engine.Each[*node](g) {
		if all := n.chosen(); len(all) > 0 {
			return say.Sprintf("v%d is chosen", all[0].Val)
		}
	}
	return "no value is chosen"
}

func oneValuePerBallot(n *node) error {
	for _, m := range n.msgs {
		for _, o := range n.msgs {
			if m.Type == "2b" && o.Type == "2b" && m.Bal == o.Bal && m.Val < o.Val {
				return engine.Violated("in ballot %d acceptor %d votes for v%d, acceptor %d for v%d", m.Bal, m.Acc, m.Val, o.Acc, o.Val)
			}
		}
	}
	return nil
}

func votesSafe(n *node) error {
	for _, m := range n.msgs {
		if m.Type != "2b" {
			continue
		}
		for lower := range m.Bal {
			if !n.noneOtherChoosableAt(lower, m.Val) {
				return engine.Violated("acceptor %d votes for v%d in ballot %d, though another value was or can be chosen in ballot %d", m.Acc, m.Val, m.Bal, lower)
			}
		}
	}
	return nil
}

// noneOtherChoosableAt tells whether no other value than v was or can be chosen in ballot b: a quorum has voted for v there, or
// not at all and can't any more.
func (n *node) noneOtherChoosableAt(b, v int8) bool {
	count := 0
	for i, a := range n.acceptors {
		acc := int8(i + 1)
		if n.voted(acc, b, v) || a.maxBal > b && !n.voted(acc, b, n.proposed(b)) {
			count++
		}
	}
	return count >= n.quorum()
}

// The forms of goals.
type (
	Value struct {
		Val int8 `arg:"true" optional:"true" help:"which value, from 1; left out: any"`
	}
	Ballot struct {
		Bal int8 `arg:"true" help:"which ballot, from 0"`
	}
)

func goals() []engine.Goal {
	return []engine.Goal{
		engine.When("chosen", "whether a value, or that one, is chosen", func(g *engine.Global, f Value) bool {
			for _, n := range engine.Each[*node](g) {
				for _, c := range n.chosen() {
					if f.Val == 0 || f.Val == c.Val {
						return true
					}
				}
			}
			return false
		}),
		engine.Measure("promises", "how many acceptors have promised a ballot", counts("1b")),
		engine.Measure("votes", "how many acceptors have voted in a ballot", counts("2b")),
	}
}

func counts(kind string) func(*engine.Global, Ballot) int64 {
	return func(g *engine.Global, f Ballot) (count int64) {
		for _, n := range engine.Each[*node](g) {
			count += int64(len(n.senders(kind, f.Bal)))
		}
		return count
	}
}
