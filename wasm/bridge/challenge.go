package bridge

import (
	"errors"

	"quorumlab/protocols/challenge"
	"quorumlab/protocols/engine"
	"quorumlab/protocols/engine/say"
	"quorumlab/protocols/scenario"
	"quorumlab/protocols/sim"
)

// setChallenge begins the session anew: at the moment at which a challenge begins, under its rules.
func (s *session) setChallenge(d *doc, body string) error {
	rules, err := challenge.Parse(s.script.Cluster.Protocol, body)
	if err != nil {
		return err
	}
	c, err := challenge.New(s.script, rules)
	if err != nil {
		return err
	}
	rec, err := c.Record()
	if err != nil {
		return err
	}
	b := &branch{name: scenario.Main, rec: rec, until: rec.Head().Now()}
	*s = session{script: c.Start, branches: []*branch{b}, next: len(c.Start.Branches), challenge: c}
	s.show(b)
	s.watch()
	s.run(d, c.First())
	return nil
}

// step computes one event more of the branch shown.
func (s *session) step(until engine.Time) bool {
	ok := s.rec.Next(until)
	s.watch()
	return ok
}

// watch notes the first event of the branch shown at which the goals of the challenge hold.
func (s *session) watch() {
	c, b := s.challenge, s.shown
	if w := s.rec.Head(); c != nil && b.reached == 0 && w.Now() <= c.Until() && c.Holds(w) {
		b.reached = w.Count()
	}
}

// allows refuses what the rules forbid at a moment.
func (s *session) allows(w *sim.World, a sim.Action) error {
	c := s.challenge
	switch {
	case c == nil:
		return nil
	case w.Count() < c.First():
		return say.Errorf("the challenge begins at %v: what comes before stays as it is", c.From())
	case w.Now() > c.Until():
		return say.Errorf("the time of the challenge was over at %v", c.Until())
	}
	return c.Rules.Allow(w, s.own(w), a)
}

// own are the reader's actions so far.
func (s *session) own(w *sim.World) []sim.Placed {
	return s.challenge.Own(s.rec.Actions()[:w.Actions()])
}

// onward brings a world that stands at the last event of the start to where the challenge begins.
func (s *session) onward(w *sim.World, to func(sim.Position) bool) {
	if c := s.challenge; c != nil && w.Count() == c.First() {
		for to(c.From()) {
		}
	}
}

// standing tells what is left in a world, and how the goals stand there.
func (s *session) standing(d *doc, w *sim.World) {
	c := s.challenge
	if c == nil {
		return
	}
	own := s.own(w)
	d.key("challenge")
	d.object(func() {
		d.kint("from", int64(c.First()))
		d.kint("until", int64(c.Until()))
		locked := make([]string, len(c.Rules.Lock))
		for i, id := range c.Rules.Lock {
			locked[i] = id.String()
		}
		d.kstrings("locked", locked)
		d.kint("did", int64(len(own)))
		if n := c.Rules.ActionsLeft(own); n >= 0 {
			d.kint("actions", int64(n))
		}
		d.klist("left", func() {
			for _, l := range c.Rules.Left(own) {
				d.object(func() {
					d.kstr("verb", l.Verb)
					d.kint("left", int64(l.Left))
					d.kint("of", int64(l.Of))
				})
			}
		})
		d.klist("goals", func() {
			for _, g := range c.Stands(w) {
				d.object(func() {
					d.kint("line", int64(g.Line))
					d.kstr("text", g.Text)
					d.kbool("ok", g.OK)
					d.kstr("got", g.Got)
				})
			}
		})
		if at := s.shown.reached; at > 0 && at <= w.Count() {
			d.kint("reached", int64(at))
		}
	})
}

// judgeChallenge lets a fresh world judge what was done up to event k in the branch shown; k < 0 goes on with the trial at hand.
func (s *session) judgeChallenge(d *doc, k int64, budget int) error {
	c := s.challenge
	if c == nil {
		return errors.New("judge: expected a session with a challenge")
	}
	if k >= 0 {
		w, err := s.rec.Seek(sim.EventID(k))
		if err != nil {
			return err
		}
		if s.trial, err = c.Judge(s.own(w)); err != nil {
			return err
		}
	}
	if s.trial == nil {
		return errors.New("judge: expected an event, up to which is judged")
	}
	over := s.trial.Step(budget)
	v := s.trial.Verdict()
	d.kbool("more", !over)
	d.kint("passed", int64(v.Passed))
	if over {
		s.trial = nil
		d.key("verdict")
		d.verdict(v)
	}
	return nil
}

func (d *doc) verdict(v challenge.Verdict) {
	d.object(func() {
		d.kbool("reached", v.Reached)
		d.kint("event", int64(v.Event))
		d.kint("t", int64(v.At))
		d.kint("line", int64(v.Line))
		d.kopt("goal", v.Goal)
		d.kopt("got", v.Got)
		d.kopt("refused", v.Refused)
		d.kint("seed", int64(v.Seed))
		d.kstr("text", v.Text)
	})
}
