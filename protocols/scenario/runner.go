package scenario

import (
	"slices"
	"strings"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/engine/say"
	"quorumlab/protocols/sim"
)

// A Runner carries out one branch of a script, a few events at a time, and records the run.
type Runner struct {
	script *Script
	branch *Branch
	rec    *sim.Recording
	family map[string]*Runner // all branches that have been started, by name
	limit  int                // of its events, before a line changes that

	prefix []sim.Placed // the parent's actions, which come first
	fork   sim.Position // where the branch's own lines begin
	forked bool
	begin  sim.EventID // the last event before that

	at       int         // the item under way
	under    bool        // it has begun
	target   engine.Time // until when it runs
	prior    []done      // what the parents did before the fork
	own      []done
	outcomes []Outcome
	asked    bool // a line expects the end that the run has come to
	endLine  int  // the line that was under way when the run ended
	over     bool
}

// done is an action of the branch itself, and how many events there were before it.
type done struct {
	line   int
	action sim.Action
	after  sim.EventID
	at     engine.Time
}

// An Outcome is what became of a line that expects something, or of one that could not do what it says.
type Outcome struct {
	Line  int
	Text  string // the line, as it is printed
	OK    bool
	Got   string      // an expectation's answer, or why a line could not do what it says
	Event sim.EventID // the last event before it
	Ended bool        // the run had ended before it
	Chart string      // of an expectation on a history that no order explains: its operations, and the faults, in time
}

// Says is the line with what became of it.
func (o *Outcome) Says() string {
	if strings.HasPrefix(o.Text, "expect ") {
		return o.Text + ": got " + o.Got
	}
	return o.Text + ": " + o.Got
}

// Start begins a branch. parent is the Runner of the branch that it forks from, which has come to its end; nil for main.
// Errors are of type *Error.
func (s *Script) Start(name string, parent *Runner) (*Runner, error) {
	b := s.Branch(name)
	if b == nil {
		return nil, errorAt(0, 0, "there is no branch %s", engine.Quote(name))
	}
	if (b.Of == "") != (parent == nil) || parent != nil && (parent.branch.Name != b.Of || !parent.over) {
		return nil, errorAt(b.Line, 0, "branch %s: expected %s to be run first", b.Name, engine.Quote(b.Of))
	}
	rec, err := s.record()
	if err != nil {
		return nil, err
	}
	r := &Runner{script: s, branch: b, rec: rec, limit: rec.Head().Settings().Limit}
	for _, g := range s.Follows() {
		rec.Follow(g)
	}
	if parent == nil {
		r.forked, r.family = true, map[string]*Runner{b.Name: r}
		return r, nil
	}
	r.family = parent.family
	r.family[b.Name] = r
	r.prefix, r.fork, r.asked = parent.rec.Actions(), parent.rec.Head().Position(), parent.asked
	if b.At != nil {
		r.fork = *b.At
		n := 0
		for n < len(r.prefix) && r.prefix[n].At.Before(r.fork) {
			n++
		}
		r.prefix = r.prefix[:n]
	}
	r.prior = slices.Concat(parent.prior, parent.own)[:len(r.prefix)]
	return r, nil
}

// record makes the world of the cluster line and the disk lines.
func (s *Script) record() (rec *sim.Recording, err error) {
	o := s.Cluster.Options
	o.Check, o.Explain, o.Watch = true, true, true
	presets, lines := s.presets()
	if rec, err = begin(s.Cluster.Protocol, o, presets); err == nil {
		return rec, nil
	}
	for i := range presets {
		if _, err := begin(s.Cluster.Protocol, o, presets[:i+1]); err != nil {
			return nil, placed(lines[i], err)
		}
		if i == 0 {
			if _, bare := begin(s.Cluster.Protocol, o, nil); bare != nil {
				break
			}
		}
	}
	return nil, placed(s.Cluster.Line, err)
}

func begin(p *engine.Protocol, o sim.Options, presets []sim.Preset) (rec *sim.Recording, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = say.Errorf("the engine panicked at its start: %s", engine.Plain(say.Sprint(r)))
		}
	}()
	o.Presets = presets
	return sim.Record(p, o)
}

// Recording is the run so far.
func (r *Runner) Recording() *sim.Recording { return r.rec }

// Branch is what is carried out.
func (r *Runner) Branch() *Branch { return r.branch }

// Done tells whether all lines have been carried out.
func (r *Runner) Done() bool { return r.over }

// Outcomes are those of the branch's own lines so far, in their order.
func (r *Runner) Outcomes() []Outcome { return r.outcomes }

// Begin is the last event that the branch shares with its parent; 0 for main.
func (r *Runner) Begin() sim.EventID { return r.begin }

