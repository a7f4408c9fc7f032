package twophase

import (
	"slices"
	"strconv"

	"quorumlab/protocols/engine"
)

// Close ends an account. From then on the participant votes no on whatever touches it.
type Close struct {
	Account string `help:"the account's name: bob" max:"24"`
}

// Closed answers Close.
type Closed struct{}

// close takes an account off the books: one that is empty, so that no money goes with it, and that no transaction in doubt
// has locked, since that may still have to change it.
func (p *participant) close(op engine.OpID, e Close, out *engine.Out) {
	if why := p.keeps(e.Account); why != "" {
		out.Note("% does not close the account %: %.", p.ID, e.Account, why)
		out.Return(op, Refused{why})
		return
	}
	p.accounts = slices.DeleteFunc(p.accounts, func(h Holding) bool { return h.Name == e.Account })
	p.log.checkpoint(&p.books, out) // no record says so: they begin anew
	out.Note("% closes the account %. It will vote no on whatever touches it.", p.ID, e.Account)
	out.Return(op, Closed{})
}

// keeps says why an account can't be closed; "" when it can.
func (p *participant) keeps(account string) string {
	h, by := p.account(account), p.lock(account)
	switch {
	case h == nil:
		return "there is no such account"
	case by != nil:
		return by.Tx + " has it locked"
	case h.Amount != 0:
		return strconv.FormatInt(h.Amount, 10) + " are on it"
	}
	return ""
}
