package twophase

import (
	"slices"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/engine/say"
)

// promise: nobody aborts by itself after its yes (Bernstein et al., 7.3: once it has voted yes a participant may not decide
// alone). Where participants give up, which is that very mistake, it is not asked for: what giving up leads to is for the
// others to show.
func promise(g *engine.Global) error {
	for _, p := range engine.Each[*participant](g) {
		if p.Params.GivesUp {
			return nil
		}
		break // all have the same parameters
	}
	return kept(g)
}

// kept: as long as the coordinator has not aborted a transaction, and no participant has that had not voted yes, nobody who
// voted yes has.
func kept(g *engine.Global) error {
	for id, p := range engine.Changed[*participant](g) {
		if len(p.log) == 0 {
			continue
		}
		r := p.log[len(p.log)-1] // earlier ones were judged when they were the last
		if r.Kind != aborted || !p.votedYes(r.ID) {
			continue
		}
		for cid, c := range engine.Each[*coordinator](g) {
			if _, open := c.find(r.ID); open && !abortedBefore(g, r.ID) {
				return engine.Violated("%v has aborted %s by itself: %v has not", id, r.Tx, cid)
			}
		}
	}
	return nil
}

func (p *participant) votedYes(id ID) bool {
	return slices.ContainsFunc(p.log, func(r record) bool { return r.Kind == prepared && r.ID == id })
}

// abortedBefore tells whether a participant has aborted the transaction without having voted yes, as it may. One that is
// down may have.
func abortedBefore(g *engine.Global, id ID) bool {
	for i := range g.Nodes {
		p, up := g.Nodes[i].(*participant)
		if !up && isParticipant(g.IDs[i]) {
			return true
		}
		if up && !p.votedYes(id) && slices.ContainsFunc(p.log, func(r record) bool { return r.Kind == aborted && r.ID == id }) {
			return true
		}
	}
	return false
}

func saysPromise(g *engine.Global) string {
	for id, p := range engine.Each[*participant](g) {
		if p.Params.GivesUp {
			return "not asked for: participants give up here"
		}
		if len(p.doubts) > 0 {
			return say.Sprintf("%v has voted yes on %s, and waits", id, p.doubts[0].Tx)
		}
	}
	return "nobody waits after a yes"
}
