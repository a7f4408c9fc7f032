package sim

import (
	"testing"

	"quorumlab/protocols/engine"

	"pgregory.net/rapid"
)

func TestANodesClockRunsAtItsOwnRateFromItsOwnOffset(t *testing.T) {
	w := toyWorld(t, nil)
	do(t, w, "skew n1 rate=200%", "skew n2 offset=-3ms", "skew n3 rate=50% offset=100ms")
	w.Run(ms(40))
	for _, node := range []string{"n1", "n2", "n3"} {
		do(t, w, "command c1 ask to="+node+" text=q")
	}
	w.Run(ms(50))
	hears(t, w, "n1", "asked q by c1 @100ms")
	w.Run(ms(200))
	hears(t, w, "n2", "asked q by c1 @67ms") // c1 asks one after the other
	hears(t, w, "n3", "asked q by c1 @145ms")
	if s, _ := w.Node(engine.ID('n', 3)); s.Clock != ms(200) || s.Flags&FlagSkewed == 0 {
		t.Errorf("n3's clock shows %v with flags %b", s.Clock, s.Flags)
	}
	do(t, w, "skew n1 rate=100%") // from here on, with what it had gained
	w.Run(ms(210))
	if s, _ := w.Node(engine.ID('n', 1)); s.Clock != ms(410) {
		t.Errorf("n1's clock shows %v", s.Clock)
	}
}

func TestATimerRunsOnItsNodesOwnClock(t *testing.T) {
	w := toyWorld(t, nil)
	do(t, w, "skew n1 rate=200%", "skew n2 rate=50%", "command n1 arm name=a after=30ms", "command n2 arm name=a after=30ms", "command n3 arm name=a after=30ms")
	w.Run(ms(100))
	hears(t, w, "n1", "alarm a @30ms")
	hears(t, w, "n2", "alarm a @30ms")
	hears(t, w, "n3", "alarm a @30ms")
	for node, want := range map[string]engine.Time{"n1": ms(15), "n2": ms(60), "n3": ms(30)} {
		for k := EventID(1); k <= w.Count(); k++ {
			if e := w.Trace().Event(k); e.Kind == KindTimer && w.Global().IDs[e.Node].String() == node && e.At != want {
				t.Errorf("%s's timer fires at %v, not %v", node, e.At, want)
			}
		}
	}
}

func TestASkewMovesTimersThatAreArmed(t *testing.T) {
	w := toyWorld(t, nil)
	do(t, w, "command n1 arm name=a after=100ms", "command n1 arm name=b after=60ms")
	w.Run(ms(20))
	do(t, w, "skew n1 rate=200%") // 80 ms and 40 ms of its own are left
	if ts := w.Timers(engine.ID('n', 1)); len(ts) != 2 || ts[0].Due != ms(40) || ts[1].Due != ms(60) || ts[0].Set != 0 {
		t.Errorf("the timers are %+v", ts)
	}
	w.Run(ms(50))
	do(t, w, "skew n1 rate=50%") // 20 ms are left of a
	w.Run(ms(89))
	hears(t, w, "n1", "alarm b @60ms")
	w.Run(ms(90))
	hears(t, w, "n1", "alarm b @60ms", "alarm a @100ms")
}

func TestASkewLeavesATimerThatWaitsForAPersonWhereItIs(t *testing.T) {
	w := toyWorld(t, nil)
	do(t, w, "manual n1 on", "command n1 arm name=a after=1ms")
	w.Run(ms(5))
	do(t, w, "command n2 tell to=n3 text=x times=9", "skew n1 rate=50%")
	w.Run(ms(50))
	if got := arrivals(t, w, "n3"); len(got) != 9 {
		t.Errorf("a skew at n1 stopped messages to n3: %q", got)
	}
	hears(t, w, "n1")
	do(t, w, "fire n1 alarm name=a", "manual n1 off")
	w.Run(ms(100))
	hears(t, w, "n1", "alarm a @27.5ms")
}

func TestAnOffsetAloneMovesNoTimer(t *testing.T) {
	w := toyWorld(t, nil)
	do(t, w, "command n1 arm name=a after=100ms", "skew n1 offset=70ms")
	w.Run(ms(99))
	hears(t, w, "n1")
	w.Run(ms(100))
	hears(t, w, "n1", "alarm a @170ms")
}

func TestATimerThatIsArmedAgainFiresOnceAtItsLastTime(t *testing.T) {
	w := toyWorld(t, nil)
	do(t, w, "command n1 arm name=a after=10ms", "command n1 arm name=b after=10ms", "command n1 arm name=a after=30ms",
		"command n1 arm name=c after=5ms", "command n1 disarm name=c", "command n1 disarm name=never")
	w.Run(ms(100))
	hears(t, w, "n1", "alarm b @10ms", "alarm a @30ms")
}

func TestAClockNeverRunsBackwardsAndStretchIsItsInverse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := clock{when: engine.Time(rapid.Int64Range(0, 1e12).Draw(t, "when")), base: engine.Time(rapid.Int64Range(-1e12, 1e12).Draw(t, "base")),
			rate: rapid.Int64Range(10_000, 10_000_000).Draw(t, "rate")}
		at := c.when + engine.Time(rapid.Int64Range(0, 1e12).Draw(t, "later"))
		if c.read(at) > c.read(at+1) {
			t.Fatalf("%+v shows %v at %v, then %v", c, c.read(at), at, c.read(at+1))
		}
		d := engine.Duration(rapid.Int64Range(0, 1e11).Draw(t, "duration"))
		took := c.stretch(d)
		slack := engine.Duration(max(1, c.rate/1_000_000)) + 1 // of a microsecond of virtual time, on the node's clock
		if off := engine.Duration(c.read(c.when+engine.Time(took))-c.base) - d; off < -slack || off > slack {
			t.Fatalf("%+v: %v takes %v, in which the clock shows %v more", c, d, took, d+off)
		}
	})
}