// OK tells whether all is as the branch's lines expect, so far: each expectation was met, each goal reached, and if the
// run has ended, a line says so.
func (r *Runner) OK() bool {
	for _, o := range r.outcomes {
		if !o.OK {
			return false
		}
	}
	return r.rec.Head().Ending() == nil || r.asked
}

// Step carries out the branch's lines until all are done, or that many things have happened (events, and lines that are
// none); it answers whether all are done. An action that makes no sense where it stands is an *Error, and ends the branch.
func (r *Runner) Step(events int) (over bool, err error) {
	line := r.branch.Line
	defer func() {
		if p := recover(); p != nil { // in a goal or an invariant; the kernel itself guards the steps of nodes
			err = errorAt(line, 0, "the engine panicked: %s", engine.Plain(say.Sprint(p)))
		}
		r.over = r.over || err != nil
	}()
	for n := 0; n < max(1, events) && !r.over; n++ {
		switch {
		case !r.forked:
			err = r.toFork()
		case r.at == len(r.branch.Items):
			r.over = true
		default:
			line = r.branch.Items[r.at].Line
			err = r.advance(&r.branch.Items[r.at])
		}
		if err != nil {
			return true, err
		}
		if r.endLine == 0 && r.rec.Head().Ending() != nil {
			r.endLine = line
		}
	}
	return r.over, nil
}

// toFork makes one step of the way that the branch shares with its parent.
func (r *Runner) toFork() error {
	if len(r.prefix) > 0 {
		if r.rec.StepTo(r.prefix[0].At) {
			return nil
		}
		if err := r.rec.Act(r.prefix[0].Action); err != nil {
			return errorAt(r.branch.Line, 0, "branch %s: its parent's %s: %v", r.branch.Name, sim.Line(r.prefix[0].Action), err)
		}
		r.prefix = r.prefix[1:]
		return nil
	}
	if !r.rec.StepTo(r.fork) {
		r.forked, r.begin = true, r.rec.Head().Count()
	}
	return nil
}

// advance lets the line under way do one thing.
func (r *Runner) advance(it *Item) error {
	switch do := it.Do.(type) {
	case Act:
		return r.act(it, do)
	case Pass:
		r.run(do)
	case Until:
		r.runUntil(it, do)
	case Expect:
		r.expect(it, do)
	default:
		r.next()
	}
	return nil
}

func (r *Runner) next() { r.at, r.under = r.at+1, false }

func (r *Runner) act(it *Item, do Act) error {
	if _, ok := do.Action.(sim.Preset); ok { // done at the start
		r.next()
		return nil
	}
	w := r.rec.Head()
	if it.At != nil {
		if here := w.Position(); !r.under && it.At.Before(here) && w.Ending() == nil {
			return errorAt(it.Line, 0, "at: expected a moment from %v on, where the lines above have led, not %v", here, *it.At)
		}
		r.under = true
		if r.rec.StepTo(*it.At) {
			return nil
		}
	}
	if w.Ending() != nil {
		r.outcome(it, false, "the run had ended before this line")
		r.next()
		return nil
	}
	own := done{it.Line, do.Action, w.Count(), w.Now()}
	if err := r.rec.Act(do.Action); err != nil {
		return placed(it.Line, err)
	}
	r.own = append(r.own, own)
	r.next()
	return nil
}

func (r *Runner) run(do Pass) {
	r.begun(do.For)
	if !r.rec.Next(r.target) {
		r.rec.Reach(r.target)
		r.next()
	}
}

func (r *Runner) begun(d engine.Duration) {
	if !r.under {
		r.under, r.target = true, r.rec.Head().Now()+engine.Time(d)
	}
}

func (r *Runner) runUntil(it *Item, do Until) {
	limit := do.Limit
	if limit == 0 {
		limit = UntilLimit
	}
	r.begun(limit)
	switch {
	case do.Goal.Reached(r.rec.Head()):
		r.next()
	case !r.rec.Next(r.target):
		r.rec.Reach(r.target)
		if !do.Goal.Reached(r.rec.Head()) {
			got := say.Sprintf("not reached in %v", limit)
			if r.rec.Head().Ending() != nil {
				got = "the run ended before"
			}
			r.outcome(it, false, got)
		}
		r.next()
	}
}

func (r *Runner) expect(it *Item, do Expect) {
	w := r.rec.Head()
	ok, got := r.judge(do)
	r.outcome(it, ok, got)
	if do.Goal != nil && do.Goal.Text == sim.Linearizable && ok == do.Not {
		r.outcomes[len(r.outcomes)-1].Chart = chart(w, r.rec.Actions())
	}
	if ok && !do.Not && (do.Violated != "" || do.Ended != "") {
		r.asked = true
	}
	r.next()
}

func (r *Runner) outcome(it *Item, ok bool, got string) {
	w := r.rec.Head()
	r.outcomes = append(r.outcomes, Outcome{it.Line, it.String(), ok, got, w.Count(), w.Ending() != nil, ""})
}
