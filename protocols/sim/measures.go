package sim

import (
	"quorumlab/protocols/engine"
	"quorumlab/protocols/engine/order"
	"quorumlab/protocols/engine/say"
)

// A unit is what a goal's number is of.
type unit uint8

const (
	count unit = iota
	yesNo
	duration
	share // of a million
)

// kernelGoal is a goal that every protocol has.
type kernelGoal struct {
	name, help string
	form       any
	unit       unit
	value      func(w *World, form any) int64
}

// The forms of kernel goals.
type (
	opsForm struct {
		Node  engine.NodeID `arg:"true" optional:"true" help:"whose; left out: of all clients"`
		Op    string        `help:"which command; left out: any"`
		Value string        `help:"with this value in one of its fields; left out: any"`
	}
	clientForm struct {
		Node engine.NodeID `arg:"true" optional:"true" help:"whose; left out: of all clients"`
	}
	windowForm struct {
		Node  engine.NodeID `arg:"true" optional:"true" help:"whose; left out: of all clients"`
		Since engine.Time   `help:"only operations that began at that time or later"`
	}
	sawForm struct {
		Client engine.NodeID `arg:"true"`
		Key    string        `arg:"true" help:"what it asked for"`
		Value  string        `arg:"true" help:"what the answer was"`
	}
	gapForm struct {
		Measure string      `arg:"true" help:"a goal that is a number"`
		Since   engine.Time `help:"what was before that does not count"`
	}
	messagesForm struct {
		Kind string
	}
	noForm   struct{}
	nodeForm struct {
		Node engine.NodeID `arg:"true"`
	}
)

func (f *opsForm) matches(o *Op) bool {
	return (f.Node == 0 || f.Node == o.Client) && (f.Op == "" || f.Op == engine.Hyphens(engine.KindOf(o.In))) &&
		(f.Value == "" || engine.Has(o.In, f.Value))
}

func kernelGoals() []kernelGoal {
	ops := func(w *World, form any, match func(*Op) bool) (n int64) {
		f := form.(opsForm)
		for i := range w.ops {
			if o := &w.ops[i]; f.matches(o) && match(o) {
				n++
			}
		}
		return n
	}
	return []kernelGoal{
		{"acknowledged", "operations that were answered, and not with a refusal", opsForm{}, count,
			func(w *World, form any) int64 { return ops(w, form, (*Op).Succeeded) }},
		{"open", "operations without an answer yet", opsForm{}, count,
			func(w *World, form any) int64 { return ops(w, form, (*Op).Open) }},
		{"unavailable", "how long an operation has been open, and none answered", clientForm{}, duration,
			func(w *World, form any) int64 { return int64(w.unavailable(form.(clientForm).Node)) }},
		{"p50", "in what time half of the operations were answered", windowForm{}, duration,
			func(w *World, form any) int64 { return int64(w.percentile(form.(windowForm), 50)) }},
		{"p99", "in what time 99 of 100 operations were answered", windowForm{}, duration,
			func(w *World, form any) int64 { return int64(w.percentile(form.(windowForm), 99)) }},
		{"success", "which share of the operations was acknowledged", windowForm{}, share, success},
		{"saw", "whether a client was ever told a value", sawForm{}, yesNo, saw},
		{"gap", "the longest time in which a number has not changed", gapForm{}, duration, nil},
		{"messages", "messages sent so far, of all kinds or one", messagesForm{}, count,
			func(w *World, form any) int64 {
				if k := form.(messagesForm).Kind; k != "" {
					return int64(w.kinds[k])
				}
				return int64(w.stats.Sent)
			}},
		{"losses", "messages lost so far", noForm{}, count, func(w *World, _ any) int64 { return int64(w.stats.Lost) }},
		{"events", "events so far", noForm{}, count, func(w *World, _ any) int64 { return int64(w.count) }},
		{"actions", "actions so far", noForm{}, count, func(w *World, _ any) int64 { return int64(w.acted) }},
		{"overwritten", "records of a node's logs that it has given up for others", nodeForm{}, count,
			func(w *World, form any) int64 {
				if s := w.slot(form.(nodeForm).Node); s >= 0 {
					return int64(w.nodes[s].overwritten)
				}
				return 0
			}},
		{"crashed", "whether a node is down", nodeForm{}, yesNo,
			func(w *World, form any) int64 {
				s := w.slot(form.(nodeForm).Node)
				return oneIf(s >= 0 && !w.nodes[s].up)
			}},
		{"idle", "whether nothing more happens by itself", noForm{}, yesNo,
			func(w *World, _ any) int64 { return oneIf(w.Idle()) }},
	}
}

