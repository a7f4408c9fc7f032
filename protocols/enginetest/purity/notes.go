package purity

import (
	"go/ast"
	"go/types"
	"strings"
)

const enginePath = "quorumlab/protocols/engine"

// notes judges the sentences of an engine: what is not a constant can't be translated, and what a note can't print stands
// in it as a question mark.
func (c *checker) notes(n ast.Node) {
	call, ok := n.(*ast.CallExpr)
	if !ok {
		return
	}
	f, ok := c.callee(call).(*types.Func)
	if !ok || f.Pkg() == nil || f.Pkg().Path() != enginePath || f.Signature().Recv() == nil {
		return
	}
	first := 0 // the position of the format
	switch f.Name() {
	case "Note", "Aside", "Tally":
	case "Fieldf":
		first = 1
	default:
		return
	}
	format, constant := c.constant(call.Args[first])
	args := call.Args[first+1:]
	switch {
	case !constant:
		c.say(call.Pos(), "notes", "%s: expected a constant format, under which a translation is found", f.Name())
		return
	case call.Ellipsis.IsValid():
		c.say(call.Pos(), "notes", "%s: expected its arguments one by one", f.Name())
		return
	case strings.Count(format, "%") != len(args):
		c.say(call.Pos(), "notes", "%s: %q has %d signs %% for %d arguments", f.Name(), format, strings.Count(format, "%"), len(args))
	case strings.ContainsAny(format, "\n\t"):
		c.say(call.Pos(), "notes", "%s: %q: expected one line", f.Name(), format)
	}
	for _, a := range args {
		if b, ok := c.typeOf(a).(*types.Basic); !ok || b.Info()&(types.IsInteger|types.IsString|types.IsBoolean) == 0 {
			c.say(a.Pos(), "notes", "%s: a note can't print a %s", f.Name(), c.pkg.Info.TypeOf(a))
		}
	}
}
