package lesson

import (
	"bytes"
	"html"
	"regexp"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/renderer"
	gmhtml "github.com/yuin/goldmark/renderer/html"
	gmtext "github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// renderer is CommonMark with tables and typographic quotes, and with our own links, code and names of nodes.
func (p *parser) renderer() goldmark.Markdown {
	return goldmark.New(
		goldmark.WithExtensions(
			extension.NewTable(extension.WithTableCellAlignMethod(extension.TableCellAlignAttribute)),
			extension.Typographer,
		),
		goldmark.WithRendererOptions(renderer.WithNodeRenderers(util.Prioritized(marks{p}, 100))),
	)
}

// prose is one element of the page.
func (p *parser) prose(n ast.Node) Block {
	open, shut, source := "", "", p.raw(n)
	switch n.(type) {
	case *ast.FencedCodeBlock, *ast.CodeBlock:
		source = ""
	case *east.Table:
		n.SetAttributeString("class", "ql-t")
		open, shut = `<div class="ql-scroll ql-prose">`, "</div>"
	case *ast.Paragraph, *ast.List:
		n.SetAttributeString("class", "ql-prose")
	}
	return &Prose{Line: p.at, Source: source, HTML: open + p.html(n) + shut}
}

func (p *parser) heading(n *ast.Heading) Block {
	text := strings.TrimSpace(p.raw(n))
	if n.Level != 2 && n.Level != 3 {
		p.problem(p.at, "expected a heading of level 2 or 3; the title stands in the head")
	}
	id := p.id(text)
	return &Heading{p.at, n.Level, id, Text{text, p.at, p.inside(n)}}
}

// id is a heading's, which no other element of the page has: those of parts have a hyphen and a word of theirs in front.
func (p *parser) id(text string) string {
	id := "s-" + strings.Join(strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9')
	}), "-")
	for p.ids[id] {
		id += "-again"
	}
	p.ids[id] = true
	return id
}

// raw is a block as its author wrote it.
func (p *parser) raw(n ast.Node) string {
	if lines := n.Lines(); lines != nil && lines.Len() > 0 {
		return string(lines.Value(p.source))
	}
	var b strings.Builder
	for c := n.FirstChild(); c != nil && c.Type() == ast.TypeBlock; c = c.NextSibling() {
		b.WriteString(p.raw(c) + "\n")
	}
	return b.String()
}

// html is a block as it stands on the page.
func (p *parser) html(n ast.Node) string {
	var b bytes.Buffer
	if err := p.markdown.Renderer().Render(&b, p.source, n); err != nil {
		p.problem(p.at, "%v", err)
	}
	return strings.TrimSpace(b.String())
}

// inside is what is in a block, without its own element.
func (p *parser) inside(n ast.Node) string {
	var b strings.Builder
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		b.WriteString(p.html(c))
	}
	return b.String()
}

// inline gives a text of a part its HTML: one paragraph of Markdown, without the element round it.
func (p *parser) inline(t *Text) {
	if t.Source == "" {
		return
	}
	source, at := p.source, p.at
	defer func() { p.source, p.at, p.inText = source, at, false }()
	p.source, p.at, p.inText = []byte(t.Source), t.Line, true
	doc := p.markdown.Parser().Parse(gmtext.NewReader(p.source))
	paragraph, ok := doc.FirstChild().(*ast.Paragraph)
	if !ok || doc.ChildCount() != 1 {
		p.problem(t.Line, "expected one paragraph")
		return
	}
	t.HTML = p.inside(paragraph)
}

// marks draws the inline elements that a lesson has its own of.
type marks struct{ p *parser }

func (m marks) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(ast.KindLink, m.link)
	r.Register(ast.KindText, m.text)
	r.Register(ast.KindFencedCodeBlock, m.code)
	r.Register(ast.KindCodeBlock, m.code)
	r.Register(ast.KindRawHTML, m.raw)
	r.Register(ast.KindImage, m.image)
}

var moment = regexp.MustCompile(`^([a-z0-9][a-z0-9-]*)(?:/([a-z0-9-]+))?@([0-9.]+(?:us|µs|ms|s|m)(?:#[1-9][0-9]*)?)$`)

