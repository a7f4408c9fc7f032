package raftsmall

import (
	"strings"
	"testing"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/sim"
)

// A cluster is a world under test.
type cluster struct {
	*sim.World
	t *testing.T
}

// newCluster makes a cluster; change says how its parameters differ from the defaults, nil for not at all.
func newCluster(t *testing.T, servers int, change func(p *Params), disks ...string) *cluster {
	t.Helper()
	p := defaults()
	if change != nil {
		change(&p)
	}
	o := sim.Options{Seed: 1, Counts: map[byte]int{'n': servers}, Params: p, Check: true, Explain: true}
	for _, d := range disks {
		o.Presets = append(o.Presets, action(t, d).(sim.Preset))
	}
	w, err := sim.New(&Protocol, o)
	if err != nil {
		t.Fatal(err)
	}
	return &cluster{w, t}
}

// manual is a cluster in which nothing happens unless it is told to.
func manual(p *Params) { p.Timers, p.NoOp = false, false }

func action(t *testing.T, line string) sim.Action {
	t.Helper()
	words, err := engine.Words(line)
	if err != nil {
		t.Fatal(err)
	}
	a, err := sim.ParseAction(&Protocol, words)
	if err != nil {
		t.Fatalf("%s: %v", line, err)
	}
	return a
}

// do applies actions, and lets what they cause happen: a run line is a time.
func (c *cluster) do(lines ...string) {
	c.t.Helper()
	for _, l := range lines {
		if d, ok := strings.CutPrefix(l, "run "); ok {
			if limit, err := engine.ParseDuration(d); err == nil {
				c.Run(c.Now() + engine.Time(limit))
				continue
			}
		}
		if err := c.Apply(action(c.t, l)); err != nil {
			c.t.Fatalf("%s: %v", l, err)
		}
	}
}

func (c *cluster) goal(line string) *sim.Goal {
	c.t.Helper()
	words, err := engine.Words(line)
	if err != nil {
		c.t.Fatal(err)
	}
	g, err := sim.ParseGoal(&Protocol, words)
	if err != nil {
		c.t.Fatal(err)
	}
	return g
}

// until runs until a goal is reached, for at most ten seconds.
func (c *cluster) until(line string) {
	c.t.Helper()
	if !c.RunUntil(c.goal(line), c.Now()+engine.Time(10*engine.Second)) {
		c.t.Fatalf("%s is not reached by %v: %+v\n%s", line, c.Now(), c.Ending(), c.notes())
	}
}

func (c *cluster) holds(lines ...string) {
	c.t.Helper()
	for _, line := range lines {
		l, not := strings.CutPrefix(line, "not ")
		if c.goal(l).Reached(c.World) == not {
			c.t.Errorf("at %v: expected %s", c.Now(), line)
		}
	}
	if e := c.Ending(); e != nil {
		c.t.Errorf("%s: %s", e.Name, e.Text)
	}
}

func (c *cluster) server(id string) *server {
	c.t.Helper()
	n, err := engine.ParseID(id)
	if err != nil {
		c.t.Fatal(err)
	}
	s, ok := engine.Find[*server](c.Global(), n)
	if !ok {
		c.t.Fatalf("%s is down", id)
	}
	return s
}

// answered is what the operations so far have come to, "open" for none.
func (c *cluster) answered() (all []string) {
	for _, op := range c.Ops() {
		if op.Open() {
			all = append(all, "open")
		} else {
			all = append(all, engine.TextOf(op.Out))
		}
	}
	return all
}

// last is what the last operation has come to.
func (c *cluster) last() string {
	all := c.answered()
	return all[len(all)-1]
}

// notes are all sentences so far.
func (c *cluster) notes() string {
	var b strings.Builder
	for i := 1; i <= c.Trace().Len(); i++ {
		e := c.Trace().Event(sim.EventID(i))
		b.Write(c.Trace().Bytes(e.Notes, uint32(e.NotesLen)))
	}
	return b.String()
}

func (c *cluster) says(sentences ...string) {
	c.t.Helper()
	notes := c.notes()
	for _, s := range sentences {
		if !strings.Contains(notes, s) {
			c.t.Errorf("expected %q among\n%s", s, notes)
		}
	}
}

func TestClustersOfOneToNineServersAgree(t *testing.T) {
	for servers := 1; servers <= 9; servers++ {
		c := newCluster(t, servers, nil)
		c.until("leader")
		for id, s := range engine.Each[*server](c.Global()) {
			if s.status == leader {
				c.do("command " + id.String() + " propose value=red")
			}
		}
		c.until("agree")
		c.holds("committed red", "leader")
		if c.Value("stored red") != int64(servers) || c.last() != "done" {
			t.Errorf("%d servers: red is on %d logs, and its operation %s", servers, c.Value("stored red"), c.last())
		}
	}
}

