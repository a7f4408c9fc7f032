package purity

import (
	"go/ast"
	"go/types"
	"strings"
)

const sayPath = enginePath + "/say"

// formats judges what go vet judges of package fmt, for the functions of package say: a verb for each argument, and only
// verbs that it knows.
func (c *checker) formats(n ast.Node) {
	call, ok := n.(*ast.CallExpr)
	if !ok || call.Ellipsis.IsValid() {
		return
	}
	f, ok := c.callee(call).(*types.Func)
	if !ok || f.Pkg() == nil {
		return
	}
	first := -1 // the position of the format
	switch f.Pkg().Path() + "." + f.Name() {
	case sayPath + ".Sprintf", sayPath + ".Errorf", enginePath + ".Violated":
		first = 0
	case sayPath + ".Appendf":
		first = 1
	}
	if first < 0 {
		return
	}
	format, constant := c.constant(call.Args[first])
	if !constant {
		return // put together; its parts are judged where they stand, or not at all
	}
	verbs, ok := verbsOf(format)
	switch {
	case !ok:
		c.say(call.Pos(), "formats", "%s: %q has a verb that it does not know", f.Name(), format)
	case verbs != len(call.Args)-first-1:
		c.say(call.Pos(), "formats", "%s: %q has %d verbs for %d arguments", f.Name(), format, verbs, len(call.Args)-first-1)
	}
}

// verbsOf counts the verbs of a format; false when one is not known.
func verbsOf(format string) (count int, ok bool) {
	for {
		_, rest, more := strings.Cut(format, "%")
		if !more {
			return count, true
		}
		rest = strings.TrimLeft(rest, "-0123456789.")
		if rest == "" || !strings.ContainsRune("vsdqcTw%", rune(rest[0])) {
			return count, false
		}
		if rest[0] != '%' {
			count++
		}
		format = rest[1:]
	}
}
