package lessontest

import (
	"errors"

	"quorumlab/protocols/challenge"
	"quorumlab/protocols/challenge/challengetest"
	"quorumlab/protocols/scenario"
	"quorumlab/server/lesson"
)

// judgeStep is how many events are judged at a time, and judgeMax how many in all.
const (
	judgeStep = 1 << 14
	judgeMax  = 10_000_000
)

// challenge tries what ships with a challenge on it: the solution must pass; nothing, and each trick, must fail.
func (c *checker) challenge(q *lesson.Challenge) {
	ch := c.begin(q)
	if ch == nil {
		return
	}
	c.among(q.Tools, "tools", verbs(ch.Start.Cluster.Protocol))
	if !q.Impossible {
		if v, err := judge(ch, q.Solve.Source); err != nil || !v.Reached {
			c.problem(q.Solve.Line, "solve: expected to reach the goal: %s", said(v, err))
		}
	}
	if v, err := judge(ch, ""); err != nil || v.Reached {
		c.problem(q.Line, "challenge %s: expected nothing not to reach the goal: %s", q.Name, said(v, err))
	}
	for i, trick := range q.Tricks {
		v, err := judge(ch, trick.Do.String())
		if err != nil || v.Reached {
			c.problem(trick.Why.Line, "trick %d: expected not to reach the goal: %s", i+1, said(v, err))
		}
	}
}

// begin readies a challenge; nil when it can't be begun, which is told.
func (c *checker) begin(q *lesson.Challenge) *challenge.Challenge {
	s := c.of(q.Figure.Source)
	if s == nil {
		return nil
	}
	rules, err := challenge.Parse(s.script.Cluster.Protocol, q.Rules.Source)
	if err != nil {
		c.problem(within(q.Rules, err), "rules: %v", err)
		return nil
	}
	ch, err := challenge.New(s.script, rules)
	if err != nil {
		c.problem(q.Line, "challenge %s: %v", q.Name, err)
		return nil
	}
	return ch
}

// chance tries random scripts on a challenge.
func (c *checker) chance(q *lesson.Challenge) {
	ch := c.begin(q)
	if ch == nil {
		return
	}
	r, err := challengetest.Random(ch, 0)
	switch {
	case err != nil:
		c.problem(q.Line, "challenge %s: %v", q.Name, err)
	case q.Impossible && r.Passed > 0:
		c.problem(q.Line, "challenge %s: it is said to be impossible, and is done by\n%s", q.Name, r.First)
	case r.Lucky:
		c.problem(q.Line, "challenge %s: expected fewer than one random script in a hundred to reach the goal, and %d of %d do, such as\n%s",
			q.Name, r.Passed, r.Scripts, r.First)
	}
}

// judge judges a script; an error is of one that can't be read.
func judge(ch *challenge.Challenge, text string) (challenge.Verdict, error) {
	acts, err := ch.Actions(text)
	if err != nil {
		return challenge.Verdict{}, err
	}
	t, err := ch.Judge(acts)
	if err != nil {
		return challenge.Verdict{}, err
	}
	for n := 0; !t.Step(judgeStep); n += judgeStep {
		if n > judgeMax {
			return challenge.Verdict{}, errors.New("it takes too many events")
		}
	}
	return t.Verdict(), nil
}

func said(v challenge.Verdict, err error) string {
	if err != nil {
		return err.Error()
	}
	return v.Text
}

// within is the line of the file at which an error of a text's own line stands; the text begins on the line after its key.
func within(t lesson.Text, err error) int {
	var e *scenario.Error
	if errors.As(err, &e) && e.Line > 0 {
		return t.Line + e.Line
	}
	return t.Line
}
