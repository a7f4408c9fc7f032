package sim

import (
	"reflect"
	"slices"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/engine/say"
)

// Apply does what a person, a scenario line or a room's log asks for, now. An action that makes no sense now (a crash of
// a node that is down) is refused with an error and changes nothing.
func (w *World) Apply(a Action) error {
	if w.ending != nil {
		return say.Errorf("the run has ended: %s", w.ending.Text)
	}
	was := w.count
	if err := a.do(w); err != nil {
		return err
	}
	w.acted++
	if w.count == was {
		w.acts(a, nil)
	}
	w.global.Stepped = -1
	w.limit()
	return nil
}

// acts writes an action down as an event of its own, with what it did to nodes and messages.
func (w *World) acts(a Action, touched []touch) EventID {
	line := Line(a)
	e := Event{Kind: KindAction, Node: w.subject(a), Type: -1}
	if w.trace != nil {
		e.Off, e.Len, e.Effects = w.trace.put([]byte(line)), uint32(len(line)), uint32(w.trace.mark.Effects)
		for _, t := range touched {
			w.trace.effect(Effect{Kind: t.what, Msg: t.it.msg, To: w.nodes[t.it.slot].id, Lands: t.it.lands, Type: t.it.typ})
		}
		if e.Node >= 0 {
			w.show(e.Node)
		}
		e.NEffects = uint16(min(uint32(w.trace.mark.Effects)-e.Effects, 1<<16-1))
	}
	id := w.note(e)
	w.mixBytes([]byte(line))
	w.global.Stepped = -1
	w.track()
	return id
}

// A touch is what an action did to a message.
type touch struct {
	what engine.EffectKind
	it   item
}

// subject is the position of the node that an action is about, −1 for none.
func (w *World) subject(a Action) int32 {
	if _, ok := a.(Add); ok {
		return int32(len(w.nodes) - 1)
	}
	if node := reflect.ValueOf(a).FieldByName("Node"); node.IsValid() {
		return w.slot(engine.NodeID(node.Uint()))
	}
	return -1
}

func (a Command) do(w *World) error {
	slot, n, err := w.lookup(a.To)
	if err != nil {
		return err
	}
	if !accepts(n.role, a.Event) {
		return say.Errorf("%v, as %s, takes no %s", a.To, n.role.Name, engine.Print(a.Event))
	}
	if !n.up {
		return say.Errorf("%v is down", a.To)
	}
	was := w.count
	w.command(slot, a.Event, 0, -1)
	if w.count == was {
		w.acts(a, nil)
	}
	return nil
}

func (a Fire) do(w *World) error {
	slot, n, err := w.lookup(a.Node)
	if err != nil {
		return err
	}
	for i := range n.timers {
		if t := n.timers[i]; t.body == a.Timer {
			w.cancelTimer(slot, t.body, t.scope)
			w.step(slot, KindTimer, &item{cause: t.cause, typ: t.typ, off: t.off, n: t.n}, engine.Input{Event: t.body, From: n.id, Scope: t.scope})
			return nil
		}
	}
	return say.Errorf("%v has no such timer armed: %s", a.Node, engine.Print(a.Timer))
}

func (a Choose) do(w *World) error {
	_, n, err := w.lookup(a.Node)
	if err != nil {
		return err
	}
	n.picks = a.Picks
	w.acts(a, nil)
	return nil
}

// lifted takes out the message that an action is about.
func (w *World) lifted(m MsgID) (item, error) {
	it, _, take, err := w.whereIs(m)
	if err == nil {
		take()
	}
	return it, err
}

func (a Deliver) do(w *World) error {
	it, _, take, err := w.whereIs(a.Msg)
	if err != nil {
		return err
	}
	if it.leaves > w.now {
		return say.Errorf("%v has not left %v yet: its disk has what it rests on at %v", a.Msg, it.from, it.leaves)
	}
	take()
	n := &w.nodes[it.slot]
	if it.lands = w.now; !n.up || n.removed {
		w.arrive(&it)
		return nil
	}
	w.receive(&it)
	return nil
}

func (a Drop) do(w *World) error {
	it, err := w.lifted(a.Msg)
	if err == nil {
		w.stats.Lost++
		w.acts(a, []touch{{engine.FateDropped, it}})
	}
	return err
}

func (a DropHeld) do(w *World) error {
	var touched []touch
	w.net.held = slices.DeleteFunc(w.net.held, func(it item) bool {
		match := w.matches(a.From, a.To, a.Kind, &it)
		if match {
			w.stats.Lost++
			touched = append(touched, touch{engine.FateDropped, it})
		}
		return match
	})
	w.acts(a, touched)
	return nil
}

