package twophase

import (
	"slices"

	"quorumlab/protocols/engine"
)

// The forms of goals. A field that is left out means any.
type (
	txForm struct {
		Tx string `help:"which transaction; left out: any"`
	}
	nodeForm struct {
		Node engine.NodeID `arg:"true" optional:"true" help:"which node; left out: any"`
		Tx   string        `help:"which transaction; left out: any"`
	}
	ledgerForm struct {
		Account Account `arg:"true" help:"n2.alice"`
	}
	noForm struct{}
)

func goals() []engine.Goal {
	return []engine.Goal{
		engine.When("decided", "whether a transaction has an outcome that some node knows", func(g *engine.Global, f txForm) bool {
			return hasOutcome(g, nodeForm{Tx: f.Tx}, true) || hasOutcome(g, nodeForm{Tx: f.Tx}, false)
		}),
		engine.When("committed", "whether a node knows that a transaction is committed", func(g *engine.Global, f nodeForm) bool {
			return hasOutcome(g, f, true)
		}),
		engine.When("aborted", "whether a node knows that a transaction is aborted", func(g *engine.Global, f nodeForm) bool {
			return hasOutcome(g, f, false)
		}),
		engine.When("prepared", "whether a participant has voted yes on a transaction, and does not know its outcome",
			func(g *engine.Global, f nodeForm) bool { return inDoubtOf(g, f, false) }),
		engine.When("blocked", "whether such a participant has asked, and nobody who knows has answered",
			func(g *engine.Global, f nodeForm) bool { return inDoubtOf(g, f, true) }),
		engine.When("settled", "whether no transaction is under way at any node that is up", settled),
		engine.Measure("ledger", "what is on an account", func(g *engine.Global, f ledgerForm) int64 {
			if p, ok := engine.Find[*participant](g, f.Account.Node); ok {
				if h := p.account(f.Account.Name); h != nil {
					return h.Amount
				}
			}
			return 0
		}),
		engine.Measure("total", "what is on all accounts of participants that are up", func(g *engine.Global, _ noForm) (n int64) {
			for _, p := range engine.Each[*participant](g) {
				n += p.sum()
			}
			return n
		}),
	}
}

func (f nodeForm) matches(id engine.NodeID, tx string) bool {
	return (f.Node == 0 || f.Node == id) && (f.Tx == "" || f.Tx == tx)
}

func hasOutcome(g *engine.Global, f nodeForm, commit bool) bool {
	in := func(id engine.NodeID, os outcomes) bool {
		return slices.ContainsFunc(os, func(o outcome) bool { return o.Committed == commit && f.matches(id, o.Tx) })
	}
	for id, p := range engine.Each[*participant](g) {
		if in(id, p.known) {
			return true
		}
	}
	for id, c := range engine.Each[*coordinator](g) {
		if in(id, c.known) || commit && slices.ContainsFunc(c.txs, func(t tx) bool { return t.Committed && f.matches(id, t.Name) }) {
			return true
		}
	}
	return false
}

func inDoubtOf(g *engine.Global, f nodeForm, asked bool) bool {
	for id, p := range engine.Each[*participant](g) {
		if slices.ContainsFunc(p.doubts, func(d doubt) bool { return (d.Asked || !asked) && f.matches(id, d.Tx) }) {
			return true
		}
	}
	return false
}

func settled(g *engine.Global, _ noForm) bool {
	for _, c := range engine.Each[*coordinator](g) {
		if len(c.txs) > 0 {
			return false
		}
	}
	return !inDoubtOf(g, nodeForm{}, false)
}
