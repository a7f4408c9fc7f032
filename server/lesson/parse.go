package lesson

import (
	"bytes"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	gmtext "github.com/yuin/goldmark/text"
)

// What a lesson may have.
const (
	textMax  = 64 << 10 // bytes of a lesson's text
	lineMax  = 4 << 10  // bytes of a line
	runMax   = 16 << 10 // bytes of lines without an empty one between them
	quoteMax = 4        // signs of quotation before a line
	blockMax = 500      // parts, a paragraph being one
)

// A parser reads one lesson.
type parser struct {
	files    fs.FS  // what stands beside the text
	file     string // "elections/lesson.md"
	lesson   *Lesson
	source   []byte // the Markdown below the head, with empty lines where the head was
	markdown goldmark.Markdown
	at       int  // the line of what is being read
	inText   bool // which is a text of a part, not a block of its own
	problems Problems
	ids      map[string]bool // of headings
	named    []Text          // the figures that parts name
}

func (p *parser) problem(line int, format string, args ...any) {
	p.problems = append(p.problems, Problem{p.file, line, fmt.Sprintf(format, args...)})
}

// parse reads the lesson of a file, "elections/lesson.md" or, in German, "elections/lesson.de.md". It tells all problems that
// it finds, not only the first.
func parse(files fs.FS, file string) (*Lesson, Problems) {
	language := strings.TrimPrefix(strings.TrimSuffix(path.Base(file), ".md"), "lesson")
	l := &Lesson{ID: path.Dir(file), Language: strings.TrimPrefix(language, "."), File: file, figures: map[string]*Figure{}}
	if l.Language == "" {
		l.Language = English
	}
	p := &parser{files: files, file: file, lesson: l, ids: map[string]bool{}}
	p.markdown = p.renderer()
	text, err := fs.ReadFile(files, file)
	switch {
	case err != nil:
		p.problem(0, "%v", err)
	case len(text) > textMax:
		p.problem(0, "expected at most %d bytes, not %d", textMax, len(text))
	default:
		p.whole(strings.ReplaceAll(string(text), "\r\n", "\n"))
	}
	return l, p.problems
}

const fence = "---"

// whole reads the head, then the text. Empty lines stand in for the head, so that a line's number is the file's.
func (p *parser) whole(text string) {
	if !p.bounded(text) {
		return
	}
	rest, ok := strings.CutPrefix(text, fence+"\n")
	head, rest, found := strings.Cut(rest, "\n"+fence+"\n")
	if !ok || !found {
		p.problem(1, "expected a head between two lines of %s", fence)
		return
	}
	p.decode(2, head, &p.lesson.Head)
	p.head(&p.lesson.Head)
	above := strings.Count(head, "\n") + 3
	p.source = []byte(strings.Repeat("\n", above) + rest)
	p.body()
	p.links()
}

// bounded keeps from the readers of Markdown and YAML what would take them more than a moment.
func (p *parser) bounded(text string) bool {
	n, run, fine := 0, 0, true
	for line := range strings.Lines(text) {
		n++
		run += len(line)
		if strings.TrimSpace(line) == "" {
			run = 0
		}
		quotes := strings.TrimLeft(line, "> ")
		switch {
		case len(line) > lineMax:
			p.problem(n, "expected a line of at most %d bytes, not %d", lineMax, len(line))
		case run > runMax:
			p.problem(n, "expected an empty line after at most %d bytes", runMax)
		case strings.Count(line[:len(line)-len(quotes)], ">") > quoteMax:
			p.problem(n, "expected no quotation in a quotation")
		default:
			continue
		}
		fine = false
		if run > runMax {
			break
		}
	}
	return fine
}

