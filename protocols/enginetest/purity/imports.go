package purity

import (
	"go/ast"
	"strconv"
	"strings"
)

// imports tells the packages that are not listed.
func (c *checker) imports(f *ast.File) {
	for _, i := range f.Imports {
		path, err := strconv.Unquote(i.Path.Value)
		if err != nil || !c.mayImport(path) {
			c.say(i.Pos(), "imports", "import %s: not among the packages that an engine may use", i.Path.Value)
		}
		if i.Name != nil && i.Name.Name == "." {
			c.say(i.Pos(), "imports", "import . %s: expected names with their package", i.Path.Value)
		}
	}
}

func (c *checker) mayImport(path string) bool {
	for _, may := range c.rules.Imports {
		if below, ok := strings.CutSuffix(may, "/…"); path == may || ok && strings.HasPrefix(path, below+"/") {
			return true
		}
	}
	return false
}
