package search

import (
	"cmp"
	"maps"
	"reflect"
	"slices"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/engine/canon"
	"quorumlab/protocols/engine/say"
	"quorumlab/protocols/sim"
)

const (
	// gap is the time between two moves of a counterexample, in which what is sent arrives and waits.
	gap = 20 * engine.Millisecond
	// fsync is how long a batch of writes takes there, so that a node can fall before it is durable.
	fsync = engine.Millisecond
)

// begin takes the start of the search from a run, whose nodes are driven by hand from there on.
func (s *Search) begin() error {
	if err := s.budget(); err != nil {
		return err
	}
	var err error
	if s.until, err = newUntil(s.options.Until); err != nil {
		return err
	}
	if err := s.record(); err != nil {
		return err
	}
	if err := s.takeOver(); err != nil {
		return err
	}
	if err := s.newMemo(); err != nil {
		return err
	}
	if err := s.newScene(); err != nil {
		return err
	}
	for i := range s.options.Workers {
		s.workers = append(s.workers, newWorker(s, i))
	}
	return s.enter()
}

// budget settles how much may go wrong.
func (s *Search) budget() error {
	s.faults = s.protocol.Explore.Faults
	if s.options.Faults != nil {
		s.faults = *s.options.Faults
	}
	f, a := s.faults, s.protocol.Assumes
	for _, k := range []int{f.Crashes, f.Losses, f.Dups, f.Cuts, f.Timeouts + 1} {
		if k < 0 || k > engine.FaultsMax {
			return say.Errorf("search: expected 0 to %d faults of a kind", engine.FaultsMax)
		}
	}
	if f.Crashes > 0 && a.Crashes == engine.Never || a.Reliable && f.Losses+f.Dups+f.Cuts > 0 {
		return say.Errorf("search: expected faults within what %s assumes: %s", s.protocol.Name, a.Sentence())
	}
	return nil
}

// record makes the run, or copies the one that was given.
func (s *Search) record() (err error) {
	p, o := s.protocol, &s.options
	if o.From != nil {
		if e := o.From.Head().Ending(); e != nil {
			return say.Errorf("search: the run to go on from has ended: %s", e.Text)
		}
		s.start, err = o.From.Fork(o.From.Head().Count())
		if err == nil {
			s.start.Reach(o.From.Head().Now())
		}
		return err
	}
	run := sim.Options{Seed: o.Seed, Counts: maps.Clone(p.Explore.Counts), Params: o.Params, Check: true}
	if s.faults.Crashes > 0 {
		run.Settings.Fsync = engine.Exactly(fsync)
	}
	if run.Params == nil {
		run.Params = p.Explore.Params
	}
	if run.Counts == nil {
		run.Counts = map[byte]int{}
	}
	maps.Copy(run.Counts, o.Counts)
	s.start, err = sim.Record(p, run)
	return err
}

// takeOver hands all nodes to the search: nothing happens by itself from now on, and what was under way has arrived and
// waits. The disks catch up.
func (s *Search) takeOver() error {
	r := s.start
	w := r.Head()
	if !w.Clonable() {
		return say.Errorf("search: a node of %s can't be copied, so its states can't be told apart", s.protocol.Name)
	}
	if w.Loaded() {
		return say.Errorf("search: a load is still to give commands: expected a run without, or one whose loads are over")
	}
	var acts []sim.Action
	for i, id := range w.Global().IDs {
		n := w.NodeAt(i)
		if n.Flags&sim.FlagRemoved != 0 {
			continue
		}
		if _, _, waiting := w.Opened(i); len(waiting) > 0 {
			return say.Errorf("search: commands wait at %v for their turn: expected a run in which all were taken", id)
		}
		if n.Flags&sim.FlagPaused != 0 {
			acts = append(acts, sim.Resume{Node: id})
		}
		acts = append(acts, sim.Manual{Node: id, State: "on"})
	}
	if s.options.From != nil {
		acts = append(acts, s.plain()...)
	}
	for _, a := range acts {
		if err := r.Act(a); err != nil {
			return say.Errorf("search: %s: %w", sim.Line(a), err)
		}
	}
	for range settleMax {
		r.Run(w.Now() + engine.Time(gap))
		if w.Settled() {
			break
		}
	}
	if e := w.Ending(); e != nil && e.Reason != sim.Violation {
		return say.Errorf("search: %s", e.Text)
	}
	if !w.Settled() {
		return say.Errorf("search: the disks don't come to rest")
	}
	return nil
}

