package twophase

import (
	"slices"

	"quorumlab/protocols/engine"
)

// A client reads one account at a time, and asks again until it is answered.
type client struct {
	engine.Config[Params]
	op      engine.OpID // the read that is open, 0 for none
	account Account
}

// Step is one input.
func (c *client) Step(in engine.Input, out *engine.Out) {
	switch e := in.Event.(type) {
	case Read:
		c.begin(in.Op, e.Account, out)
	case ReadReply:
		c.answered(in.From, e, out)
	case retry:
		if c.op != 0 {
			out.Aside("% has no answer from %, and asks again.", c.ID, c.account.Node)
			c.ask(out)
		}
	}
}

func (c *client) begin(op engine.OpID, a Account, out *engine.Out) {
	if !isParticipant(a.Node) || !slices.Contains(c.Members, a.Node) {
		out.Note("% can't read %: % is no participant.", c.ID, a.String(), a.Node)
		out.Return(op, Refused{a.Node.String() + " is no participant"})
		return
	}
	c.op, c.account = op, a
	out.Note("% asks % what % has.", c.ID, a.Node, a.Name)
	c.ask(out)
}

func (c *client) ask(out *engine.Out) {
	out.Send(c.account.Node, ReadRequest{c.op, c.account.Name})
	out.SetTimer(retry{}, c.Params.Retry)
}

func (c *client) answered(from engine.NodeID, e ReadReply, out *engine.Out) {
	if e.Op != c.op {
		out.Aside("% waits for that answer of % no longer.", c.ID, from)
		return
	}
	out.CancelTimer(retry{})
	if e.None {
		out.Note("% learns that % keeps no account %.", c.ID, from, c.account.Name)
		out.Return(c.op, Refused{"there is no account " + c.account.String()})
	} else {
		out.Note("% has its answer: % has %.", c.ID, c.account.Name, e.Amount)
		out.Return(c.op, Balance{c.account, e.Amount})
	}
	c.op, c.account = 0, Account{}
}
