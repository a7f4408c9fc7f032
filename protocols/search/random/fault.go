package random

import (
	"slices"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/sim"
)

// A fault is something bad, or its end, that may be drawn within some assumptions. draw answers nil when it makes no sense
// now.
type fault struct {
	weight  int
	allowed func(a engine.Assumptions) bool
	draw    func(p *Player) sim.Action
}

func faults() []fault {
	crashes := func(a engine.Assumptions) bool { return a.Crashes != engine.Never }
	returns := func(a engine.Assumptions) bool { return a.Crashes == engine.Recover }
	loses := func(a engine.Assumptions) bool { return !a.Reliable }
	waits := func(a engine.Assumptions) bool { return !a.Synchronous }
	reorders := func(a engine.Assumptions) bool { return !a.FIFO && !a.Synchronous }
	doubles := func(a engine.Assumptions) bool { return !a.FIFO && !a.Reliable }
	drifts := func(a engine.Assumptions) bool { return !a.Synchronous && !a.ReadsClock }
	share := func(p *Player) string { return []string{"0%", "2%", "20%"}[p.IntN(3)] }
	return []fault{
		{6, crashes, (*Player).crash},
		{6, returns, (*Player).restart},
		{2, waits, (*Player).pause},
		{2, waits, (*Player).resume},
		{1, loses, (*Player).cut},
		{1, loses, (*Player).partition},
		{3, loses, func(*Player) sim.Action { return sim.Heal{} }},
		{1, loses, func(p *Player) sim.Action { return sim.Set{Name: "loss", Value: share(p)} }},
		{1, loses, func(p *Player) sim.Action { return sim.Set{Name: "dup", Value: share(p)} }},
		{2, loses, toMessage(func(m sim.MsgID) sim.Action { return sim.Drop{Msg: m} })},
		{2, doubles, toMessage(func(m sim.MsgID) sim.Action { return sim.Duplicate{Msg: m} })},
		{2, reorders, toMessage(func(m sim.MsgID) sim.Action { return sim.Deliver{Msg: m} })},
		{2, reorders, toMessage(func(m sim.MsgID) sim.Action { return sim.Delay{Msg: m, By: 200 * engine.Millisecond} })},
		{1, waits, (*Player).hold},
		{2, waits, func(*Player) sim.Action { return sim.Release{} }},
		{1, waits, (*Player).slow},
		{1, drifts, (*Player).skew},
		{1, drifts, (*Player).fire},
	}
}

// fault does one drawn fault, if the drawn one is possible now.
func (p *Player) fault() {
	var among []fault
	for _, f := range faults() {
		for range f.weight {
			if f.allowed(p.source.Protocol.Assumes) {
				among = append(among, f)
			}
		}
	}
	if len(among) == 0 {
		return // a world in which nothing can go wrong
	}
	a := among[p.IntN(len(among))].draw(p)
	if a == nil || p.Do(a) != nil {
		return // one that is refused is no fault
	}
	if c, ok := a.(sim.Crash); ok && p.source.Protocol.Assumes.Crashes == engine.Recover && p.IntN(2) == 0 {
		_ = p.Do(sim.Restart{Node: c.Node}) // quick enough to meet what was on its way before
	}
}

// crash lets a node fall: every second time the one that stepped last, whose writes may not be on the disk yet. Where the
// fallen don't return, fewer than half of the nodes of a role may.
func (p *Player) crash() sim.Action {
	among := p.Up(inside)
	if last := p.World.Trace().Event(p.World.Count()).Node; last >= 0 && p.IntN(2) == 0 && slices.Contains(among, p.Members[last]) {
		among = []engine.NodeID{p.Members[last]}
	}
	id := p.pick(among)
	if id == 0 {
		return nil
	}
	return p.CrashOf(id, p.IntN(4))
}