// settleMax bounds how long disks may take to catch up, in gaps.
const settleMax = 10_000

// plain takes chance out of the run: in a search loss and doubling have budgets.
func (s *Search) plain() (acts []sim.Action) {
	w := s.start.Head()
	set := w.Settings()
	for _, c := range []struct {
		on          bool
		name, value string
	}{{set.Loss > 0, "loss", "0%"}, {set.Dup > 0, "dup", "0%"}, {s.faults.Crashes > 0 && set.Fsync != engine.Exactly(fsync), "fsync", engine.Duration(fsync).String()}} {
		if c.on {
			acts = append(acts, sim.Set{Name: c.name, Value: c.value})
		}
	}
	for _, l := range w.Links() {
		if l.State != sim.LinkCut {
			acts = append(acts, sim.Link{A: l.From, B: l.To})
		}
	}
	return acts
}

// newMemo readies what numbers things.
func (s *Search) newMemo() error {
	w, p := s.start.Head(), s.protocol
	ids := w.Global().IDs
	m := &memo{most: s.options.MemoMax, none: s.options.NoMemo, protocol: p, table: w.Table(), out: engine.NewOut(w.Table(), false),
		network: p.Explore.Network, ordered: w.Settings().Order == "fifo",
		inputOf: map[string]int32{}, deedsOf: map[string]int32{}, known: map[uint64]int32{}}
	m.out.KeepFacts(len(p.Monitors) > 0)
	m.v.deeds = []deeds{nil}
	m.v.locals = make([][]local, len(ids))
	s.memo = m
	for i := range ids {
		n := w.NodeAt(i)
		m.births, m.roles = append(m.births, w.BirthAt(i)), append(m.roles, n.Role)
		var c *canon.Codec
		if _, ok := w.LastEngine(i).(engine.Stateful); !ok {
			var err error
			if c, err = m.table.Codec(reflect.TypeOf(w.LastEngine(i)).Elem()); err != nil {
				return say.Errorf("search: %v can't be copied: %w", ids[i], err)
			}
		}
		m.codecs = append(m.codecs, c)
		m.localOf = append(m.localOf, map[[2]uint64]int32{})
		m.restart = append(m.restart, m.input(input{kind: inRestart, slot: int32(i)}))
		m.crash = append(m.crash, m.input(input{kind: inCrash, slot: int32(i)}))
		removed := n.Flags&sim.FlagRemoved != 0
		locked := slices.Contains(s.options.Lock, ids[i])
		s.locked = append(s.locked, locked)
		s.falls = append(s.falls, p.Assumes.Crashes != engine.Never && !n.Role.Outside && !removed && !locked)
		s.returns = append(s.returns, (p.Assumes.Crashes == engine.Recover || s.options.From != nil) && !removed)
		s.sequential = append(s.sequential, n.Role.Sequential)
	}
	return nil
}

// newScene readies the surroundings: budgets, commands, what clients have seen.
func (s *Search) newScene() error {
	w, p, o := s.start.Head(), s.protocol, &s.options
	n := len(s.memo.births)
	faults := s.faults
	s.memo.crashes = faults.Crashes > 0
	for i := range s.spendings {
		s.spendings[i] = s.memo.deeds(deeds{{kind: deedSpend, what: spending(i)}})
	}
	s.script = make([][]int32, n)
	commands := o.Commands
	if commands == nil && o.From == nil && p.Explore.Commands != nil {
		commands = p.Explore.Commands(w.Global().IDs)
	}
	for i, c := range commands {
		slot := s.memo.slotOf(c.To)
		if slot < 0 || !accepts(s.memo.roles[slot], c.Event) {
			return say.Errorf("search: %v takes no %s", c.To, engine.Print(c.Event))
		}
		op := engine.OpID(len(w.Ops()) + i + 1)
		s.script[slot] = append(s.script[slot], s.memo.input(input{kind: inCommand, slot: slot, body: c.Event, op: op}))
	}
	s.scene = &scene{memo: s.memo, byKey: map[[2]uint64]int32{}, known: map[uint64]int32{}, linear: p.Model != nil, sequential: s.sequential}
	x := surroundings{asked: make([]int32, n), serving: make([]engine.OpID, n), monitors: w.Observers(),
		left: [spendings]int32{int32(faults.Crashes), int32(faults.Losses), int32(faults.Dups), int32(faults.Cuts), int32(max(0, faults.Timeouts))}}
	for i := range n {
		x.serving[i], _, _ = w.Opened(i)
	}
	s.cutsOf(&x)
	s.scene.seen(&x, w)
	s.scene.number(x)
	return nil
}

