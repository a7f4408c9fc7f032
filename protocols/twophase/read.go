package twophase

import (
	"slices"

	"quorumlab/protocols/engine"
)

// A reader is a client that waits until an account is unlocked.
type reader struct {
	Client  engine.NodeID
	Op      engine.OpID
	Account string
}

// read answers a client, unless a transaction in doubt has the account locked: what is on it is not settled then.
func (p *participant) read(from engine.NodeID, e ReadRequest, out *engine.Out) {
	r := reader{from, e.Op, e.Account}
	if slices.Contains(p.readers, r) {
		out.Aside("% still can't tell % what % has.", p.ID, from, e.Account)
		return
	}
	p.readers = slices.DeleteFunc(p.readers, func(r reader) bool { return r.Client == from }) // it has one read open at a time
	d := p.lock(e.Account)
	if d == nil {
		p.answer(r, out)
		return
	}
	out.Note("% wants to know what % has, which % has locked: it must wait until % knows how that ends.", from, e.Account, d.Tx, p.ID)
	p.readers = append(p.readers, r)
}

func (p *participant) answer(r reader, out *engine.Out) {
	h := p.account(r.Account)
	if h == nil {
		out.Note("% tells % that it keeps no account %.", p.ID, r.Client, r.Account)
		out.Send(r.Client, ReadReply{Op: r.Op, None: true})
		return
	}
	out.Note("% tells % what % has: %.", p.ID, r.Client, h.Name, h.Amount)
	out.Send(r.Client, ReadReply{Op: r.Op, Amount: h.Amount})
}

// answerReaders answers those whose accounts are unlocked now.
func (p *participant) answerReaders(out *engine.Out) {
	p.readers = slices.DeleteFunc(p.readers, func(r reader) bool {
		free := p.lock(r.Account) == nil
		if free {
			p.answer(r, out)
		}
		return free
	})
}

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