// tally is how many messages a node has sent in a figure's run, by their name and by how what they say begins.
var tally = regexp.MustCompile(`^([a-z0-9][a-z0-9-]*)\?from=([a-z][0-9]+)&count=([A-Za-z]+)(?:&says=([a-z]+))?$`)

// link goes to a moment of a figure, to a place of this site, or elsewhere.
func (m marks) link(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	link := n.(*ast.Link)
	to := string(link.Destination)
	of := tally.FindStringSubmatch(to)
	if !entering {
		end := "</a>"
		if of != nil {
			end = "</span>"
		}
		_, err := w.WriteString(end)
		return ast.WalkContinue, err
	}
	tag := ""
	switch at := moment.FindStringSubmatch(to); {
	case of != nil:
		m.p.figureOf(Text{Source: of[1], Line: m.p.lineOfInline(n)})
		tag = `<span class="ql-count num" data-figure="` + of[1] + `" data-from="` + of[2] + `" data-count="` + of[3] + `" data-says="` + of[4] + `">`
	case at != nil:
		l := Link{m.p.lineOfInline(n), at[1], at[2], at[3]}
		m.p.lesson.Links = append(m.p.lesson.Links, l)
		tag = l.tag()
	case strings.HasPrefix(to, "/") && !strings.HasPrefix(to, "//"), strings.HasPrefix(to, "#"):
		tag = `<a href="` + html.EscapeString(to) + `">`
	case strings.HasPrefix(to, "https://"):
		tag = `<a href="` + html.EscapeString(to) + `" rel="external noopener noreferrer">`
	default:
		m.p.problem(m.p.lineOfInline(n), "%s: expected a moment such as two-leaders@278.465ms#1, a path of this site, or an address that begins with https://", to)
		tag = "<a>"
	}
	_, err := w.WriteString(tag)
	return ast.WalkContinue, err
}

// tag opens the link's element.
func (l Link) tag() string {
	branch := ""
	if l.Branch != "" {
		branch = ` data-branch="` + l.Branch + `"`
	}
	return `<a href="#fig-` + l.Figure + `" data-moment="` + l.At + `" data-figure="` + l.Figure + `"` + branch + `>`
}

// lineOfInline is the line of the file at which an inline element stands.
func (p *parser) lineOfInline(n ast.Node) int {
	if p.inText {
		return p.at
	}
	for ; n != nil; n = n.Parent() {
		if t, ok := n.FirstChild().(*ast.Text); ok {
			return p.lineAt(t.Segment.Start)
		}
		if n.Type() == ast.TypeBlock {
			return p.lineOf(n)
		}
	}
	return p.at
}

// node is a node's name as prose has it.
var node = regexp.MustCompile(`\b[nc][1-9]\b`)

// text is as everywhere, but that names of nodes are set apart.
func (m marks) text(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	t := n.(*ast.Text)
	var b bytes.Buffer
	gmhtml.DefaultWriter.Write(&buffered{&b}, t.Segment.Value(source))
	out := b.Bytes()
	if n.Parent() == nil || n.Parent().Kind() != ast.KindCodeSpan {
		out = node.ReplaceAll(out, []byte(`<span class="ql-n">$0</span>`))
	}
	switch {
	case t.HardLineBreak():
		out = append(out, "<br>\n"...)
	case t.SoftLineBreak():
		out = append(out, '\n')
	}
	_, err := w.Write(out)
	return ast.WalkContinue, err
}

// buffered is a bytes.Buffer as the Markdown package writes to one.
type buffered struct{ *bytes.Buffer }

func (buffered) Flush() error   { return nil }
func (buffered) Available() int { return 1 << 10 }
func (b buffered) Buffered() int {
	return b.Len()
}

func (m marks) raw(_ util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering && !bytes.HasPrefix(n.(*ast.RawHTML).Segments.Value(source), []byte("<!--")) {
		m.p.problem(m.p.lineOfInline(n), "expected Markdown, not HTML")
	}
	return ast.WalkSkipChildren, nil
}

func (m marks) image(_ util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		m.p.problem(m.p.lineOfInline(n), "expected a figure, not a picture")
	}
	return ast.WalkSkipChildren, nil
}
