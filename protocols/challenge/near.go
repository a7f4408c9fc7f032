package challenge

import (
	"cmp"
	"math"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/sim"
)

// nearness is how near an attempt came, and when: the moment at which most goals held; of those the one at which the first
// that did not stands furthest down in the rules; and of those the one at which that was least far away.
type nearness struct {
	event sim.EventID // 0: no moment was nearer than the first
	at    engine.Time
	held  int
	miss  int // the first goal that did not hold
	away  int64
	stand Stand

	seen bool
	lax  [][]*sim.Goal // of each goal of yes or no, the same asked for less
}

// see compares a moment with the best so far.
func (n *nearness) see(c *Challenge, w *sim.World) {
	held, missed := 0, -1
	for i := range c.Rules.Goals {
		if ok, _ := c.Rules.Goals[i].Expect.Judge(w); ok {
			held++
		} else if missed < 0 {
			missed = i
		}
	}
	if missed < 0 {
		return
	}
	g := &c.Rules.Goals[missed]
	away := g.Expect.Away(w)
	got := ""
	if away < 0 {
		away, got = n.without(c, w, missed)
	}
	if n.seen && cmp.Or(cmp.Compare(held, n.held), cmp.Compare(missed, n.miss), cmp.Compare(n.away, away)) <= 0 {
		return
	}
	n.stand = Stand{Line: g.Line, Text: g.Expect.Text(), Got: got}
	if n.seen {
		n.event, n.at = w.Count(), w.Now()
	}
	n.held, n.miss, n.away = held, missed, away
	if got == "" || !n.seen {
		_, n.stand.Got = g.Expect.Judge(w)
	}
	n.seen = true
}

// without is for a goal of yes or no, of which no number says how far away it is: what of it holds when one of its words is
// left out.
func (n *nearness) without(c *Challenge, w *sim.World, i int) (away int64, got string) {
	e := &c.Rules.Goals[i].Expect
	if e.Not || e.Goal == nil {
		return math.MaxInt64, ""
	}
	if n.lax == nil {
		n.lax = make([][]*sim.Goal, len(c.Rules.Goals))
		for j := range c.Rules.Goals {
			n.lax[j] = relaxed(c.Start.Cluster.Protocol, c.Rules.Goals[j].Expect.Goal)
		}
	}
	away = int64(len(n.lax[i])) + 1
	for _, g := range n.lax[i] {
		if g.Reached(w) {
			if away--; got == "" {
				got = "no, but " + g.Text + " was so"
			}
		}
	}
	return away, got
}

// relaxed are the goals that a goal is when one of its words is left out.
func relaxed(p *engine.Protocol, g *sim.Goal) (gs []*sim.Goal) {
	if g == nil {
		return nil
	}
	words, err := engine.Words(g.Text)
	for i := 1; err == nil && i < len(words); i++ {
		some := append(append([]engine.Word(nil), words[:i]...), words[i+1:]...)
		if h, err := sim.ParseGoal(p, some); err == nil && !h.Counts() {
			gs = append(gs, h)
		}
	}
	return gs
}
