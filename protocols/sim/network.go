package sim

import (
	"slices"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/engine/say"
)

// A network is the links between all nodes, and the rules that a person has laid on them.
type network struct {
	seed   uint64
	stride int
	links  []link           // dense, while there are few nodes
	far    map[uint64]*link // by need, when there are many
	own    map[uint64]Link  // ways with a latency, loss, share of doubles or order of their own
	held   []item           // messages that a rule holds, in the order in which they were sent
	rules  []Hold
}

// A link is one way from a node to another.
type link struct {
	rand   engine.Rand // Key 0: not used yet
	sends  uint64
	last   engine.Time // FIFO: when the last message lands
	cut    bool
	custom bool // network.own says how
}

const denseNodes = 64

// grow makes room for n nodes.
func (net *network) grow(n int) {
	if n > denseNodes {
		if net.far == nil {
			net.far = map[uint64]*link{}
			net.each(func(from, to int32, l *link) { c := *l; net.far[wayKey(from, to)] = &c })
			net.links, net.stride = nil, 0
		}
		return
	}
	if n <= net.stride {
		return
	}
	stride := min(denseNodes, max(n, net.stride*2))
	links := make([]link, stride*stride)
	net.each(func(from, to int32, l *link) { links[int(from)*stride+int(to)] = *l })
	net.links, net.stride = links, stride
}

func (net *network) each(f func(from, to int32, l *link)) {
	for i := range net.links {
		f(int32(i/net.stride), int32(i%net.stride), &net.links[i])
	}
}

func wayKey(from, to int32) uint64 { return uint64(from)<<32 | uint64(uint32(to)) }

// way is the link from one node to another, to be read.
func (net *network) way(from, to int32) link {
	if net.links != nil {
		return net.links[int(from)*net.stride+int(to)]
	}
	if l := net.far[wayKey(from, to)]; l != nil {
		return *l
	}
	return link{}
}

// link is the link from one node to another, to be changed. It is good until the next node is added.
func (net *network) link(from, to int32) *link {
	if net.links != nil {
		return &net.links[int(from)*net.stride+int(to)]
	}
	k := wayKey(from, to)
	l := net.far[k]
	if l == nil {
		l = &link{}
		net.far[k] = l
	}
	return l
}

func (net *network) cloneFar() map[uint64]*link {
	if net.far == nil {
		return nil
	}
	far := make(map[uint64]*link, len(net.far))
	for k, l := range net.far { // order: each is copied alike
		c := *l
		far[k] = &c
	}
	return far
}

// manner is how a way treats what is sent now.
func (w *World) manner(from, to int32, l *link) (latency engine.Dist, loss, dup engine.PerMillion, fifo bool) {
	s := &w.settings
	latency, loss, dup, fifo = s.Latency, s.Loss, s.Dup, s.Order == "fifo"
	if l.custom {
		own := w.net.own[wayKey(from, to)]
		if !own.Latency.IsZero() {
			latency = own.Latency
		}
		if own.Loss > 0 {
			loss = own.Loss
		}
		if own.Dup > 0 {
			dup = own.Dup
		}
		if own.Order != "" {
			fifo = own.Order == "fifo"
		}
	}
	return
}

// send puts a message on its way, and writes into t what became of it.
func (w *World) send(slot int32, e *engine.Effect, cause EventID, base uint32, t *Effect) {
	n := &w.nodes[slot]
	n.sent++
	w.stats.Sent++
	t.Msg = msgID(n.id, n.sent)
	t.Leaves = w.now
	if e.Kind == engine.Send && n.durable > w.now {
		t.Leaves = n.durable
	}
	if w.kinds != nil {
		w.kinds[engine.KindOf(e.Body)]++
	}
	to := w.slot(e.To)
	if to < 0 || w.nodes[to].removed {
		w.stats.Lost++
		t.Fate = NoReceiver
		return
	}
	l := w.net.link(slot, to)
	if l.rand.Key == 0 {
		l.rand = engine.Stream(w.options.Seed, streamLink, uint64(n.id), uint64(e.To))
	}
	r := l.rand.At(l.sends) // a message's luck depends on its number on this link alone
	l.sends++
	latency, loss, dup, fifo := w.manner(slot, to, l)
	t.Lands = t.Leaves + engine.Time(latency.Draw(&r))
	lost := loss > 0 && r.PerMillion(int(loss))
	it := item{kind: itemDeliver, typ: e.Type, slot: to, from: n.id, cause: cause, off: base + e.Off, n: e.Len,
		msg: t.Msg, leaves: t.Leaves, body: e.Body, scope: e.Key}
	switch {
	case l.cut:
		t.Fate, t.Lands = WayCut, 0
		w.stats.Lost++
	case lost:
		t.Fate, t.Lands = LostByChance, 0
		w.stats.Lost++
	default:
		if fifo {
			t.Lands = max(t.Lands, l.last)
			l.last = t.Lands
		}
		it.lands = t.Lands
		if w.ruled(&it) || w.behindHeld(&it) {
			t.Fate = Held
			w.net.held = append(w.net.held, it)
		} else {
			w.queue.push(it.lands, it)
			if dup > 0 && r.PerMillion(int(dup)) {
				it.lands = t.Leaves + engine.Time(latency.Draw(&r))
				if fifo {
					it.lands = max(it.lands, l.last)
					l.last = it.lands
				}
				w.queue.push(it.lands, it)
				t.Fate = Doubled
			}
		}
	}
}