func (a Duplicate) do(w *World) error {
	it, where, _, err := w.whereIs(a.Msg)
	if err != nil {
		return err
	}
	from := w.slot(it.from)
	l := w.net.way(from, it.slot)
	latency, _, _, _ := w.manner(from, it.slot, &l)
	r := l.rand.At(1<<40 + uint64(a.Msg.Count()))
	it.lands = max(it.lands, w.now) + engine.Time(latency.Draw(&r))
	if where == IsHeld {
		w.net.held = append(w.net.held, it)
	} else {
		w.queue.push(it.lands, it)
	}
	w.acts(a, []touch{{engine.FateDuplicated, it}})
	return nil
}

func (a Delay) do(w *World) error {
	it, err := w.lifted(a.Msg)
	if err != nil {
		return err
	}
	it.lands = max(it.lands, w.now) + engine.Time(a.By)
	w.queue.push(it.lands, it)
	w.acts(a, []touch{{engine.FateDelayed, it}})
	return nil
}

func (a Hold) do(w *World) error {
	w.net.rules = append(w.net.rules, a)
	var touched []touch
	for _, idx := range w.queue.find(func(it *item) bool { return it.kind == itemDeliver }) {
		it := w.queue.items[idx]
		if !w.matches(a.From, a.To, a.Kind, &it) && !w.behindHeld(&it) {
			continue
		}
		w.queue.kill(idx)
		w.net.held = append(w.net.held, it)
		touched = append(touched, touch{engine.FateHeld, it})
	}
	w.acts(a, touched)
	return nil
}

func (a Release) do(w *World) error {
	w.net.rules = slices.DeleteFunc(w.net.rules, func(r Hold) bool {
		return (a.From == 0 || a.From == r.From) && (a.To == 0 || a.To == r.To) && (a.Kind == "" || a.Kind == r.Kind)
	})
	var touched []touch
	held := w.net.held
	w.net.held = nil
	for _, it := range held {
		// What was held only because it was behind another goes with that one.
		if w.behindHeld(&it) || !w.matches(a.From, a.To, a.Kind, &it) && w.ruled(&it) {
			w.net.held = append(w.net.held, it)
			continue
		}
		it.lands = max(it.lands, w.now)
		w.queue.push(it.lands, it)
		touched = append(touched, touch{engine.FateReleased, it})
	}
	w.acts(a, touched)
	return nil
}

func (a Crash) do(w *World) error {
	slot, n, err := w.lookup(a.Node)
	if err != nil {
		return err
	}
	if !n.up {
		return say.Errorf("%v is down already", a.Node)
	}
	w.acts(a, w.crash(slot, a.Disk))
	return nil
}

// crash ends a node's process: what had not left it is gone, and what waited in it.
func (w *World) crash(slot int32, disk string) []touch {
	n := &w.nodes[slot]
	n.flush(w.now)
	unsynced := n.durable
	n.settle(disk)
	for i := range n.timers {
		if !n.timers[i].waits {
			w.queue.kill(n.timers[i].idx)
		}
	}
	var touched []touch
	for _, it := range n.inbox {
		if it.kind == itemDeliver {
			w.stats.Lost++
			touched = append(touched, touch{engine.FateDropped, it})
		}
	}
	for _, idx := range w.queue.find(func(it *item) bool { return it.kind == itemCommand && it.slot == slot }) {
		w.queue.kill(idx) // it was about to be given to the node that fell
	}
	if unsynced > w.now {
		gone := w.queue.find(func(it *item) bool {
			return it.kind == itemDeliver && it.from == n.id && it.leaves > w.now ||
				it.kind == itemRelease && it.slot == slot && it.leaves > w.now
		})
		for _, idx := range gone {
			if it := w.queue.items[idx]; it.kind == itemDeliver {
				w.stats.Lost++
				touched = append(touched, touch{engine.FateDropped, it})
			}
			w.queue.kill(idx)
		}
		w.net.held = slices.DeleteFunc(w.net.held, func(it item) bool {
			lost := it.from == n.id && it.leaves > w.now
			if lost {
				w.stats.Lost++
				touched = append(touched, touch{engine.FateDropped, it})
			}
			return lost
		})
	}
	n.timers, n.inbox, n.up, n.paused, n.serving, n.open = nil, nil, false, false, 0, 0
	n.invoked = 0
	w.global.Nodes[slot] = nil
	return touched
}

func (a Restart) do(w *World) error {
	slot, n, err := w.lookup(a.Node)
	if err != nil {
		return err
	}
	if n.up {
		return say.Errorf("%v is up", a.Node)
	}
	n.up, n.impl = true, nil // until it is born again there is nothing to be seen of it
	id := w.acts(a, nil)
	w.birth(slot)
	w.start(slot, id, true)
	w.serveNext(slot, id)
	return nil
}

