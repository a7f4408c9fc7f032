package engine

import (
	"slices"

	"quorumlab/protocols/engine/canon"
	"quorumlab/protocols/engine/say"
)

// An EffectKind says what one Effect is.
type EffectKind uint8

// What a step can do, and what actions do to messages that are on their way (from FateHeld on; the kernel's own).
const (
	Send EffectKind = iota + 1
	SendUnsynced
	SetTimer
	CancelTimer
	Persist
	Append
	Truncate
	DropFirst
	Invoke
	Return
	Observe
	FateHeld
	FateReleased
	FateDropped
	FateDuplicated
	FateDelayed
)

// An Effect is one thing that a step wants done, as the kernel sees it.
type Effect struct {
	Kind     EffectKind
	Type     int16  // the body's number in the table of declared types
	To       NodeID // Send
	Op       OpID   // Return
	Off, Len uint32 // where the body's canonical bytes lie in the Out's buffer; Truncate and DropFirst: Off records
	Body     any
	Key      string // the scope of a message or timer; scope and key of a disk write
	After    Dist   // SetTimer
}

// Out collects what a step wants done. It is the kernel's, reused for the next step, and must not be kept.
//
// The rule of order: a step's writes are one atomic batch (one fsync). Nothing that the step sends, returns or observes
// leaves before that batch and every earlier batch of the node is durable; the order of calls within a step does not
// matter to that.
type Out struct {
	effects []Effect
	buf     []byte
	facts   []byte // bytes of what is observed, apart: an observed run is the same run
	notes   []byte
	rand    Rand
	explain bool
	observe bool
	script  *Choices
	picks   []int // what the next choices come to
	table   *canon.Table
	scope   string
}

// Send sends m, a value of a declared message type, which nobody may change from now on.
func (o *Out) Send(to NodeID, m any) { o.send(Send, to, m) }

// SendUnsynced sends m at once, whatever is still on its way to the disk (for leaders that write in parallel with their
// followers).
func (o *Out) SendUnsynced(to NodeID, m any) { o.send(SendUnsynced, to, m) }

func (o *Out) send(k EffectKind, to NodeID, m any) {
	e := o.add(k)
	e.To = to
	o.encode(e, m)
}

// Broadcast sends m to each of to; it is encoded once.
func (o *Out) Broadcast(to []NodeID, m any) {
	if len(to) == 0 {
		return
	}
	o.Send(to[0], m)
	first := o.effects[len(o.effects)-1]
	for _, id := range to[1:] {
		first.To = id
		*o.add(Send) = first
	}
}

// SetTimer arms t, replacing an armed timer that is equal to it. t is comparable; its identity is its value: resend{tx}
// and resend{ty} are two timers. It fires once, after that long on the node's own clock.
func (o *Out) SetTimer(t any, after Duration) { o.SetTimerIn(t, Exactly(after)) }

// SetTimerIn arms t; the kernel draws how long from the node's stream. In a search durations mean nothing.
func (o *Out) SetTimerIn(t any, after Dist) {
	e := o.add(SetTimer)
	e.After = after
	o.encode(e, t)
}

// CancelTimer disarms t if it is armed.
func (o *Out) CancelTimer(t any) { o.encode(o.add(CancelTimer), t) }

// Persist writes v, any plain value or a pointer to one, under key, over what was there. v is encoded at once.
func (o *Out) Persist(key string, v any) { o.write(Persist, key, v) }

// Append adds one record, any plain value or a pointer to one, to the end of a log. v is encoded at once.
func (o *Out) Append(log string, v any) { o.write(Append, log, v) }

func (o *Out) write(k EffectKind, key string, v any) {
	e := o.add(k)
	at := len(o.buf)
	o.buf = o.table.AppendAny(o.buf, v)
	e.Key, e.Off, e.Len = o.scope+key, uint32(at), uint32(len(o.buf)-at)
}

// Truncate keeps the first n records of a log.
func (o *Out) Truncate(log string, n int) { o.cut(Truncate, log, n) }

// DropFirst forgets the first n records of a log (compaction).
func (o *Out) DropFirst(log string, n int) { o.cut(DropFirst, log, n) }

func (o *Out) cut(k EffectKind, log string, n int) {
	e := o.add(k)
	e.Key, e.Off = o.scope+log, uint32(max(n, 0))
}

// Invoke opens a client operation that the node begins by itself (a closed loop). A client has one open at a time; Return
// with op 0 closes it.
func (o *Out) Invoke(op any) { o.encode(o.add(Invoke), op) }

// Return closes a client operation with its result; op 0 is the client's own open one.
func (o *Out) Return(op OpID, result any) {
	e := o.add(Return)
	e.Op = op
	o.encode(e, result)
}

