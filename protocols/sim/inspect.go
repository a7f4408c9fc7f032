package sim

import (
	"slices"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/engine/order"
)

// A Message is one that has been sent and has neither arrived nor been lost.
type Message struct {
	ID            MsgID
	From, To      engine.NodeID
	Body          any
	Cause         EventID // the step that sent it
	Leaves, Lands engine.Time
	State         MessageState
	Scope         string // which embedded engine it is for
}

// A MessageState says where a message is.
type MessageState string

// On its way, held by a rule, or waiting at a node that is paused or driven by hand.
const (
	InFlight MessageState = ""
	IsHeld   MessageState = "held"
	Waiting  MessageState = "waiting"
)

// InFlight lists the messages that are on their way, in the order in which they land; then those that are held; then
// those that wait.
func (w *World) InFlight() []Message {
	var ms []Message
	add := func(it *item, s MessageState) {
		if it.kind == itemDeliver {
			ms = append(ms, Message{it.msg, it.from, w.nodes[it.slot].id, it.body, it.cause, it.leaves, it.lands, s, it.scope})
		}
	}
	for _, idx := range w.queue.find(func(it *item) bool { return it.kind == itemDeliver }) {
		add(&w.queue.items[idx], InFlight)
	}
	for i := range w.net.held {
		add(&w.net.held[i], IsHeld)
	}
	for i := range w.nodes {
		for j := range w.nodes[i].inbox {
			add(&w.nodes[i].inbox[j], Waiting)
		}
	}
	return ms
}

// A Timer is one that is armed.
type Timer struct {
	Body     any
	Scope    string
	Set, Due engine.Time // in virtual time
	Waits    bool        // it is due, and waits for a person
}

// Timers lists a node's armed timers, in the order in which they are due.
func (w *World) Timers(id engine.NodeID) []Timer {
	s := w.slot(id)
	if s < 0 {
		return nil
	}
	ts := make([]Timer, 0, len(w.nodes[s].timers))
	for _, t := range w.nodes[s].timers {
		ts = append(ts, Timer{t.body, t.scope, t.set, t.due, t.waits})
	}
	order.Sort(len(ts), func(i, j int) bool { return ts[i].Due < ts[j].Due }, func(i, j int) { ts[i], ts[j] = ts[j], ts[i] })
	return ts
}

// A NodeState is what the kernel knows of a node.
type NodeState struct {
	ID     engine.NodeID
	Role   *engine.Role
	Engine engine.Node // nil while it is down
	Flags  int
	Clock  engine.Time // what its own clock shows
	Inbox  []Message   // what waits while it is paused or driven by hand
}

// Node is the state of a node; false when there is none of that id.
func (w *World) Node(id engine.NodeID) (NodeState, bool) {
	s := w.slot(id)
	if s < 0 {
		return NodeState{}, false
	}
	return w.NodeAt(int(s)), true
}

// NodeAt is the state of the node at a position of Global.IDs.
func (w *World) NodeAt(slot int) NodeState {
	n := &w.nodes[slot]
	st := NodeState{ID: n.id, Role: n.role, Engine: w.global.Nodes[slot], Flags: int(n.flags(w.now)), Clock: n.clock.read(w.now)}
	for i := range n.inbox {
		if it := &n.inbox[i]; it.kind == itemDeliver {
			st.Inbox = append(st.Inbox, Message{it.msg, it.from, n.id, it.body, it.cause, it.leaves, it.lands, Waiting, it.scope})
		}
	}
	return st
}

// LastEngine is the engine of the node at a position of Global.IDs as it is, or, while it is down, as it was when it fell.
func (w *World) LastEngine(slot int) engine.Node { return w.nodes[slot].impl }

// LinkState says how a way differs from the rest of the world.
type LinkState string

// The states of a way that is not open.
const (
	LinkCut   LinkState = "cut"
	LinkLossy LinkState = "lossy"
	LinkSlow  LinkState = "slow"
)

// A LinkView is one way that is cut, lossy or slow.
type LinkView struct {
	From, To engine.NodeID
	State    LinkState
	Says     string // how lossy, how slow: "50% lost, 100ms"
}

// Links lists the ways that are cut, lossy or slow, in order.
func (w *World) Links() []LinkView {
	var ls []LinkView
	for i := range w.nodes {
		for j := range w.nodes {
			l := w.net.way(int32(i), int32(j))
			own := w.net.own[wayKey(int32(i), int32(j))]
			v := LinkView{From: w.nodes[i].id, To: w.nodes[j].id}
			switch {
			case l.cut:
				v.State = LinkCut
			case l.custom && own.Loss > 0:
				v.State, v.Says = LinkLossy, own.Loss.String()+" lost"
				if !own.Latency.IsZero() {
					v.Says += ", " + own.Latency.String()
				}
			case l.custom && !own.Latency.IsZero():
				v.State, v.Says = LinkSlow, own.Latency.String()
			}
			if v.State != "" && !w.nodes[i].removed && !w.nodes[j].removed {
				ls = append(ls, v)
			}
		}
	}
	return ls
}

// Rules are the holds in force.
func (w *World) Rules() []Hold { return slices.Clone(w.net.rules) }

// An InvariantState is one invariant, judged now.
type InvariantState struct {
	Name, Title string
	Err         error  // nil: it holds
	Says        string // the values that make it so
}

// Judge judges all invariants and monitors now.
func (w *World) Judge() []InvariantState {
	var is []InvariantState
	w.global.Stepped = -1
	for i := range w.protocol.Invariants {
		inv := &w.protocol.Invariants[i]
		s := InvariantState{Name: inv.Name, Title: inv.Title, Err: inv.Check(&w.global)}
		if inv.Says != nil && s.Err == nil {
			s.Says = inv.Says(&w.global)
		}
		is = append(is, s)
	}
	for i := range w.protocol.Monitors {
		m := &w.protocol.Monitors[i]
		s := InvariantState{Name: m.Name, Title: m.Title}
		if w.ending != nil && w.ending.Name == m.Name {
			s.Err = engine.Violated("%s", w.ending.Text)
		}
		is = append(is, s)
	}
	return is
}
