package purity

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/token"
	"path/filepath"
	"slices"
	"strings"
)

// A Problem is one place at which a source breaks a rule.
type Problem struct {
	File string // folder and name: raft/pin.go
	Line int
	Rule string // flow, imports, numbers, maps, formats, globals or notes
	Text string
}

func (p Problem) String() string { return fmt.Sprintf("%s:%d: %s: %s", p.File, p.Line, p.Rule, p.Text) }

// An Excuse lets something pass that a rule forbids.
type Excuse struct {
	Where string // a file (raft/pin.go) or a folder (raft)
	What  string // the beginning of the problem's text
	Why   string
}

func (e Excuse) covers(p Problem) bool {
	return (p.File == e.Where || strings.HasPrefix(p.File, e.Where+"/")) && strings.HasPrefix(p.Text, e.What)
}

// Rules say which of them hold for a package.
type Rules struct {
	Imports []string // the packages that may be imported; a path that ends in /… stands for all below it
	Globals bool     // the rule of globals holds
	Notes   bool     // the rule of notes holds
	Excuses []Excuse
}

// Check tells what in the packages breaks the rules, and which excuses nothing needs.
func Check(ps []*Package, r Rules) []Problem {
	var found []Problem
	for _, p := range ps {
		c := &checker{pkg: p, rules: r, said: map[Problem]bool{}}
		c.foreign()
		for _, f := range p.Files {
			c.file(f)
		}
		found = append(found, c.found...)
	}
	used := make([]bool, len(r.Excuses))
	found = slices.DeleteFunc(found, func(p Problem) bool {
		i := slices.IndexFunc(r.Excuses, func(e Excuse) bool { return e.covers(p) })
		if i >= 0 {
			used[i] = true
		}
		return i >= 0
	})
	for i, e := range r.Excuses {
		if !used[i] {
			found = append(found, Problem{File: e.Where, Rule: "excuse", Text: fmt.Sprintf("nothing needs the excuse for %q", e.What)})
		}
	}
	slices.SortFunc(found, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Text, b.Text))
	})
	return found
}

// A checker goes through one package.
type checker struct {
	pkg   *Package
	rules Rules
	found []Problem
	said  map[Problem]bool
	lines map[int]string // of the file under way: comments "order: …" by the line on which they end
}

func (c *checker) say(at token.Pos, rule, format string, args ...any) {
	where := c.pkg.Fset.Position(at)
	p := Problem{c.pkg.Folder + "/" + filepath.Base(where.Filename), where.Line, rule, fmt.Sprintf(format, args...)}
	if !c.said[p] {
		c.said[p] = true
		c.found = append(c.found, p)
	}
}

// file goes through a file with each node's parents at hand.
func (c *checker) file(f *ast.File) {
	c.comments(f)
	c.imports(f)
	var parents []ast.Node
	ast.Inspect(f, func(n ast.Node) bool {
		if n == nil {
			parents = parents[:len(parents)-1]
			return true
		}
		c.flow(n)
		c.numbers(n)
		c.maps(n, parents)
		c.formats(n)
		if c.rules.Globals {
			c.globals(n, parents)
		}
		if c.rules.Notes {
			c.notes(n)
		}
		parents = append(parents, n)
		return true
	})
}
