package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"text/tabwriter"

	"quorumlab/server/catalog"
)

// A listed is one line of a list: a protocol or a scenario.
type listed struct {
	Name      string   `json:"name"`
	Protocol  string   `json:"protocol,omitempty"`
	Title     string   `json:"title"`
	About     string   `json:"about"`
	Scenarios []string `json:"scenarios,omitempty"`
}

// list tells what there is to run.
func (m *Main) list() (*flag.FlagSet, action) {
	flags := options("list")
	asJSON := flags.Bool("json", false, "")
	return flags, func(_ context.Context, args []string) int {
		if len(args) != 1 || args[0] != "protocols" && args[0] != "scenarios" {
			return m.usage("list", "expected protocols or scenarios, got %q", args)
		}
		playable, err := builtin()
		if err != nil {
			return m.fail("list", err)
		}
		all := protocolList(playable)
		if args[0] == "scenarios" {
			all = scenarioList(playable)
		}
		write := m.writeTable
		if *asJSON {
			write = m.writeJSON
		}
		if err := write(all); err != nil {
			return m.fail("list", err)
		}
		return exitOK
	}
}

func protocolList(c *catalog.Catalog) []listed {
	var all []listed
	for _, p := range c.Protocols() {
		l := listed{Name: p.Name, Title: p.Title, About: p.About}
		for _, s := range p.Scenarios {
			l.Scenarios = append(l.Scenarios, s.Name)
		}
		all = append(all, l)
	}
	return all
}

func scenarioList(c *catalog.Catalog) []listed {
	var all []listed
	for _, s := range c.Scenarios() {
		all = append(all, listed{Name: s.Name, Protocol: s.Protocol, Title: s.Title(), About: s.About()})
	}
	return all
}

func (m *Main) writeTable(all []listed) error {
	t := tabwriter.NewWriter(m.Stdout, 0, 0, 2, ' ', 0)
	for _, l := range all {
		said := l.Title
		if l.Protocol != "" { // a scenario's title is its name again
			said = l.About
		}
		if _, err := fmt.Fprintf(t, "%s\t%s\n", l.Name, said); err != nil {
			return err
		}
	}
	return t.Flush()
}

func (m *Main) writeJSON(all []listed) error {
	out := json.NewEncoder(m.Stdout)
	out.SetIndent("", "  ")
	out.SetEscapeHTML(false)
	return out.Encode(all)
}
