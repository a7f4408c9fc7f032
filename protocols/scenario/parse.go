package scenario

import (
	"strings"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/engine/say"
	"quorumlab/protocols/sim"
)

const separator = "----"

// Parse reads a scenario. lookup finds a protocol by its name, and answers nil for one that is not here. The error, if
// any, is an *Error. However hostile the text is, Parse takes time in proportion to its length.
func Parse(text string, lookup func(name string) *engine.Protocol) (*Script, error) {
	if len(text) > TextMax {
		return nil, errorAt(0, 0, "expected a text of at most %d bytes, not %d", TextMax, len(text))
	}
	p := parser{lookup: lookup, script: &Script{}}
	lines := p.split(strings.TrimPrefix(text, "\ufeff"))
	if len(lines) > LinesMax {
		return nil, errorAt(LinesMax+1, 0, "expected at most %d lines", LinesMax)
	}
	for i, line := range lines {
		if len(line) > LineMax {
			return nil, errorAt(i+1, 0, "expected a line of at most %d bytes, not %d", LineMax, len(line))
		}
		if err := p.line(i+1, line); err != nil {
			if e, ok := err.(*Error); ok {
				return nil, e
			}
			return nil, placed(i+1, err)
		}
	}
	if p.script.Cluster.Protocol == nil {
		return nil, errorAt(len(lines)+1, 0, "expected a line such as `cluster raft nodes=5`")
	}
	if err := p.printable(); err != nil {
		return nil, err
	}
	return p.script, nil
}

// printable refuses what would be too long to be read again once it is printed, where characters that are not plain take
// more room.
func (p *parser) printable() error {
	text := p.script.String()
	if len(text) > TextMax {
		return errorAt(0, 0, "expected a text of at most %d bytes, not %d, with what is not plain text in quotes", TextMax, len(text))
	}
	n := 0
	for line := range strings.Lines(strings.TrimSuffix(text, separator+"\n"+p.script.Golden)) {
		if n++; len(line) > LineMax+1 {
			return errorAt(n, 0, "expected a line of at most %d bytes, not %d, with what is not plain text in quotes", LineMax, len(line)-1)
		}
	}
	return nil
}

type parser struct {
	lookup func(string) *engine.Protocol
	script *Script
	begun  bool // a line other than disk has stood below the cluster line
}

// split cuts off the output, which it keeps, and the empty lines above it.
func (p *parser) split(text string) []string {
	lines := strings.Split(text, "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " \t\r")
		if lines[i] != separator {
			continue
		}
		p.script.HasGolden = true
		p.script.Golden = golden(lines[i+1:])
		lines = lines[:i]
		break
	}
	for len(lines) > 0 && lines[len(lines)-1] == "" {
		lines = lines[:len(lines)-1]
	}
	return lines
}

// golden is output as Output could have printed it: plain text, whose last line ends.
func golden(lines []string) string {
	for len(lines) > 0 && strings.TrimRight(lines[len(lines)-1], " \t\r") == "" {
		lines = lines[:len(lines)-1]
	}
	var b strings.Builder
	for _, l := range lines {
		b.WriteString(engine.Plain(strings.TrimRight(l, " \t\r")) + "\n")
	}
	return b.String()
}

// line reads one line and puts it where it belongs.
func (p *parser) line(n int, line string) error {
	words, err := engine.Words(line)
	if err != nil {
		return err
	}
	comment := engine.Plain(commentOf(line))
	if len(words) == 0 {
		p.add(Item{Line: n, Comment: comment})
		return nil
	}
	verb := words[0].Value
	if words[0].Key != "" || words[0].Quoted {
		verb = "" // an action's error says what is expected
	}
	if p.script.Cluster.Protocol == nil && verb != "cluster" {
		return errorAt(n, words[0].Column, "expected a cluster line first, such as `cluster raft nodes=5`, not %s", words[0])
	}
	switch verb {
	case "cluster":
		if p.script.Cluster.Protocol != nil {
			return errorAt(n, words[0].Column, "expected one cluster line; the first is line %d", p.script.Cluster.Line)
		}
		c, err := parseCluster(n, words[1:], p.lookup)
		if err != nil {
			return err
		}
		c.Comment = comment
		p.script.Cluster, p.script.Branches = c, []Branch{{Name: Main}}
		return nil
	case "branch":
		b, err := p.branch(n, words[1:])
		if err != nil {
			return err
		}
		b.Comment, p.begun = comment, true
		p.script.Branches = append(p.script.Branches, b)
		return nil
	}
	it, err := p.item(verb, words)
	if err != nil {
		return err
	}
	it.Line, it.Comment = n, comment
	p.add(it)
	return nil
}

func (p *parser) add(it Item) {
	if p.script.Cluster.Protocol == nil {
		p.script.Head = append(p.script.Head, it)
		return
	}
	b := &p.script.Branches[len(p.script.Branches)-1]
	b.Items = append(b.Items, it)
}

// item reads a line that does something.
func (p *parser) item(verb string, words []engine.Word) (it Item, err error) {
	proto := p.script.Cluster.Protocol
	switch verb {
	case "run":
		it.Do, err = parseRun(proto, words[1:])
	case "expect":
		it.Do, err = p.script.ParseExpect(words[1:])
	case "at":
		if len(words) < 3 || words[1].Key != "" {
			return it, say.Errorf("at: expected a moment, such as 507ms or 507ms#2, and an action")
		}
		it.At, err = parseMoment(words[1])
		if err == nil {
			it.Do, err = parseAct(proto, words[2:])
		}
	default:
		it.Do, err = parseAct(proto, words)
	}
	if err != nil {
		return it, err
	}
	if act, ok := it.Do.(Act); ok {
		if _, ok := act.Action.(sim.Preset); ok {
			if p.begun || it.At != nil {
				return it, say.Errorf("column %d: disk: expected right below the cluster line, before anything else happens", words[0].Column)
			}
			return it, nil
		}
	}
	p.begun = true
	return it, nil
}

