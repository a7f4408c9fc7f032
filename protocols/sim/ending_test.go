package sim

import (
	"strings"
	"testing"

	"quorumlab/protocols/engine"
)

// flood is a world in which something happens every 5 ms for ever.
func flood(t testing.TB, s Settings) *World {
	t.Helper()
	w := toyWorld(t, func(o *Options) { o.Settings = s })
	do(t, w, "command n1 flood")
	return w
}

func endsWith(t testing.TB, w *World, reason Reason, text string) {
	t.Helper()
	e := w.Ending()
	if e == nil || e.Reason != reason || !strings.Contains(e.Text, text) {
		t.Fatalf("expected an end for %s with %q, got %+v", reason, text, e)
	}
	count, hash := w.Count(), w.Hash()
	if w.Next(1<<60) || w.Count() != count || w.Hash() != hash {
		t.Error("a run that has ended goes on")
	}
	now := w.Now()
	if w.Run(now + ms(1000)); w.Now() != now {
		t.Error("time goes on in a run that has ended")
	}
	if err := w.Apply(Heal{}); err == nil || !strings.HasPrefix(err.Error(), "the run has ended: ") {
		t.Errorf("an action in a run that has ended: %v", err)
	}
}

func TestARunEndsAtItsLimitOfEvents(t *testing.T) {
	w := flood(t, Settings{Limit: 50})
	w.Run(ms(1_000_000))
	endsWith(t, w, LimitEvents, "Run ended: 50 events. That is the limit of one run here; `limit=500` raises it.")
	if w.Count() != 50 {
		t.Errorf("it had %d events", w.Count())
	}
}

func TestARunEndsAtItsLimitOfTime(t *testing.T) {
	w := flood(t, Settings{Time: ms(100)})
	w.Run(ms(99))
	if w.Ending() != nil {
		t.Fatalf("it ended before: %+v", w.Ending())
	}
	w.Run(ms(1000))
	endsWith(t, w, LimitTime, "Run ended: 100ms of virtual time. That is the limit of one run here; `time=1s` raises it.")
	w = toyWorld(t, func(o *Options) { o.Settings.Time = ms(100) })
	w.Run(ms(1000)) // nothing happens at all
	endsWith(t, w, LimitTime, "100ms of virtual time")
}

func TestARunEndsAtItsLimitOfMemory(t *testing.T) {
	for _, c := range []struct{ name, line string }{
		{"large messages", `load c1 ask to=n1 text=` + strings.Repeat("x", 1000) + ` think=1us`},
		{"messages that are held", "load o1 ask to=n1 every=1us"},
		{"commands that wait", "load c1 ask to=n1 text=silence every=1us"},
		{"what waits at a paused node", "load o1 ask to=n2 every=1us"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := toyWorld(t, func(o *Options) {
				o.Counts = map[byte]int{'o': 1}
				o.Settings.Bytes, o.Settings.Limit = 1_000_000, 10_000_000
			})
			do(t, w, "hold from=o1 to=n1", "pause n2", c.line)
			w.Run(ms(100_000_000))
			endsWith(t, w, LimitBytes, "Run ended: it takes more than 1000000 bytes. That is the limit of one run here; `bytes=2000000` raises it.")
		})
	}
}

func TestALimitHoldsWithoutATraceAtTheSameEvent(t *testing.T) {
	count := func(noTrace bool) EventID {
		w := toyWorld(t, func(o *Options) { o.NoTrace, o.Settings.Bytes = noTrace, 300_000 })
		do(t, w, "load c1 ask to=n1 text=abc think=1ms")
		w.Run(ms(1_000_000))
		endsWith(t, w, LimitBytes, "300000 bytes")
		return w.Count()
	}
	if a, b := count(false), count(true); a != b {
		t.Errorf("with a trace it ends at event %d, without at %d", a, b)
	}
}

func TestNothingGoesOnForEverInSilence(t *testing.T) {
	for _, line := range []string{
		"load n3 report text=% every=1us", // to a node that was removed
		"load c1 ask to=n1 every=1us",     // to a client that is paused
	} {
		w := toyWorld(t, func(o *Options) { o.Settings.Limit = 1000 })
		do(t, w, line, "pause c1", "remove n3")
		w.Run(ms(86_000_000))
		endsWith(t, w, LimitEvents, "`limit=10000` raises it")
	}
}

func TestAStepThatNeverEndsItsWishesIsAViolation(t *testing.T) {
	w := toyWorld(t, nil)
	do(t, w, "command n1 flood forever=true")
	endsWith(t, w, Violation, "a step wants more than")
}

