package pages

import (
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"quorumlab/server/catalog"
	"quorumlab/server/lesson"
)

// Lesson is the page of a lesson.
type Lesson struct {
	Frame
	Lesson        *lesson.Lesson
	Protocol      catalog.Protocol
	Place, Of     int              // on the path
	Needs         []*lesson.Lesson // earlier lessons
	Asked         []*lesson.Lesson // earlier lessons that its questions are from
	Before, After *lesson.Lesson   // on the path; nil at its ends
	Others        []string         // the other languages that the lesson is in
}

// asked is what an earlier lesson is called that a question is from.
func (m Lesson) asked(id string) string {
	for _, l := range m.Asked {
		if l.ID == id {
			return l.Name()
		}
	}
	return id
}

func (m Lesson) said() *LessonWords { return &m.Words.Lesson }

// A piece is one thing in the column of the text: a part of the lesson, or a heading that the page puts above the first of
// its kind.
type piece struct {
	lesson.Block
	own   *lesson.Heading
	above bool // a section's heading is above it
}

// pieces are the lesson's parts with the page's own headings, which give way to an author's that stand in the same place.
func (m Lesson) pieces() []piece {
	var ps []piece
	seen := map[string]bool{}
	for _, b := range m.Lesson.Blocks {
		id, text := "", ""
		switch b.(type) {
		case *lesson.Challenge:
			id, text = "challenge", m.said().Challenge
		case *lesson.Question:
			id, text = "questions", m.said().Questions
		case *lesson.Model:
			id, text = "left-out", m.said().LeftOut
		}
		if id != "" && !seen[id] && !headed(ps) {
			ps = append(ps, piece{own: &lesson.Heading{Level: 2, ID: id, Text: lesson.Text{Source: text, HTML: templ.EscapeString(text)}}})
		}
		seen[id] = true
		ps = append(ps, piece{Block: b, above: len(contents(ps)) > 0})
	}
	return ps
}

// headed tells whether the last piece is a heading of a section.
func headed(ps []piece) bool {
	if len(ps) == 0 {
		return false
	}
	h, ok := ps[len(ps)-1].Block.(*lesson.Heading)
	return ok && h.Level == 2
}

// heading is the heading that a piece is; nil for any other.
func (p piece) heading() *lesson.Heading {
	if p.own != nil {
		return p.own
	}
	h, _ := p.Block.(*lesson.Heading)
	return h
}

// contents are the sections of a page, in their order.
func contents(ps []piece) []*lesson.Heading {
	var hs []*lesson.Heading
	for _, p := range ps {
		if h := p.heading(); h != nil && h.Level == 2 {
			hs = append(hs, h)
		}
	}
	return hs
}

// toChallenge is the id of the heading above the first challenge; "" when there is no challenge.
func toChallenge(ps []piece) string {
	under := ""
	for _, p := range ps {
		if h := p.heading(); h != nil {
			under = h.ID
		}
		if _, ok := p.Block.(*lesson.Challenge); ok {
			return under
		}
	}
	return ""
}

// figureAttributes are what the element is told of a figure.
func (m Lesson) figureAttributes(f *lesson.Figure) templ.Attributes {
	a := templ.Attributes{"module": m.Protocol.Module}
	for name, value := range f.Attributes(m.Lesson.ID) {
		a[name] = value
	}
	return a
}

// withBranch is what a part's form says of the branch that it is about.
func withBranch(branch lesson.Text) templ.Attributes {
	if branch.Source == "" {
		return nil
	}
	return templ.Attributes{"data-branch": branch.Source}
}

// seeing is what an answer says of the event to look at.
func seeing(a lesson.Answer) templ.Attributes {
	if a.See.Source == "" {
		return nil
	}
	return templ.Attributes{"data-see": a.See.Source}
}

func number(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

// crumb is the lesson's place and its id in words: "2. Elections".
func (m Lesson) crumb() string {
	return strconv.Itoa(m.Place) + ". " + m.Lesson.Name()
}

// address is where a lesson stands in a language.
func address(id, language string) string {
	if language == lesson.English {
		return "/lessons/" + id
	}
	return "/lessons/" + id + "/" + language
}

func join(verbs []string) string { return strings.Join(verbs, " ") }
