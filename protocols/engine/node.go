package engine

import (
	"reflect"

	"quorumlab/protocols/engine/canon"
)

// Input is one thing that happens to a node.
type Input struct {
	Event any    // Start, or a message, timer or command of the protocol's declared types: switch on it
	From  NodeID // who sent the message; the node itself for a timer; zero for a command
	Op    OpID   // the client operation that a command opens: give it to Out.Return
	Now   Time   // the node's own clock, in microseconds: offset + rate · virtual time. 0 in a search
	Scope string // which embedded engine it is for; "" for the node itself
}

// Start is a node's first input, and again its first after a crash. Disk is what survived; it is empty the first time,
// unless the scenario gives the node a disk.
type Start struct {
	Disk    *Disk
	Restart bool
}

// A Node is one participant: a pure state machine whose state is plain data (see the package comment). The value is a
// pointer to a struct. It may not keep what it sent or was given and change it later.
type Node interface {
	Step(in Input, out *Out)
}

// Stateful is for a node whose state is not plain data (a foreign library's): it copies and encodes itself. Equal states
// must encode equally, and stepping a copy must leave the original as it was. A node that is neither plain nor Stateful
// still runs; it is rewound by replay.
type Stateful interface {
	Clone() Node
	AppendState(b []byte) []byte
}

// Viewer makes a node's picture by hand; the fields of other nodes are shown as they are. View changes nothing.
type Viewer interface{ View(v *View) }

// These say how a message (or timer, command, result) of a declared type is shown. All are optional.
type (
	// Kinder names a message whose kind is not the name of its Go type: raftpb.Message is MsgApp, MsgVote ….
	Kinder interface{ Kind() string }
	// Intender chooses the intent of one message, where its kind has no single one: a response that says yes or no.
	Intender interface{ Intent() Intent }
	// Labeler is the short argument shown beside a message's name: "x=9".
	Labeler interface{ Label() string }
	// Epocher is the epoch (term, ballot, view) that a message bears; it gives it its ink.
	Epocher interface{ Epoch() int64 }
	// Texter prints a value whole, for an inspector; others are printed from their fields.
	Texter interface{ Text() string }
	// Refusal marks a result that says no: the operation was answered, and was not done.
	Refusal interface{ Refuses() }
)

// KindOf is the kind of a message, and the name of a timer, a command or a result: Kind(), or the name of its type.
func KindOf(v any) string {
	if k, ok := v.(Kinder); ok {
		return k.Kind()
	}
	t := reflect.TypeOf(v)
	if t == nil {
		return "nothing"
	}
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return t.Name()
}

// Clone copies a node; c is the codec of its struct, nil for a node that is Stateful.
func Clone(c *canon.Codec, n Node) Node {
	if s, ok := n.(Stateful); ok {
		return s.Clone()
	}
	p := reflect.New(c.Type())
	c.CopyTo(p.UnsafePointer(), canon.PointerOf(n))
	return p.Interface().(Node)
}

// AppendState appends the canonical encoding of a node's state; c is as in Clone.
func AppendState(c *canon.Codec, b []byte, n Node) []byte {
	if s, ok := n.(Stateful); ok {
		return s.AppendState(b)
	}
	return c.AppendTo(b, canon.PointerOf(n))
}

// Birth is what the kernel tells a new node. It is the same each time that the node is born, and no part of its state.
type Birth struct {
	canon.Const
	ID      NodeID
	Members []NodeID // all nodes at the moment of birth, in order; not to be changed
	Params  any      // of the protocol's parameter type
	Seed    uint64   // of the run
	Joining bool     // added during the run

	peers []NodeID
}

// Of lists the members whose role has that letter, in order.
func (b *Birth) Of(letter byte) []NodeID {
	var ids []NodeID
	for _, m := range b.Members {
		if m.Letter() == letter {
			ids = append(ids, m)
		}
	}
	return ids
}

// Peers lists the other members of the node's own letter, in order. The slice is the node's to read, not to change.
func (b *Birth) Peers() []NodeID {
	if b.peers == nil {
		b.peers = make([]NodeID, 0, len(b.Members))
		for _, m := range b.Members {
			if m != b.ID && m.Letter() == b.ID.Letter() {
				b.peers = append(b.peers, m)
			}
		}
	}
	return b.peers
}

// Config is Birth with typed parameters. A node embeds it; it is no part of the node's state.
type Config[P any] struct {
	canon.Const
	Birth
	Params P
}

// New makes a Role's constructor of a typed one.
func New[P any](f func(Config[P]) Node) func(Birth) Node {
	return func(b Birth) Node {
		c := Config[P]{Birth: b}
		c.Params, _ = b.Params.(P)
		return f(c)
	}
}

// Configure changes the parameters of a node that is running; the kernel calls it for a `set`. What an engine reads at
// its start only, changes at the next one.
func (c *Config[P]) Configure(params any) {
	if p, ok := params.(P); ok {
		c.Params, c.Birth.Params = p, params
	}
}
