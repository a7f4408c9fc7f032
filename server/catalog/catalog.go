// Package catalog is what there is to play: protocols and their built-in scenarios, by the names that the command line,
// the pages and the element share.
package catalog

import (
	"cmp"
	"slices"
	"strings"
)

// A Protocol is what a cluster can run.
type Protocol struct {
	Name      string // of its folder: "raft"
	Title     string // "Raft, by etcd/raft"
	About     string // two or three sentences
	Scenarios []Scenario
}

// A Scenario is one text that is played.
type Scenario struct {
	Name string // "raft/leader-crash"
	Text string
}

// Protocol is the name's first part: "raft".
func (s Scenario) Protocol() string {
	protocol, _, _ := strings.Cut(s.Name, "/")
	return protocol
}

// Title is the name's second part in words: "leader crash".
func (s Scenario) Title() string {
	_, title, _ := strings.Cut(s.Name, "/")
	return strings.ReplaceAll(title, "-", " ")
}

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
	protocols []Protocol
	scenarios map[string]Scenario
}

// New makes a catalog of protocols, which it sorts by name, and their scenarios likewise.
func New(protocols []Protocol) *Catalog {
	c := &Catalog{slices.Clone(protocols), make(map[string]Scenario)}
	slices.SortFunc(c.protocols, func(a, b Protocol) int { return cmp.Compare(a.Name, b.Name) })
	for i := range c.protocols {
		p := &c.protocols[i]
		p.Scenarios = slices.Clone(p.Scenarios)
		slices.SortFunc(p.Scenarios, func(a, b Scenario) int { return cmp.Compare(a.Name, b.Name) })
		for _, s := range p.Scenarios {
			c.scenarios[s.Name] = s
		}
	}
	return c
}

// Protocols returns all protocols, sorted by name.
func (c *Catalog) Protocols() []Protocol { return c.protocols }

// Scenario finds a scenario by its name.
func (c *Catalog) Scenario(name string) (Scenario, bool) {
	s, ok := c.scenarios[name]
	return s, ok
}
