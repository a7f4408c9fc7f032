package challenge

import (
	"cmp"
	"math"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/engine/say"
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
	part  string // what of it was so, where no number says how far away it was; "" for nothing

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
	part := ""
	if away < 0 {
		away, part = n.without(c, w, missed)
	}
	if n.seen && cmp.Or(cmp.Compare(held, n.held), cmp.Compare(missed, n.miss), cmp.Compare(n.away, away)) <= 0 {
		return
	}
	n.stand = Stand{Line: g.Line, Text: g.Expect.Text()}
	_, n.stand.Got = g.Expect.Judge(w)
	if n.seen {
		n.event, n.at, n.part = w.Count(), w.Now(), part
	}
	n.held, n.miss, n.away, n.seen = held, missed, away, true
}

// says is the miss as a sentence: what was expected, and what was so instead, when. The reader's part began at from, and was
// over at to.
func (n *nearness) says(from, to engine.Time) string {
	want, got := n.stand.Text, n.stand.Got
	answer := got == "yes" || got == "no"
	switch {
	case n.event == 0 && answer:
		return say.Sprintf("expected %s: that was so at no moment from %v to %v", want, from, to)
	case n.event == 0:
		return say.Sprintf("expected %s: at %v it is %s, and no moment up to %v is nearer", want, from, got, to)
	case n.part != "":
		return say.Sprintf("expected %s: the nearest is at %v, where %s holds, but no more of it", want, n.at, n.part)
	case answer:
		return say.Sprintf("expected %s: the nearest is at %v, where it does not hold, but more of the other goals do", want, n.at)
	}
	return say.Sprintf("expected %s: the nearest is at %v, where it is %s", want, n.at, got)
}

// without is for a goal of yes or no, of which no number says how far away it is: what of it holds when one of its words is
// left out.
func (n *nearness) without(c *Challenge, w *sim.World, i int) (away int64, part string) {
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
			if away--; part == "" {
				part = g.Text
			}
		}
	}
	return away, part
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
