package main

import (
	"fmt"
	"path"
	"sync"

	"quorumlab/lessons"
	"quorumlab/protocols"
	"quorumlab/protocols/all"
	"quorumlab/protocols/scenario"
	"quorumlab/server/catalog"
	"quorumlab/server/reference"
)

// builtin is what this binary can play: the registry's protocols with their scenarios, and the figures of the lessons.
var builtin = sync.OnceValues(func() (*catalog.Catalog, error) {
	var ps []catalog.Protocol
	for _, e := range all.Protocols() {
		p, err := playable(e)
		if err != nil {
			return nil, err
		}
		ps = append(ps, p)
	}
	figures, err := figures()
	if err != nil {
		return nil, err
	}
	return catalog.New(ps, figures)
})

// playable is one protocol of the registry with its scenarios and what it declares.
func playable(e all.Entry) (catalog.Protocol, error) {
	p := catalog.Protocol{Name: e.Protocol.Name, Title: e.Protocol.Title, About: e.Protocol.About, Module: e.Module}
	doc, err := protocols.Doc(p.Name)
	if err != nil {
		return p, err
	}
	if p.Reference, err = reference.Of(e.Protocol, doc); err != nil {
		return p, err
	}
	var own protocols.Library
	if err := own.AddProtocol(p.Name); err != nil {
		return p, err
	}
	for _, name := range own.Names() {
		text, _ := own.Text(name)
		s := catalog.Scenario{Name: name, Text: text}
		if s.Mistake, err = mistake(text, p.Reference.Mistakes); err != nil {
			return p, fmt.Errorf("%s: %w", name, err)
		}
		p.Scenarios = append(p.Scenarios, s)
	}
	groups, err := protocols.Contents(p.Name)
	if err != nil {
		return p, err
	}
	for _, g := range groups {
		group := catalog.Group{Title: g.Title}
		for _, name := range g.Names {
			group.Names = append(group.Names, path.Join(p.Name, name))
		}
		p.Groups = append(p.Groups, group)
	}
	return p, nil
}

// mistake is the known mistake that a scenario's cluster line switches on; "" for none.
func mistake(text string, known []reference.Field) (string, error) {
	if len(known) == 0 {
		return "", nil
	}
	script, err := scenario.Parse(text, all.Protocol)
	if err != nil {
		return "", err
	}
	for _, g := range script.Cluster.Given {
		for _, m := range known {
			if g.Name == m.Name && g.Value == "true" {
				return m.Name, nil
			}
		}
	}
	return "", nil
}

// figures are the scenarios of the lessons. Which protocol one runs, only its text says.
func figures() ([]catalog.Scenario, error) {
	var library protocols.Library
	if err := library.AddLessons(lessons.Files); err != nil {
		return nil, err
	}
	var found []catalog.Scenario
	for _, name := range library.Names() {
		text, _ := library.Text(name)
		script, err := scenario.Parse(text, all.Protocol)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		found = append(found, catalog.Scenario{Name: name, Text: text, Protocol: script.Cluster.Protocol.Name})
	}
	return found, nil
}