// Observe reports a fact to the monitors. It leaves like a message, so it is never ahead of the disk. Facts are no part of
// the run: where nothing is judged, they are not even kept.
func (o *Out) Observe(fact any) {
	if !o.observe {
		return
	}
	e := o.add(Observe)
	at := len(o.facts)
	var t int
	o.facts, t = o.table.Append(o.facts, fact)
	e.Body, e.Off, e.Len, e.Type, e.Key = fact, uint32(at), uint32(len(o.facts)-at), int16(t), o.scope
}

// Observes tells whether facts are kept, for an engine whose facts take work to find. It must change nothing else.
func (o *Out) Observes() bool { return o.observe }

// Choose picks one of 0 … n−1: drawn in a run, every one of them in a search. It is the only randomness that an engine has.
func (o *Out) Choose(n int) int {
	if len(o.picks) > 0 {
		p := o.picks[0]
		if o.picks = o.picks[1:]; p < n {
			return p
		}
	}
	c := o.script
	if c == nil {
		return o.rand.IntN(n)
	}
	if c.at == len(c.pick) {
		c.pick, c.arity = append(c.pick, 0), append(c.arity, n)
	}
	c.at++
	return c.pick[c.at-1]
}

// In steps an embedded engine; its messages, timers and keys bear the scope. An input that is meant for it arrives at the
// node with that Input.Scope.
func (o *Out) In(scope string, sub Node, in Input) {
	was := o.scope
	o.scope = scope
	in.Scope = ""
	sub.Step(in, o)
	o.scope = was
}

// What one step may want. More is an engine that has run away: it panics, before the memory is gone, and the kernel makes
// a violation of that.
const (
	effectsMax = 1<<16 - 8
	bytesMax   = 64 << 20
	notesMax   = 1<<16 - 1 // bytes; what is said beyond is dropped
)

func (o *Out) add(k EffectKind) *Effect {
	n := len(o.effects)
	if n >= effectsMax || len(o.buf) > bytesMax {
		panic(say.Sprintf("a step wants more than %d things or writes more than %d bytes", effectsMax, bytesMax))
	}
	if n < cap(o.effects) {
		o.effects = o.effects[:n+1]
	} else {
		o.effects = append(o.effects, Effect{})
	}
	e := &o.effects[n]
	e.Kind = k
	return e
}

func (o *Out) encode(e *Effect, v any) {
	at := len(o.buf)
	var t int
	o.buf, t = o.table.Append(o.buf, v)
	e.Body, e.Off, e.Len, e.Type = v, uint32(at), uint32(len(o.buf)-at), int16(t)
	e.Key = o.scope
}

// Choices is a search's script of what Choose answers. The zero value answers 0 to everything; Next moves on.
type Choices struct {
	pick, arity []int
	at          int
}

// Picks are what the script has answered since it began or moved on.
func (c *Choices) Picks() []int { return slices.Clone(c.pick[:c.at]) }

// Next moves on to the next script, as an odometer does; false when all have been.
func (c *Choices) Next() bool {
	for c.at = 0; len(c.pick) > 0; {
		last := len(c.pick) - 1
		if c.pick[last]++; c.pick[last] < c.arity[last] {
			return true
		}
		c.pick, c.arity = c.pick[:last], c.arity[:last]
	}
	return false
}

// The kernel's side of an Out.

// NewOut makes an Out for nodes whose types are in t. explain: notes are kept.
func NewOut(t *canon.Table, explain bool) *Out { return &Out{table: t, explain: explain} }

// Begin empties o for the next step, which draws from r, or is answered by script when that is not nil.
func (o *Out) Begin(r Rand, script *Choices) {
	clear(o.effects) // bodies must not outlive their step
	o.effects, o.buf, o.facts, o.notes, o.scope = o.effects[:0], o.buf[:0], o.facts[:0], o.notes[:0], ""
	o.rand, o.script, o.picks = r, script, nil
}

// Dictate settles what the next choices come to, until the next Begin; those beyond are drawn.
func (o *Out) Dictate(picks []int) { o.picks = picks }

// Dictated is what is left of that.
func (o *Out) Dictated() []int { return o.picks }

// KeepFacts says whether what is observed is kept; it is not at first.
func (o *Out) KeepFacts(on bool) { o.observe = on }

// Facts are the canonical bytes of what was observed; valid until Begin.
func (o *Out) Facts() []byte { return o.facts }

// Effects are what the step wants done, in the order in which it said so; valid until Begin.
func (o *Out) Effects() []Effect { return o.effects }

// Bytes are the canonical bytes of all bodies but facts; valid until Begin.
func (o *Out) Bytes() []byte { return o.buf }

// Notes are the step's sentences, each ended by a newline; valid until Begin. They are kept apart from all else, so that
// an explained run is the same run.
func (o *Out) Notes() []byte { return o.notes }

// Rand is the stream as the step has left it.
func (o *Out) Rand() Rand { return o.rand }
