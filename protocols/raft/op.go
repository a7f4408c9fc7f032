package raft

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"strconv"
	"unsafe"

	"quorumlab/protocols/engine"
)

// The commands of a client. A key that was never put, or was deleted, has the empty value.
type (
	Put struct {
		Key   string `max:"64" help:"what to write to"`
		Value string `max:"1024" help:"what to write"`
	}
	Get struct {
		Key string `max:"64" help:"what to read"`
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
	// Propose puts a value into the log as from the server itself; a follower's proposal is passed on to its leader by the
	// library.
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
	k := engine.Plain(o.Key)
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

// An outcome is what an op came to: the value read, whether a swap was made, and what was there before it.
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
		return Swapped{Swapped: r.OK, Was: r.Value}
	}
	return Done{}
}

// says is an outcome in a sentence.
func (o op) says(r outcome) string {
	k := engine.Plain(o.Key)
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

// appendRequest appends a request as a log entry's data.
func appendRequest(b []byte, r *request) []byte {
	b = binary.AppendUvarint(b, uint64(r.Client))
	b = binary.AppendUvarint(b, r.Session)
	b = binary.AppendUvarint(b, r.Seq)
	b = append(b, byte(r.Op.Verb))
	b = appendString(b, r.Op.Key)
	b = appendString(b, r.Op.Value)
	return appendString(b, r.Op.Old)
}

func appendString(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

// parseRequest reads what appendRequest wrote. An entry with no data, which a leader writes when its term begins, is no
// request. The strings share the data, which nobody changes once it is proposed.
func parseRequest(data []byte) (request, error) {
	r := reader{b: data}
	client := r.uint()
	q := request{Client: engine.NodeID(client), Session: r.uint(), Seq: r.uint()}
	q.Op = op{Verb: verb(r.byte()), Key: r.string(), Value: r.string(), Old: r.string()}
	if r.bad || r.at != len(data) || client > math.MaxUint32 {
		return request{}, fmt.Errorf("raft: expected an entry of a request, not %s", strconv.Quote(string(data)))
	}
	return q, nil
}

// mustParse is parseRequest of an entry in a log, which holds only what appendRequest wrote.
func mustParse(data []byte) request {
	q, err := parseRequest(data)
	if err != nil {
		panic(err)
	}
	return q
}

// A reader takes bytes apart.
type reader struct {
	b   []byte
	at  int
	bad bool
}

func (r *reader) uint() uint64 {
	if r.at < len(r.b) && r.b[r.at] < 0x80 {
		r.at++
		return uint64(r.b[r.at-1])
	}
	x, n := binary.Uvarint(r.b[min(r.at, len(r.b)):])
	if n <= 0 || n > 1 && r.b[r.at+n-1] == 0 { // a longer form of a number than need be is no canonical one
		r.bad = true
		return 0
	}
	r.at += n
	return x
}

func (r *reader) byte() byte {
	if r.at >= len(r.b) {
		r.bad = true
		return 0
	}
	r.at++
	return r.b[r.at-1]
}

// span is the place of so many bytes as the next number says.
func (r *reader) span() (from, to int) {
	n := r.uint()
	if r.bad || n > uint64(len(r.b)-r.at) {
		r.bad = true
		return 0, 0
	}
	from = r.at
	r.at += int(n)
	return from, r.at
}

// string shares the bytes.
func (r *reader) string() string {
	from, to := r.span()
	if from == to {
		return ""
	}
	return unsafe.String(&r.b[from], to-from)
}

// bytes are a copy, nil for none.
func (r *reader) bytes() []byte {
	from, to := r.span()
	if from == to {
		return nil
	}
	return append([]byte(nil), r.b[from:to]...)
}

var errShort = errors.New("raft: expected more bytes, or others")
