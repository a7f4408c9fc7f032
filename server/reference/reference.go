// Package reference is what a protocol declares of itself, put for readers: plain data that a page shows. It reads
// declarations and runs nothing.
package reference

import (
	"fmt"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/sim"
)

// A Protocol is one protocol's reference.
type Protocol struct {
	Epoch    string // what colour stands for: "term"; "" for nothing
	Assumes  string // of the world, in a sentence
	Roles    []Role
	Statuses []Mark
	Messages []Mark
	Params   []Field // of the protocol, but for mistakes
	Mistakes []Field
	World    []Field // of the world, which all protocols share
	Always   []Rule
	Goals    []Form
	Measures []Form
	Shared   []Form // goals and measures that all protocols have
	Panels   []Panel
	Doc      string // the documentation of its package, as HTML
}

// A Role is what a node is deployed as.
type Role struct {
	Name, Help, Letter string
	Min, Max, Default  int
	Outside            bool // not part of the cluster: a client
	OneAtATime         bool // the kernel queues further commands
	Commands           []Form
}

// A Mark is a status or a kind of message: a name, what is drawn for it, and what it means.
type Mark struct{ Name, Drawn, Means string }

// A Form is a command, goal or measure, with what it takes.
type Form struct {
	Name, Help string
	Line       string // as a scenario has it: "put key=… value=…"
	Fields     []Field
}

// A Field is something that a line gives a value.
type Field struct {
	Name, Type, Default, Help string
	Min, Max                  string // inclusive; "" for none
	OneOf                     []string
	Mistake                   string // what the engine then does wrong
}

// A Rule must always hold.
type Rule struct{ Name, Title string }

// A Panel is a picture beside the cluster.
type Panel struct{ Name, Kind, Legend string }

// Of reads a protocol's declaration, and doc, the source of its package documentation.
func Of(p *engine.Protocol, doc string) (Protocol, error) {
	r := Protocol{Epoch: p.Epoch, Assumes: p.Assumes.Sentence()}
	for _, s := range p.Statuses {
		r.Statuses = append(r.Statuses, Mark{s.Name, string(s.Shape), s.Means})
	}
	for _, k := range p.Kinds {
		r.Messages = append(r.Messages, Mark{k.Name, string(k.Intent), k.Means})
	}
	for _, x := range p.Panels {
		r.Panels = append(r.Panels, Panel{x.Name, string(x.Kind), x.Legend})
	}
	for _, x := range p.Invariants {
		r.Always = append(r.Always, Rule{x.Name, x.Title})
	}
	for _, x := range p.Monitors {
		r.Always = append(r.Always, Rule{x.Name, x.Title})
	}
	if p.Model != nil {
		r.Always = append(r.Always, Rule{"linearizable", "Some order of the operations explains every answer"})
	}
	for _, part := range []func(*Protocol, *engine.Protocol) error{addRoles, addParams, addGoals} {
		if err := part(&r, p); err != nil {
			return r, fmt.Errorf("reference: %s: %w", p.Name, err)
		}
	}
	var err error
	if r.Doc, err = packageDoc(doc); err != nil {
		return r, fmt.Errorf("reference: %s: %w", p.Name, err)
	}
	return r, nil
}

func addRoles(r *Protocol, p *engine.Protocol) error {
	for i := range p.Roles {
		of := &p.Roles[i]
		role := Role{
			Name: of.Name, Help: of.Help, Letter: string(rune(of.Letter)), Min: of.Min, Max: of.Max, Default: of.Default,
			Outside: of.Outside, OneAtATime: of.Sequential,
		}
		for _, c := range of.Commands {
			f, err := form(engine.Hyphens(engine.KindOf(c)), "", c)
			if err != nil {
				return err
			}
			role.Commands = append(role.Commands, f)
		}
		r.Roles = append(r.Roles, role)
	}
	return nil
}

func addParams(r *Protocol, p *engine.Protocol) error {
	params, err := fields(p.Params)
	if err != nil {
		return err
	}
	for _, f := range params {
		if f.Mistake != "" {
			r.Mistakes = append(r.Mistakes, f)
		} else {
			r.Params = append(r.Params, f)
		}
	}
	r.World, err = fields(sim.DefaultSettings())
	return err
}

func addGoals(r *Protocol, p *engine.Protocol) error {
	for i, g := range sim.Goals(p) {
		f, err := form(g.Name, g.Help, g.Form)
		if err != nil {
			return err
		}
		switch {
		case i >= len(p.Goals): // the protocol's own come first
			r.Shared = append(r.Shared, f)
		case p.Goals[i].Value != nil:
			r.Measures = append(r.Measures, f)
		default:
			r.Goals = append(r.Goals, f)
		}
	}
	return nil
}

func form(name, help string, of any) (Form, error) {
	fs, err := fields(of)
	if err != nil {
		return Form{}, err
	}
	described, err := engine.Describe(of)
	if err != nil {
		return Form{}, err
	}
	return Form{Name: name, Help: help, Line: line(name, described), Fields: fs}, nil
}

// line is a form as one writes it: bare words first, what may be left out in brackets.
func line(name string, fs []engine.Field) string {
	for _, bare := range []bool{true, false} {
		for _, f := range fs {
			if f.Arg != bare {
				continue
			}
			word := f.Name + "=…"
			if bare {
				word = f.Name
			}
			if f.Optional || !bare {
				word = "[" + word + "]"
			}
			name += " " + word
		}
	}
	return name
}

func fields(form any) ([]Field, error) {
	described, err := engine.Describe(form)
	if err != nil {
		return nil, err
	}
	var fs []Field
	for _, f := range described {
		fs = append(fs, Field{
			Name: f.Name, Type: f.Type, Default: f.Value, Help: f.Help, Min: f.Min, Max: f.Max, OneOf: f.OneOf, Mistake: f.Mistake,
		})
	}
	return fs, nil
}