// CrashOf is a crash of a node; disk, from 0 on, chooses what becomes of its writes. nil where the protocol does not survive
// one more.
func (p *Player) CrashOf(id engine.NodeID, disk int) sim.Action {
	n, _ := p.World.Node(id)
	if p.source.Protocol.Assumes.Crashes == engine.Stop {
		all := p.nodes(func(m sim.NodeState) bool { return m.Role == n.Role })
		if p.fallen[n.Role.Name] >= (len(all)-1)/2 {
			return nil
		}
		p.fallen[n.Role.Name]++
	}
	how := []string{"lost", "torn", "lost", "kept"}[disk%4]
	if how == "torn" && p.source.Protocol.Assumes.WholeBatches {
		how = "lost"
	}
	return sim.Crash{Node: id, Disk: how}
}

func down(n sim.NodeState) bool   { return n.Flags&sim.FlagCrashed != 0 }
func paused(n sim.NodeState) bool { return n.Flags&sim.FlagPaused != 0 }

func (p *Player) restart() sim.Action {
	return onNode(p.pick(p.nodes(down)), func(id engine.NodeID) sim.Action { return sim.Restart{Node: id} })
}

func (p *Player) pause() sim.Action {
	return onNode(p.pick(p.Up(inside)), func(id engine.NodeID) sim.Action { return sim.Pause{Node: id} })
}

func (p *Player) resume() sim.Action {
	return onNode(p.pick(p.nodes(paused)), func(id engine.NodeID) sim.Action { return sim.Resume{Node: id} })
}

func onNode(id engine.NodeID, f func(engine.NodeID) sim.Action) sim.Action {
	if id == 0 {
		return nil
	}
	return f(id)
}

func (p *Player) cut() sim.Action {
	a, b := p.pick(p.Members), p.pick(p.Members)
	if a == b {
		return nil
	}
	return sim.Cut{A: a, B: b, Both: p.IntN(2) == 0}
}

// partition draws two groups; a node in neither keeps its links.
func (p *Player) partition() sim.Action {
	groups := make([][]engine.NodeID, 2)
	for _, id := range p.Members {
		if g := p.IntN(5); g < 4 {
			groups[g%2] = append(groups[g%2], id)
		}
	}
	if len(groups[0]) == 0 || len(groups[1]) == 0 {
		return nil
	}
	return sim.Partition{Groups: groups}
}

// hold keeps what one node sends, or what is sent to it, or one kind of message where links may reorder.
func (p *Player) hold() sim.Action {
	var h sim.Hold
	switch p.IntN(3) {
	case 0:
		h.From = p.pick(p.Members)
	case 1:
		h.To = p.pick(p.Members)
	default:
		h.From, h.To = p.pick(p.Members), p.pick(p.Members)
	}
	if m := p.message(); m != nil && !p.source.Protocol.Assumes.FIFO && p.IntN(2) == 0 {
		h.Kind = engine.KindOf(m.Body)
	}
	return h
}

func (p *Player) slow() sim.Action {
	a, b := p.pick(p.Members), p.pick(p.Members)
	if a == b {
		return nil
	}
	return sim.Link{A: a, B: b, Latency: engine.Between(engine.Millisecond, 300*engine.Millisecond), Both: p.IntN(2) == 0}
}

func (p *Player) skew() sim.Action {
	id := p.pick(p.Members)
	return sim.Skew{Node: id, Rate: engine.PerMillion(500_000 + p.IntN(1_500_001)),
		Offset: engine.Duration(p.IntN(2_000_001)-1_000_000) * engine.Microsecond}
}

// fire lets a timer fire before it is due; only one that a line can hold.
func (p *Player) fire() sim.Action {
	id := p.pick(p.Up(inside))
	ts := p.World.Timers(id)
	if len(ts) == 0 {
		return nil
	}
	t := ts[p.IntN(len(ts))]
	if readBack(t.Body, p.source.Protocol.Timers) != nil {
		return nil
	}
	return sim.Fire{Node: id, Timer: t.Body}
}

// message draws one that is on its way, held or waiting; nil when there is none.
func (p *Player) message() *sim.Message {
	ms := p.World.InFlight()
	if len(ms) == 0 {
		return nil
	}
	return &ms[p.IntN(len(ms))]
}

// toMessage is a fault that befalls a drawn message.
func toMessage(f func(sim.MsgID) sim.Action) func(*Player) sim.Action {
	return func(p *Player) sim.Action {
		if m := p.message(); m != nil {
			return f(m.ID)
		}
		return nil
	}
}
