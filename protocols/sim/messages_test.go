package sim

import (
	"fmt"
	"slices"
	"testing"

	"quorumlab/protocols/engine"
)

// wires are the messages that have not arrived, with where they are.
func wires(w *World) []string {
	var all []string
	for _, m := range w.InFlight() {
		s := fmt.Sprintf("%v lands %v", m.ID, m.Lands)
		if m.State != InFlight {
			s += " " + string(m.State)
		}
		all = append(all, s)
	}
	return all
}

func onTheWire(t testing.TB, w *World, want ...string) {
	t.Helper()
	if got := wires(w); !slices.Equal(got, want) {
		t.Errorf("on the wire at %v: %q; expected %q", w.Now(), got, want)
	}
}

func TestAHeldMessageWaitsAtTheEndOfTheWireUntilItIsReleased(t *testing.T) {
	w := toyWorld(t, nil)
	do(t, w, "command n1 tell to=n2 text=before", "hold from=n1 to=n2", "command n1 tell to=n2 text=after", "command n1 tell to=n3 text=other")
	w.Run(ms(100))
	hears(t, w, "n2")
	hears(t, w, "n3", "said other by n1 @10ms")
	onTheWire(t, w, "n1.1 lands 10ms held", "n1.2 lands 10ms held")
	if got := w.Rules(); len(got) != 1 || got[0] != (Hold{From: engine.ID('n', 1), To: engine.ID('n', 2)}) {
		t.Errorf("the rules are %v", got)
	}
	do(t, w, "release from=n1 to=n2", "command n1 tell to=n2 text=free")
	w.Run(ms(200))
	hears(t, w, "n2", "said before by n1 @100ms", "said after by n1 @100ms", "said free by n1 @110ms")
	if len(w.Rules()) != 0 || len(w.InFlight()) != 0 {
		t.Errorf("left: %v, %v", w.Rules(), wires(w))
	}
}

func TestAMessageIsNotReleasedBeforeItWouldHaveLanded(t *testing.T) {
	w := toyWorld(t, nil)
	do(t, w, "hold", "command n1 tell to=n2 text=a")
	w.Run(ms(3))
	do(t, w, "release")
	w.Run(ms(20))
	hears(t, w, "n2", "said a by n1 @10ms")
}

func TestARuleHoldsWhatItNames(t *testing.T) {
	w := toyWorld(t, nil)
	do(t, w, "hold kind=Question", "command n1 tell to=n2 text=a", "command c1 ask to=n1 text=q")
	w.Run(ms(50))
	hears(t, w, "n2", "said a by n1 @10ms")
	hears(t, w, "n1")
	do(t, w, "hold to=n3", "command n1 tell to=n3 text=b", "release kind=Question")
	w.Run(ms(100))
	hears(t, w, "n3")
	hears(t, w, "n1", "asked q by c1 @50ms")
	do(t, w, "drop held to=n3")
	onTheWire(t, w)
	do(t, w, "command n1 tell to=n3 text=c")
	w.Run(ms(150))
	onTheWire(t, w, "n1.4 lands 110ms held") // dropping what is held does not end the rule
	do(t, w, "release")
	w.Run(ms(151))
	hears(t, w, "n3", "said c by n1 @150ms")
}

func TestALinkThatKeepsItsOrderHoldsWhatIsBehindAHeldMessage(t *testing.T) {
	w := toyWorld(t, func(o *Options) { o.Settings.Order = "fifo" })
	do(t, w, "hold kind=Said", "command n1 tell to=c1 text=a")
	do(t, w, "command c1 ask to=n1 text=q") // its answer is of another kind, and behind
	w.Run(ms(50))
	onTheWire(t, w, "n1.1 lands 10ms held", "n1.2 lands 20ms held")
	do(t, w, "release")
	w.Run(ms(100))
	hears(t, w, "c1", "said a by n1 @50ms")
	if op := w.Ops()[1]; op.Open() || op.ReturnAt != ms(50) {
		t.Errorf("the answer came at %v", op.ReturnAt)
	}
}

func TestAHoldTakesWhatIsBehindAHeldMessageOnItsWayToo(t *testing.T) {
	w := toyWorld(t, func(o *Options) { o.Settings.Order = "fifo" })
	do(t, w, "command c1 ask to=n1 text=q")
	w.Run(ms(10))
	do(t, w, "command n1 tell to=c1 text=b") // behind the answer
	do(t, w, "hold kind=Answer")
	w.Run(ms(50))
	hears(t, w, "c1")
	do(t, w, "release")
	w.Run(ms(60))
	hears(t, w, "c1", "said b by n1 @50ms")
	if op := w.Ops()[0]; op.Return == 0 || op.Return > w.Trace().Event(w.Count()).Cause && op.ReturnAt != ms(50) {
		t.Errorf("the answer came at %v", op.ReturnAt)
	}
}

