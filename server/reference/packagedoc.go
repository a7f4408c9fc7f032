package reference

import (
	"fmt"
	"go/doc/comment"
	"go/parser"
	"go/token"
	"strings"
)

// headingLevel is that of a heading in a package's documentation, on a page that has it as a section.
const headingLevel = 3

// packageDoc is the documentation in a Go file as HTML: what the command go doc prints.
func packageDoc(source string) (string, error) {
	file, err := parser.ParseFile(token.NewFileSet(), "doc.go", source, parser.ParseComments|parser.PackageClauseOnly)
	if err != nil {
		return "", err
	}
	if strings.TrimSpace(file.Doc.Text()) == "" {
		return "", fmt.Errorf("doc.go: expected a comment of the package")
	}
	var parse comment.Parser
	print := comment.Printer{HeadingLevel: headingLevel}
	return string(print.HTML(parse.Parse(file.Doc.Text()))), nil
}
