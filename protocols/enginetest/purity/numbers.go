package purity

import (
	"go/ast"
	"go/types"
)

// numbers tells floating-point numbers, declared or computed.
func (c *checker) numbers(n ast.Node) {
	if call, ok := n.(*ast.CallExpr); ok {
		if f, ok := c.callee(call).(*types.Func); ok && f.Pkg() != nil && f.Pkg().Path() == "math" {
			c.say(call.Pos(), "numbers", "math.%s: its last bits differ between machines", f.Name())
			return
		}
	}
	switch n := n.(type) {
	case *ast.Ident:
		if o, ok := c.pkg.Info.Defs[n].(*types.Var); ok && isFloat(o.Type()) {
			c.say(n.Pos(), "numbers", "%s is a floating-point number", n.Name)
		}
	case *ast.BinaryExpr:
		c.computed(n)
	case *ast.CallExpr:
		c.computed(n)
	}
}

// computed tells an expression whose value is a floating-point number that the compiler does not know.
func (c *checker) computed(e ast.Expr) {
	tv := c.pkg.Info.Types[e]
	if tv.Value == nil && tv.Type != nil && isFloat(tv.Type) {
		c.say(e.Pos(), "numbers", "a floating-point number is computed")
	}
}

// isFloat tells types that are floating-point numbers or made of them.
func isFloat(t types.Type) bool {
	switch t := t.Underlying().(type) {
	case *types.Basic:
		return t.Info()&(types.IsFloat|types.IsComplex) != 0 && t.Kind() != types.UntypedFloat
	case *types.Slice:
		return isFloat(t.Elem())
	case *types.Array:
		return isFloat(t.Elem())
	case *types.Map:
		return isFloat(t.Elem()) || isFloat(t.Key())
	case *types.Pointer:
		b, ok := t.Elem().Underlying().(*types.Basic)
		return ok && isFloat(b)
	}
	return false
}
