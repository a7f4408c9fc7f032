package challenge

import (
	"slices"
	"strconv"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/engine/say"
	"quorumlab/protocols/scenario"
	"quorumlab/protocols/sim"
)

// startMax bounds the events of a start.
const startMax = 200_000

// A Challenge is a start and rules. It is not changed by what is tried on it.
type Challenge struct {
	Rules *Rules
	Start *scenario.Script // as the rules want it, main only

	options sim.Options
	placed  []sim.Placed // what the start does before the reader's part
	from    sim.Position
	first   sim.EventID // the last event before the reader's part
}

// New runs the start, from its text. Errors are of type *scenario.Error: those of the start as of line 0.
func New(start *scenario.Script, r *Rules) (*Challenge, error) { return begin(start, r, r.When) }

// seeded is the same challenge on the i-th of the seeds that the reader has not seen.
func (c *Challenge) seeded(i int) (*Challenge, error) {
	seed := engine.Mix(c.Start.Cluster.Options.Seed ^ engine.Mix(uint64(i)))
	return begin(c.Start, c.Rules, []scenario.Given{{Name: "seed", Value: strconv.FormatUint(seed, 10)}})
}

// begin runs the start with some parameters instead of its own.
func begin(start *scenario.Script, r *Rules, given []scenario.Given) (*Challenge, error) {
	s, err := with(start, given)
	if err != nil {
		return nil, scenario.OnLine(0, err)
	}
	c := &Challenge{Rules: r, Start: s}
	if err := c.run(); err != nil {
		return nil, scenario.OnLine(0, err)
	}
	return c, nil
}

// with is a script's main branch alone, with some parameters instead of its own.
func with(s *scenario.Script, given []scenario.Given) (*scenario.Script, error) {
	t := *s
	t.Branches, t.HasGolden, t.Golden = s.Branches[:1:1], false, ""
	t.Cluster.Given = nil
	for _, had := range s.Cluster.Given {
		if !slices.ContainsFunc(given, func(g scenario.Given) bool { return g.Name == had.Name }) {
			t.Cluster.Given = append(t.Cluster.Given, had)
		}
	}
	t.Cluster.Given = append(t.Cluster.Given, given...)
	return scenario.Parse(t.String(), func(string) *engine.Protocol { return s.Cluster.Protocol })
}

// run takes the start as far as the reader's part.
func (c *Challenge) run() error {
	runner, err := c.Start.Start(scenario.Main, nil)
	if err != nil {
		return err
	}
	rec := runner.Recording()
	head := func() sim.Position { return rec.Head().Position() }
	for over := false; !over && (c.Rules.From == nil || !c.Rules.From.Before(head())); {
		if over, err = runner.Step(1); err != nil {
			return err
		}
		if rec.Head().Count() > startMax {
			return say.Errorf("expected a start of at most %d events", startMax)
		}
	}
	c.options, c.placed, c.from = rec.Options(), rec.Actions(), head()
	if from := c.Rules.From; from != nil {
		c.from = *from
		n := 0
		for n < len(c.placed) && c.placed[n].At.Before(c.from) {
			n++
		}
		c.placed = c.placed[:n]
	}
	w, err := c.World()
	if err != nil {
		return err
	}
	for _, id := range c.Rules.Lock {
		if _, ok := w.Node(id); !ok {
			return say.Errorf("lock: there is no node %v in the start", id)
		}
	}
	c.first = w.Count()
	return nil
}

// From is where the reader's part begins.
func (c *Challenge) From() sim.Position { return c.from }

// First is the last event before the reader's part.
func (c *Challenge) First() sim.EventID { return c.first }

// Until is when the reader's part is over.
func (c *Challenge) Until() engine.Time { return c.from.At + engine.Time(c.Rules.within()) }

// follow are the goals that a run has to follow from its start.
func (c *Challenge) follow(follow func(*sim.Goal)) {
	for i := range c.Rules.Goals {
		if e := &c.Rules.Goals[i].Expect; e.Follows() {
			follow(e.Goal)
		}
	}
}

// World is a fresh world at the beginning of the reader's part. It judges invariants, and writes nothing down.
func (c *Challenge) World() (*sim.World, error) { return c.world(true) }

// Unjudged is World without judging any invariant that no goal asks for, which is quicker: whoever reaches the goals there
// has yet to be judged.
func (c *Challenge) Unjudged() (*sim.World, error) {
	return c.world(slices.ContainsFunc(c.Rules.Goals, func(g Goal) bool { return g.Expect.Violated != "" }))
}

func (c *Challenge) world(check bool) (*sim.World, error) {
	o := c.options
	o.Check, o.Explain, o.Watch, o.NoTrace = check, false, false, true
	w, err := sim.New(c.Start.Cluster.Protocol, o)
	if err != nil {
		return nil, err
	}
	c.follow(w.Follow)
	for _, a := range c.placed {
		w.RunTo(a.At)
		if err := w.Apply(a.Action); err != nil {
			return nil, say.Errorf("the start's %s: %w", sim.Line(a.Action), err)
		}
	}
	w.RunTo(c.from)
	if e := w.Ending(); e != nil {
		return nil, say.Errorf("the start ends before the challenge begins: %s", e.Text)
	}
	return w, nil
}

// Record is the start as a recording, at the beginning of the reader's part.
func (c *Challenge) Record() (*sim.Recording, error) {
	rec, err := sim.Record(c.Start.Cluster.Protocol, c.options)
	if err != nil {
		return nil, err
	}
	c.follow(rec.Follow)
	for _, a := range c.placed {
		for rec.StepTo(a.At) {
		}
		if err := rec.Act(a.Action); err != nil {
			return nil, err
		}
	}
	for rec.StepTo(c.from) {
	}
	return rec, nil
}

// Own are the actions of a recording that belong to the reader's part.
func (c *Challenge) Own(placed []sim.Placed) []sim.Placed {
	return placed[min(len(placed), len(c.placed)):]
}

// Stand is one goal line in a world.
type Stand struct {
	Line int
	Text string // the line
	OK   bool
	Got  string
}

// Stands are all goal lines in a world.
func (c *Challenge) Stands(w *sim.World) []Stand {
	ss := make([]Stand, len(c.Rules.Goals))
	for i, g := range c.Rules.Goals {
		ok, got := g.Expect.Judge(w)
		ss[i] = Stand{g.Line, g.Expect.Text(), ok, got}
	}
	return ss
}

// Holds tells whether all goal lines hold, and nothing is broken that must not be.
func (c *Challenge) Holds(w *sim.World) bool {
	if c.broken(w) != nil {
		return false
	}
	for i := range c.Rules.Goals {
		if ok, _ := c.Rules.Goals[i].Expect.Judge(w); !ok {
			return false
		}
	}
	return true
}

// broken is how a run ended, unless a goal asks for that.
func (c *Challenge) broken(w *sim.World) *sim.Ending {
	e := w.Ending()
	if e == nil {
		return nil
	}
	for i := range c.Rules.Goals {
		g := &c.Rules.Goals[i].Expect
		if g.Violated != "" && !g.Not && e.Reason == sim.Violation && scenario.ViolationName(e.Name) == g.Violated {
			return nil
		}
	}
	return e
}
