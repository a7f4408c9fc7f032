package lesson

import (
	"regexp"
	"strconv"
	"strings"
)

// A Lesson is one lesson in one language, read and checked; what runs, only its test runs.
type Lesson struct {
	ID       string
	Language string // "en"
	File     string // "elections/lesson.md"
	Head     Head
	Blocks   []Block
	Links    []Link // all links to moments, in their order

	figures map[string]*Figure
}

// English is the language that every lesson is in.
const English = "en"

// A Head is what stands above the text.
type Head struct {
	Title    Text   `yaml:"title"`
	Name     Text   `yaml:"name,optional"`
	Part     Text   `yaml:"part"`
	Order    int    `yaml:"order"`
	Minutes  int    `yaml:"minutes"`
	Needs    []Text `yaml:"needs,optional"`
	Kills    Text   `yaml:"kills"`
	Found    Text   `yaml:"found"`
	Protocol Text   `yaml:"protocol"`
	Sources  []Text `yaml:"sources"`
}

// Text is what an author wrote at a line, and what that is on a page.
type Text struct {
	Source string
	Line   int
	HTML   string // where it is prose; safe as it stands
}

func (t Text) String() string { return t.Source }

// A Block is one part of a lesson's text: *Heading, *Prose, *Note, *Figure, *Predict, *Challenge, *Question or *Model.
type Block interface{ block() }

func (*Heading) block()   {}
func (*Prose) block()     {}
func (*Note) block()      {}
func (*Figure) block()    {}
func (*Predict) block()   {}
func (*Challenge) block() {}
func (*Question) block()  {}
func (*Model) block()     {}

// A Heading begins a section.
type Heading struct {
	Line  int
	Level int // 2 or 3
	ID    string
	Text  Text
}

// Prose is a paragraph, a list, a table or code, as one element of HTML.
type Prose struct {
	Line   int
	Lede   bool   // it stands before everything else
	Source string // "" of code
	HTML   string
}

// A Note stands in the margin of what is before it.
type Note struct {
	Line   int
	Source string
	HTML   string
}

// A Link goes to a moment of a figure.
type Link struct {
	Line   int
	Figure string
	Branch string // "" for the one that the figure shows
	At     string // "278.465ms#1"
}

// Name is what the lesson is called where its title is too long: "What breaks".
func (l *Lesson) Name() string {
	if l.Head.Name.Source != "" {
		return l.Head.Name.Source
	}
	s := strings.ReplaceAll(l.ID, "-", " ")
	return strings.ToUpper(s[:1]) + s[1:]
}

// Lede is the hook as plain text.
func (l *Lesson) Lede() string {
	var said []string
	for _, b := range l.Blocks {
		if p, ok := b.(*Prose); ok && p.Lede {
			said = append(said, Plain(p.Source))
		}
	}
	return strings.Join(said, " ")
}

var marked = regexp.MustCompile("\\[([^\\]]*)\\]\\([^)]*\\)|[*`]|\\b_|_\\b")

// Plain is a paragraph's text without Markdown's marks, in one line.
func Plain(source string) string {
	return strings.Join(strings.Fields(marked.ReplaceAllString(source, "$1")), " ")
}

// Figure finds a figure by its name.
func (l *Lesson) Figure(name string) (*Figure, bool) {
	f, ok := l.figures[name]
	return f, ok
}

// Figures are the lesson's figures, in their order.
func (l *Lesson) Figures() []*Figure { return blocks[*Figure](l) }

// Predictions are the lesson's predictions, in their order.
func (l *Lesson) Predictions() []*Predict { return blocks[*Predict](l) }

// Challenges are the lesson's challenges, in their order.
func (l *Lesson) Challenges() []*Challenge { return blocks[*Challenge](l) }

// Questions are the lesson's questions, in their order.
func (l *Lesson) Questions() []*Question { return blocks[*Question](l) }

func blocks[B Block](l *Lesson) []B {
	var found []B
	for _, b := range l.Blocks {
		if b, ok := b.(B); ok {
			found = append(found, b)
		}
	}
	return found
}

// Letter is what the option with that index is called: A, B, C…
func Letter(i int) string {
	if i < 26 {
		return string(rune('A' + i))
	}
	return strconv.Itoa(i + 1)
}
