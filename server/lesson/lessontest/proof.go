package lessontest

import (
	"path"
	"strings"

	"quorumlab/protocols/challenge/proof"
	"quorumlab/server/lesson"
)

// Proofs searches anew what the proofs of impossible challenges have searched, and finds those that differ. write, unless it is
// nil, is given each such proof as it should be, by the name of its file from the folder of lessons.
func Proofs(l *lesson.Lesson, lookup Lookup, write func(name, text string) error) lesson.Problems {
	c := &checker{lesson: l, lookup: lookup, shown: map[string]*shown{}}
	for _, f := range l.Figures() {
		c.figure(f)
	}
	c.problems = nil // Runs tells those of figures
	for _, ch := range l.Challenges() {
		if ch.Impossible {
			c.proof(ch, write)
		}
	}
	return c.problems
}

func (c *checker) proof(q *lesson.Challenge, write func(name, text string) error) {
	ch := c.begin(q)
	if ch == nil {
		return
	}
	name := path.Join(path.Dir(c.lesson.File), q.Name.Source+".proof")
	had, err := proof.Parse(ch.Start.Cluster.Protocol, q.Proof)
	if err != nil {
		c.problem(q.Line, "%s: %v", name, err)
		return
	}
	is, err := had.Search(ch)
	switch {
	case err != nil:
		c.problem(q.Line, "%s: %v", name, err)
		return
	case is.Verdict() != proof.Impossible:
		c.problem(q.Line, "challenge %s: it is said to be impossible, and the search says\n%s", q.Name, is.Result)
		return
	}
	if is.Result == had.Result {
		return
	}
	if write != nil {
		err = write(name, strings.TrimSuffix(withoutResult(q.Proof), "\n")+"\n----\n"+is.Result)
	} else {
		c.problem(q.Line, "%s: expected below its ----\n%s", name, is.Result)
	}
	if err != nil {
		c.problem(q.Line, "%s: %v", name, err)
	}
}

// withoutResult is the text of a proof down to its separator, with its comments.
func withoutResult(text string) string {
	above, _, _ := strings.Cut("\n"+text, "\n----\n")
	return strings.TrimPrefix(above, "\n")
}
