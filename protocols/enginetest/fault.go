package enginetest

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
	draw    func(pl *player) sim.Action
}

func faults() []fault {
	crashes := func(a engine.Assumptions) bool { return a.Crashes != engine.Never }
	returns := func(a engine.Assumptions) bool { return a.Crashes == engine.Recover }
	loses := func(a engine.Assumptions) bool { return !a.Reliable }
	waits := func(a engine.Assumptions) bool { return !a.Synchronous }
	reorders := func(a engine.Assumptions) bool { return !a.FIFO && !a.Synchronous }
	doubles := func(a engine.Assumptions) bool { return !a.FIFO && !a.Reliable }
	drifts := func(a engine.Assumptions) bool { return !a.Synchronous && !a.ReadsClock }
	share := func(pl *player) string { return []string{"0%", "2%", "20%"}[pl.r.IntN(3)] }
	return []fault{
		{6, crashes, (*player).crash},
		{6, returns, (*player).restart},
		{2, waits, (*player).pause},
		{2, waits, (*player).resume},
		{1, loses, (*player).cut},
		{1, loses, (*player).partition},
		{3, loses, func(*player) sim.Action { return sim.Heal{} }},
		{1, loses, func(pl *player) sim.Action { return sim.Set{Name: "loss", Value: share(pl)} }},
		{1, loses, func(pl *player) sim.Action { return sim.Set{Name: "dup", Value: share(pl)} }},
		{2, loses, toMessage(func(m sim.MsgID) sim.Action { return sim.Drop{Msg: m} })},
		{2, doubles, toMessage(func(m sim.MsgID) sim.Action { return sim.Duplicate{Msg: m} })},
		{2, reorders, toMessage(func(m sim.MsgID) sim.Action { return sim.Deliver{Msg: m} })},
		{2, reorders, toMessage(func(m sim.MsgID) sim.Action { return sim.Delay{Msg: m, By: 200 * engine.Millisecond} })},
		{1, waits, (*player).hold},
		{2, waits, func(*player) sim.Action { return sim.Release{} }},
		{1, waits, (*player).slow},
		{1, drifts, (*player).skew},
		{1, drifts, (*player).fire},
	}
}

// fault does one drawn fault, if the drawn one is possible now.
func (pl *player) fault() {
	var among []fault
	for _, f := range faults() {
		for range f.weight {
			if f.allowed(pl.s.p.Assumes) {
				among = append(among, f)
			}
		}
	}
	if len(among) == 0 {
		return // a world in which nothing can go wrong
	}
	a := among[pl.r.IntN(len(among))].draw(pl)
	if a == nil || pl.do(a) != nil {
		return // one that is refused is no fault
	}
	if c, ok := a.(sim.Crash); ok && pl.s.p.Assumes.Crashes == engine.Recover && pl.r.IntN(2) == 0 {
		_ = pl.do(sim.Restart{Node: c.Node}) // quick enough to meet what was on its way before
	}
}

// crash lets a node fall: every second time the one that stepped last, whose writes may not be on the disk yet. Where the
// fallen don't return, fewer than half of the nodes of a role may.
func (pl *player) crash() sim.Action {
	among := pl.up(inside)
	if last := pl.w.Trace().Event(pl.w.Count()).Node; last >= 0 && pl.r.IntN(2) == 0 && slices.Contains(among, pl.members[last]) {
		among = []engine.NodeID{pl.members[last]}
	}
	id := pl.pick(among)
	if id == 0 {
		return nil
	}
	return pl.crashOf(id, pl.r.IntN(4))
}

func (pl *player) crashOf(id engine.NodeID, disk int) sim.Action {
	n, _ := pl.w.Node(id)
	if pl.s.p.Assumes.Crashes == engine.Stop {
		all := pl.nodes(func(m sim.NodeState) bool { return m.Role == n.Role })
		if pl.fallen[n.Role.Name] >= (len(all)-1)/2 {
			return nil
		}
		pl.fallen[n.Role.Name]++
	}
	how := []string{"lost", "torn", "lost", "kept"}[disk%4]
	if how == "torn" && pl.s.p.Assumes.WholeBatches {
		how = "lost"
	}
	return sim.Crash{Node: id, Disk: how}
}

func down(n sim.NodeState) bool   { return n.Flags&sim.FlagCrashed != 0 }
func paused(n sim.NodeState) bool { return n.Flags&sim.FlagPaused != 0 }

func (pl *player) restart() sim.Action {
	return about(pl.pick(pl.nodes(down)), func(id engine.NodeID) sim.Action { return sim.Restart{Node: id} })
}