func TestAHoldLeavesWhatIsAheadOfAHeldMessageOnItsWay(t *testing.T) {
	w := toyWorld(t, func(o *Options) { o.Settings.Order = "fifo" })
	do(t, w, "hold kind=Answer", "command n1 tell to=c1 text=a", "command c1 ask to=n1 text=q", "deliver c1.1") // the answer is behind a
	do(t, w, "hold kind=Question")
	w.Run(ms(50))
	hears(t, w, "c1", "said a by n1 @10ms")
	onTheWire(t, w, "n1.2 lands 10ms held")
}

func TestADroppedMessageIsLost(t *testing.T) {
	w := toyWorld(t, nil)
	do(t, w, "command n1 tell to=n2 text=a", "command n1 tell to=n2 text=b", "drop n1.1")
	w.Run(ms(20))
	hears(t, w, "n2", "said b by n1 @10ms")
	if s := w.Stats(); s != (Stats{Sent: 2, Delivered: 1, Lost: 1}) {
		t.Errorf("got %+v", s)
	}
	refused(t, w, "drop n1.1", "n1.1 is not on its way, held or waiting")
	refused(t, w, "drop n1.9", "n1.9 is not on its way, held or waiting")
	do(t, w, "hold", "command n1 tell to=n2 text=c", "drop n1.3")
	onTheWire(t, w)
}

func TestADuplicateArrivesAfterItsOriginal(t *testing.T) {
	w := toyWorld(t, nil)
	do(t, w, "command n1 tell to=n2 text=a", "duplicate n1.1")
	onTheWire(t, w, "n1.1 lands 10ms", "n1.1 lands 20ms")
	do(t, w, "command n1 tell to=n2 text=b")
	w.Run(ms(30))
	hears(t, w, "n2", "said a by n1 @10ms", "said b by n1 @10ms", "said a by n1 @20ms")
	refused(t, w, "duplicate n1.1", "n1.1 is not on its way, held or waiting")
}

func TestTheDuplicateOfAHeldMessageLeavesItHeld(t *testing.T) {
	w := toyWorld(t, nil)
	do(t, w, "hold from=n1", "command n1 tell to=n2 text=a", "duplicate n1.1")
	w.Run(ms(50))
	hears(t, w, "n2")
	onTheWire(t, w, "n1.1 lands 10ms held", "n1.1 lands 20ms held")
	do(t, w, "release")
	w.Run(ms(60))
	hears(t, w, "n2", "said a by n1 @50ms", "said a by n1 @50ms")
}

func TestTheDuplicateOfAWaitingMessageComesBehindIt(t *testing.T) {
	w := toyWorld(t, nil)
	do(t, w, "pause n2", "command n1 tell to=n2 text=a", "command n1 tell to=n2 text=b")
	w.Run(ms(50))
	do(t, w, "duplicate n1.1")
	w.Run(ms(70))
	do(t, w, "resume n2")
	w.Run(ms(80))
	hears(t, w, "n2", "said a by n1 @70ms", "said b by n1 @70ms", "said a by n1 @70ms")
}

func TestADelayedMessageLandsLater(t *testing.T) {
	w := toyWorld(t, nil)
	do(t, w, "command n1 tell to=n2 text=a", "command n1 tell to=n2 text=b", "delay n1.1 by=15ms")
	onTheWire(t, w, "n1.2 lands 10ms", "n1.1 lands 25ms")
	w.Run(ms(50))
	hears(t, w, "n2", "said b by n1 @10ms", "said a by n1 @25ms")
	refused(t, w, "delay n1.1 by=1ms", "n1.1 is not on its way")
}

func TestADeliveredMessageArrivesAtOnce(t *testing.T) {
	w := toyWorld(t, nil)
	do(t, w, "command n1 tell to=n2 text=a", "command n1 tell to=n2 text=b", "deliver n1.2")
	hears(t, w, "n2", "said b by n1 @0ms")
	w.Run(ms(20))
	hears(t, w, "n2", "said b by n1 @0ms", "said a by n1 @10ms")
	refused(t, w, "deliver n1.2", "n1.2 is not on its way")
	do(t, w, "hold", "command n1 tell to=n2 text=c", "deliver n1.3")
	hears(t, w, "n2", "said b by n1 @0ms", "said a by n1 @10ms", "said c by n1 @20ms")
	do(t, w, "release", "command n1 tell to=n2 text=d", "crash n2", "deliver n1.4")
	if e := w.Trace().Event(w.Count()); e.Kind != KindLost {
		t.Errorf("a message delivered to a node that is down is %v", e.Kind)
	}
}