func oneIf(yes bool) int64 {
	if yes {
		return 1
	}
	return 0
}

// unavailable is how long some operation of a client, or of any, has been open with none answered since.
func (w *World) unavailable(client engine.NodeID) engine.Duration {
	var last, first engine.Time = 0, -1
	for i := range w.ops {
		o := &w.ops[i]
		switch {
		case client != 0 && client != o.Client:
		case !o.Open():
			last = max(last, o.ReturnAt)
		case first < 0 || o.CallAt < first:
			first = o.CallAt
		}
	}
	if first < 0 {
		return 0
	}
	return engine.Duration(w.now - max(first, last))
}

// percentile is the time in which that many of 100 operations were answered. One that is open has taken the time since its
// call, at least.
func (w *World) percentile(f windowForm, p int) engine.Duration {
	var took []engine.Time
	for i := range w.ops {
		o := &w.ops[i]
		if !f.matches(o) {
			continue
		}
		end := w.now
		if !o.Open() {
			end = o.ReturnAt
		}
		took = append(took, end-o.CallAt)
	}
	if len(took) == 0 {
		return 0
	}
	order.Sort(len(took), func(i, j int) bool { return took[i] < took[j] }, func(i, j int) { took[i], took[j] = took[j], took[i] })
	return engine.Duration(took[(len(took)*p+99)/100-1])
}

func (f *windowForm) matches(o *Op) bool {
	return (f.Node == 0 || f.Node == o.Client) && o.CallAt >= f.Since
}

// success is the share of operations that were acknowledged; of none it is nothing.
func success(w *World, form any) int64 {
	f := form.(windowForm)
	var all, good int64
	for i := range w.ops {
		if o := &w.ops[i]; f.matches(o) {
			all++
			good += oneIf(o.Succeeded())
		}
	}
	return good * 1_000_000 / max(all, 1)
}

func saw(w *World, form any) int64 {
	f := form.(sawForm)
	for i := range w.ops {
		o := &w.ops[i]
		if o.Client == f.Client && !o.Open() && engine.Has(o.In, f.Key) && engine.Has(o.Out, f.Value) {
			return 1
		}
	}
	return 0
}

// gap is the goal of how long a number stood still at the longest, from the moment on at which it is followed.
func gap(p *engine.Protocol, f gapForm) (*Goal, error) {
	of, err := ParseGoal(p, []engine.Word{{Value: f.Measure}})
	if err == nil && !of.Numeric {
		err = say.Errorf("expected a goal that is a number")
	}
	if err != nil {
		return nil, say.Errorf("gap: %s: %w", engine.Quote(f.Measure), err)
	}
	g := &Goal{still: of, since: f.Since}
	g.value = func(w *World) int64 {
		for i := range w.trackers {
			if t := &w.trackers[i]; t.goal == g {
				return int64(t.stands(w.now))
			}
		}
		return 0
	}
	return g, nil
}

// stands is how long the number of a gap has stood still at the longest.
func (t *tracker) stands(now engine.Time) engine.Time {
	return max(t.longest, now-max(t.changed, t.goal.since))
}

// stood notes whether the number of a gap has changed.
func (t *tracker) stood(w *World) {
	is := t.goal.still.value(w)
	if t.changed >= 0 {
		if is == t.last {
			return
		}
		t.longest = t.stands(w.now)
	}
	t.last, t.changed = is, w.now
}
