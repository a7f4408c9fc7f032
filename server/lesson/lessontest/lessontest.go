// Package lessontest judges lessons: what they say of runs by running them, and how they say it by what a lesson has to be.
//
// Each finding is a lesson.Problem: the file and line of the text, what is wrong there, and what was expected.
package lessontest

import (
	"fmt"

	"quorumlab/protocols/engine"
	"quorumlab/server/lesson"
)

// Lookup finds a protocol by its name; nil for one that is not here.
type Lookup func(name string) *engine.Protocol

// Runs finds what a lesson says and its runs don't: moments at which nothing happens, predictions that hold for a wrong
// option, values of sliders that can't be run, challenges that are won by a trick.
func Runs(l *lesson.Lesson, lookup Lookup) lesson.Problems {
	c := &checker{lesson: l, lookup: lookup, shown: map[string]*shown{}}
	for _, f := range l.Figures() {
		c.figure(f)
	}
	for _, p := range l.Predictions() {
		c.predict(p)
	}
	for _, link := range l.Links {
		c.link(link)
	}
	for _, ch := range l.Challenges() {
		c.challenge(ch)
	}
	return c.problems
}

// Chance finds challenges that are won by chance: one random script in a hundred reaches the goal, or more do.
func Chance(l *lesson.Lesson, lookup Lookup) lesson.Problems {
	c := &checker{lesson: l, lookup: lookup, shown: map[string]*shown{}}
	for _, f := range l.Figures() {
		c.figure(f)
	}
	c.problems = nil // Runs tells those of figures
	for _, ch := range l.Challenges() {
		c.chance(ch)
	}
	return c.problems
}

type checker struct {
	lesson   *lesson.Lesson
	lookup   Lookup
	shown    map[string]*shown // by figure
	problems lesson.Problems
}

func (c *checker) problem(line int, format string, args ...any) {
	c.problems = append(c.problems, lesson.Problem{File: c.lesson.File, Line: line, Text: fmt.Sprintf(format, args...)})
}
