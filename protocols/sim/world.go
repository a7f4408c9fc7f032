package sim

import (
	"reflect"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/engine/canon"
	"quorumlab/protocols/engine/say"
)

// An EventID numbers the events of a run from 1. Zero is no event.
type EventID uint32

// Options are all that a run depends on, besides its protocol and its actions.
type Options struct {
	Seed     uint64
	Counts   map[byte]int // nodes of each letter; a letter that is not named has its roles' defaults
	Params   any          // of the protocol's type; nil: its defaults
	Settings Settings
	Presets  []Preset
	Manual   bool // all nodes of the cluster are driven by hand from the start

	// These change what is written down, not the run.
	Check   bool // invariants and monitors are judged after each step
	Explain bool // notes are kept
	Watch   bool // changes of status, epoch and flags are written into the trace
	NoTrace bool
}

// A World is one run at one moment. It is used by one goroutine at a time.
type World struct {
	protocol *engine.Protocol
	options  Options
	table    *canon.Table
	params   any
	settings Settings

	now    engine.Time
	moment int // what the queue has let happen at now, silent things included
	count  EventID
	acted  int // actions applied
	ticks  int // things taken from the queue; not all are events
	hash   uint64

	queue queue
	nodes []node
	slots map[engine.NodeID]int32
	fast  [128][]int32 // slots by letter and number, for ids without gaps

	net   network
	loads []source
	ops   []Op
	kinds map[string]int

	answers     int  // operations that were answered so far
	explained   int  // as many were answered when the history was judged last
	unexplained bool // and no order explained it

	global    engine.Global
	observers []engine.Observer
	trackers  []tracker
	ending    *Ending
	stats     Stats
	written   int // bytes that nodes have written into their steps' buffers

	trace   *Trace
	out     *engine.Out
	blobs   []byte
	scratch []byte
	hooks   *Hooks
}

// Stats count messages over the whole run.
type Stats struct{ Sent, Delivered, Lost int }

// Hooks let the conformance suite watch each step. sent are the bytes of the message as it was sent, nil without a trace.
type Hooks struct {
	Before func(slot int, in engine.Input, n engine.Node, r engine.Rand, sent []byte)
	After  func(slot int, in engine.Input, n engine.Node, out *engine.Out)
}

// New makes a world at time 0, with all nodes started. It fails when the protocol's declaration is wrong, or counts,
// parameters or settings are out of their bounds.
func New(p *engine.Protocol, o Options) (*World, error) {
	if err := valid(p); err != nil {
		return nil, err
	}
	t, err := p.Table()
	if err != nil {
		return nil, err
	}
	if o.Params == nil {
		o.Params = p.Params
	}
	if reflect.TypeOf(o.Params) != reflect.TypeOf(p.Params) {
		return nil, say.Errorf("sim: %s: expected parameters of type %T, not %T", p.Name, p.Params, o.Params)
	}
	o.Settings = o.Settings.withDefaults(p)
	members, err := members(p, o)
	if err != nil {
		return nil, err
	}
	w := &World{protocol: p, options: o, table: t, params: o.Params, settings: o.Settings,
		slots: map[engine.NodeID]int32{}, hash: 0x9e3779b97f4a7c15, out: engine.NewOut(t, o.Explain)}
	w.out.KeepFacts(o.Check)
	if !o.NoTrace {
		w.trace = &Trace{}
	}
	w.net.seed = o.Seed
	w.global.Stepped = -1
	for _, m := range members {
		w.addNode(m.role, m.id, false)
	}
	w.shareMembers()
	for i := range p.Monitors {
		w.observers = append(w.observers, p.Monitors[i].New())
	}
	for _, preset := range o.Presets {
		if err := w.preset(preset); err != nil {
			return nil, err
		}
	}
	for i := range w.nodes {
		if o.Manual && !w.nodes[i].role.Outside {
			w.nodes[i].manual = true
		}
		w.birth(int32(i))
		w.start(int32(i), 0, false)
	}
	return w, nil
}

type member struct {
	id   engine.NodeID
	role *engine.Role
}

// members lists all nodes by role, in the order in which roles are declared.
func members(p *engine.Protocol, o Options) ([]member, error) {
	left := map[byte]int{}
	for i := range p.Roles {
		left[p.Roles[i].Letter] += p.Roles[i].Default
	}
	for letter, n := range o.Counts { // order: writes to different keys
		if _, ok := left[letter]; !ok {
			return nil, say.Errorf("sim: %s has no role with the letter %c", p.Name, letter)
		}
		left[letter] = n
	}
	var ms []member
	next := map[byte]int{}
	for i := range p.Roles {
		r := &p.Roles[i]
		n := min(r.Default, left[r.Letter])
		if lastOfLetter(p, i) {
			n = left[r.Letter]
		}
		if n < r.Min || n > r.Max {
			return nil, say.Errorf("%s takes %d to %d nodes as %s, not %d", p.Name, r.Min, r.Max, r.Name, n)
		}
		left[r.Letter] -= n
		for range n {
			next[r.Letter]++
			ms = append(ms, member{engine.ID(r.Letter, next[r.Letter]), r})
		}
	}
	if len(ms) > o.Settings.NodesMax {
		return nil, say.Errorf("sim: expected at most %d nodes, not %d", o.Settings.NodesMax, len(ms))
	}
	return ms, nil
}

