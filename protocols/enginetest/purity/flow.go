package purity

import (
	"go/ast"
	"go/token"
	"go/types"
	"strconv"
	"strings"
)

// foreign tells the files that are not Go for every machine.
func (c *checker) foreign() {
	for _, f := range c.pkg.Foreign {
		c.found = append(c.found, Problem{File: c.pkg.Folder + "/" + f, Line: 1, Rule: "flow",
			Text: "assembly, C or a build constraint: expected Go that is the same for every machine"})
	}
}

// flow tells what runs beside the kernel.
func (c *checker) flow(n ast.Node) {
	switch n := n.(type) {
	case *ast.GoStmt:
		c.say(n.Pos(), "flow", "a goroutine")
	case *ast.SelectStmt:
		c.say(n.Pos(), "flow", "select")
	case *ast.ChanType, *ast.SendStmt:
		c.say(n.Pos(), "flow", "a channel")
	case *ast.UnaryExpr:
		if n.Op == token.ARROW {
			c.say(n.Pos(), "flow", "a channel")
		}
	case *ast.RangeStmt:
		if _, ok := c.typeOf(n.X).(*types.Chan); ok {
			c.say(n.Pos(), "flow", "a channel")
		}
	case *ast.FuncDecl:
		if n.Recv == nil && n.Name.Name == "init" {
			c.say(n.Pos(), "flow", "an init function")
		}
	case *ast.CallExpr:
		c.output(n)
	}
}

// output tells calls that print.
func (c *checker) output(call *ast.CallExpr) {
	switch f := c.callee(call).(type) {
	case *types.Builtin:
		if strings.HasPrefix(f.Name(), "print") {
			c.say(call.Pos(), "flow", "%s prints", f.Name())
		}
	case *types.Func:
		if f.Pkg() == nil || f.Pkg().Path() != "fmt" {
			return
		}
		if name := f.Name(); strings.HasPrefix(name, "Print") || strings.HasPrefix(name, "Scan") {
			c.say(call.Pos(), "flow", "fmt.%s is input or output", name)
		}
		for _, a := range call.Args {
			if format, ok := c.constant(a); ok && strings.Contains(format, "%p") {
				c.say(call.Pos(), "flow", "%%p prints an address")
			}
		}
	}
}

// callee is the function, method or builtin that a call names; nil for one that is computed.
func (c *checker) callee(call *ast.CallExpr) types.Object {
	switch f := ast.Unparen(call.Fun).(type) {
	case *ast.Ident:
		return c.pkg.Info.Uses[f]
	case *ast.SelectorExpr:
		return c.pkg.Info.Uses[f.Sel]
	case *ast.IndexExpr: // an instance of a generic function
		if s, ok := f.X.(*ast.SelectorExpr); ok {
			return c.pkg.Info.Uses[s.Sel]
		}
	}
	return nil
}

// isCall tells whether a call is of one of the named functions of a package.
func (c *checker) isCall(call *ast.CallExpr, pkg string, names ...string) bool {
	f, ok := c.callee(call).(*types.Func)
	if !ok || f.Pkg() == nil || f.Pkg().Path() != pkg || f.Signature().Recv() != nil {
		return false
	}
	for _, n := range names {
		if f.Name() == n {
			return true
		}
	}
	return false
}

// typeOf is what an expression's type is underneath; nil for what is no value.
func (c *checker) typeOf(e ast.Expr) types.Type {
	if t := c.pkg.Info.TypeOf(e); t != nil {
		return t.Underlying()
	}
	return nil
}

// constant is the value of a constant string.
func (c *checker) constant(e ast.Expr) (string, bool) {
	tv := c.pkg.Info.Types[e]
	if tv.Value == nil {
		return "", false
	}
	s, err := strconv.Unquote(tv.Value.ExactString())
	return s, err == nil
}
