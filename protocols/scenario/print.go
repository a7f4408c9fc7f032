package scenario

import (
	"strings"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/sim"
)

// String is the script as text: what Parse reads.
func (s *Script) String() string {
	var b strings.Builder
	writeItems(&b, s.Head)
	writeLine(&b, s.Cluster.String(), s.Cluster.Comment)
	for i := range s.Branches {
		if i > 0 {
			writeLine(&b, s.Branches[i].String(), s.Branches[i].Comment)
		}
		writeItems(&b, s.Branches[i].Items)
	}
	if s.HasGolden {
		b.WriteString(separator + "\n" + s.Golden)
	}
	return b.String()
}

func writeItems(b *strings.Builder, items []Item) {
	for _, it := range items {
		writeLine(b, it.String(), it.Comment)
	}
}

func writeLine(b *strings.Builder, line, comment string) {
	b.WriteString(line)
	if line != "" && comment != "" {
		b.WriteByte(' ')
	}
	b.WriteString(comment)
	b.WriteByte('\n')
}

// String is the line without its comment.
func (c *Cluster) String() string {
	line := "cluster " + c.Protocol.Name
	for _, g := range c.Given {
		line += " " + g.Name + "=" + engine.Quote(g.Value)
	}
	return line
}

// String is the line without its comment.
func (b *Branch) String() string {
	line := "branch " + engine.Quote(b.Name)
	if b.GivenOf {
		line += " of=" + engine.Quote(b.Of)
	}
	if b.At != nil {
		line += " at=" + b.At.String()
	}
	return line
}

// String is the line without its comment.
func (it *Item) String() string {
	switch {
	case it.Do == nil:
		return ""
	case it.At != nil:
		return "at " + it.At.String() + " " + it.Do.String()
	}
	return it.Do.String()
}

// String is the action as a line has it.
func (a Act) String() string { return sim.Line(a.Action) }

// String is what Parse reads.
func (r Pass) String() string { return "run " + r.For.String() }

// String is what Parse reads.
func (r Until) String() string {
	line := "run until=" + r.Goal.Text
	if r.Limit != 0 {
		line += " limit=" + r.Limit.String()
	}
	return line
}
