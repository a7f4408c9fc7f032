package lessontest

import (
	"regexp"
	"slices"
	"strings"

	"quorumlab/server/lesson"
)

// What a lesson is made of, and how it is written.
const (
	hookMax      = 40 // words before the first figure
	sentenceMax  = 28 // words
	figuresMin   = 2
	figuresMax   = 4
	questionsAll = 3
)

// Craft finds where a lesson is not written as lessons are.
func Craft(l *lesson.Lesson) lesson.Problems {
	c := &checker{lesson: l}
	c.parts()
	c.hook()
	for _, f := range l.Figures() {
		if slices.Contains(strings.Fields(strings.ToLower(f.Title.Source)), "and") {
			c.problem(f.Title.Line, "title: expected one idea, without an and")
		}
		if pictured.MatchString(f.Alt.Source) {
			c.problem(f.Alt.Line, "alt: expected who is in which state, not that it is a picture")
		}
	}
	for _, s := range c.said() {
		c.style(s)
	}
	c.letters()
	return c.problems
}

var pictured = regexp.MustCompile(`(?i)\b(image|picture|figure) (of|shows)\b`)

// parts are how many there are of each.
func (c *checker) parts() {
	l := c.lesson
	count := func(what string, n, least, most int) {
		if n < least || n > most {
			c.problem(1, "expected %s, not %d", what, n)
		}
	}
	count("two to four figures", len(l.Figures()), figuresMin, figuresMax)
	count("at least one prediction", len(l.Predictions()), 1, 1<<10)
	count("at least one challenge", len(l.Challenges()), 1, 1<<10)
	count("three questions", len(l.Questions()), questionsAll, questionsAll)
	models, earlier := 0, 0
	for _, b := range l.Blocks {
		if _, ok := b.(*lesson.Model); ok {
			models++
		}
	}
	count("one modelling note", models, 1, 1)
	for _, q := range l.Questions() {
		if q.From.Source != "" {
			earlier++
		}
	}
	if l.Head.Order > 1 && earlier == 0 {
		c.problem(1, "expected a question about an earlier lesson, with from: its id")
	}
	for _, q := range l.Predictions() {
		if len(q.Explain) == 0 {
			c.problem(q.Line, "expected the explanation below the prediction")
		}
	}
}

// hook is short, and a figure follows it.
func (c *checker) hook() {
	words := len(strings.Fields(c.lesson.Lede()))
	if words == 0 || words > hookMax {
		c.problem(1, "expected a hook of at most %d words before the first figure, not %d", hookMax, words)
	}
	for _, b := range c.lesson.Blocks {
		if p, ok := b.(*lesson.Prose); ok && p.Lede {
			continue
		}
		if _, ok := b.(*lesson.Figure); !ok {
			c.problem(1, "expected a figure right after the hook")
		}
		return
	}
}

// A line is something said at a line of the file.
type line struct {
	at   int
	text string
}

// said is all that a lesson says in words.
func (c *checker) said() []line {
	var ls []line
	add := func(ts ...lesson.Text) {
		for _, t := range ts {
			if t.Source != "" {
				ls = append(ls, line{t.Line, lesson.Plain(t.Source)})
			}
		}
	}
	prose := func(at int, source string) { ls = append(ls, line{at, lesson.Plain(source)}) }
	answers := func(as []lesson.Answer) {
		for _, a := range as {
			if catchAll.MatchString(a.Text.Source) {
				c.problem(a.Text.Line, "expected an option that says what it means: %s", start(a.Text.Source))
			}
			add(a.Text, a.Why)
		}
	}
	var block func(b lesson.Block)
	block = func(b lesson.Block) {
		switch b := b.(type) {
		case *lesson.Heading:
			add(b.Text)
		case *lesson.Prose:
			for paragraph := range strings.SplitSeq(b.Source, "\n\n") {
				prose(b.Line, paragraph)
			}
		case *lesson.Note:
			prose(b.Line, b.Source)
		case *lesson.Figure:
			add(b.Title, b.Alt)
			for _, a := range b.Acts {
				add(a.Label)
			}
		case *lesson.Predict:
			add(b.Ask, b.Saw.Ask)
			answers(b.Answers())
			answers(b.Saw.Options)
			for _, e := range b.Explain {
				block(e)
			}
		case *lesson.Challenge:
			add(b.Ask, b.Won)
			add(b.Hints...)
		case *lesson.Question:
			add(b.Ask)
			answers(b.Options)
		case *lesson.Model:
			add(b.Real, b.Out, b.Time, b.Fitted)
		}
	}
	add(c.lesson.Head.Title, c.lesson.Head.Kills)
	for _, b := range c.lesson.Blocks {
		block(b)
	}
	return ls
}

var (
	forbidden = regexp.MustCompile(`(?i)\b(simply|just|of course|let['’]s|obviously|incorrect|remember that)\b`)
	catchAll  = regexp.MustCompile(`(?i)\b(all|none|both|any) of (these|the above)\b`)
	sentence  = regexp.MustCompile(`[.?!:;]["')]*(?:\s|$)`)
)

// style is how a sentence is written.
func (c *checker) style(l line) {
	if strings.Contains(l.text, "!") && !strings.Contains(l.text, "!=") {
		c.problem(l.at, "expected no exclamation mark: %s", start(l.text))
	}
	if word := forbidden.FindString(l.text); word != "" {
		c.problem(l.at, "expected no %q: %s", strings.ToLower(word), start(l.text))
	}
	for _, s := range sentence.Split(l.text, -1) {
		if n := len(strings.Fields(s)); n > sentenceMax {
			c.problem(l.at, "expected a sentence of at most %d words, not %d: %s", sentenceMax, n, start(s))
		}
	}
}

// start is enough of a text to find it.
func start(text string) string {
	words := strings.Fields(text)
	if len(words) <= 8 {
		return strings.Join(words, " ")
	}
	return strings.Join(words[:8], " ") + " …"
}

// letters sees to it that the right options don't all bear one letter.
func (c *checker) letters() {
	var right []string
	note := func(as []lesson.Answer) {
		for i, a := range as {
			if a.Right {
				right = append(right, lesson.Letter(i))
			}
		}
	}
	for _, p := range c.lesson.Predictions() {
		note(p.Answers())
	}
	for _, q := range c.lesson.Questions() {
		note(q.Options)
	}
	if len(right) > 2 && len(slices.Compact(slices.Clone(right))) == 1 {
		c.problem(1, "expected the right options at different letters, not all at %s", right[0])
	}
}
