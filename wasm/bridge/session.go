package bridge

import (
	"errors"
	"strings"

	"quorumlab/protocols/challenge"
	"quorumlab/protocols/engine"
	"quorumlab/protocols/engine/say"
	"quorumlab/protocols/scenario"
	"quorumlab/protocols/sim"
)

const (
	toldMax     = 4_000 // events in one answer
	branchesMax = scenario.BranchMax
	eventsMax   = 1_000_000          // that a text may ask for
	memoryMax   = 1 << 30            // bytes, likewise
	scanMax     = 60 * engine.Second // how far `until` looks, in virtual time
)

// A session is one figure: a script, and its branches as far as they have been computed.
type session struct {
	script   *scenario.Script
	branches []*branch
	rec      *sim.Recording // of the branch shown
	shown    *branch
	next     int    // the script's next branch to be started
	told     int    // events of the branch shown that the page has
	text     string // what the page was last told
	verdict  verdict

	challenge *challenge.Challenge // nil for none
	trial     *challenge.Trial     // that is under way
}

// A branch is one run. runner carries out the script's lines; once a person has acted it is nil, and the text is what was
// done instead.
type branch struct {
	name, of string
	fork     sim.EventID
	at       sim.Position
	rec      *sim.Recording
	runner   *scenario.Runner
	outcomes []scenario.Outcome
	until    engine.Time // where the script's lines had led
	reached  sim.EventID // the first event at which the goals of the challenge hold
}

func bounds() scenario.Bounds { return scenario.Bounds{Events: eventsMax, Bytes: memoryMax} }

func newSession(text string, lookup func(string) *engine.Protocol) (*session, error) {
	script, err := scenario.Parse(text, lookup)
	if err != nil {
		return nil, err
	}
	if err := bounds().Check(script); err != nil {
		return nil, err
	}
	s := &session{script: script}
	if err := s.startNext(); err != nil {
		return nil, err
	}
	s.show(s.branches[0])
	return s, nil
}

// startNext begins the script's next branch.
func (s *session) startNext() error {
	b := &s.script.Branches[s.next]
	var parent *scenario.Runner
	if b.Of != "" {
		if p := s.find(b.Of); p != nil {
			parent = p.runner
		}
		if parent == nil { // its parent was driven by hand meanwhile, or pruned: it has no place to fork from
			s.next++
			return nil
		}
	}
	r, err := s.script.Start(b.Name, parent)
	if err != nil {
		return err
	}
	s.branches = append(s.branches, &branch{name: b.Name, of: b.Of, rec: r.Recording(), runner: r})
	s.next++
	return nil
}

func (s *session) find(name string) *branch {
	for _, b := range s.branches {
		if b.name == name {
			return b
		}
	}
	return nil
}

func (s *session) show(b *branch) { s.shown, s.rec, s.told, s.verdict = b, b.rec, 0, verdict{} }

// answer carries out one request to a session.
func (s *session) answer(d *doc, verb string, args []string, body string) error {
	budget, err := budgetOf(args)
	if err != nil {
		return err
	}
	switch verb {
	case "more":
		return s.goOn(d, budget)
	case "extend":
		t, err := numberOf(args, 0)
		if err != nil {
			return err
		}
		s.extend(engine.Time(t), budget)
		s.run(d, 0)
		return nil
	case "text":
		d.kstr("text", s.print())
		return nil
	case "name":
		if len(args) == 0 {
			return say.Errorf("name: expected a name for the branch shown")
		}
		return s.rename(d, args[0])
	case "sights":
		return s.sights(d, args, budget)
	case "challenge":
		return s.setChallenge(d, body)
	case "judge":
		k := int64(-1)
		if len(args) > 0 && !strings.HasPrefix(args[0], "events=") {
			if k, err = numberOf(args, 0); err != nil {
				return err
			}
		}
		return s.judgeChallenge(d, k, budget)
	case "switch", "prune":
		if len(args) == 0 || s.find(args[0]) == nil {
			return say.Errorf("%s: expected the name of a branch", verb)
		}
		if verb == "prune" {
			return s.prune(d, s.find(args[0]))
		}
		s.show(s.find(args[0]))
		s.run(d, 0)
		return nil
	}
	k, err := eventOf(args, 0)
	if err != nil {
		return err
	}
	switch verb {
	case "act":
		t := int64(-1)
		if len(args) > 1 {
			if t, err = numberOf(args, 1); err != nil {
				return err
			}
		}
		return s.act(d, k, engine.Time(t), body)
	case "until":
		return s.runUntil(d, k, body, budget)
	case "branch":
		if len(args) < 2 {
			return errors.New("branch: expected an event and a name")
		}
		return s.fork(d, k, args[1])
	case "frame":
		w, err := s.rec.Seek(k)
		if err != nil {
			return err
		}
		d.key("frame")
		s.frame(d, w, s.rec.PositionOf(w.Count()))
		return nil
	case "why":
		d.klist("why", func() {
			for k > 0 && int(k) <= s.rec.Trace().Len() {
				d.int(int64(k))
				k = s.rec.Trace().Event(k).Cause
			}
		})
		return nil
	case "replay":
		w, err := s.rec.Replay(k)
		if err != nil {
			return err
		}
		d.kint("events", int64(w.Count()))
		d.kstr("hash", hex64(w.Hash()))
		return nil
	}
	return say.Errorf("there is no request %s", engine.Quote(verb))
}