func lastOfLetter(p *engine.Protocol, i int) bool {
	for _, r := range p.Roles[i+1:] {
		if r.Letter == p.Roles[i].Letter {
			return false
		}
	}
	return true
}

// Protocol is what runs.
func (w *World) Protocol() *engine.Protocol { return w.protocol }

// Params are the protocol's parameters as they are now.
func (w *World) Params() any { return w.params }

// Settings are the world's parameters as they are now.
func (w *World) Settings() Settings { return w.settings }

// Now is the virtual time.
func (w *World) Now() engine.Time { return w.now }

// Position is where an action would be put now.
func (w *World) Position() Position { return Position{w.now, w.moment} }

// Count is the number of events so far.
func (w *World) Count() EventID { return w.count }

// Actions is how many actions have been applied.
func (w *World) Actions() int { return w.acted }

// Checks tells whether invariants and monitors are judged.
func (w *World) Checks() bool { return w.options.Check }

// Stats count messages so far.
func (w *World) Stats() Stats { return w.stats }

// Trace is what has been written down; nil for a world without one.
func (w *World) Trace() *Trace { return w.trace }

// Table has the codecs of the protocol's declared types.
func (w *World) Table() *canon.Table { return w.table }

// Global is the state of all nodes now.
func (w *World) Global() *engine.Global { return &w.global }

// Hook lets h watch each step from now on.
func (w *World) Hook(h *Hooks) { w.hooks = h }

// Next runs one event; false when there is none before or at until, or the run has ended.
func (w *World) Next(until engine.Time) bool {
	for {
		happened, more := w.tick(until)
		if happened || !more {
			return happened
		}
	}
}

// tick lets one item of the queue happen. happened: it was an event; without one (a timer becomes due at a paused node)
// more tells whether it is worth going on.
func (w *World) tick(until engine.Time) (happened, more bool) {
	at, ok := w.queue.peek()
	if !ok || at > until || w.ending != nil {
		return false, false
	}
	if at > w.settings.Time {
		w.end(LimitTime, w.count)
		return false, false
	}
	it, idx := w.queue.pop()
	if at > w.now {
		w.now, w.moment = at, 0
	}
	if it.kind != itemRelease || it.effect != engine.Observe { // a fact is no part of the run
		w.moment++
		w.ticks++
	}
	happened = w.dispatch(&it, idx)
	w.limit()
	return happened, true
}

// Run runs all events up to until, that moment included, and moves the time there.
func (w *World) Run(until engine.Time) {
	for w.Next(until) {
	}
	w.reach(until)
}

// RunTo runs all events before a position, and moves the time there.
func (w *World) RunTo(p Position) {
	for !w.due(p) {
		if _, more := w.tick(p.At); !more {
			break
		}
	}
	w.reach(p.At)
}

// StepTo lets the next thing before a position happen; when there is none it moves the time there, and answers false.
func (w *World) StepTo(p Position) bool {
	if !w.due(p) {
		if _, more := w.tick(p.At); more {
			return true
		}
	}
	w.reach(p.At)
	return false
}

// due tells whether a position has come: nothing happens before it.
func (w *World) due(p Position) bool {
	at, ok := w.queue.peek()
	return !ok || at > p.At || at == p.At && w.placeAt(p.At) >= p.Place
}

func (w *World) placeAt(t engine.Time) int {
	if t > w.now {
		return 0
	}
	return w.moment
}

func (w *World) reach(t engine.Time) {
	if w.ending == nil && t > w.now {
		if t > w.settings.Time {
			w.end(LimitTime, w.count)
			return
		}
		w.now, w.moment = t, 0
		w.track()
	}
}

// Idle tells whether nothing more can happen by itself.
func (w *World) Idle() bool {
	_, ok := w.queue.peek()
	return !ok
}

// dispatch lets one item of the queue happen; false when nothing came of it.
func (w *World) dispatch(it *item, idx uint32) bool {
	n := &w.nodes[it.slot]
	switch it.kind {
	case itemDeliver:
		return w.arrive(it)
	case itemTimer:
		t := n.timerOf(idx, it.gen)
		if t < 0 {
			return false
		}
		if n.paused || n.manual {
			n.timers[t].waits = true
			w.await(n, *it)
			return false
		}
		n.disarm(t)
		w.step(it.slot, KindTimer, it, engine.Input{Event: it.body, From: n.id, Scope: it.scope})
	case itemRelease:
		return w.surface(it)
	case itemCommand:
		return w.queuedCommand(it)
	case itemSource:
		return w.arrival(it)
	case itemPatience:
		return w.impatient(it)
	}
	return true
}
