package search

import "quorumlab/protocols/engine"

// A MoveKind is what can happen in a step of a search.
type MoveKind uint8

// The moves: a message arrives; arrives and stays to arrive again; is lost; a timer fires; a command is given; a node
// falls, or comes back; the ways between two nodes are cut, or healed.
const (
	MoveDeliver MoveKind = iota
	MoveDuplicate
	MoveDrop
	MoveFire
	MoveCommand
	MoveCrash
	MoveRestart
	MoveCut
	MoveHeal
)

// A Move is one step of a counterexample.
type Move struct {
	Kind   MoveKind
	Node   engine.NodeID // that takes the step, or falls; of a cut the one end
	From   engine.NodeID // a message's sender; of a cut the other end
	Event  any           // the message, timer or command
	Scope  string
	Picks  []int  // how its choices come out
	Within string // it falls within the step, and this becomes of what it wrote: kept, torn or lost

	enc []byte // of the event, as input
}

// move says what a candidate is.
func (w *worker) move(c *candidate) Move {
	id := func(slot int32) engine.NodeID { return w.s.memo.births[slot].ID }
	m := Move{Kind: c.kind, Node: id(c.slot)}
	if c.kind == MoveCut || c.kind == MoveHeal {
		m.From = id(c.to)
		return m
	}
	in := &w.v.inputs[c.in]
	m.Event, m.Scope, m.enc = in.body, in.scope, in.enc
	if in.kind == inMessage {
		m.From = id(in.from)
	}
	if c.trans >= 0 {
		t := &w.v.trans[c.trans]
		m.Picks, m.Within = t.picks, t.how.String()
	}
	return m
}

// moves is the way from the start to the by-th thing that can happen in the state at.
func (s *Search) moves(at ref, by int) []Move {
	way := []int{by}
	for at != 0 {
		at, by = s.workers[at>>refBits].parents.get(int(at & (1<<refBits - 1)))
		way = append(way, by)
	}
	w := s.workers[0]
	w.adopt()
	var x, y state
	x.locals = make([]int32, len(s.memo.births))
	w.decode(s.root, &x)
	ms := make([]Move, 0, len(way))
	for i := len(way) - 1; i >= 0; i-- {
		w.expand(&x)
		c := &w.found[way[i]]
		ms = append(ms, w.move(c))
		if i > 0 {
			w.become(&y, &x, c)
			x, y = y, x
		}
	}
	return ms
}