func (p *parser) head(h *Head) {
	p.inline(&h.Title)
	p.inline(&h.Kills)
	for i := range h.Sources {
		p.inline(&h.Sources[i])
	}
	if h.Order < 1 {
		p.problem(2, "order: expected a place on the path, from 1 on")
	}
	if h.Minutes < 1 || h.Minutes > 15 {
		p.problem(2, "minutes: expected 1 to 15, not %d", h.Minutes)
	}
	if len(h.Sources) == 0 {
		p.problem(2, "sources: expected at least one")
	}
}

// body takes the text apart: fenced blocks that are parts of the lesson, and prose between them.
func (p *parser) body() {
	doc := p.markdown.Parser().Parse(gmtext.NewReader(p.source))
	if doc.ChildCount() > blockMax {
		p.problem(0, "expected at most %d paragraphs and blocks, not %d", blockMax, doc.ChildCount())
		return
	}
	var explained *Predict // whose explanation is under way
	lede := true
	for n := doc.FirstChild(); n != nil; n = n.NextSibling() {
		b := p.block(n)
		if b == nil {
			continue
		}
		switch b := b.(type) {
		case *Prose:
			_, paragraph := n.(*ast.Paragraph)
			lede = lede && paragraph
			b.Lede = lede
			if explained != nil {
				explained.Explain = append(explained.Explain, b)
				continue
			}
		case *Note:
			if explained != nil {
				explained.Explain = append(explained.Explain, b)
				continue
			}
		case *Predict:
			explained, lede = b, false
		default:
			explained, lede = nil, false
		}
		p.lesson.Blocks = append(p.lesson.Blocks, b)
	}
}

// block reads one block of the text; nil when it is a comment, or wrong.
func (p *parser) block(n ast.Node) Block {
	p.at = p.lineOf(n)
	switch n := n.(type) {
	case *ast.FencedCodeBlock:
		if read, ok := p.parts()[string(n.Language(p.source))]; ok {
			return read(p.at+1, string(n.Lines().Value(p.source)))
		}
	case *ast.Heading:
		return p.heading(n)
	case *ast.Blockquote:
		return &Note{p.at, p.raw(n), p.inside(n)}
	case *ast.HTMLBlock:
		if text := bytes.TrimSpace(n.Lines().Value(p.source)); !bytes.HasPrefix(text, []byte("<!--")) {
			p.problem(p.at, "expected Markdown, not HTML")
		}
		return nil
	case *ast.ThematicBreak:
		p.problem(p.at, "expected a heading where a section ends, not a rule")
		return nil
	}
	return p.prose(n)
}

// parts are the readers of the blocks that are parts of a lesson, by info word.
func (p *parser) parts() map[string]func(line int, text string) Block {
	return map[string]func(int, string) Block{
		"figure":    p.figure,
		"predict":   p.predict,
		"challenge": p.challenge,
		"question":  p.question,
		"model":     p.model,
	}
}

// lineOf is the line at which a block begins, its fence being the first of one that has a fence.
func (p *parser) lineOf(n ast.Node) int {
	if f, ok := n.(*ast.FencedCodeBlock); ok && f.Info != nil {
		return p.lineAt(f.Info.Segment.Start)
	}
	for n != nil && n.Type() == ast.TypeBlock {
		if lines := n.Lines(); lines != nil && lines.Len() > 0 {
			return p.lineAt(lines.At(0).Start)
		}
		n = n.FirstChild()
	}
	return 0
}

func (p *parser) lineAt(offset int) int {
	return 1 + bytes.Count(p.source[:min(offset, len(p.source))], []byte("\n"))
}

// links sees to it that what is named is here.
func (p *parser) links() {
	for _, name := range p.named {
		if _, ok := p.lesson.figures[name.Source]; !ok {
			p.problem(name.Line, "figure: expected a figure of this lesson, not %s", name)
		}
	}
	for _, l := range p.lesson.Links {
		if _, ok := p.lesson.figures[l.Figure]; !ok {
			p.problem(l.Line, "%s@%s: expected a figure of this lesson, not %s", l.Figure, l.At, l.Figure)
		}
	}
}
