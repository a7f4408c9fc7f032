package raft

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/sim"
)

func (c *cluster) look(id string) engine.Picture {
	n, _ := engine.ParseID(id)
	state, _ := c.Node(n)
	return engine.Look(state.Engine, false)
}

func fieldOf(p engine.Picture, name string) string {
	for _, f := range p.Fields {
		if f.Name == name {
			return f.Value
		}
	}
	return "no such field"
}

func rowOf(p engine.Picture, panel string) *engine.Row {
	for _, r := range p.Rows {
		if r.Panel == panel {
			return r
		}
	}
	return &engine.Row{}
}

func cellsOf(r *engine.Row) string {
	var parts []string
	for _, c := range r.Cells {
		parts = append(parts, fmt.Sprintf("%d:%s.%d%s", c.At, c.Text, c.Epoch, map[engine.Mark]string{engine.Committed: "!"}[c.Mark]))
	}
	return strings.Join(parts, " ")
}

func TestALeaderAndItsFollowersAreShownAsTheyAre(t *testing.T) {
	c := newCluster(t, sim.Options{Seed: 37, Counts: counts(3, 1)})
	c.until("candidate")
	for _, s := range running(c.Global()) {
		if p := c.look(s.ID.String()); s.status() == statusCandidate && p.Tally != "1 of 3 votes" {
			t.Errorf("a candidate's tally is %q", p.Tally)
		}
	}
	c.until("agree")
	lead := LeaderOf(c.Global()).String()
	c.do("command c1 put key=x value=9")
	if p := c.look("c1"); p.Status != statusWaiting || fieldOf(p, "asks for") != "x=9" {
		t.Errorf("a client that waits is shown as %+v", p)
	}
	c.until("stored 9")
	p := c.look(lead)
	if p.Status != statusLeader || p.Epoch != 1 || !p.Epochal || p.Tally != "" {
		t.Errorf("the leader is shown as %+v", p)
	}
	if r := rowOf(p, panelLogs); cellsOf(r) != "1:noop.1! 2:x=9.1" || r.Bar != 1 {
		t.Errorf("its log is shown as %s with a bar at %d", cellsOf(r), r.Bar)
	}
	c.until("agree")
	for name, want := range map[string]string{"term": "1", "vote": lead, "leader": lead, "log": "up to entry 2, of term 1", "commit": "2", "applied": "2"} {
		if got := fieldOf(c.look(lead), name); got != want {
			t.Errorf("%s is %q, not %q", name, got, want)
		}
	}
	follower := []string{"n2", "n3", "n1"}[LeaderOf(c.Global()).Index()-1]
	if got := fieldOf(c.look(lead), "match "+follower); got != "2, next 3, streaming" {
		t.Errorf("its knowledge of %s is shown as %q", follower, got)
	}
	if p := c.look(follower); p.Status != statusFollower || cellsOf(rowOf(p, panelStore)) != "1:x=9.0" {
		t.Errorf("a follower is shown as %+v", p)
	}
	c.run(100 * engine.Millisecond)
	if p := c.look("c1"); p.Status != statusIdle {
		t.Errorf("a client with nothing open is %s", p.Status)
	}
}

// The hand of the timer ring is the library's own count: it campaigns when the hand has come round, and not before.
func TestTheTimerShownIsTheLibrarys(t *testing.T) {
	c := newCluster(t, sim.Options{Seed: 5, Counts: counts(3, 0)})
	due := map[engine.NodeID]engine.Time{}
	for _, s := range running(c.Global()) {
		clocks := c.look(s.ID.String()).Clocks
		timers := c.Timers(s.ID)
		if len(clocks) != 1 || clocks[0].Name != "election" || clocks[0].By != any(tick{}) || len(timers) != 1 {
			t.Fatalf("%v has the clocks %+v and the timers %v", s.ID, clocks, timers)
		}
		left := clocks[0].Total - clocks[0].Elapsed // at the moment when the tick was set, the last of which brings it to the total
		due[s.ID] = timers[0].Due + engine.Time(left-s.Params.Tick)
	}
	first := slices.MinFunc(c.Global().IDs, func(a, b engine.NodeID) int { return int(due[a] - due[b]) })
	c.until("candidate")
	if c.Now() != due[first] || c.server(first.String()).status() != statusCandidate {
		t.Errorf("%v was to campaign at %v; it is %v", first, due[first], c.Now())
	}
	c.until("leader")
	lead := LeaderOf(c.Global()).String()
	if clocks := c.look(lead).Clocks; len(clocks) != 1 || clocks[0].Name != "heartbeat" || clocks[0].Total != 50*engine.Millisecond {
		t.Errorf("the leader's clocks are %+v", clocks)
	}
}

func TestAPictureOfALongLogIsBounded(t *testing.T) {
	c := newCluster(t, sim.Options{Seed: 1, Counts: counts(1, 0)})
	c.until("leader")
	for i := range 200 {
		c.do(fmt.Sprintf("command n1 propose key=k%03d value=%d", i, i))
	}
	p := c.look("n1")
	log, store := rowOf(p, panelLogs), rowOf(p, panelStore)
	if len(log.Cells) != cellsMax || log.Cells[cellsMax-1].At != 201 || log.Cells[0].At != 201-cellsMax+1 {
		t.Errorf("%d cells, from %d", len(log.Cells), log.Cells[0].At)
	}
	if len(store.Cells) != keysMax+1 || store.Cells[keysMax].Text != "and 176 more" || store.Cells[0].Text != "k000=0" {
		t.Errorf("%d keys, the last cell says %q", len(store.Cells), store.Cells[len(store.Cells)-1].Text)
	}
}

func TestWhoDecidesIsShown(t *testing.T) {
	c := led(t, 3, 2, nil)
	if p := c.look("n5"); p.Status != statusOutsider || fieldOf(p, "voters") != "none known" {
		t.Errorf("a server that is no member is shown as %s; %s vote", p.Status, fieldOf(p, "voters"))
	}
	c.do("command n1 add-learner node=n5")
	c.until("agree")
	c.do("command n1 reconfigure voters=n4 remove=n3 transition=explicit")
	c.until("agree")
	for _, n := range []string{"n1", "n4"} {
		p := c.look(n)
		for name, want := range map[string]string{"voters": "n1, n2, n4", "old voters": "n1, n2, n3, whose majority counts too", "learners": "n5"} {
			if got := fieldOf(p, name); got != want {
				t.Errorf("%s: %s is shown as %q, not %q", n, name, got, want)
			}
		}
	}
	if p := c.look("n5"); p.Status != statusLearner || Protocol.ShapeOf(p.Status) != engine.Dashed || len(p.Clocks) != 0 {
		t.Errorf("a learner is shown as %s, with the clocks %v", p.Status, p.Clocks)
	}
	c.do("partition n2 n3 | n1 n4 n5")
	c.until("candidate n2")
	if p := c.look("n2"); p.Tally != "1 of 3 and 1 of 3 votes" {
		t.Errorf("a candidate's tally is %q", p.Tally)
	}
}
