package main

import (
	"fmt"
	"sync"

	"quorumlab/lessons"
	"quorumlab/protocols"
	"quorumlab/protocols/all"
	"quorumlab/protocols/engine"
	"quorumlab/protocols/scenario"
	"quorumlab/server/catalog"
)

// featured is the scenario that stands on the home page, and moment what is seen of it first: the leader is down, and
// another node has just asked for votes.
const (
	featured = "raft/leader-crash"
	moment   = "513ms"
)

// builtin is what this binary can play: the registry's protocols with their scenarios, and the figures of the lessons.
var builtin = sync.OnceValues(func() (*catalog.Catalog, error) {
	var ps []catalog.Protocol
	for _, e := range all.Protocols() {
		var own protocols.Library
		if err := own.AddProtocol(e.Protocol.Name); err != nil {
			return nil, err
		}
		p := catalog.Protocol{Name: e.Protocol.Name, Title: e.Protocol.Title, About: e.Protocol.About, Module: e.Module}
		for _, name := range own.Names() {
			text, _ := own.Text(name)
			p.Scenarios = append(p.Scenarios, catalog.Scenario{Name: name, Text: text})
		}
		ps = append(ps, p)
	}
	figures, err := figures()
	if err != nil {
		return nil, err
	}
	return catalog.New(ps, figures)
})

// figures are the scenarios of the lessons. Which protocol one runs, only its text says.
func figures() ([]catalog.Scenario, error) {
	var all protocols.Library
	if err := all.AddLessons(lessons.Files); err != nil {
		return nil, err
	}
	var found []catalog.Scenario
	for _, name := range all.Names() {
		text, _ := all.Text(name)
		script, err := scenario.Parse(text, protocol)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		found = append(found, catalog.Scenario{Name: name, Text: text, Protocol: script.Cluster.Protocol.Name})
	}
	return found, nil
}

// protocol finds a protocol of the registry by its name; nil when there is none.
func protocol(name string) *engine.Protocol {
	for _, e := range all.Protocols() {
		if e.Protocol.Name == name {
			return e.Protocol
		}
	}
	return nil
}
