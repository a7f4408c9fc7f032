package purity

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
)

// globals tells package-level variables that are exported beyond the two that a protocol has, and uses of one that write
// it or could.
func (c *checker) globals(n ast.Node, parents []ast.Node) {
	id, ok := n.(*ast.Ident)
	if !ok {
		return
	}
	if v, ok := c.pkg.Info.Defs[id].(*types.Var); ok && v.Parent() == c.pkg.Types.Scope() {
		if id.IsExported() && id.Name != "Protocol" && id.Name != "Scenarios" {
			c.say(id.Pos(), "globals", "the variable %s is exported: expected Protocol and Scenarios only", id.Name)
		}
		return
	}
	v, ok := c.pkg.Info.Uses[id].(*types.Var)
	if !ok || v.Pkg() == nil || v.Parent() != v.Pkg().Scope() {
		return
	}
	c.use(id, v, parents)
}

// use judges one use of a package-level variable: from its name outwards through fields, elements and what it points to.
func (c *checker) use(id *ast.Ident, v *types.Var, parents []ast.Node) {
	var at ast.Expr = id
	i := len(parents) - 1
	for ; i >= 0; i-- {
		switch p := parents[i].(type) {
		case *ast.SelectorExpr:
			if s := c.pkg.Info.Selections[p]; s != nil && s.Kind() == types.MethodVal {
				if c.mayWrite(s) {
					c.say(id.Pos(), "globals", "%s.%s may write the package-level variable %s", id.Name, p.Sel.Name, v.Name())
				}
				return
			}
			at = p
		case *ast.IndexExpr:
			if p.X != at {
				return // it is the index
			}
			at = p
		case *ast.ParenExpr:
			at = p
		case *ast.StarExpr:
			at = p
		default:
			c.context(id, v, at, p)
			return
		}
	}
}

// context judges what is done with a package-level variable, or a part of it.
func (c *checker) context(id *ast.Ident, v *types.Var, at ast.Expr, parent ast.Node) {
	written := false
	switch p := parent.(type) {
	case *ast.AssignStmt:
		written = slices.Contains(p.Lhs, at)
	case *ast.IncDecStmt:
		written = true
	case *ast.UnaryExpr:
		written = p.Op == token.AND
	case *ast.RangeStmt:
		if p.X == at {
			return
		}
		written = p.Key == at || p.Value == at
	case *ast.CallExpr:
		if p.Fun == at || c.reads(p) {
			return
		}
	case *ast.BinaryExpr:
		return
	}
	switch {
	case written:
		c.say(id.Pos(), "globals", "the package-level variable %s is written, or its address taken", v.Name())
	case shares(c.typeOf(at)):
		c.say(id.Pos(), "globals", "the package-level variable %s gets out as a whole, and could be written elsewhere", v.Name())
	}
}

// mayWrite tells whether a method has a pointer to a variable of value type.
func (c *checker) mayWrite(s *types.Selection) bool {
	f, ok := s.Obj().(*types.Func)
	if !ok {
		return false
	}
	_, pointer := f.Signature().Recv().Type().Underlying().(*types.Pointer)
	return pointer
}

// shares tells types whose copies write what the original holds.
func shares(t types.Type) bool {
	switch t.(type) {
	case *types.Slice, *types.Map, *types.Pointer:
		return true
	}
	return false
}

// reads tells calls that only read their arguments.
func (c *checker) reads(call *ast.CallExpr) bool {
	if b, ok := c.callee(call).(*types.Builtin); ok {
		return b.Name() == "len" || b.Name() == "cap"
	}
	return c.isCall(call, "slices", "Contains", "ContainsFunc", "Index", "IndexFunc", "BinarySearch", "BinarySearchFunc", "Equal", "Clone", "Max", "Min") ||
		c.isCall(call, "strings", "Join") || c.isCall(call, "maps", "Clone", "Keys", "Values")
}
