package twophase

import (
	"slices"
	"strconv"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/engine/say"
)

// Begin opens a transaction: From pays Amount to each of To.
type Begin struct {
	Tx     string    `help:"what to call it; left out: t and its number" max:"24"`
	From   Account   `help:"the account that pays: n2.alice"`
	To     []Account `help:"the accounts that get the amount: n3.bob, or n3.bob,n4.carol, which get it each" max:"16"`
	Amount int64     `help:"how much" min:"1" max:"1000000000"`
}

// moves are what it does to accounts.
func (b Begin) moves() []Move {
	ms := make([]Move, 0, 1+len(b.To))
	ms = append(ms, Move{b.From, -b.Amount * int64(len(b.To))})
	for _, to := range b.To {
		ms = append(ms, Move{to, b.Amount})
	}
	return ms
}

// name is what to call the n-th transaction of a node.
func (b Begin) name(n uint32) string {
	if b.Tx != "" {
		return b.Tx
	}
	return "t" + strconv.FormatUint(uint64(n), 10)
}

// refusal says why it can't be begun among these nodes; "" when it can. Whether accounts are there, and hold enough, is for
// the participants to say.
func (b Begin) refusal(members []engine.NodeID) string {
	if b.Amount < 1 {
		return "a transaction moves an amount of at least 1"
	}
	if b.From == (Account{}) || len(b.To) == 0 {
		return "a transaction moves from one account to others"
	}
	for i, a := range b.To {
		if a == b.From || slices.Contains(b.To[:i], a) {
			return say.Sprintf("it names %v twice", a)
		}
		if !isParticipant(a.Node) || !slices.Contains(members, a.Node) {
			return say.Sprintf("%v is no participant", a.Node)
		}
	}
	if !isParticipant(b.From.Node) || !slices.Contains(members, b.From.Node) {
		return say.Sprintf("%v is no participant", b.From.Node)
	}
	return ""
}
