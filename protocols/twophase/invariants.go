package twophase

import (
	"quorumlab/protocols/engine"
	"quorumlab/protocols/engine/say"
)

func invariants() []engine.Invariant {
	return []engine.Invariant{
		{Name: "money", Title: "No money is made or lost", Check: money, Says: saysMoney},
		{Name: "atomicity", Title: "No transaction commits at one participant and aborts at another", Check: atomicity, Says: saysAtomicity},
		{Name: "promise", Title: "Nobody aborts by itself after its yes", Check: promise, Says: saysPromise},
	}
}

// money: what is on all accounts is what was at first, once a transaction that one participant has committed is counted as
// committed at those that are still in doubt about it. It is judged while all participants are up; what a crash has torn
// shows when they are back.
func money(g *engine.Global) error {
	if g.Stepped >= 0 && !isParticipant(g.IDs[g.Stepped]) {
		return nil
	}
	if now, first, up := sums(g); up && now != first {
		return engine.Violated("all accounts together have %d, and had %d at first", now, first)
	}
	return nil
}

// sums are what is on all accounts, now and at first; up is whether all participants are.
func sums(g *engine.Global) (now, first int64, up bool) {
	for i, id := range g.IDs {
		p, ok := g.Nodes[i].(*participant)
		if !ok {
			if isParticipant(id) {
				return 0, 0, false
			}
			continue
		}
		now, first = now+p.sum(), first+p.founded
		for j := range p.doubts {
			if d := &p.doubts[j]; committedBy(g, d.ID) != nil {
				now += d.change(p.ID)
			}
		}
	}
	return now, first, true
}

// change is what the transaction does to all accounts of one participant.
func (d *doubt) change(at engine.NodeID) (n int64) {
	for _, m := range d.Moves {
		if m.Account.Node == at {
			n += m.Amount
		}
	}
	return n
}

// committedBy is a participant that has committed a transaction, nil for none.
func committedBy(g *engine.Global, id ID) *participant {
	return settledOtherwise(g, outcome{ID: id})
}

// comparedMax is how many outcomes of a participant, the newest, are compared with those of others after each step. Where
// the coordinator opens transactions there are never so many; where nobody acknowledges they only ever grow.
const comparedMax = 64

// atomicity is AC1 of Bernstein et al.: all that have settled a transaction have settled it alike.
func atomicity(g *engine.Global) error {
	nodes := g.Nodes
	if g.Stepped >= 0 { // as engine.Changed, whose loops cost more than what there is to compare
		nodes = nodes[g.Stepped : g.Stepped+1]
	}
	for _, n := range nodes {
		if p, ok := n.(*participant); ok {
			if err := p.agrees(g); err != nil {
				return err
			}
		}
	}
	return nil
}

func (p *participant) agrees(g *engine.Global) error {
	for _, o := range p.known[max(0, len(p.known)-comparedMax):] {
		if q := settledOtherwise(g, o); q != nil {
			yes, no := p, q
			if !o.Committed {
				yes, no = q, p
			}
			return engine.Violated("%v has committed %s, and %v has aborted it", yes.ID, o.Tx, no.ID)
		}
	}
	return nil
}

// settledOtherwise is a participant with another outcome of the same transaction, nil for none.
func settledOtherwise(g *engine.Global, o outcome) *participant {
	for _, n := range g.Nodes {
		if p, ok := n.(*participant); ok {
			if i, known := p.known.find(o.ID); known && p.known[i].Committed != o.Committed {
				return p
			}
		}
	}
	return nil
}

// What makes the invariants true now, for shown frames.

func saysMoney(g *engine.Global) string {
	now, _, up := sums(g)
	if !up {
		return "a participant is down"
	}
	return say.Sprintf("all accounts together have %d", now)
}

func saysAtomicity(g *engine.Global) string {
	for id, p := range engine.Each[*participant](g) {
		for i := range p.doubts {
			d := &p.doubts[i]
			if q := committedBy(g, d.ID); q != nil {
				return say.Sprintf("%s: %v has committed, %v is in doubt", d.Tx, q.ID, id)
			}
			return say.Sprintf("%s: %v is in doubt, nobody has committed", d.Tx, id)
		}
	}
	return "nobody is in doubt"
}
