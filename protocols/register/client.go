package register

import (
	"quorumlab/protocols/engine"
	"quorumlab/protocols/engine/canon"
)

// The scripts: what clients do by themselves, one operation after another.
const (
	NoScript  = "none"       // nothing
	PutGet    = "put-get"    // each puts a value of its own (c1 A, c2 B, …), and then gets
	OneWriter = "one-writer" // c1 puts A, the others get twice
)

// ClientRole is the role of clients: letter c, from min to 9 of them, 2 by default. scriptOf finds the script in a protocol's
// parameters of type P.
func ClientRole[P any](scriptOf func(P) string) engine.Role {
	return engine.Role{
		Name: "client", Letter: 'c', Min: 0, Default: 2, Max: 9, Help: "puts and gets, one operation at a time",
		Commands: Operations(), Sequential: true, Outside: true,
		New: engine.New(func(c engine.Config[P]) engine.Node {
			return &Client{Birth: c.Birth, script: script{Name: scriptOf(c.Params)}}
		}),
	}
}

// script is fixed at birth, and no part of the client's state.
type script struct {
	canon.Const
	Name string
}

// A Client has one operation open at a time.
type Client struct {
	engine.Birth
	script script

	asked int         // operations begun; the last one's number
	open  bool        // it waits for the last one's answer
	op    engine.OpID // of the command that asked for it; 0: its script did
	gets  int         // gets answered
	got   string      // what the last of them was answered with
}

// Step is one input.
func (c *Client) Step(in engine.Input, out *engine.Out) {
	switch e := in.Event.(type) {
	case engine.Start:
		c.goOn(out)
	case Put, Get:
		if c.open {
			out.Note("% is not through with its script, and asks for nothing.", c.ID)
			out.Return(in.Op, Busy{})
			return
		}
		c.ask(in.Op, e, out)
	case PutOk:
		if c.awaits(e.Req, out) {
			out.Note("% has its answer from %: the value is written.", c.ID, in.From)
			c.close(Done{}, out)
		}
	case GetOk:
		if c.awaits(e.Req, out) {
			out.Note("% has its answer from %: %.", c.ID, in.From, Text(e.Value))
			c.gets, c.got = c.gets+1, e.Value
			c.close(Value{e.Value}, out)
		}
	}
}

// awaits tells whether an operation is the one that is open.
func (c *Client) awaits(r Request, out *engine.Out) bool {
	if c.open && r.N == c.asked {
		return true
	}
	out.Aside("% waits for that answer no longer.", c.ID)
	return false
}

// ask sends an operation to the server whose turn it is.
func (c *Client) ask(op engine.OpID, what any, out *engine.Out) {
	servers := c.Of('n')
	to := servers[(c.ID.Index()-1+c.asked)%len(servers)]
	c.asked++
	c.open, c.op = true, op
	switch o := what.(type) {
	case Put:
		out.Note("% asks % to put %.", c.ID, to, Text(o.Value))
		out.Send(to, PutMsg{Request{c.ID, c.asked}, o.Value})
	case Get:
		out.Note("% asks % for the value.", c.ID, to)
		out.Send(to, GetMsg{Request{c.ID, c.asked}})
	}
}

func (c *Client) close(result any, out *engine.Out) {
	out.Return(c.op, result)
	c.open, c.op = false, 0
	c.goOn(out)
}

// goOn begins the script's next operation, if there is one.
func (c *Client) goOn(out *engine.Out) {
	if next := c.next(); next != nil {
		out.Invoke(next)
		c.ask(0, next, out)
	}
}

// next is the script's next operation; nil when it is through.
func (c *Client) next() any {
	var all []any
	switch first := c.ID.Index() == 1; {
	case c.script.Name == PutGet:
		all = []any{Put{c.own()}, Get{}}
	case c.script.Name == OneWriter && first:
		all = []any{Put{c.own()}}
	case c.script.Name == OneWriter:
		all = []any{Get{}, Get{}}
	}
	if c.asked < len(all) {
		return all[c.asked]
	}
	return nil
}

// own is the client's own value.
func (c *Client) own() string { return string(rune('A' + (c.ID.Index()-1)%26)) }

// Statuses are the statuses of clients.
func Statuses() []engine.Status {
	return []engine.Status{
		{Name: "idle", Shape: engine.Pill, Means: "a client with nothing open"},
		{Name: "waiting", Shape: engine.Pill, Means: "a client that waits for an answer"},
	}
}

// View draws the client.
func (c *Client) View(v *engine.View) {
	if c.open {
		v.Status("waiting")
	} else {
		v.Status("idle")
	}
	v.Field("operations", c.asked)
	if c.gets > 0 {
		v.Field("last value", Text(c.got))
	}
}
