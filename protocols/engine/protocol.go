package engine

import (
	"quorumlab/protocols/engine/canon"
	"quorumlab/protocols/engine/say"
)

// A Protocol is the value that each protocol package exports. Messages, Timers, Results and Facts hold one zero value of
// each type, as the roles' Commands do; only declared types can be sent, armed, commanded, returned and observed, and a
// type stands in one list only.
type Protocol struct {
	Name  string // of the folder: lower case
	Title string // "Lamport's mutual exclusion"
	About string // two or three sentences: what it guarantees, and the paper

	Roles                            []Role
	Params                           any // a struct whose values are the defaults; see Field for the tags
	Messages, Timers, Results, Facts []any

	Invariants []Invariant // safety, over the state of all nodes, after each step
	Monitors   []Monitor   // safety, over what nodes observe
	Goals      []Goal      // what a line can wait for or expect
	Model      *Model      // the client's view, for linearizability
	Assumes    Assumptions
	Explore    Exploration // what a search tries

	// How it is shown. Nothing has coordinates or colours.
	Layout   Layout
	Epoch    string   // what the epoch is called ("term"); "" for none
	Statuses []Status // the legend
	Kinds    []Kind   // of messages, with their intents
	Panels   []Panel
	Spans    []Span // drawn over a node's line while they are so
}

// A Role is what a node is deployed as (broker, coordinator, client), not what it has become (leader): that is a Status.
// Roles may share a letter: they number on in the order declared, and the last of a letter takes the rest.
type Role struct {
	Name              string
	Letter            byte
	Min, Default, Max int
	Help              string
	Commands          []any // one zero value of each command that it accepts
	Sequential        bool  // a client with one operation open at a time: the kernel queues further commands
	Outside           bool  // not part of the cluster: a client. It is drawn as a pill, and random faults leave it alone
	New               func(Birth) Node

	// Disk is a zero value of a struct that says in a scenario line what lies on a node's disk before the start, and
	// Write writes it with Persist and Append; both nil when a line can't give one.
	Disk  any
	Write func(b Birth, disk any, out *Out) error
}

// An Invariant must hold after each step.
type Invariant struct {
	Name  string // "election safety": the field's term
	Title string // "One leader in a term": a sentence for readers

	// Check returns nil or Violated with the values that make it false.
	Check func(g *Global) error

	// Says gives the values that make it true now ("term 4: n1"); nil when there is nothing to say. For shown frames only.
	Says func(g *Global) string
}

// A Monitor is an invariant over observed facts: "committed entries never change".
type Monitor struct {
	Name, Title string
	New         func() Observer // a pointer to a struct of plain data: it is copied and encoded like a node
}

// An Observer folds over the facts that nodes observe; a fact arrives when what it rests on is durable.
type Observer interface {
	Observe(at NodeID, fact any) error
}

// Violated is the error of a false invariant.
func Violated(format string, args ...any) error { return say.Errorf(format, args...) }

// A Model is what clients may see, as porcupine has it: a sequential specification. State, in and out are plain data.
type Model struct {
	Init      func() any
	Step      func(state, in, out any) (ok bool, next any) // out nil: the result is not known
	Partition func(in any) string                          // operations of different parts don't meet; nil: one part
}

// Crashes is what a protocol survives.
type Crashes uint8

// Recover: nodes crash and come back with their disk. Stop: they crash for good. Never: none may.
const (
	Recover Crashes = iota
	Stop
	Never
)

// Assumptions are what the protocol's paper assumes of the world. The zero value assumes nothing: links lose, double and
// reorder, nodes crash and recover, clocks are of no use, a crash tears a batch of writes. The conformance suite draws
// its faults within them and demands the invariants there; beyond them the page says "beyond what X promises".
type Assumptions struct {
	FIFO         bool // links keep their order
	Reliable     bool // links lose and double nothing, and are never cut
	Crashes      Crashes
	Synchronous  bool // messages and steps are quicker than its time-outs
	ReadsClock   bool // it branches on Input.Now: a search can't explore that
	WholeBatches bool // a crash leaves a batch of writes whole or not at all
}

// Sentence says in words what is assumed.
func (a Assumptions) Sentence() string {
	s := "links may lose"
	switch {
	case a.Reliable && a.FIFO:
		s = "links lose nothing and keep their order"
	case a.Reliable:
		s = "links lose nothing but may reorder"
	case a.FIFO:
		s = "links may lose but keep their order"
	default:
		s += ", double and reorder"
	}
	switch a.Crashes {
	case Recover:
		s += "; nodes may crash and come back with their disks"
	case Stop:
		s += "; nodes may crash for good"
	case Never:
		s += "; no node crashes"
	}
	if a.WholeBatches {
		s += "; a batch of writes is on the disk whole or not at all"
	}
	if a.Synchronous {
		s += "; messages arrive within a known time"
	}
	if a.ReadsClock {
		s += "; clocks are read"
	}
	return s
}

