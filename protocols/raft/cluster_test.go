package raft

import (
	"strings"
	"testing"

	lib "go.etcd.io/etcd/raft/v3"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/sim"
)

// A cluster is a world under test.
type cluster struct {
	*sim.World
	t *testing.T
}

func newCluster(t *testing.T, o sim.Options, lines ...string) *cluster {
	t.Helper()
	for _, l := range lines {
		o.Presets = append(o.Presets, action(t, l).(sim.Preset))
	}
	o.Check = true
	w, err := sim.New(&Protocol, o)
	if err != nil {
		t.Fatal(err)
	}
	return &cluster{w, t}
}

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

func (c *cluster) do(lines ...string) {
	c.t.Helper()
	for _, l := range lines {
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
	g := c.goal(line)
	for limit := c.Now() + engine.Time(10*engine.Second); !g.Reached(c.World); {
		if !c.Next(limit) {
			c.t.Fatalf("%s is not reached by %v: %v", line, c.Now(), c.Ending())
		}
	}
}

func (c *cluster) holds(line string) {
	c.t.Helper()
	if !c.goal(line).Reached(c.World) {
		c.t.Errorf("at %v: expected %s", c.Now(), line)
	}
}

func (c *cluster) run(d engine.Duration) {
	c.t.Helper()
	c.Run(c.Now() + engine.Time(d))
	if e := c.Ending(); e != nil {
		c.t.Fatalf("at %v: %s: %s\n%s", c.Now(), e.Name, e.Text, e.Stack)
	}
}

func (c *cluster) server(id string) *server {
	c.t.Helper()
	n, err := engine.ParseID(id)
	if err != nil {
		c.t.Fatal(err)
	}
	state, _ := c.Node(n)
	s := serverOf(state.Engine)
	if s == nil {
		c.t.Fatalf("%s is down", id)
	}
	return s
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

func with(change func(p *Params)) Params {
	p := defaults()
	change(&p)
	return p
}

func counts(servers, clients int) map[byte]int { return map[byte]int{'n': servers, 'c': clients} }

func TestClustersOfOneToNineServersElectALeaderAndAnswer(t *testing.T) {
	for servers := 1; servers <= 9; servers++ {
		c := newCluster(t, sim.Options{Seed: 3, Counts: counts(servers, 1)})
		c.do("command c1 put key=x value=9", "command c1 get key=x")
		c.until("value key=x is=9")
		c.run(2 * engine.Second)
		c.holds("agree")
		for _, op := range c.Ops() {
			if op.Open() {
				t.Errorf("%d servers: %s has no answer", servers, engine.Print(op.In))
			}
		}
		if got := c.Ops()[1].Out; got != (Value{"9"}) {
			t.Errorf("%d servers: get answered %v", servers, got)
		}
	}
}

func TestAClusterOfOneCommitsAlone(t *testing.T) {
	c := newCluster(t, sim.Options{Seed: 1, Counts: counts(1, 1), Explain: true})
	c.until("leader n1")
	c.do("command n1 propose key=x value=9")
	c.holds("value key=x is=9")
	if c.Stats().Sent != 0 {
		t.Errorf("it sent %d messages to nobody", c.Stats().Sent)
	}
	if n := c.notes(); !strings.Contains(n, "n1 is the only server, so its own vote is a majority. It leads term 1.") ||
		!strings.Contains(n, "n1 is the only server, so what is in its log is committed.") {
		t.Errorf("it says:\n%s", n)
	}
}

func TestTwoOfFiveServersElectNobody(t *testing.T) {
	c := newCluster(t, sim.Options{Seed: 1, Counts: counts(5, 0)})
	c.until("leader")
	c.do("crash n1", "crash n2", "crash n3")
	c.run(3 * engine.Second)
	for _, s := range running(c.Global()) {
		if s.leads() && s.raft.term() > 1 {
			t.Errorf("%v leads term %d", s.ID, s.raft.term())
		}
	}
	c.do("restart n1")
	c.until("agree")
	c.holds("leader")
}

func TestARestartedServerHasItsTermItsVoteAndItsLog(t *testing.T) {
	c := newCluster(t, sim.Options{Seed: 4, Counts: counts(3, 1)})
	c.do("command c1 put key=x value=9")
	c.until("value n2 key=x is=9")
	s := c.server("n2")
	was, entries := s.look(), len(s.log.ents)
	c.do("crash n2", "restart n2")
	s = c.server("n2")
	is := s.look()
	if is.term != was.term || is.vote != was.vote || is.commit != was.commit || len(s.log.ents) != entries {
		t.Errorf("it had %+v and %d entries, and has %+v and %d", was, entries, is, len(s.log.ents))
	}
	if is.state != lib.StateFollower || is.lead != lib.None {
		t.Errorf("it restarts as %v with the leader %d", is.state, is.lead)
	}
	if s.store.values["x"] != "9" {
		t.Errorf("its store has %v: what is committed is applied anew", s.store.values)
	}
}

func TestWhatIsNotOnTheDiskIsLostWithItsAnswer(t *testing.T) {
	o := sim.Options{Seed: 9, Counts: counts(3, 1)}
	o.Settings.Fsync = engine.Exactly(20 * engine.Millisecond)
	c := newCluster(t, o)
	c.until("agree")
	c.do("command c1 put key=x value=9")
	c.until("stored 9 n2")
	sent := c.Stats().Sent
	c.do("crash n2", "restart n2")
	if last := c.server("n2").log.last(); last != 1 {
		t.Errorf("n2 has %d entries after the crash", last)
	}
	if sent == 0 {
		t.Error("nothing was sent")
	}
	for _, m := range c.InFlight() {
		if x, ok := m.Body.(*Message); ok && m.From == engine.ID('n', 2) && x.Index == 2 {
			t.Errorf("%s of an entry that is lost is on its way", x.Text())
		}
	}
}

func TestAServerThatIsAddedIsNoMember(t *testing.T) {
	c := newCluster(t, sim.Options{Seed: 1, Counts: counts(3, 0), Explain: true})
	c.until("agree")
	c.do("add server")
	c.run(3 * engine.Second)
	if s := c.server("n4"); s.status() != statusOutsider || s.raft.term() != 0 || s.log.last() != 0 {
		t.Errorf("n4 is %s in term %d with %d entries", s.status(), s.raft.term(), s.log.last())
	}
	c.do("command n4 campaign", "command n4 propose key=x value=9")
	for _, op := range c.Ops() {
		if _, ok := op.Out.(Refused); !ok {
			t.Errorf("%s answered %v", engine.Print(op.In), op.Out)
		}
	}
	if voters := c.server("n1").log.conf.Voters; len(voters) != 3 {
		t.Errorf("n1 counts %v", voters)
	}
}

func TestWhoDecidesStaysThoughANodeIsTakenOut(t *testing.T) {
	c := newCluster(t, sim.Options{Seed: 1, Counts: counts(3, 0)})
	c.until("agree")
	c.do("remove n3", "crash n1", "restart n1")
	if voters := c.server("n1").log.conf.Voters; len(voters) != 3 {
		t.Errorf("after its restart n1 counts %v: two of three decide, not two of two", voters)
	}
}

func TestWithoutTimersOnlyACampaignElects(t *testing.T) {
	c := newCluster(t, sim.Options{Seed: 1, Counts: counts(5, 0), Params: with(func(p *Params) { p.Timers = timersNone })})
	c.run(5 * engine.Second)
	if c.Stats().Sent != 0 {
		t.Fatalf("%d messages were sent", c.Stats().Sent)
	}
	c.do("command n3 campaign")
	c.until("agree")
	c.holds("leader n3 term=1")
	sent := c.Stats().Sent
	c.run(5 * engine.Second)
	if c.Stats().Sent != sent {
		t.Error("the leader sends heartbeats")
	}
	c.do("set timers=ticks", "command n3 propose key=x value=9")
	c.run(engine.Second)
	if c.Stats().Sent < sent+40 {
		t.Errorf("%d messages in the second after the timers were set", c.Stats().Sent-sent)
	}
}

func TestOneEntryAMessageIsOneEntryAMessage(t *testing.T) {
	for bytes, want := range map[int]bool{0: false, 1 << 20: true} {
		c := newCluster(t, sim.Options{Seed: 2, Counts: counts(3, 0), Params: with(func(p *Params) { p.MessageBytes = bytes })},
			"disk n1 term=2 log=1,1,1,1,2")
		c.do("command n1 campaign")
		many := false
		for !c.goal("agree").Reached(c.World) && c.Next(engine.Time(10*engine.Second)) {
			for _, m := range c.InFlight() {
				if x, ok := m.Body.(*Message); ok && len(x.Entries) > 1 {
					many = true
				}
			}
		}
		c.holds("agree")
		if many != want {
			t.Errorf("message-bytes=%d: messages of more than one entry: %t", bytes, many)
		}
	}
}