// goOn carries out more of the script, all its branches one after the other, and tells what is new.
func (s *session) goOn(d *doc, budget int) error {
	for budget > 0 {
		last := s.branches[len(s.branches)-1]
		if r := last.runner; r != nil && !r.Done() {
			was := r.Recording().Head().Count()
			if _, err := r.Step(budget); err != nil {
				return err
			}
			budget -= int(r.Recording().Head().Count() - was)
			if err := r.Within(s.others(last)); err != nil {
				return err
			}
			last.outcomes = r.Outcomes()
			if !r.Done() {
				continue
			}
			last.fork, last.until = r.Begin(), last.rec.Head().Now()
			last.at = last.rec.PositionOf(last.fork)
		}
		if s.next == len(s.script.Branches) {
			break
		}
		if err := s.startNext(); err != nil {
			return err
		}
	}
	s.run(d, 0)
	return nil
}

// others is how many events the branches but one have.
func (s *session) others(one *branch) (events int) {
	for _, b := range s.branches {
		if b != one {
			events += int(b.rec.Head().Count())
		}
	}
	return events
}

// pending tells whether the script has lines left.
func (s *session) pending() bool {
	r := s.branches[len(s.branches)-1].runner
	return s.next < len(s.script.Branches) || r != nil && !r.Done()
}

func (s *session) extend(t engine.Time, budget int) {
	if r := s.shown.runner; r != nil && !r.Done() {
		return // the script itself goes on first
	}
	for range budget {
		if !s.step(t) {
			s.rec.Reach(t)
			s.watch()
			return
		}
	}
}

// act does what a person does after event k, when it is t: where t is before that event, at once. What came later in this
// branch is forgotten.
func (s *session) act(d *doc, k sim.EventID, t engine.Time, line string) error {
	words, err := engine.Words(line)
	if err != nil {
		return err
	}
	a, err := sim.ParseAction(s.script.Cluster.Protocol, words)
	if err != nil {
		return err
	}
	if err := bounds().CheckAction(a); err != nil {
		return err
	}
	if err := s.try(k, a); err != nil {
		return err
	}
	if err := s.drive(k); err != nil {
		return err
	}
	if t > s.rec.Head().Now() {
		s.rec.Reach(t)
	}
	keep := int(s.rec.Head().Count())
	if err := s.rec.Act(a); err != nil {
		return err
	}
	s.watch()
	s.told = min(s.told, keep)
	s.run(d, s.rec.Head().Count())
	return nil
}

// try does an action on a copy, so that one that is refused leaves all as it was.
func (s *session) try(k sim.EventID, a sim.Action) error {
	w, err := s.rec.Seek(k)
	if err != nil {
		return err
	}
	c := w.Checkpoint()
	if c == nil {
		if c, err = s.rec.Replay(k); err != nil {
			return err
		}
	}
	s.onward(c, c.StepTo)
	if err := s.allows(c, a); err != nil {
		return err
	}
	return c.Apply(a)
}

// drive makes event k the end of the branch shown, which from now on is what a person has done.
func (s *session) drive(k sim.EventID) error {
	b := s.shown
	if b.runner != nil {
		b.until = max(b.until, b.rec.Head().Now())
		b.runner, b.outcomes = nil, nil
	}
	if err := b.rec.Rewind(k); err != nil {
		return err
	}
	s.onward(b.rec.Head(), b.rec.StepTo)
	s.verdict = verdict{}
	if b.reached > k {
		b.reached = 0
	}
	if b.of != "" && k < b.fork { // it leaves its parent earlier now
		b.fork, b.at = b.rec.Head().Count(), b.rec.Head().Position()
	}
	return nil
}

// runUntil looks for the next event after k that reaches a goal anew, in what has been computed, then beyond.
func (s *session) runUntil(d *doc, k sim.EventID, body string, budget int) error {
	goal, err := s.goal(body)
	if err != nil {
		return err
	}
	w, err := s.rec.Seek(k)
	if err != nil {
		return err
	}
	was := goal(w)
	found := func(w *sim.World) bool {
		now := goal(w)
		anew := now != 0 && now != was
		was = now
		return anew
	}
	at, ok, err := s.rec.Scan(k, found)
	if err != nil {
		return err
	}
	if !ok && !s.pending() {
		limit := s.rec.Head().Now() + engine.Time(scanMax)
		for n := 0; n < budget && !ok && s.step(limit); n++ {
			ok = found(s.rec.Head())
		}
		if !ok && s.rec.Head().Ending() != nil {
			ok = found(s.rec.Head())
		}
		at = s.rec.Head().Count()
	}
	d.kbool("found", ok)
	s.run(d, at)
	return nil
}