func TestAPanicInAnEngineIsAViolationWithItsStackAndTheWorldLives(t *testing.T) {
	w := toyWorld(t, nil)
	do(t, w, "command n1 tell to=n2 text=a", `command n1 panic text="oh\u202e no"`)
	endsWith(t, w, Violation, `the engine panicked: oh\u202e no`)
	e := w.Ending()
	if e.Name != "engine" || e.Event != w.Count() {
		t.Errorf("got %+v", e)
	}
	if !strings.Contains(e.Stack, "(*toyNode).Step") || !strings.Contains(e.Stack, "protocols/sim/toy_test.go:") || strings.Contains(e.Stack, "+0x") || strings.Contains(e.Stack, "sim.call") {
		t.Errorf("its stack is\n%s", e.Stack)
	}
	if got := len(w.InFlight()); got != 1 {
		t.Errorf("%d messages are on their way: what a step wanted before it fell is void", got)
	}
	if ev := w.Trace().Event(w.Count()); ev.Kind != KindCommand || ev.NEffects != 0 {
		t.Errorf("the last event is %+v", ev)
	}
	hears(t, w, "n1") // it can still be looked at
	w.Judge()
	if c := w.Checkpoint(); c == nil || c.Ending() == nil {
		t.Error("it can't be copied any more")
	}
}

func TestAPanicInAnInvariantIsAViolation(t *testing.T) {
	p := toy
	p.Invariants = []engine.Invariant{{Name: "fragile", Check: func(g *engine.Global) error {
		if w := g.Nodes[0]; w != nil && len(w.(*toyNode).log) > 0 {
			panic("no")
		}
		return nil
	}}}
	w, err := New(&p, Options{Check: true})
	if err != nil {
		t.Fatal(err)
	}
	do(t, w, "command n1 pick n=3")
	endsWith(t, w, Violation, "panicked: no")
}

func TestAnInvariantThatBreaksEndsTheRunAtTheEventThatBrokeIt(t *testing.T) {
	w := toyWorld(t, nil)
	do(t, w, "command n1 tell to=n2 text=bad", "command n1 tell to=n3 text=later")
	w.Run(ms(100))
	endsWith(t, w, Violation, "n2 heard bad")
	if e := w.Ending(); e.Name != "quiet" || e.Event != w.Count() || w.Trace().Event(e.Event).Node != 1 {
		t.Errorf("got %+v", e)
	}
	var broken []string
	for _, s := range w.Judge() {
		if s.Err != nil {
			broken = append(broken, s.Name+": "+s.Err.Error())
		}
	}
	if len(broken) != 1 || broken[0] != "quiet: n2 heard bad" {
		t.Errorf("judged: %q", broken)
	}
	unchecked := toyWorld(t, func(o *Options) { o.Check = false })
	do(t, unchecked, "command n1 tell to=n2 text=bad", "command n1 tell to=n3 text=later")
	unchecked.Run(ms(100))
	if unchecked.Ending() != nil {
		t.Error("a run that is not checked ended")
	}
}

func TestAMonitorThatIsNotContentEndsTheRun(t *testing.T) {
	w := toyWorld(t, nil)
	do(t, w, "command n1 report text=x", "command n2 report text=y", "command n3 report text=x")
	endsWith(t, w, Violation, "n3 reports x again")
	if e := w.Ending(); e.Name != "no repeats" || e.Event != w.Count() {
		t.Errorf("got %+v", e)
	}
	is := w.Judge()
	if last := is[len(is)-1]; last.Name != "no repeats" || last.Err == nil {
		t.Errorf("judged: %+v", is)
	}
}

func TestAFactThatTheDiskHeldBackBreaksTheRunInAnEventOfItsOwn(t *testing.T) {
	w := toyWorld(t, func(o *Options) { o.Settings.Fsync = engine.Exactly(3 * msec) })
	do(t, w, "command n1 write key=k value=x", "command n2 write key=k value=x", "command n3 pick n=9")
	before := w.Count()
	w.Run(ms(50))
	endsWith(t, w, Violation, "n2 reports x again")
	e := w.Ending()
	if e.Event != w.Count() || e.Event <= before || w.Trace().Len() != int(w.Count()) {
		t.Fatalf("it broke at event %d of %d, of which %d were before", e.Event, w.Count(), before)
	}
	ev := w.Trace().Event(e.Event)
	if v, _, err := w.Table().Load(w.Trace().Bytes(ev.Off, ev.Len)); ev.Kind != KindReturn || ev.At != ms(3) || ev.Node != 1 || v != (Fact{"x"}) || err != nil {
		t.Errorf("its event is %+v with %v", ev, v)
	}
	if c := w.Trace().Event(ev.Cause); c.Kind != KindCommand || c.Node != 1 {
		t.Errorf("it is caused by %+v", c)
	}
}