func parseAct(proto *engine.Protocol, words []engine.Word) (Statement, error) {
	a, err := sim.ParseAction(proto, words)
	if err != nil {
		if w := words[0]; w.Key == "" && (w.Value == "run" || w.Value == "expect") {
			return nil, say.Errorf("column %d: expected an action after at; %s stands on a line of its own", w.Column, w.Value)
		}
		return nil, err
	}
	return Act{a}, nil
}

func parseMoment(w engine.Word) (*sim.Position, error) {
	at, err := sim.ParsePosition(w.Value)
	if err == nil && at.At < 0 {
		err = say.Errorf("expected a moment from 0ms on, not %s", engine.Quote(w.Value))
	}
	if err != nil {
		return nil, say.Errorf("column %d: at: %w", w.Column, err)
	}
	return &at, nil
}

func parseRun(proto *engine.Protocol, words []engine.Word) (Statement, error) {
	if len(words) == 0 {
		return nil, say.Errorf("run: expected a duration such as 10s, or until= and a goal")
	}
	first := words[0]
	switch {
	case first.Key == "until":
		return parseUntil(proto, words)
	case first.Key != "":
		return nil, say.Errorf("column %d: run: expected a duration such as 10s, or until= and a goal, not %s", first.Column, first)
	case len(words) > 1:
		return nil, say.Errorf("column %d: run: expected nothing more, not %s", words[1].Column, words[1])
	}
	d, err := duration(first, 0)
	if err != nil {
		return nil, say.Errorf("column %d: run: %w", first.Column, err)
	}
	return Pass{d}, nil
}

func parseUntil(proto *engine.Protocol, words []engine.Word) (Statement, error) {
	var r Until
	goal := []engine.Word{{Value: words[0].Value, Column: words[0].Column + len("until=")}}
	for _, w := range words[1:] {
		switch {
		case w.Key == "limit" && r.Limit != 0:
			return nil, say.Errorf("column %d: run until: expected limit once", w.Column)
		case w.Key == "limit":
			var err error
			if r.Limit, err = duration(w, 1); err != nil {
				return nil, say.Errorf("column %d: run until: limit: %w", w.Column, err)
			}
		case isComparison(w):
			return nil, say.Errorf("column %d: run until: expected a goal to be reached; an expect line compares", w.Column)
		default:
			goal = append(goal, w)
		}
	}
	var err error
	if r.Goal, err = sim.ParseGoal(proto, goal); err != nil {
		return nil, say.Errorf("run until: %w", err)
	}
	return r, nil
}

func duration(w engine.Word, min engine.Duration) (engine.Duration, error) {
	d, err := engine.ParseDuration(w.Value)
	if err == nil && d < min {
		err = say.Errorf("expected at least %v, not %s", min, engine.Quote(w.Value))
	}
	return d, err
}

// branch reads a branch line.
func (p *parser) branch(n int, words []engine.Word) (Branch, error) {
	b := Branch{Line: n, Of: Main}
	if len(words) == 0 || words[0].Key != "" {
		return b, say.Errorf("branch: expected a name")
	}
	b.Name = words[0].Value
	switch {
	case !IsBranchName(b.Name):
		return b, say.Errorf("column %d: branch: expected a name of small letters, digits and hyphens, at most 40, not %s", words[0].Column, words[0])
	case p.script.Branch(b.Name) != nil:
		return b, say.Errorf("column %d: branch: expected a new name; there is a branch %s already", words[0].Column, b.Name)
	case len(p.script.Branches) >= BranchMax:
		return b, say.Errorf("branch: expected at most %d branches", BranchMax)
	}
	for _, w := range words[1:] {
		switch {
		case w.Key == "of" && !b.GivenOf:
			if p.script.Branch(w.Value) == nil {
				return b, say.Errorf("column %d: branch: of: expected a branch from above, not %s", w.Column, engine.Quote(w.Value))
			}
			b.Of, b.GivenOf = w.Value, true
		case w.Key == "at" && b.At == nil:
			at, err := parseMoment(w)
			if err != nil {
				return b, err
			}
			b.At = at
		default:
			return b, say.Errorf("column %d: branch: expected of= and at=, each at most once, not %s", w.Column, w)
		}
	}
	return b, nil
}

// IsBranchName tells whether a branch can be called s: small letters, digits and hyphens, 40 at most.
func IsBranchName(s string) bool {
	return len(s) > 0 && len(s) <= 40 && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789-") == "" && s[0] != '-'
}

// commentOf is the part of a line, which Words has read, from its # on.
func commentOf(line string) string {
	between := true
	for i := 0; i < len(line); i++ {
		switch {
		case line[i] == ' ' || line[i] == '\t':
			between = true
			continue
		case line[i] == '#' && between:
			return line[i:]
		case line[i] == '"':
			for i++; i < len(line) && line[i] != '"'; i++ {
				if line[i] == '\\' {
					i++
				}
			}
		}
		between = false
	}
	return ""
}
