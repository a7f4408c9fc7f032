// Package catalog is what there is to play: protocols, their built-in scenarios and the figures of lessons, by the names
// that the command line, the pages and the element share.
package catalog

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"
)

// A Protocol is what a cluster can run.
type Protocol struct {
	Name      string // of its folder: "raft"
	Title     string // "Raft, by etcd/raft"
	About     string // two or three sentences
	Module    string // the WebAssembly module that runs it: "core" or "raft"
	Scenarios []Scenario
}

// A Scenario is one text that is played.
type Scenario struct {
	Name     string // "raft/leader-crash", "lesson/elections/split-vote"
	Text     string
	Protocol string // what it runs: "raft"
	Module   string // its protocol's; New fills it in
}

// Title is the name's last part in words: "leader crash".
func (s Scenario) Title() string { return strings.ReplaceAll(path.Base(s.Name), "-", " ") }

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

func byName(a, b Scenario) int { return cmp.Compare(a.Name, b.Name) }

// Protocols returns all protocols, sorted by name.
func (c *Catalog) Protocols() []Protocol { return c.protocols }

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
