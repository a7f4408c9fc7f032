package register

import (
	"strconv"

	"quorumlab/protocols/engine"
)

// A Request names an operation: whose it is, and which of that client's, from 1.
type Request struct {
	Client engine.NodeID
	N      int
}

// String prints c1.2.
func (r Request) String() string { return r.Client.String() + "." + strconv.Itoa(r.N) }

// What clients and servers send each other. The kinds of the first two are Put and Get, as in Stateright; the types are called
// otherwise because the operations have these names.
type (
	PutMsg struct {
		Req   Request
		Value string
	}
	GetMsg struct{ Req Request }
	PutOk  struct{ Req Request }
	GetOk  struct {
		Req   Request
		Value string
	}
)

func (PutMsg) Kind() string { return "Put" }
func (GetMsg) Kind() string { return "Get" }

func (m PutMsg) Label() string { return Text(m.Value) }
func (m GetOk) Label() string  { return Text(m.Value) }

// Messages are the zero values of all of them.
func Messages() []any { return []any{PutMsg{}, GetMsg{}, PutOk{}, GetOk{}} }

// Kinds are their kinds.
func Kinds() []engine.Kind {
	return []engine.Kind{
		{Name: "Put", Intent: engine.Data, Means: "a client asks to write a value"},
		{Name: "Get", Intent: engine.Ask, Means: "a client asks for the value"},
		{Name: "PutOk", Intent: engine.Ack, Means: "the value is written"},
		{Name: "GetOk", Intent: engine.Yes, Means: "the value that was read"},
	}
}