// Value is the number that a goal measures now.
func (c *cluster) Value(line string) int64 { return c.goal(line).Value(c.World) }

func TestTwoOfFiveServersElectNobody(t *testing.T) {
	c := newCluster(t, 5, nil)
	c.do("crash n1", "crash n2", "crash n3", "run 5s")
	c.holds("not leader", "candidate n4", "candidate n5")
	c.do("restart n1")
	c.until("agree")
}

func TestARestartedServerHasItsTermItsVoteAndItsLog(t *testing.T) {
	c := newCluster(t, 3, manual)
	c.do("command n1 campaign", "run 100ms", "command n1 propose value=red", "run 100ms", "crash n2", "restart n2")
	s := c.server("n2")
	if s.Term != 1 || s.Vote != engine.ID('n', 1) || s.last() != 1 || s.log[0].Value != "red" {
		t.Errorf("n2 has term %d, its vote for %v and %d entries", s.Term, s.Vote, s.last())
	}
	if s.commit != 0 || s.status != follower {
		t.Errorf("n2 begins as status %d with commit index %d", s.status, s.commit)
	}
	c.do("command n3 campaign", "run 100ms", "crash n1", "command n2 campaign", "run 100ms")
	c.says("n2 starts with what is on its disk: term 1, in which it voted for n1, and a log up to entry 1.")
}

func TestWithoutTimersOnlyACampaignElects(t *testing.T) {
	c := newCluster(t, 5, manual)
	c.do("run 5s")
	if c.Stats().Sent != 0 {
		t.Fatalf("%d messages were sent", c.Stats().Sent)
	}
	c.do("command n3 campaign", "run 100ms")
	c.holds("leader n3 term=1")
	sent := c.Stats().Sent
	c.do("run 5s")
	if c.Stats().Sent != sent {
		t.Error("the leader sends heartbeats")
	}
	c.do("set timers=true", "command n3 propose value=red", "run 1s")
	if c.Stats().Sent < sent+150 {
		t.Errorf("%d messages in the second after the timers were set", c.Stats().Sent-sent)
	}
}

func TestTimersThatAreTurnedOffDoNothingMore(t *testing.T) {
	c := newCluster(t, 5, nil)
	c.do("set timers=false", "run 5s")
	if c.Stats().Sent != 0 {
		t.Errorf("followers send %d messages", c.Stats().Sent)
	}
	c.do("set timers=true", "command n1 campaign")
	c.until("agree")
	for len(c.InFlight()) > 0 {
		c.Next(c.Now() + engine.Time(engine.Second))
	}
	sent := c.Stats().Sent
	c.do("set timers=false", "run 5s")
	if c.Stats().Sent != sent {
		t.Errorf("a leader and its followers send %d messages", c.Stats().Sent-sent)
	}
}

// The heartbeats of a leader come at their interval, and keep elections away.
func TestALeaderThatIsHeardStaysTheLeader(t *testing.T) {
	c := newCluster(t, 3, nil)
	c.until("agree")
	sent := c.Stats().Sent
	c.do("run 10s")
	c.holds("leader term=1", "not candidate")
	if got := c.Stats().Sent - sent; got < 4*198 || got > 4*202 {
		t.Errorf("%d messages in 10 s: expected a heartbeat and its answer for each of two followers every 50 ms", got)
	}
}

func TestWithoutANoOpEntriesOfAnEarlierTermWaitForAProposal(t *testing.T) {
	disks := []string{"disk n1 log=1,1", "disk n2 log=1,1", "disk n3 log=1,1"}
	c := newCluster(t, 3, func(p *Params) { p.NoOp = false }, disks...)
	c.until("leader")
	c.do("run 5s")
	c.holds("not commit")
	for id, s := range engine.Each[*server](c.Global()) {
		if s.status == leader {
			c.do("command " + id.String() + " propose value=red")
		}
	}
	c.until("agree")
	c.holds("commit index=3")
	c = newCluster(t, 3, nil, disks...)
	c.until("agree")
	c.says("begins its term with a no-op, entry 3, to commit what is before it.")
}

func TestWhatIsNotOnTheDiskIsLostWithTheAnswerToIt(t *testing.T) {
	c := newCluster(t, 3, manual)
	c.do("set fsync=20ms", "command n1 campaign", "run 30ms")
	if s := c.server("n2"); s.Vote != engine.ID('n', 1) {
		t.Fatalf("n2 has not been asked for its vote: %+v", s.hard)
	}
	c.do("crash n2", "restart n2")
	if s := c.server("n2"); s.Term != 0 || s.Vote != 0 {
		t.Errorf("n2 has %+v on its disk", s.hard)
	}
	for _, m := range c.InFlight() {
		if m.From == engine.ID('n', 2) {
			t.Errorf("%s of n2 is on its way", engine.TextOf(m.Body))
		}
	}
}
