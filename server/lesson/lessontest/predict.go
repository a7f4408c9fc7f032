package lessontest

import (
	"quorumlab/protocols/engine"
	"quorumlab/protocols/scenario"
	"quorumlab/protocols/sim"
	"quorumlab/server/lesson"
)

// predict holds each option against the run: that of the right one is so at the decisive event, those of the others are not.
func (c *checker) predict(q *lesson.Predict) {
	s := c.of(q.Figure.Source)
	if s == nil {
		return
	}
	r, ok := s.branch(q.Branch.Source)
	if !ok {
		c.problem(q.Branch.Line, "expected a branch of %s.txt, not %s", s.figure.Name, q.Branch)
		return
	}
	from, until := moment(q.From), moment(q.Until)
	if !from.Before(until) {
		c.problem(q.Until.Line, "until: expected a moment after %v", from)
	}
	c.moment(s, q.From.Line, q.Branch.Source, from)
	c.moment(s, q.Until.Line, q.Branch.Source, until)
	var goals []*sim.Goal
	expects := make([]*scenario.Expect, len(q.Options))
	for i, o := range q.Options {
		words, err := engine.Words(o.Expect.Source)
		var e scenario.Expect
		if err == nil {
			e, err = s.script.ParseExpect(words)
		}
		if err != nil {
			c.problem(o.Expect.Line, "option %s: %v", lesson.Letter(i), err)
			continue
		}
		expects[i] = &e
		if e.Follows() {
			goals = append(goals, e.Goal)
		}
	}
	w, err := s.at(r, until, goals)
	if err != nil {
		c.problem(q.Line, "%v", err)
		return
	}
	for i, e := range expects {
		if e == nil {
			continue
		}
		o := q.Options[i]
		switch holds, got := s.judge(e, w, until); {
		case o.Right && !holds:
			c.problem(o.Expect.Line, "option %s is right, but not so at %v: %s: got %s", lesson.Letter(i), until, e.Text(), got)
		case !o.Right && holds:
			c.problem(o.Expect.Line, "option %s is not right, but it is so at %v: %s", lesson.Letter(i), until, e.Text())
		}
	}
}

// judge tells whether an option is so at a moment: in the world of the branch shown, or, where it compares branches, in both.
func (s *shown) judge(e *scenario.Expect, w *sim.World, until sim.Position) (ok bool, got string) {
	if e.Same == nil {
		return e.Judge(w)
	}
	ok, got = e.Same.JudgeAt(s.branches[e.Same.Left], s.branches[e.Same.Right], until.At)
	return ok != e.Not, got
}
