package singlecopy

import (
	"quorumlab/protocols/engine"
	"quorumlab/protocols/register"
)

// Params are what a cluster line can set.
type Params struct {
	Script string `help:"what clients do by themselves: nothing; put a value of their own and then get; or c1 puts and the others get twice" oneof:"none put-get one-writer"`
}

// Protocol declares all that the kernel, the search, the page and the tests need to know.
var Protocol = engine.Protocol{
	Name:  "single-copy",
	Title: "A register on one server",
	About: "Clients put and get one value. One server is linearizable without further ado; two that know nothing of each " +
		"other are not. After the example of Stateright, a model checker.",
	Roles: []engine.Role{
		{Name: "server", Letter: 'n', Min: 1, Default: 1, Max: 5, Help: "keeps a copy of its own",
			New: engine.New(func(c engine.Config[Params]) engine.Node { return &server{Config: c} })},
		register.ClientRole(func(p Params) string { return p.Script }),
	},
	Params:   Params{Script: register.NoScript},
	Messages: register.Messages(),
	Results:  register.Results(),
	Model:    register.Model(),
	Goals:    register.Goals(),
	Assumes:  engine.Assumptions{Reliable: true, Crashes: engine.Never},
	Explore:  engine.Exploration{Params: Params{Script: register.PutGet}},
	Layout:   engine.Ring,
	Statuses: append(register.Statuses(), engine.Status{Name: "ready", Shape: engine.Circle, Means: "a server"}),
	Kinds:    register.Kinds(),
	Panels:   []engine.Panel{{Name: "copies", Kind: engine.TablePanel, Legend: "the value that each server has"}},
}

// A server keeps one value.
type server struct {
	engine.Config[Params]
	value string
}

func (s *server) Step(in engine.Input, out *engine.Out) {
	switch e := in.Event.(type) {
	case register.PutMsg:
		s.value = e.Value
		out.Note("% keeps %, and says so.", s.ID, register.Text(s.value))
		out.Send(in.From, register.PutOk{Req: e.Req})
	case register.GetMsg:
		out.Note("% answers with what it has: %.", s.ID, register.Text(s.value))
		out.Send(in.From, register.GetOk{Req: e.Req, Value: s.value})
	}
}

// Stored is the value that it has.
func (s *server) Stored() string { return s.value }

// View draws the server and its value.
func (s *server) View(v *engine.View) {
	v.Status("ready")
	v.Field("value", register.Text(s.value))
	v.Row("copies").Cell(register.Text(s.value), 0, engine.Unmarked)
}
