package twophase

import (
	"fmt"
	"strings"
	"testing"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/sim"
)

// seen is a node's picture in a line: status, tally, fields, rows.
func (c *cluster) seen(id string) string {
	c.t.Helper()
	n, err := engine.ParseID(id)
	if err != nil {
		c.t.Fatal(err)
	}
	state, _ := c.Node(n)
	p := engine.Look(state.Engine, false)
	parts := []string{strings.TrimSpace(p.Status + " " + p.Tally)}
	if p.Locked {
		parts[0] += " locked"
	}
	for _, f := range p.Fields {
		parts = append(parts, f.Name+": "+f.Value)
	}
	for _, r := range p.Rows {
		var cells []string
		for _, x := range r.Cells {
			cells = append(cells, strings.TrimSuffix(fmt.Sprintf("%s/%s", x.Text, x.Mark), "/"))
		}
		parts = append(parts, "["+strings.Join(cells, ", ")+"]")
	}
	return strings.Join(parts, "; ")
}

func (c *cluster) shows(id, want string) {
	c.t.Helper()
	if got := c.seen(id); got != want {
		c.t.Errorf("at %v %s is shown as\n%s, not as\n%s", c.Now(), id, got, want)
	}
}

func TestNodesAreShownAsTheyAre(t *testing.T) {
	c := newCluster(t, 2, nil)
	c.shows("n1", "coordinator; starts: 1; []")
	c.shows("n2", "working; []; [alice 100, ivan 100]")
	c.shows("c1", "idle")
	c.do("hold from=n1 to=n2 kind=Commit", "command n1 begin tx=t1 from=n2.alice to=n3.bob amount=40")
	c.until("prepared n3")
	c.shows("n1", "coordinator 0 of 2 votes; starts: 1; t1: 40 from n2.alice to n3.bob, undecided: no vote yet of n2 and n3; []")
	c.shows("n3", "prepared locked; t1: voted yes: 40 from n2.alice to n3.bob; [prepared t1/doubt]; [bob 100 (+40 if t1)/locked, judy 100]")
	c.until("committed n1")
	c.shows("n1", "coordinator 0 of 2 Acks; starts: 1; t1: 40 from n2.alice to n3.bob, committed: no Ack yet of n2 and n3; [committed t1/committed]")
	c.until("committed n3")
	c.shows("n3", "committed; t1: committed; [prepared t1, committed t1/committed]; [bob 140, judy 100]")
	c.do("command c1 read account=n2.alice")
	c.shows("c1", "waiting; asks for: n2.alice")
	c.until("blocked n2")
	c.shows("n2", "blocked locked; t1: voted yes: 40 from n2.alice to n3.bob; waits: c1 for alice; [prepared t1/doubt]; [alice 100 (−40 if t1)/locked, ivan 100]")
	c.until("settled")
	c.shows("n1", "coordinator; starts: 1; [committed t1/committed, ended t1]")
	c.do("command n1 begin tx=t2 from=n2.alice to=n3.bob amount=400")
	c.until("aborted n3 tx=t2")
	c.shows("n2", "aborted; t2: aborted; [prepared t1, committed t1/committed, aborted t2/undone]; [alice 60, ivan 100]")
	c.shows("n3", "aborted; t2: aborted; [prepared t1, committed t1/committed, prepared t2, aborted t2/undone]; [bob 140, judy 100]")
}

func TestALongLogAndLongMemoryAreShownByTheirEnds(t *testing.T) {
	c := newCluster(t, 2, func(o *sim.Options, p *Params) { byVote(o, p); p.Balance = 1000 })
	c.do("load n2 begin tx=t% from=n2.alice to=n3.bob amount=1 think=10ms count=100")
	c.run(20 * engine.Second)
	p := engine.Look(c.participant(3), false)
	if n := len(p.Fields); n != outcomesShown || p.Fields[0].Name != "t100" {
		t.Errorf("%d outcomes are shown, the first of them %v", n, p.Fields[0])
	}
	log := c.participant(3).log
	if n := len(p.Rows[0].Cells); len(log) <= recordsShown || n != recordsShown || p.Rows[0].Cells[n-1].At != len(log) {
		t.Errorf("%d of %d records are shown", n, len(log))
	}
}