// goal is a goal as a number: 0 when it is not reached.
func (s *session) goal(body string) (func(*sim.World) int64, error) {
	words, err := engine.Words(body)
	if err != nil {
		return nil, err
	}
	if len(words) == 1 && words[0].Value == "violated" {
		return func(w *sim.World) int64 {
			if e := w.Ending(); e != nil && e.Reason == sim.Violation {
				return 1
			}
			return 0
		}, nil
	}
	g, err := sim.ParseGoal(s.script.Cluster.Protocol, words)
	if err != nil {
		return nil, err
	}
	return g.Value, nil
}

func (s *session) fork(d *doc, k sim.EventID, name string) error {
	switch {
	case !scenario.IsBranchName(name):
		return say.Errorf("branch: expected a name of small letters, digits and hyphens, at most 40, not %s", engine.Quote(name))
	case s.find(name) != nil:
		return say.Errorf("branch: there is a branch %s already", name)
	case len(s.branches) >= branchesMax:
		return say.Errorf("branch: a run has at most %d branches", branchesMax)
	case s.pending():
		return errors.New("branch: the script is not at its end yet")
	}
	rec, err := s.rec.Fork(k)
	if err != nil {
		return err
	}
	s.onward(rec.Head(), rec.StepTo)
	b := &branch{name: name, of: s.shown.name, fork: rec.Head().Count(), at: rec.Head().Position(), rec: rec, until: rec.Head().Now()}
	if s.shown.reached <= b.fork {
		b.reached = s.shown.reached
	}
	s.branches = append(s.branches, b)
	s.show(b)
	s.run(d, b.fork)
	return nil
}

// prune ends a branch and those that fork from it.
func (s *session) prune(d *doc, b *branch) error {
	if b == s.branches[0] {
		return say.Errorf("prune: %s is where all branches come from", b.name)
	}
	gone := map[string]bool{b.name: true}
	var kept []*branch
	for _, x := range s.branches {
		if gone[x.of] {
			gone[x.name] = true
		}
		if !gone[x.name] {
			kept = append(kept, x)
		}
	}
	s.branches = kept
	if gone[s.shown.name] {
		s.show(s.branches[0])
	}
	s.run(d, 0)
	return nil
}

// run tells the page what is new of the branch shown. at is the event to show, 0 for none.
func (s *session) run(d *doc, at sim.EventID) {
	if text := s.print(); text != s.text {
		s.text = text
		d.kstr("text", text)
	}
	w := s.rec.Head()
	d.kstr("branch", s.shown.name)
	d.klist("branches", func() {
		for _, b := range s.branches {
			d.object(func() {
				d.kstr("name", b.name)
				if b.of != "" {
					d.kstr("of", b.of)
					d.kint("event", int64(b.fork))
					d.kint("t", int64(b.at.At))
				}
			})
		}
	})
	to := min(int(w.Count()), s.told+toldMax)
	d.kint("keep", int64(s.told))
	ops := s.turnsOf(sim.EventID(s.told), sim.EventID(to))
	d.klist("events", func() {
		for k := s.told + 1; k <= to; k++ {
			s.event(d, sim.EventID(k), ops)
		}
	})
	s.told = to
	d.kint("count", int64(w.Count()))
	d.kint("now", int64(w.Now()))
	d.kbool("more", s.pending() || to < int(w.Count()))
	if at > 0 {
		d.kint("at", int64(at))
	}
	if e := w.Ending(); e != nil {
		d.key("ended")
		d.object(func() {
			d.kstr("reason", string(e.Reason))
			d.kopt("name", e.Name)
			d.kstr("text", e.Text)
			d.kint("event", int64(e.Event))
		})
	}
	d.klist("expect", func() {
		for _, o := range s.shown.outcomes {
			d.object(func() {
				d.kint("line", int64(o.Line))
				d.kstr("text", o.Text)
				d.kbool("ok", o.OK)
				d.kstr("got", o.Got)
				d.kint("event", int64(o.Event))
			})
		}
	})
	s.standing(d, w)
	d.kstr("hash", hex64(w.Hash()))
}

// print is the session as text: the script itself, or, once a person has acted, what was done in its branches.
func (s *session) print() string {
	driven := len(s.branches) > len(s.script.Branches)
	for _, b := range s.branches {
		driven = driven || b.runner == nil
	}
	if !driven {
		plain := *s.script
		plain.Golden, plain.HasGolden = "", false
		return plain.String()
	}
	takes := make([]scenario.Take, 0, len(s.branches))
	for _, b := range s.branches {
		t := scenario.Take{Name: b.name, Of: b.of, At: b.at, Actions: b.rec.Actions(), Until: b.until, Ending: b.rec.Head().Ending()}
		if n := len(t.Actions); n > 0 {
			t.Until = max(t.Until, t.Actions[n-1].At.At)
		}
		takes = append(takes, t)
	}
	return s.script.Recorded(takes).String()
}