func (pl *player) pause() sim.Action {
	return about(pl.pick(pl.up(inside)), func(id engine.NodeID) sim.Action { return sim.Pause{Node: id} })
}

func (pl *player) resume() sim.Action {
	return about(pl.pick(pl.nodes(paused)), func(id engine.NodeID) sim.Action { return sim.Resume{Node: id} })
}

func about(id engine.NodeID, f func(engine.NodeID) sim.Action) sim.Action {
	if id == 0 {
		return nil
	}
	return f(id)
}

func (pl *player) cut() sim.Action {
	a, b := pl.pick(pl.members), pl.pick(pl.members)
	if a == b {
		return nil
	}
	return sim.Cut{A: a, B: b, Both: pl.r.IntN(2) == 0}
}

// partition draws two groups; a node in neither keeps its links.
func (pl *player) partition() sim.Action {
	groups := make([][]engine.NodeID, 2)
	for _, id := range pl.members {
		if g := pl.r.IntN(5); g < 4 {
			groups[g%2] = append(groups[g%2], id)
		}
	}
	if len(groups[0]) == 0 || len(groups[1]) == 0 {
		return nil
	}
	return sim.Partition{Groups: groups}
}

// hold keeps what one node sends, or what is sent to it, or one kind of message where links may reorder.
func (pl *player) hold() sim.Action {
	var h sim.Hold
	switch pl.r.IntN(3) {
	case 0:
		h.From = pl.pick(pl.members)
	case 1:
		h.To = pl.pick(pl.members)
	default:
		h.From, h.To = pl.pick(pl.members), pl.pick(pl.members)
	}
	if m := pl.message(); m != nil && !pl.s.p.Assumes.FIFO && pl.r.IntN(2) == 0 {
		h.Kind = engine.KindOf(m.Body)
	}
	return h
}

func (pl *player) slow() sim.Action {
	a, b := pl.pick(pl.members), pl.pick(pl.members)
	if a == b {
		return nil
	}
	return sim.Link{A: a, B: b, Latency: engine.Between(engine.Millisecond, 300*engine.Millisecond), Both: pl.r.IntN(2) == 0}
}

func (pl *player) skew() sim.Action {
	id := pl.pick(pl.members)
	return sim.Skew{Node: id, Rate: engine.PerMillion(500_000 + pl.r.IntN(1_500_001)),
		Offset: engine.Duration(pl.r.IntN(2_000_001)-1_000_000) * engine.Microsecond}
}

// fire lets a timer fire before it is due; only one that a line can hold.
func (pl *player) fire() sim.Action {
	id := pl.pick(pl.up(inside))
	ts := pl.w.Timers(id)
	if len(ts) == 0 {
		return nil
	}
	t := ts[pl.r.IntN(len(ts))]
	if readBack(t.Body, pl.s.p.Timers) != nil {
		return nil
	}
	return sim.Fire{Node: id, Timer: t.Body}
}

// message draws one that is on its way, held or waiting; nil when there is none.
func (pl *player) message() *sim.Message {
	ms := pl.w.InFlight()
	if len(ms) == 0 {
		return nil
	}
	return &ms[pl.r.IntN(len(ms))]
}

// toMessage is a fault that befalls a drawn message.
func toMessage(f func(sim.MsgID) sim.Action) func(*player) sim.Action {
	return func(pl *player) sim.Action {
		if m := pl.message(); m != nil {
			return f(m.ID)
		}
		return nil
	}
}

// calm ends all faults that can end: nodes that crashed for good stay down.
func (pl *player) calm() error {
	if err := pl.do(sim.Heal{}); err != nil {
		return err
	}
	as := []sim.Action{sim.Release{}, sim.Set{Name: "loss", Value: "0%"}, sim.Set{Name: "dup", Value: "0%"}}
	for _, l := range pl.w.Links() { // none is cut any more
		as = append(as, sim.Link{A: l.From, B: l.To})
	}
	for i, id := range pl.members {
		n := pl.w.NodeAt(i)
		if n.Flags&sim.FlagSkewed != 0 {
			as = append(as, sim.Skew{Node: id, Rate: 1_000_000})
		}
		if paused(n) {
			as = append(as, sim.Resume{Node: id})
		}
		if down(n) && pl.s.p.Assumes.Crashes == engine.Recover {
			as = append(as, sim.Restart{Node: id})
		}
	}
	for _, a := range as {
		if pl.over() {
			return nil
		}
		if err := pl.do(a); err != nil {
			return err
		}
	}
	return nil
}
