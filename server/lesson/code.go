package lesson

import (
	"bytes"
	"html"

	"github.com/alecthomas/chroma/v2"
	chromahtml "github.com/alecthomas/chroma/v2/formatters/html"
	"github.com/alecthomas/chroma/v2/lexers"
	"github.com/alecthomas/chroma/v2/styles"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"
)

// code is a block of code that is no part of the lesson: a scenario, Go, or whatever the word after its fence says.
func (m marks) code(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	language := "scenario"
	if f, ok := n.(*ast.FencedCodeBlock); ok && f.Language(source) != nil {
		language = string(f.Language(source))
	}
	text, err := Highlight(language, string(n.Lines().Value(source)))
	if err != nil {
		m.p.problem(m.p.lineOf(n), "%v", err)
	}
	_, err = w.WriteString(`<pre class="ql-code" tabindex="0">` + text + `</pre>`)
	return ast.WalkSkipChildren, err
}

// Highlight is code as HTML whose classes our styles know.
func Highlight(language, text string) (string, error) {
	lexer := scenarioLexer()
	if language != "scenario" {
		if lexer = lexers.Get(language); lexer == nil {
			return html.EscapeString(text), unknownLanguage(language)
		}
	}
	tokens, err := chroma.Coalesce(lexer).Tokenise(nil, text)
	if err != nil {
		return html.EscapeString(text), err
	}
	var b bytes.Buffer
	format := chromahtml.New(chromahtml.WithClasses(true), chromahtml.ClassPrefix("hl-"), chromahtml.PreventSurroundingPre(true))
	if err := format.Format(&b, styles.Fallback, tokens); err != nil {
		return html.EscapeString(text), err
	}
	return b.String(), nil
}

type unknownLanguage string

func (l unknownLanguage) Error() string {
	return string(l) + ": expected figure, predict, challenge, question, model, scenario, or a language of code"
}

// scenarioLexer knows the words of a scenario: the first word of a line, what stands before =, comments, numbers with their
// unit, and nodes.
func scenarioLexer() chroma.Lexer {
	return chroma.MustNewLexer(&chroma.Config{Name: "scenario", EnsureNL: true}, func() chroma.Rules {
		return chroma.Rules{
			"root": {
				{Pattern: `(^|(?<=\s))#[^\n]*`, Type: chroma.Comment},
				{Pattern: `^----\n[\s\S]*`, Type: chroma.GenericOutput},
				{Pattern: `^(at)(\s+)(\S+)(\s+)(\S+)`, Type: chroma.ByGroups(chroma.Keyword, chroma.Text, chroma.LiteralNumber, chroma.Text, chroma.Keyword)},
				{Pattern: `^[a-z-]+`, Type: chroma.Keyword},
				{Pattern: `[a-z][a-z0-9.-]*=`, Type: chroma.NameAttribute},
				{Pattern: `"(\\.|[^"\\\n])*"`, Type: chroma.LiteralString},
				{Pattern: `\b\d+(\.\d+)?(us|µs|ms|s|m)?(#\d+)?(?![\w.])`, Type: chroma.LiteralNumber},
				{Pattern: `\s+`, Type: chroma.Text},
				{Pattern: `[^\s=#"]+|.`, Type: chroma.Text},
			},
		}
	})
}
