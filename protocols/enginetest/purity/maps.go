package purity

import (
	"go/ast"
	"go/types"
	"strings"
)

// comments notes where in a file a comment says why an order can't matter.
func (c *checker) comments(f *ast.File) {
	c.lines = map[int]string{}
	for _, g := range f.Comments {
		for _, l := range g.List {
			if _, why, ok := strings.Cut(l.Text, "order:"); ok {
				c.lines[c.pkg.Fset.Position(g.End()).Line] = strings.TrimSpace(why)
			}
		}
	}
}

// ordered tells whether a reason stands on the line of n or right above it.
func (c *checker) ordered(n ast.Node) bool {
	line := c.pkg.Fset.Position(n.Pos()).Line
	return c.lines[line] != "" || c.lines[line-1] != ""
}

// maps tells where the order of a map could come through.
func (c *checker) maps(n ast.Node, parents []ast.Node) {
	switch n := n.(type) {
	case *ast.RangeStmt:
		if _, ok := c.typeOf(n.X).(*types.Map); ok && (n.Key != nil || n.Value != nil) && !c.ordered(n) {
			c.say(n.Pos(), "maps", "a range over a map: expected one over its sorted keys, or a comment \"order: …\" that says why the order can't matter")
		}
	case *ast.CallExpr:
		if !c.isCall(n, "maps", "Keys", "Values", "All") || c.ordered(n) {
			return
		}
		if outer, ok := parents[len(parents)-1].(*ast.CallExpr); ok && c.isCall(outer, "slices", "Sorted") {
			return
		}
		c.say(n.Pos(), "maps", "an iterator over a map: expected slices.Sorted around it, or a comment \"order: …\" that says why the order can't matter")
	}
}
