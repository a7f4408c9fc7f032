package challengetest

import (
	"quorumlab/protocols/engine"
	"quorumlab/protocols/search/random"
	"quorumlab/protocols/sim"
)

const ms = engine.Millisecond

// draw draws an action of a budget that has some left; nil when what it needs is not there.
func (m *monkey) draw() sim.Action {
	var verbs []string
	for _, l := range m.c.Rules.Left(m.did) {
		if l.Left > 0 {
			verbs = append(verbs, l.Verb)
		}
	}
	if len(verbs) == 0 {
		return nil
	}
	return m.drawOf(verbs[m.r.IntN(len(verbs))])
}

func (m *monkey) drawOf(verb string) sim.Action {
	id := m.node()
	switch verb {
	case "crash":
		return sim.Crash{Node: id}
	case "restart":
		return sim.Restart{Node: id}
	case "pause":
		return sim.Pause{Node: id}
	case "resume":
		return sim.Resume{Node: id}
	case "lose":
		return sim.Lose{Node: id}
	case "remove":
		return sim.Remove{Node: id}
	case "manual":
		return sim.Manual{Node: id, State: []string{"on", "off"}[m.r.IntN(2)]}
	case "skew":
		return sim.Skew{Node: id, Rate: []engine.PerMillion{500_000, 1_500_000, 3_000_000}[m.r.IntN(3)]}
	case "fire":
		return m.timer(id)
	case "cut":
		if m.r.IntN(2) == 0 {
			return m.partition()
		}
		return sim.Cut{A: id, B: m.node(), Both: m.r.IntN(2) == 0}
	case "partition":
		return m.partition()
	case "heal":
		return sim.Heal{}
	case "link":
		return sim.Link{A: id, B: m.node(), Latency: engine.Exactly(engine.Duration(1+m.r.IntN(1000)) * ms), Both: m.r.IntN(2) == 0}
	case "hold":
		return m.hold(id)
	case "release":
		return sim.Release{}
	case "drop":
		if m.r.IntN(4) == 0 {
			return sim.DropHeld{}
		}
		return m.message(func(x sim.MsgID) sim.Action { return sim.Drop{Msg: x} })
	case "deliver":
		return m.message(func(x sim.MsgID) sim.Action { return sim.Deliver{Msg: x} })
	case "duplicate":
		return m.message(func(x sim.MsgID) sim.Action { return sim.Duplicate{Msg: x} })
	case "delay":
		by := engine.Duration(1+m.r.IntN(2000)) * ms
		return m.message(func(x sim.MsgID) sim.Action { return sim.Delay{Msg: x, By: by} })
	case "set":
		return m.set()
	case "add":
		roles := m.w.Protocol().Roles
		return sim.Add{Role: roles[m.r.IntN(len(roles))].Name}
	}
	return m.command(id, verb)
}

// node is any: the rules refuse one that is locked.
func (m *monkey) node() engine.NodeID {
	ids := m.w.Global().IDs
	return ids[m.r.IntN(len(ids))]
}

func (m *monkey) timer(id engine.NodeID) sim.Action {
	ts := m.w.Timers(id)
	if len(ts) == 0 {
		return nil
	}
	return sim.Fire{Node: id, Timer: ts[m.r.IntN(len(ts))].Body}
}

// partition parts all nodes, or some, into two groups or three.
func (m *monkey) partition() sim.Action {
	groups := make([][]engine.NodeID, 2+m.r.IntN(2))
	some := m.r.IntN(2) // then each is left out one time in four
	for _, id := range m.w.Global().IDs {
		if some == 1 && m.r.IntN(4) == 0 || m.locked(id) {
			continue
		}
		i := m.r.IntN(len(groups))
		groups[i] = append(groups[i], id)
	}
	for _, g := range groups {
		if len(g) == 0 {
			return nil
		}
	}
	return sim.Partition{Groups: groups}
}

func (m *monkey) locked(id engine.NodeID) bool {
	for _, l := range m.c.Rules.Lock {
		if l == id {
			return true
		}
	}
	return false
}

// hold keeps a way, what one node sends or receives, or one kind of message.
func (m *monkey) hold(id engine.NodeID) sim.Action {
	h := sim.Hold{From: id, To: m.node()}
	if len(m.c.Rules.Lock) == 0 {
		switch m.r.IntN(3) {
		case 0:
			h.From = 0
		case 1:
			h.To = 0
		}
	}
	if kinds := m.w.Protocol().Kinds; len(kinds) > 0 && m.r.IntN(2) == 0 {
		h.Kind = kinds[m.r.IntN(len(kinds))].Name
	}
	return h
}

func (m *monkey) message(of func(sim.MsgID) sim.Action) sim.Action {
	ms := m.w.InFlight()
	if len(ms) == 0 {
		return nil
	}
	return of(ms[m.r.IntN(len(ms))].ID)
}

// set changes one parameter of the protocol within its bounds.
func (m *monkey) set() sim.Action {
	form, err := m.source().Command(&m.r, []any{m.w.Params()}, m.w.Global().IDs)
	if err != nil {
		return nil
	}
	words, err := engine.Words(engine.Print(form))
	if err != nil || len(words) < 2 {
		return nil
	}
	w := words[1+m.r.IntN(len(words)-1)]
	return sim.Set{Name: w.Key, Value: w.Value}
}

// command gives a node one of its commands: of that name, or, where the budget is of commands, any.
func (m *monkey) command(id engine.NodeID, verb string) sim.Action {
	n, _ := m.w.Node(id)
	var among []any
	for _, c := range n.Role.Commands {
		if verb == "command" || verb == engine.Hyphens(engine.KindOf(c)) {
			among = append(among, c)
		}
	}
	if len(among) == 0 {
		return nil
	}
	c, err := m.source().Command(&m.r, among, m.w.Global().IDs)
	if err != nil {
		return nil
	}
	return sim.Command{To: id, Event: c}
}

func (m *monkey) source() *random.Source {
	return &random.Source{Protocol: m.w.Protocol(), Seek: true}
}
