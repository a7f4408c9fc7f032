package lesson

// hintsWanted are where to look, which verb, the first action.
const hintsWanted = 3

func (p *parser) challenge(line int, text string) Block {
	c := &Challenge{Line: line, Number: len(p.lesson.Challenges()) + 1}
	if !p.decode(line, text, c) {
		return c
	}
	p.name(c.Name, "name")
	for _, other := range p.lesson.Challenges() {
		if other.Name.Source == c.Name.Source {
			p.problem(c.Name.Line, "challenge %s: expected a name of its own", c.Name)
		}
	}
	p.figureOf(c.Figure)
	p.inline(&c.Ask)
	p.inline(&c.Won)
	if len(c.Hints) != hintsWanted {
		p.problem(line, "hints: expected %d: where to look, which verb, the first action; not %d", hintsWanted, len(c.Hints))
	}
	for i := range c.Hints {
		p.inline(&c.Hints[i])
	}
	for i := range c.Tricks {
		p.inline(&c.Tricks[i].Why)
	}
	switch {
	case c.Impossible && c.Solve.Source != "":
		p.problem(c.Solve.Line, "solve: expected none of what is impossible")
	case c.Impossible:
		c.Proof = p.beside(c.Name, ".proof")
	case c.Solve.Source == "":
		p.problem(line, "expected solve, the shortest script known, or impossible: true")
	}
	return c
}
