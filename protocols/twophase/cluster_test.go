package twophase

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

// newCluster has so many participants, three clients and a coordinator.
func newCluster(t *testing.T, participants int, change func(*sim.Options, *Params), lines ...string) *cluster {
	t.Helper()
	p := defaults()
	o := sim.Options{Seed: 7, Check: true, Explain: true, Counts: map[byte]int{'n': 1 + participants, 'c': 3}}
	if change != nil {
		change(&o, &p)
	}
	o.Params = p
	for _, l := range lines {
		o.Presets = append(o.Presets, action(t, l).(sim.Preset))
	}
	w, err := sim.New(&Protocol, o)
	if err != nil {
		t.Fatal(err)
	}
	return &cluster{w, t}
}

func byVote(_ *sim.Options, p *Params) { p.Opens = byParticipant }

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
			c.t.Fatalf("%s is not reached by %v: %+v", line, c.Now(), c.Ending())
		}
	}
}

func (c *cluster) holds(lines ...string) {
	c.t.Helper()
	for _, line := range lines {
		line, not := strings.CutPrefix(line, "not ")
		if c.goal(line).Reached(c.World) == not {
			c.t.Errorf("at %v: expected %s to be %t", c.Now(), line, !not)
		}
	}
}

func (c *cluster) run(d engine.Duration) {
	c.t.Helper()
	c.Run(c.Now() + engine.Time(d))
	if e := c.Ending(); e != nil {
		c.t.Fatalf("at %v: %s: %s\n%s", c.Now(), e.Name, e.Text, e.Stack)
	}
}

// answers are what operations were answered with, in the order in which they were opened.
func (c *cluster) answers() string {
	var all []string
	for i := range c.Ops() {
		if o := &c.Ops()[i]; o.Open() {
			all = append(all, "open")
		} else {
			all = append(all, engine.Print(o.Out))
		}
	}
	return strings.Join(all, ", ")
}

func (c *cluster) participant(n int) *participant {
	c.t.Helper()
	p, ok := engine.Find[*participant](c.Global(), engine.ID('n', n))
	if !ok {
		c.t.Fatalf("n%d is no participant, or down", n)
	}
	return p
}

func (c *cluster) coordinator() *coordinator {
	c.t.Helper()
	x, ok := engine.Find[*coordinator](c.Global(), coordinatorID())
	if !ok {
		c.t.Fatal("the coordinator is down")
	}
	return x
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
