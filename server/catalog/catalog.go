// Package catalog is what there is to play: protocols, their built-in scenarios and the figures of lessons, by the names
// that the command line, the pages and the element share.
package catalog

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"

	"quorumlab/server/reference"
)

// A Protocol is what a cluster can run.
type Protocol struct {
	Name      string // of its folder: "raft"
	Title     string // "Raft, by etcd/raft"
	About     string // two or three sentences
	Module    string // the WebAssembly module that runs it: "core" or "raft"
	Scenarios []Scenario
	Groups    []Group            // of its scenarios without a mistake, in an order that is good to read; New sees that they are all there
	Reference reference.Protocol // what it declares
}

// A Group is some of a protocol's scenarios under one heading.
type Group struct {
	Title     string     // "" where one heading is enough for all
	Names     []string   // "raft/leader-crash"
	Scenarios []Scenario // of these names; New fills them in
}

// Shape is what stands for the protocol in lists: that of its most telling status.
func (p *Protocol) Shape() string {
	for _, shape := range []string{"double", "hexagon", "diamond", "octagon", "square"} {
		for _, s := range p.Reference.Statuses {
			if s.Drawn == shape {
				return shape
			}
		}
	}
	return "circle"
}

// Wrong are the runs with a known mistake, the shortest one last.
func (p *Protocol) Wrong(mistake string) []Scenario {
	var found []Scenario
	for _, shortest := range []bool{false, true} {
		for _, s := range p.Scenarios {
			if s.Mistake == mistake && s.Shortest() == shortest {
				found = append(found, s)
			}
		}
	}
	return found
}

// A Scenario is one text that is played.
type Scenario struct {
	Name     string // "raft/leader-crash", "lesson/elections/split-vote"
	Text     string
	Protocol string // what it runs: "raft"
	Module   string // its protocol's; New fills it in
	Mistake  string // the known mistake that is switched on in it; "" for none
}

// Title is the name's last part in words: "leader crash".
func (s Scenario) Title() string { return strings.ReplaceAll(path.Base(s.Name), "-", " ") }

// Lesson is the id of the lesson whose figure it is; "" for a protocol's own.
func (s Scenario) Lesson() string {
	name, ok := strings.CutPrefix(s.Name, "lesson/")
	if !ok {
		return ""
	}
	id, _, _ := strings.Cut(name, "/")
	return id
}

// shortest ends the name of a scenario that a search has found for a known mistake: nothing shorter goes wrong.
const shortest = "-shortest"

// Shortest tells whether nothing shorter shows its mistake.
func (s Scenario) Shortest() bool { return s.Mistake != "" && strings.HasSuffix(s.Name, shortest) }

// About is what the text says of itself before its first line: the comment that it opens with.
func (s Scenario) About() string {
	var said []string
	for line := range strings.Lines(s.Text) {
		comment, ok := strings.CutPrefix(strings.TrimSpace(line), "#")
		if !ok {
			break
		}
		said = append(said, strings.TrimSpace(comment))
	}
	return strings.TrimSpace(strings.Join(said, " "))
}

// A Catalog holds protocols and finds scenarios by name.
type Catalog struct {
	protocols []Protocol // sorted by name, their scenarios likewise
	scenarios []Scenario // all of them, sorted by name
}

// New makes a catalog of protocols, each with its own scenarios, and of figures, each of one of these protocols.
func New(protocols []Protocol, figures []Scenario) (*Catalog, error) {
	c := &Catalog{protocols: slices.SortedFunc(slices.Values(protocols), func(a, b Protocol) int { return cmp.Compare(a.Name, b.Name) })}
	for i := range c.protocols {
		p := &c.protocols[i]
		p.Scenarios = slices.SortedFunc(slices.Values(p.Scenarios), byName)
		for j := range p.Scenarios {
			p.Scenarios[j].Protocol, p.Scenarios[j].Module = p.Name, p.Module
		}
		c.scenarios = append(c.scenarios, p.Scenarios...)
		if err := p.group(); err != nil {
			return nil, fmt.Errorf("catalog: %w", err)
		}
	}
	for _, f := range figures {
		p, ok := c.Protocol(f.Protocol)
		if !ok {
			return nil, fmt.Errorf("catalog: %s runs %q: expected a protocol that is here", f.Name, f.Protocol)
		}
		f.Module = p.Module
		c.scenarios = append(c.scenarios, f)
	}
	slices.SortFunc(c.scenarios, byName)
	for i := range c.scenarios[min(1, len(c.scenarios)):] {
		if c.scenarios[i].Name == c.scenarios[i+1].Name {
			return nil, fmt.Errorf("catalog: two scenarios are called %s", c.scenarios[i].Name)
		}
	}
	return c, nil
}

// group fills the groups, and makes one of all where none are given.
func (p *Protocol) group() error {
	rest := slices.DeleteFunc(slices.Clone(p.Scenarios), func(s Scenario) bool { return s.Mistake != "" })
	if len(p.Groups) == 0 {
		if len(rest) > 0 {
			p.Groups = []Group{{Scenarios: rest}}
		}
		return nil
	}
	for i := range p.Groups {
		g := &p.Groups[i]
		for _, name := range g.Names {
			at := slices.IndexFunc(rest, func(s Scenario) bool { return s.Name == name })
			if at < 0 {
				return fmt.Errorf("the group %q of %s has %s: expected a scenario without a mistake that is in no other group", g.Title, p.Name, name)
			}
			g.Scenarios = append(g.Scenarios, rest[at])
			rest = slices.Delete(rest, at, at+1)
		}
	}
	if len(rest) > 0 {
		return fmt.Errorf("%s is in no group of %s: expected it in the file scenarios/contents", rest[0].Name, p.Name)
	}
	return nil
}

// Figures are the figures of lessons that run a protocol, sorted by name.
func (c *Catalog) Figures(protocol string) []Scenario {
	own, _ := c.Protocol(protocol)
	return slices.DeleteFunc(slices.Clone(c.scenarios), func(s Scenario) bool {
		return s.Protocol != protocol || slices.ContainsFunc(own.Scenarios, func(o Scenario) bool { return o.Name == s.Name })
	})
}

func byName(a, b Scenario) int { return cmp.Compare(a.Name, b.Name) }

// Protocols returns all protocols, sorted by name.
func (c *Catalog) Protocols() []Protocol { return c.protocols }

// Richest returns all protocols, those with most to play first.
func (c *Catalog) Richest() []Protocol {
	return slices.SortedStableFunc(slices.Values(c.protocols), func(a, b Protocol) int { return cmp.Compare(len(b.Scenarios), len(a.Scenarios)) })
}

// Scenarios returns all scenarios, the figures of lessons among them, sorted by name.
func (c *Catalog) Scenarios() []Scenario { return c.scenarios }

// Protocol finds a protocol by its name.
func (c *Catalog) Protocol(name string) (Protocol, bool) {
	i, ok := slices.BinarySearchFunc(c.protocols, name, func(p Protocol, name string) int { return cmp.Compare(p.Name, name) })
	if !ok {
		return Protocol{}, false
	}
	return c.protocols[i], true
}

// Scenario finds a scenario by its name.
func (c *Catalog) Scenario(name string) (Scenario, bool) {
	i, ok := slices.BinarySearchFunc(c.scenarios, name, func(s Scenario, name string) int { return cmp.Compare(s.Name, name) })
	if !ok {
		return Scenario{}, false
	}
	return c.scenarios[i], true
}