// ruled tells whether a rule holds a message.
func (w *World) ruled(it *item) bool {
	for _, r := range w.net.rules {
		if w.matches(r.From, r.To, r.Kind, it) {
			return true
		}
	}
	return false
}

// behindHeld tells whether, on a link that keeps its order, a message that was sent before this one is held.
func (w *World) behindHeld(it *item) bool {
	for i := range w.net.held {
		h := &w.net.held[i]
		if h.from == it.from && h.slot == it.slot && h.msg < it.msg {
			from := w.slot(it.from)
			l := w.net.way(from, it.slot)
			_, _, _, fifo := w.manner(from, it.slot, &l)
			return fifo
		}
	}
	return false
}

func (w *World) matches(from, to engine.NodeID, kind string, it *item) bool {
	return it.kind == itemDeliver && (from == 0 || it.from == from) && (to == 0 || w.nodes[it.slot].id == to) &&
		(kind == "" || engine.KindOf(it.body) == kind)
}

// arrive lets a message reach its receiver.
func (w *World) arrive(it *item) bool {
	n := &w.nodes[it.slot]
	from := w.slot(it.from)
	l := w.net.way(from, it.slot)
	if !n.up || n.removed || l.cut {
		w.stats.Lost++
		w.note(Event{Kind: KindLost, Node: it.slot, From: it.from, Msg: it.msg, Cause: it.cause, Off: it.off, Len: it.n, Type: it.typ})
		return true
	}
	if n.paused || n.manual {
		w.await(n, *it)
		return false
	}
	w.receive(it)
	return true
}

func (w *World) receive(it *item) {
	w.stats.Delivered++
	w.step(it.slot, KindRecv, it, engine.Input{Event: it.body, From: it.from, Scope: it.scope})
}

// await lets something wait at a node that is paused or driven by hand.
func (w *World) await(n *node, it item) {
	n.inbox = append(n.inbox, it)
	w.patience(n, len(n.inbox)-1)
}

// patience lets what waits at a place of an inbox come in by itself after the person's patience, counted from now.
func (w *World) patience(n *node, i int) {
	n.tickets++
	it := &n.inbox[i]
	it.ticket = n.tickets
	if n.manual && n.patience > 0 && !n.paused {
		w.queue.push(w.now+engine.Time(n.patience), item{kind: itemPatience, slot: it.slot, ticket: it.ticket})
	}
}

// impatient takes in what a person has let wait too long.
func (w *World) impatient(p *item) bool {
	n := &w.nodes[p.slot]
	i := slices.IndexFunc(n.inbox, func(it item) bool { return it.ticket == p.ticket })
	if i < 0 || n.paused {
		return false // it is gone; or it is counted anew when the pause ends
	}
	it := n.inbox[i]
	n.inbox = slices.Delete(n.inbox, i, i+1)
	w.takeIn(&it)
	return true
}

// reopen is what happens to what waits when a pause ends, or a person takes a node over or lets it go: it comes in now;
// or, at a node driven by hand, commands do, and a person's patience with the rest begins.
func (w *World) reopen(n *node) {
	if n.paused {
		return
	}
	if !n.manual {
		w.empty(n)
		return
	}
	waiting := n.inbox
	n.inbox = nil
	var commands []item
	for _, it := range waiting {
		if it.kind == itemCommand {
			commands = append(commands, it)
		} else {
			w.await(n, it)
		}
	}
	w.queue.pushFirst(w.now, commands)
}

// takeIn lets something that waited in an inbox happen.
func (w *World) takeIn(it *item) {
	n := &w.nodes[it.slot]
	switch it.kind {
	case itemDeliver:
		w.receive(it)
	case itemTimer:
		if i := n.armed(it.body, it.scope); i >= 0 {
			n.disarm(i)
			w.step(it.slot, KindTimer, it, engine.Input{Event: it.body, From: n.id, Scope: it.scope})
		}
	case itemCommand:
		w.queuedCommand(it)
	}
}

// empty puts all that waits in an inbox back into the queue, to happen now, in its order, before all else that happens now.
func (w *World) empty(n *node) {
	for k, idx := range w.queue.pushFirst(w.now, n.inbox) {
		if it := &n.inbox[k]; it.kind == itemTimer {
			if i := n.armed(it.body, it.scope); i >= 0 {
				n.timers[i].idx, n.timers[i].gen, n.timers[i].waits = idx, w.queue.items[idx].gen, false
			}
		}
	}
	n.inbox = nil
}

// whereIs finds a message: on its way (the copy that lands first), held, or waiting in an inbox. take takes it out of there.
func (w *World) whereIs(m MsgID) (it item, where MessageState, take func(), err error) {
	is := func(it *item) bool { return it.kind == itemDeliver && it.msg == m }
	if idx := w.queue.find(is); len(idx) > 0 {
		return w.queue.items[idx[0]], InFlight, func() { w.queue.kill(idx[0]) }, nil
	}
	among := func(items *[]item, state MessageState) bool {
		for i := range *items {
			if is(&(*items)[i]) {
				it, where, take = (*items)[i], state, func() { *items = slices.Delete(*items, i, i+1) }
				return true
			}
		}
		return false
	}
	if among(&w.net.held, IsHeld) {
		return it, where, take, nil
	}
	for i := range w.nodes {
		if among(&w.nodes[i].inbox, Waiting) {
			return it, where, take, nil
		}
	}
	return it, where, nil, say.Errorf("%v is not on its way, held or waiting", m)
}
