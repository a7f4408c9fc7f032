package raftsmall

import (
	"fmt"
	"strings"
	"testing"

	"quorumlab/protocols/engine"
)

func (c *cluster) look(id string) engine.Picture { return engine.Look(c.server(id), false) }

func fields(p engine.Picture) string {
	var all []string
	for _, f := range p.Fields {
		all = append(all, f.Name+": "+f.Value)
	}
	return strings.Join(all, "\n")
}

func cells(p engine.Picture) string {
	var all []string
	for _, x := range p.Rows[0].Cells {
		all = append(all, fmt.Sprintf("%d:%s.%d%s", x.At, x.Text, x.Epoch, map[engine.Mark]string{engine.Committed: "!"}[x.Mark]))
	}
	return strings.Join(all, " ")
}

func TestServersAreShownAsTheyAre(t *testing.T) {
	c := settled(t, manual)
	c.do("command n1 propose value=red", "run 100ms", "hold to=n1", "command n1 reconfigure members=n1,n4", "run 100ms")
	p := c.look("n1")
	if p.Status != statusLeader || p.Epoch != 1 || !p.Epochal || p.Tally != "" {
		t.Errorf("the leader is shown as %+v", p)
	}
	if got := cells(p); got != "1:red.1! 2:C_old,new.1" || p.Rows[0].Bar != 1 {
		t.Errorf("its log is shown as %s, with a bar at %d", got, p.Rows[0].Bar)
	}
	want := "current term: 1\nvoted for: n1\nlog: up to entry 2, of term 1\ncommit index: 1\ndecides: a majority of n1, n2, n3 and one of n1, n4\n" +
		"match n2: 1, next 2\nmatch n3: 1, next 2\nmatch n4: 0, next 2\nopen operations: 1"
	if got := fields(p); got != want {
		t.Errorf("its fields are\n%s\nnot\n%s", got, want)
	}
	if p := c.look("n5"); p.Status != statusOutsider || !strings.Contains(fields(p), "voted for: nobody\nlog: empty") {
		t.Errorf("who is no member is shown as %s with\n%s", p.Status, fields(p))
	}
	if p := c.look("n2"); p.Status != statusFollower || strings.Contains(fields(p), "match") {
		t.Errorf("a follower is shown as %s with\n%s", p.Status, fields(p))
	}
	c.do("command n2 campaign", "run 17ms")
	if p := c.look("n2"); p.Status != statusCandidate || p.Epoch != 2 || !strings.HasSuffix(p.Tally, "of 3 old and 0 of 2 new votes") {
		t.Errorf("a candidate is shown as %s with %s", p.Status, p.Tally)
	}
}

func TestAPictureOfALongLogIsBounded(t *testing.T) {
	c := newCluster(t, 1, nil)
	c.until("leader")
	for i := range 100 {
		c.do(fmt.Sprintf("command n1 propose value=v%d", i))
	}
	row := c.look("n1").Rows[0]
	if len(row.Cells) != cellsMax || row.Cells[0].At != 101-cellsMax+1 || row.Cells[cellsMax-1].Text != "v99" {
		t.Errorf("%d cells, from %d to %s", len(row.Cells), row.Cells[0].At, row.Cells[len(row.Cells)-1].Text)
	}
}
