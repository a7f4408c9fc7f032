package twophase

import (
	"strconv"

	"quorumlab/protocols/engine"
)

// What coordinator and participants send each other. Tx is what people call the transaction.
type (
	// Prepare asks a participant to get ready to commit, and to vote.
	Prepare struct {
		ID     ID
		Tx     string
		Moves  []Move // at all participants, so that each knows whom it can ask
		Oldest ID     // each transaction that the coordinator opened before this one is over: aborted, or acknowledged by all
	}
	// Vote is a participant's answer. After a yes it does as the coordinator decides.
	Vote struct {
		ID    ID
		Tx    string
		Yes   bool
		Moves []Move // of a vote that opens the transaction
	}
	// Commit and Abort tell the outcome: the coordinator's, or another participant's in answer to Inquire.
	Commit struct {
		ID ID
		Tx string
	}
	Abort struct {
		ID ID
		Tx string
	}
	// Ack says that a participant has committed: it won't ask any more.
	Ack struct {
		ID ID
		Tx string
	}
	// Inquire asks for the outcome, on behalf of a participant in doubt.
	Inquire struct {
		ID    ID
		Tx    string
		Again bool // it was asked before
	}
)

// What clients and participants send each other. Op numbers a client's reads.
type (
	ReadRequest struct {
		Op      engine.OpID
		Account string
	}
	ReadReply struct {
		Op     engine.OpID
		Amount int64
		None   bool // there is no such account
	}
)

// Intent is that of the answer.
func (m Vote) Intent() engine.Intent {
	if m.Yes {
		return engine.Yes
	}
	return engine.No
}

// Label stands beside a message's name.
func (m Prepare) Label() string     { return m.Tx }
func (m Commit) Label() string      { return m.Tx }
func (m Abort) Label() string       { return m.Tx }
func (m Ack) Label() string         { return m.Tx }
func (m Inquire) Label() string     { return m.Tx }
func (m ReadRequest) Label() string { return m.Account }

// Label says what is on the account.
func (m ReadReply) Label() string {
	if m.None {
		return "no such account"
	}
	return strconv.FormatInt(m.Amount, 10)
}

// Label says how it voted.
func (m Vote) Label() string {
	if m.Yes {
		return m.Tx + " yes"
	}
	return m.Tx + " no"
}

// The timers. Each is armed once for a transaction.
type (
	// voteTimeout ends the coordinator's patience with votes.
	voteTimeout struct {
		ID ID `arg:"true"`
	}
	// resend lets the coordinator send Commit again to whoever has not acknowledged it.
	resend struct {
		ID ID `arg:"true"`
	}
	// inDoubt lets a participant that voted yes ask for the outcome.
	inDoubt struct {
		ID ID `arg:"true"`
	}
	// retry lets a client ask again.
	retry struct{}
)

// Read asks a participant what is on an account.
type Read struct {
	Account Account `help:"n2.alice"`
}

// What commands are answered with.
type (
	Committed struct{}
	Aborted   struct {
		Why string
	}
	Balance struct {
		Account Account
		Amount  int64
	}
	Refused struct { // nothing was begun
		Why string
	}
)

// Refuses marks it as an answer that says no.
func (Aborted) Refuses() {}

// Refuses marks it as an answer that says no.
func (Refused) Refuses() {}