func accepts(r *engine.Role, event any) bool {
	return slices.ContainsFunc(r.Commands, func(c any) bool { return engine.SameType(c, event) })
}

// cutsOf takes over what is cut. A way that is cut in one direction only counts as whole: the search knows no such.
func (s *Search) cutsOf(x *surroundings) {
	one := map[pair]bool{}
	for _, l := range s.start.Head().Links() {
		if l.State != sim.LinkCut {
			continue
		}
		a, b := s.memo.slotOf(l.From), s.memo.slotOf(l.To)
		if one[pair{b, a}] {
			x.cuts = append(x.cuts, pair{min(a, b), max(a, b)})
		}
		one[pair{a, b}] = true
	}
	slices.SortFunc(x.cuts, comparePairs)
}

// seen takes over what clients have seen so far.
func (s *scene) seen(x *surroundings, w *sim.World) {
	if !s.linear {
		return
	}
	ops := w.Ops()
	keys := map[engine.OpID]opKey{}
	calls := slices.Clone(ops)
	slices.SortFunc(calls, func(a, b sim.Op) int { return cmp.Or(cmp.Compare(a.Call, b.Call), cmp.Compare(a.ID, b.ID)) })
	for _, o := range calls {
		d := deed{kind: deedInvoke, slot: s.memo.slotOf(o.Client), op: o.ID, body: o.In, enc: s.bytesOf(o.In)}
		var before []opKey
		for _, earlier := range ops {
			if !earlier.Open() && earlier.Return < o.Call {
				before = append(before, keys[earlier.ID])
			}
		}
		s.opened(x, d)
		_, invoked, _ := w.Opened(int(d.slot))
		for i := range x.ops {
			if x.ops[i].op == o.ID {
				if o.ID == invoked {
					x.ops[i].op = 0
				}
				keys[o.ID] = x.ops[i].key
				x.ops[i].before = before
				if x.ops[i].done = !o.Open(); x.ops[i].done {
					x.ops[i].out, x.ops[i].outEnc = o.Out, s.bytesOf(o.Out)
				}
			}
		}
	}
}

func (s *scene) bytesOf(v any) string {
	b, _ := s.memo.table.Append(nil, v)
	return string(b)
}

// enter makes the first state.
func (s *Search) enter() error {
	w, m := s.start.Head(), s.memo
	x := state{locals: make([]int32, len(m.births))}
	for i, id := range w.Global().IDs {
		l := local{node: w.NodeAt(i).Engine, disk: w.DiskAt(i)}
		if l.node != nil {
			l.node = engine.Clone(m.codecs[i], l.node)
		}
		for _, t := range w.Timers(id) {
			l.timers = append(l.timers, m.input(input{kind: inTimer, slot: int32(i), scope: t.Scope, body: t.Body}))
		}
		slices.Sort(l.timers)
		x.locals[i] = m.local(int32(i), l)
	}
	messages := w.InFlight()
	slices.SortStableFunc(messages, func(a, b sim.Message) int { return cmp.Compare(a.ID, b.ID) })
	ns := make([]int32, len(messages))
	for i, g := range messages {
		ns[i] = m.input(input{kind: inMessage, slot: m.slotOf(g.To), from: m.slotOf(g.From), scope: g.Scope, body: g.Body})
	}
	first := s.workers[0]
	first.adopt()
	for _, n := range ns {
		x.net = first.enter(x.net, n)
	}
	x.fp = first.fingerprint(&x)
	for i, l := range x.locals {
		x.sum += m.v.locals[i][l].hash
	}
	s.root = first.encode(nil, &x)
	s.visited.add(x.fp)
	s.given.Add(1)
	first.distinct++
	first.parents.add(0, 0)
	s.depth = 1
	if e := w.Ending(); e != nil {
		s.broken = &breach{what: &Violation{Name: e.Name, Text: e.Text, Stack: e.Stack}, root: true}
	} else if v, _ := first.judged(&x, first.check(&x)); v != nil {
		s.broken = &breach{what: v, root: true}
	}
	s.level = []block{{bytes: s.root, states: 1}}
	s.frontier.Add(int64(cap(s.root)))
	return nil
}