func (a Pause) do(w *World) error {
	_, n, err := w.lookup(a.Node)
	switch {
	case err != nil:
		return err
	case !n.up:
		return say.Errorf("%v is down", a.Node)
	case n.paused:
		return say.Errorf("%v is paused already", a.Node)
	}
	n.paused = true
	w.acts(a, nil)
	return nil
}

func (a Resume) do(w *World) error {
	_, n, err := w.lookup(a.Node)
	if err != nil {
		return err
	}
	if !n.paused {
		return say.Errorf("%v is not paused", a.Node)
	}
	n.paused = false
	w.reopen(n)
	w.acts(a, nil)
	return nil
}

func (a Manual) do(w *World) error {
	_, n, err := w.lookup(a.Node)
	if err != nil {
		return err
	}
	n.manual, n.patience = a.State == "on", a.Patience
	w.reopen(n)
	w.acts(a, nil)
	return nil
}

func (a Skew) do(w *World) error { return w.skew(a) }

func (a Lose) do(w *World) error {
	slot, n, err := w.lookup(a.Node)
	if err != nil {
		return err
	}
	var touched []touch
	if n.up {
		touched = w.crash(slot, "lost")
	}
	w.nodes[slot].disk = engine.NewDisk(w.table)
	w.acts(a, touched)
	return nil
}

func (a Preset) do(w *World) error {
	return say.Errorf("disk: expected before anything else happens")
}

func (a Cut) do(w *World) error {
	if err := w.cut(a.A, a.B, true); err != nil {
		return err
	}
	if a.Both {
		return w.cut(a.B, a.A, true)
	}
	return nil
}

func (w *World) cut(from, to engine.NodeID, on bool) error {
	a, _, err := w.lookup(from)
	if err != nil {
		return err
	}
	b, _, err := w.lookup(to)
	if err != nil {
		return err
	}
	w.net.link(a, b).cut = on
	return nil
}

func (a Partition) do(w *World) error {
	for _, g := range a.Groups {
		for _, id := range g {
			if _, _, err := w.lookup(id); err != nil {
				return err
			}
		}
	}
	for i, g := range a.Groups {
		for j, h := range a.Groups {
			for _, x := range g {
				for _, y := range h {
					if err := w.cut(x, y, i != j); err != nil {
						return err
					}
				}
			}
		}
	}
	return nil
}

func (a Heal) do(w *World) error {
	if a.A != 0 {
		if err := w.cut(a.A, a.B, false); err != nil {
			return err
		}
		return w.cut(a.B, a.A, false)
	}
	for i := range w.net.links {
		w.net.links[i].cut = false
	}
	for _, l := range w.net.far { // order: each is set alike
		l.cut = false
	}
	return nil
}

func (a Link) do(w *World) error {
	from, _, err := w.lookup(a.A)
	if err != nil {
		return err
	}
	to, _, err := w.lookup(a.B)
	if err != nil {
		return err
	}
	set := func(x, y int32) {
		l := w.net.link(x, y)
		if l.custom = !a.Latency.IsZero() || a.Loss > 0 || a.Dup > 0 || a.Order != ""; l.custom {
			if w.net.own == nil {
				w.net.own = map[uint64]Link{}
			}
			w.net.own[wayKey(x, y)] = a
		}
	}
	set(from, to)
	if a.Both {
		set(to, from)
	}
	return nil
}

func (a Set) do(w *World) error { return w.set(a) }

func (a Add) do(w *World) error {
	if len(w.nodes) >= w.settings.NodesMax {
		return say.Errorf("a run here has at most %d nodes", w.settings.NodesMax)
	}
	for i := range w.protocol.Roles {
		r := &w.protocol.Roles[i]
		if r.Name != a.Role {
			continue
		}
		n, last := 0, 0
		for j := range w.nodes {
			if w.nodes[j].role == r && !w.nodes[j].removed {
				n++
			}
			if w.nodes[j].id.Letter() == r.Letter {
				last = max(last, w.nodes[j].id.Index())
			}
		}
		if n >= r.Max {
			return say.Errorf("%s takes at most %d nodes as %s", w.protocol.Name, r.Max, r.Name)
		}
		w.addNode(r, engine.ID(r.Letter, last+1), true)
		w.shareMembers()
		slot := int32(len(w.nodes) - 1)
		id := w.acts(a, nil)
		w.birth(slot)
		w.start(slot, id, false)
		return nil
	}
	return say.Errorf("add: %s has no role %s", w.protocol.Name, engine.Quote(a.Role))
}

func (a Remove) do(w *World) error {
	slot, n, err := w.lookup(a.Node)
	if err != nil {
		return err
	}
	var touched []touch
	if n.up {
		touched = w.crash(slot, "lost")
	}
	w.nodes[slot].removed = true
	w.acts(a, touched)
	return nil
}

func (a Load) do(w *World) error { return w.load(a) }
