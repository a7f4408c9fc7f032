package raft

import "quorumlab/protocols/engine"

// The commands of a client. A key that was never put, or was deleted, has the empty value.
type (
	Put struct {
		Key   string `max:"64" help:"what to write to"`
		Value string `max:"1024" help:"what to write"`
	}
	// Get reads through the log, as writes go, or in a quicker way (see reads.go).
	Get struct {
		Key    string        `max:"64" help:"what to read"`
		How    string        `oneof:"log read-index local" help:"log: as an entry of the log; read-index: from a server's store, once that is as far as the leader's log was committed; local: from a server's store as it is; left out: log"`
		Server engine.NodeID `help:"whom to ask first; left out: the leader, if the client knows one"`
	}
	Delete struct {
		Key string `max:"64" help:"what to empty"`
	}
	// CompareAndSwap writes Value when the key has Old.
	CompareAndSwap struct {
		Key   string `max:"64" help:"what to write to"`
		Old   string `max:"1024" help:"what must be there; left out: nothing"`
		Value string `max:"1024" help:"what to write"`
	}
)

// The commands of a server.
type (
	// Propose puts a value into the log as from the server itself; the library passes a follower's proposal on to its leader.
	// It is answered when the server applies it, and never if it is lost on its way: nobody asks again.
	Propose struct {
		Key   string `max:"64" help:"what to write to"`
		Value string `max:"1024" help:"what to write"`
	}
	// Campaign lets a server ask for votes now, as if its election timeout had run out.
	Campaign struct{}
	// Transfer asks the leader to hand over to another server.
	Transfer struct {
		To engine.NodeID `help:"the server that is to lead"`
	}
)

// The results of commands.
type (
	Done  struct{} // it has taken effect
	Value struct{ Value string }
	// Swapped tells whether a value was written, and what was there before.
	Swapped struct {
		Swapped bool
		Was     string
	}
	// Refused says why a server's command came to nothing.
	Refused struct{ Why string }
)

func (Done) Text() string      { return "done" }
func (v Value) Text() string   { return "value " + quoteValue(v.Value) }
func (r Refused) Text() string { return r.Why }

// Refuses marks it as an answer that says no.
func (Refused) Refuses() {}

func (s Swapped) Text() string {
	if s.Swapped {
		return "swapped " + quoteValue(s.Was)
	}
	return "not swapped: the value is " + quoteValue(s.Was)
}

// quoteValue prints a value so that the empty one shows.
func quoteValue(s string) string {
	if s == "" {
		return "empty"
	}
	return engine.Plain(s)
}

// keyName prints a key so that the empty one, which is a key like any other, shows.
func keyName(s string) string {
	if s == "" {
		return `""`
	}
	return engine.Plain(s)
}

// A verb is what an op does to the store.
type verb uint8

const (
	verbPut verb = iota + 1
	verbGet
	verbDelete
	verbSwap
)

// An op is one operation on the store, as messages and log entries bear it.
type op struct {
	Verb            verb
	Key, Value, Old string
}

// opOf is the operation that a client's command asks for.
func opOf(command any) (op, bool) {
	switch c := command.(type) {
	case Put:
		return op{Verb: verbPut, Key: c.Key, Value: c.Value}, true
	case Get:
		return op{Verb: verbGet, Key: c.Key}, true
	case Delete:
		return op{Verb: verbDelete, Key: c.Key}, true
	case CompareAndSwap:
		return op{Verb: verbSwap, Key: c.Key, Old: c.Old, Value: c.Value}, true
	case Propose:
		return op{Verb: verbPut, Key: c.Key, Value: c.Value}, true
	}
	return op{}, false
}

// label is an op as a cell, a message or a sentence shows it: x=9, get x, delete x, x 8→9.
func (o op) label() string {
	k := keyName(o.Key)
	switch o.Verb {
	case verbGet:
		return "get " + k
	case verbDelete:
		return "delete " + k
	case verbSwap:
		return k + " " + quoteValue(o.Old) + "→" + quoteValue(o.Value)
	}
	return k + "=" + engine.Plain(o.Value)
}

// labelled is the label of an op whose get says how it is to be answered.
func (o op) labelled(how string) string {
	if how == "" || how == howLog {
		return o.label()
	}
	return o.label() + " (" + how + ")"
}

// An outcome is what an op came to: whether it was done, and the value that was read, or that kept a swap from being made.
type outcome struct {
	OK    bool
	Value string
}

// result is an outcome as the operation's client returns it.
func (o op) result(r outcome) any {
	switch o.Verb {
	case verbGet:
		return Value{r.Value}
	case verbSwap:
		if r.OK { // it was made because the old value was there
			return Swapped{Swapped: true, Was: o.Old}
		}
		return Swapped{Was: r.Value}
	}
	return Done{}
}

// says is an outcome in a sentence.
func (o op) says(r outcome) string {
	k := keyName(o.Key)
	switch {
	case o.Verb == verbGet:
		return k + " is " + quoteValue(r.Value)
	case o.Verb == verbSwap && !r.OK:
		return k + " is " + quoteValue(r.Value) + ", so it stays"
	case o.Verb == verbDelete:
		return k + " is empty"
	}
	return k + " is " + quoteValue(o.Value)
}

// A request is an op with the name by which servers know it again: who asks, in which of its lives, for the how-manieth
// time. A request without a client is never taken for a repetition.
type request struct {
	Client       engine.NodeID
	Session, Seq uint64
	Op           op
}
