package raft

import (
	"cmp"

	"quorumlab/protocols/engine"
)

// What lies on a client's disk.
const diskSession = "session" // how often it has started

// hintsMax bounds how often a client follows hints before it waits: two servers that both take the other for the leader
// would send it to and fro.
const hintsMax = 3

// retry is the timer after which a client asks again.
type retry struct{}

// A client sends the operation that it is given to one server after another, always with the same number, until one
// answers. It has one operation open at a time.
type client struct {
	engine.Config[Params]
	session uint64 // this life's number: requests of an earlier life are not answered any more
	seq     uint64
	leader  engine.NodeID // whom it takes for the leader; zero for nobody
	asked   engine.NodeID // whom it asked last

	open  bool
	id    engine.OpID
	op    op
	how   string // of a get
	tries int    // how often it has sent the operation
	hints int    // how often it has followed a hint since it last waited
	told  bool   // the server that it asked last has told it that it can't take the request

	got  string // what its last get was answered
	gets int    // how many were
}

// Step is one input.
func (c *client) Step(in engine.Input, out *engine.Out) {
	switch e := in.Event.(type) {
	case engine.Start:
		e.Disk.Get(diskSession, &c.session)
		c.session++
		out.Persist(diskSession, &c.session)
	case retry:
		c.again(out)
	case ClientReply:
		c.answered(in.From, e, out)
	case NotLeader:
		c.sentOn(in.From, e, out)
	default:
		if o, ok := opOf(e); ok {
			get, _ := e.(Get)
			c.begin(in.Op, o, get, out)
		}
	}
}

// begin begins an operation; get is its command where it is a get.
func (c *client) begin(id engine.OpID, o op, get Get, out *engine.Out) {
	c.seq++
	c.open, c.id, c.op, c.how, c.tries, c.hints = true, id, o, get.How, 0, 0
	to := cmp.Or(get.Server, c.leader)
	if to == 0 {
		to = c.next(c.asked)
	}
	out.Note("% asks %: %.", c.ID, to, o.labelled(get.How))
	c.ask(to, out)
}

// ask sends the operation to a server, and waits.
func (c *client) ask(to engine.NodeID, out *engine.Out) {
	c.asked, c.told = to, false
	c.tries++
	out.Send(to, ClientRequest{c.session, c.seq, c.op, c.how})
	out.SetTimer(retry{}, c.Params.Retry)
}

// next is the server after one, in a circle.
func (c *client) next(after engine.NodeID) engine.NodeID {
	servers := c.Of('n')
	for i, s := range servers {
		if s == after {
			return servers[(i+1)%len(servers)]
		}
	}
	return servers[(c.ID.Index()-1)%len(servers)]
}

// again asks the next server. When no answer came it can't tell whether the request was lost, or the answer, or whether
// the server is only slow.
func (c *client) again(out *engine.Out) {
	if !c.open {
		return
	}
	to := c.next(c.asked)
	if c.told {
		out.Note("% has waited a while, and asks %.", c.ID, to)
	} else {
		out.Note("% has no answer from %. It asks %, with the same number, so that it takes effect once.", c.ID, c.asked, to)
	}
	c.leader, c.hints = 0, 0
	c.ask(to, out)
}

func (c *client) current(session, seq uint64) bool {
	return c.open && session == c.session && seq == c.seq
}

func (c *client) answered(from engine.NodeID, r ClientReply, out *engine.Out) {
	if !c.current(r.Session, r.Seq) {
		out.Aside("% waits for that answer of % no longer.", c.ID, from)
		return
	}
	out.Note("% has its answer from %: %.", c.ID, from, c.op.says(r.Outcome))
	out.CancelTimer(retry{})
	out.Return(c.id, c.op.result(r.Outcome))
	if c.op.Verb == verbGet {
		c.got, c.gets = r.Outcome.Value, c.gets+1
	}
	if c.how == "" || c.how == howLog { // others than the leader answer reads, too
		c.leader = from
	}
	c.open, c.id, c.op, c.how = false, 0, op{}, ""
}

// sentOn follows a hint to the leader. Without one, or after too many, it waits: an election may be under way.
func (c *client) sentOn(from engine.NodeID, r NotLeader, out *engine.Out) {
	if !c.current(r.Session, r.Seq) || from != c.asked {
		out.Aside("% waits for that answer of % no longer.", c.ID, from)
		return
	}
	if r.Leader == 0 || r.Leader == from || c.hints == hintsMax {
		out.Note("% waits: % knows no leader.", c.ID, from)
		c.leader, c.told = 0, true
		out.SetTimer(retry{}, c.Params.Retry/4)
		return
	}
	c.hints++
	out.Note("% asks %, which % calls the leader.", c.ID, r.Leader, from)
	c.leader = r.Leader
	c.ask(r.Leader, out)
}