// Shape, Intent, Layout and PanelKind are the fixed sets of the look.
type (
	Shape     string
	Intent    string
	Layout    string
	PanelKind string
)

// The eight shapes of a status.
const (
	Circle  Shape = "circle"  // takes part
	Double  Shape = "double"  // in charge
	Dashed  Shape = "dashed"  // does not count
	Diamond Shape = "diamond" // in doubt
	Hexagon Shape = "hexagon" // directs others
	Square  Shape = "square"  // settled
	Octagon Shape = "octagon" // refused or undone
	Pill    Shape = "pill"    // outside
)

// The eight intents of a message: five of requests, three of answers.
const (
	Ask   Intent = "ask"
	Order Intent = "order"
	Data  Intent = "data"
	Beat  Intent = "beat"
	Tell  Intent = "tell"
	Yes   Intent = "yes"
	No    Intent = "no"
	Ack   Intent = "ack"
)

// The five layouts.
const (
	Ring     Layout = "ring"
	Star     Layout = "star"
	Chain    Layout = "chain"
	Tiers    Layout = "tiers"
	Keyspace Layout = "keyspace"
)

// The seven kinds of panels. All are rows of cells.
const (
	LogPanel       PanelKind = "log"       // a cell is an entry; the row's Bar is how far it is settled
	TablePanel     PanelKind = "table"     // a cell is a value
	QueuePanel     PanelKind = "queue"     // a cell is what waits, the head first
	LedgerPanel    PanelKind = "ledger"    // a row is who keeps accounts, a cell "alice 100" or "alice 100 (−40 if t1)"
	KeyspacePanel  PanelKind = "keyspace"  // a row is an owner, a cell a range of keys: see Row
	ChartPanel     PanelKind = "chart"     // a row is a curve, a cell the number at its At
	WaterfallPanel PanelKind = "waterfall" // a row is what took time, named with a space before it for each step down; its cells say how: see Row
)

// A Status is what a node can be at a moment: leader, prepared.
type Status struct {
	Name  string
	Shape Shape
	Means string // one phrase
}

// A Kind is a kind of message.
type Kind struct {
	Name   string
	Intent Intent // of those that don't choose their own (Intender)
	Means  string // one phrase
}

// A Panel is a picture beside the cluster; nodes fill its rows in View.
type Panel struct {
	Name   string
	Kind   PanelKind
	Legend string // one quiet line
}

// IntentOf is the intent of a message: its own, or its kind's.
func (p *Protocol) IntentOf(m any) Intent {
	if i, ok := m.(Intender); ok {
		return i.Intent()
	}
	name := KindOf(m)
	for i := range p.Kinds {
		if p.Kinds[i].Name == name {
			return p.Kinds[i].Intent
		}
	}
	return Tell
}

// ShapeOf is the shape of a status; a node whose status is not declared takes part.
func (p *Protocol) ShapeOf(status string) Shape {
	for i := range p.Statuses {
		if p.Statuses[i].Name == status {
			return p.Statuses[i].Shape
		}
	}
	return Circle
}

// Commands are those of all roles.
func (p *Protocol) Commands() []any {
	var cs []any
	for i := range p.Roles {
		for _, c := range p.Roles[i].Commands {
			if !declared(cs, c) {
				cs = append(cs, c)
			}
		}
	}
	return cs
}

// Table is a new codec table of all that the protocol declares. Each world has its own.
func (p *Protocol) Table() (*canon.Table, error) {
	var all []any
	for _, l := range [][]any{p.Messages, p.Timers, p.Commands(), p.Results, p.Facts} {
		all = append(all, l...)
	}
	t, err := canon.NewTable(all...)
	if err != nil {
		return nil, say.Errorf("protocol %s: %w", p.Name, err)
	}
	return t, nil
}

// RoleOf is the role of the node with that id when the letter has counts nodes in all; nil for no such role.
func (p *Protocol) RoleOf(id NodeID, counts map[byte]int) *Role {
	left := counts[id.Letter()]
	at := 0
	var last *Role
	for i := range p.Roles {
		r := &p.Roles[i]
		if r.Letter != id.Letter() {
			continue
		}
		last = r
		n := min(r.Default, left)
		if at += n; id.Index() <= at {
			return r
		}
		left -= n
	}
	return last
}