func TestEachActionOnAMessageIsInTheTraceWithWhatItDid(t *testing.T) {
	w := toyWorld(t, nil)
	did := func(line string) string {
		t.Helper()
		do(t, w, line)
		e := w.Trace().Event(w.Count())
		s := fmt.Sprintf("%v %s:", e.Kind, w.Trace().Bytes(e.Off, e.Len))
		for fx := range w.Trace().EffectsOf(e) {
			s += fmt.Sprintf(" %d %v to %v lands %v", fx.Kind-engine.FateHeld, fx.Msg, fx.To, fx.Lands)
		}
		return s
	}
	do(t, w, "command n1 tell to=n2 text=a times=5")
	for _, c := range []struct{ line, want string }{
		{"delay n1.1 by=5ms", "action delay n1.1 by=5ms: 4 n1.1 to n2 lands 15ms"},
		{"drop n1.2", "action drop n1.2: 2 n1.2 to n2 lands 10ms"},
		{"duplicate n1.3", "action duplicate n1.3: 3 n1.3 to n2 lands 20ms"},
		{"hold to=n2", "action hold to=n2: 0 n1.3 to n2 lands 10ms 0 n1.4 to n2 lands 10ms 0 n1.5 to n2 lands 10ms 0 n1.1 to n2 lands 15ms 0 n1.3 to n2 lands 20ms"},
		{"drop n1.4", "action drop n1.4: 2 n1.4 to n2 lands 10ms"},
		{"release to=n2", "action release to=n2: 1 n1.3 to n2 lands 10ms 1 n1.5 to n2 lands 10ms 1 n1.1 to n2 lands 15ms 1 n1.3 to n2 lands 20ms"},
		{"hold", "action hold: 0 n1.3 to n2 lands 10ms 0 n1.5 to n2 lands 10ms 0 n1.1 to n2 lands 15ms 0 n1.3 to n2 lands 20ms"},
		{"drop held from=n1", "action drop held from=n1: 2 n1.3 to n2 lands 10ms 2 n1.5 to n2 lands 10ms 2 n1.1 to n2 lands 15ms 2 n1.3 to n2 lands 20ms"},
	} {
		if got := did(c.line); got != c.want {
			t.Errorf("got  %s\nwant %s", got, c.want)
		}
	}
}

func TestAWorldWithManyNodesHasTheSameLinks(t *testing.T) {
	for _, nodes := range []int{64, 65, 130} {
		w := toyWorld(t, func(o *Options) { o.Counts = map[byte]int{'n': nodes, 'c': 0} })
		last := fmt.Sprintf("n%d", nodes)
		do(t, w, "cut n1 "+last, "link n2 "+last+" latency=40ms", "command n1 tell to="+last+" text=cut", "command n2 tell to="+last+" text=slow",
			"command n3 tell to="+last+" text=plain")
		w.Run(ms(50))
		hears(t, w, last, "said plain by n3 @10ms", "said slow by n2 @40ms")
		do(t, w, "heal", "command n1 tell to="+last+" text=healed")
		w.Run(ms(80))
		hears(t, w, last, "said plain by n3 @10ms", "said slow by n2 @40ms", "said healed by n1 @60ms")
	}
}

func TestLinksSurviveTheStepFromFewNodesToMany(t *testing.T) {
	w := toyWorld(t, func(o *Options) { o.Counts = map[byte]int{'n': 64, 'c': 0} })
	do(t, w, "cut n1 n2", "link n2 n3 latency=40ms", "add server", "add server")
	do(t, w, "command n1 tell to=n2 text=cut", "command n2 tell to=n3 text=slow", "command n1 tell to=n66 text=new")
	w.Run(ms(50))
	hears(t, w, "n2")
	hears(t, w, "n3", "said slow by n2 @40ms")
	if got := arrivals(t, w, "n66"); !slices.Equal(got, []string{"new"}) {
		t.Errorf("n66 heard %q", got)
	}
}

func TestAMessageIsNotDeliveredBeforeItsSendersDiskLetsItGo(t *testing.T) {
	w := toyWorld(t, func(o *Options) { o.Settings.Fsync = engine.Exactly(30 * engine.Millisecond) })
	do(t, w, "command n1 write key=k value=v to=n2")
	refused(t, w, "deliver n1.1", "n1.1 has not left n1 yet: its disk has what it rests on at 30ms")
	w.Run(ms(29))
	do(t, w, "crash n1")
	refused(t, w, "deliver n1.1", "n1.1 is not on its way, held or waiting")
	w = toyWorld(t, func(o *Options) { o.Settings.Fsync = engine.Exactly(30 * engine.Millisecond) })
	do(t, w, "command n1 write key=k value=v to=n2")
	w.Run(ms(30))
	do(t, w, "deliver n1.1")
	hears(t, w, "n2", "said v by n1 @30ms")
}
