package challenge

import (
	"math"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/engine/say"
	"quorumlab/protocols/sim"
)

// A Verdict is what became of an attempt.
type Verdict struct {
	Reached bool
	Event   sim.EventID // at which it was reached, or came nearest; 0: it came nowhere near
	At      engine.Time
	Line    int    // of the rules: the goal that was missed there; 0: none was
	Goal    string // that line
	Got     string // the values there
	Refused string // the action that the rules forbid, or that makes no sense where it stands
	Seed    uint64 // on which it was judged: the start's, or of many the first on which it was missed
	Passed  int    // on how many seeds it was reached
	Text    string // all of it, in words
}

// A Trial is an attempt that is being judged, on a fresh world.
type Trial struct {
	c    *Challenge // on the seed at hand
	own  *Challenge // on the start's seed
	seed int        // which of the unseen ones is at hand; 0 for the start's own
	w    *sim.World
	acts []sim.Placed
	at   int // the next action
	done bool
	near nearness
	v    Verdict
}

// Judge replays the start on a fresh world, does the actions at their times, and goes on until all goals hold or the time
// is over. Step does it.
func (c *Challenge) Judge(acts []sim.Placed) (*Trial, error) {
	w, err := c.World()
	if err != nil {
		return nil, err
	}
	return c.judge(w, acts), nil
}

func (c *Challenge) judge(w *sim.World, acts []sim.Placed) *Trial {
	t := &Trial{own: c, acts: acts}
	t.begin(c, w)
	return t
}

func (t *Trial) begin(c *Challenge, w *sim.World) {
	t.c, t.w, t.at, t.near, t.done = c, w, 0, nearness{}, false
	t.v = Verdict{Seed: c.options.Seed, Passed: t.v.Passed}
	t.look()
}

// again goes on to the next seed.
func (t *Trial) again() {
	t.seed++
	c, err := t.own.seeded(t.seed)
	if err == nil {
		var w *sim.World
		if w, err = c.World(); err == nil {
			t.begin(c, w)
			return
		}
	}
	t.done, t.v.Reached, t.v.Text = true, false, err.Error()
}

// Step goes on for that many events at most, and tells whether the verdict stands.
func (t *Trial) Step(events int) (over bool) {
	defer func() {
		if r := recover(); r != nil { // in a goal; the kernel itself guards the steps of nodes
			t.miss(sim.Panicked(r).Text)
		}
	}()
	for n := 0; n < events && !t.over(); n++ {
		if t.done {
			t.again()
			n += int(t.w.Count())
		} else {
			t.step()
		}
	}
	return t.over()
}

// over tells whether the verdict stands: it was missed, or reached on the last seed.
func (t *Trial) over() bool { return t.done && (!t.v.Reached || t.seed == t.c.Rules.Seeds) }

// Verdict is how it went, once Step says that it is over.
func (t *Trial) Verdict() Verdict { return t.v }

// step lets one thing happen, or does one action.
func (t *Trial) step() {
	until := sim.Position{At: t.c.Until(), Place: math.MaxInt32}
	if t.at < len(t.acts) {
		if until = t.acts[t.at].At; until.Before(t.w.Position()) || until.At > t.c.Until() {
			t.refuse(say.Errorf("expected a moment from %v on, and up to %v", t.w.Position(), t.c.Until()))
			return
		}
	}
	was := t.w.Count()
	if t.w.StepTo(until) {
		if t.w.Count() != was {
			t.look()
		}
		return
	}
	if t.look(); t.done {
		return
	}
	if t.at == len(t.acts) {
		t.miss("")
		return
	}
	a := t.acts[t.at].Action
	err := t.c.Rules.Allow(t.w, t.acts[:t.at], a)
	if err == nil {
		err = t.w.Apply(a)
	}
	if err != nil {
		t.refuse(err)
		return
	}
	t.at++
	t.look()
}

// refuse ends it at an action that can't be done.
func (t *Trial) refuse(err error) {
	a := t.acts[t.at]
	t.done, t.v.Refused, t.v.At, t.v.Event = true, sim.Line(a.Action), t.w.Now(), t.w.Count()
	t.v.Text = say.Sprintf("at %v %s: %v", a.At, t.v.Refused, err)
}

// look judges the moment.
func (t *Trial) look() {
	if e := t.c.broken(t.w); e != nil {
		t.near = nearness{event: t.w.Count(), at: t.w.Now()}
		t.miss(engine.Plain(e.Text))
		return
	}
	if t.c.Holds(t.w) {
		t.done, t.v.Reached, t.v.Event, t.v.At = true, true, t.w.Count(), t.w.Now()
		t.v.Passed++
		t.v.Text = say.Sprintf("reached at %v", t.v.At)
		return
	}
	t.near.see(t.c, t.w)
}

// miss says how near it came; why is what ended it before the time was over.
func (t *Trial) miss(why string) {
	t.done = true
	n := &t.near
	t.v.Event, t.v.At = n.event, n.at
	if why != "" {
		t.v.Goal, t.v.Got = "holds", why
		t.v.Text = say.Sprintf("expected that nothing breaks: at %v %s", n.at, why)
		return
	}
	t.v.Line, t.v.Goal, t.v.Got = n.stand.Line, n.stand.Text, n.stand.Got
	if n.event == 0 {
		t.v.At = t.w.Now()
	}
	t.v.Text = n.says(t.c.from.At, t.w.Now())
}
