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
