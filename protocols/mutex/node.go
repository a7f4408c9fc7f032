package mutex

import (
	"cmp"
	"slices"
	"strconv"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/engine/order"
)

// A request is one entry of a queue.
type request struct {
	Clock int
	Node  engine.NodeID
}

func (r request) compare(s request) int {
	return cmp.Or(cmp.Compare(r.Clock, s.Clock), cmp.Compare(r.Node, s.Node))
}

type node struct {
	engine.Config[Params]
	clock   int
	queue   []request             // all that it has heard of, the earliest first
	heard   map[engine.NodeID]int // the latest clock from each other process
	op      engine.OpID           // the Acquire that it works on, 0 for none
	mine    request               // of op
	inside  bool
	entered int
}

func (n *node) Step(in engine.Input, out *engine.Out) {
	switch e := in.Event.(type) {
	case engine.Start:
		n.heard = map[engine.NodeID]int{}
	case Acquire:
		n.clock++
		n.op, n.mine = in.Op, request{n.clock, n.ID}
		n.insert(n.mine)
		out.Note("% asks all others for the critical section, at clock %", n.ID, n.clock)
		out.Broadcast(n.Peers(), Request{n.clock})
	case Request:
		n.hear(in.From, e.Clock)
		n.insert(request{e.Clock, in.From})
		out.Note("% puts the request of % into its queue, and replies", n.ID, in.From)
		out.Send(in.From, Reply{n.clock})
	case Reply:
		n.hear(in.From, e.Clock)
	case Release:
		n.hear(in.From, e.Clock)
		n.remove(in.From)
		out.Note("% takes the request of % out of its queue", n.ID, in.From)
	case leave:
		n.clock++
		n.inside = false
		n.remove(n.ID)
		out.Note("% leaves, and says so to all others", n.ID)
		out.Broadcast(n.Peers(), Release{n.clock})
		out.Return(n.op, Done{n.mine.Clock})
		n.op = 0
	}
	n.enter(out)
}

// enter is the paper's rule 5: its own request is the first that it knows of, and each other process has sent it something
// later. On links that keep their order no earlier request can then be on its way.
func (n *node) enter(out *engine.Out) {
	if n.op == 0 || n.inside {
		return
	}
	first, answers, others := n.queue[0], n.answers(), len(n.Peers())
	switch {
	case first != n.mine:
		out.Note("% waits: the request of %, clock %, is before its own, clock %", n.ID, first.Node, first.Clock, n.mine.Clock)
		return
	case answers == others:
		out.Note("% enters: its request, clock %, is the first, and all others have sent a later clock", n.ID, first.Clock)
	case n.Params.NoReplies:
		out.Note("% enters without waiting: its request, clock %, is the first that it knows of", n.ID, first.Clock)
	default:
		out.Note("% waits: % of % others have sent a later clock than %", n.ID, answers, others, first.Clock)
		return
	}
	n.inside = true
	n.entered++
	out.SetTimer(leave{}, n.Params.Hold)
}

// answers counts the other processes that have sent a later clock than that of its request.
func (n *node) answers() (count int) {
	for _, p := range n.Peers() {
		if n.heard[p] > n.mine.Clock {
			count++
		}
	}
	return count
}

func (n *node) hear(from engine.NodeID, clock int) {
	n.heard[from] = clock
	n.clock = max(n.clock, clock) + 1
}

func (n *node) insert(r request) {
	i, _ := slices.BinarySearchFunc(n.queue, r, request.compare)
	n.queue = order.Insert(n.queue, i, r)
}

func (n *node) remove(id engine.NodeID) {
	n.queue = slices.DeleteFunc(n.queue, func(r request) bool { return r.Node == id })
}

// View draws the node's status and its queue.
func (n *node) View(v *engine.View) {
	switch {
	case n.inside:
		v.Status("inside")
		v.Locked()
	case n.op != 0:
		v.Status("waiting")
		v.Tally("% of % replies", n.answers(), len(n.Peers()))
	default:
		v.Status("idle")
	}
	v.Field("clock", n.clock)
	v.Field("entered", n.entered)
	row := v.Row("requests")
	for _, r := range n.queue {
		mark := engine.Unmarked
		if n.inside && r == n.mine {
			mark = engine.LockedBy
		}
		row.Cell(r.Node.String()+" at "+strconv.Itoa(r.Clock), 0, mark)
	}
}
