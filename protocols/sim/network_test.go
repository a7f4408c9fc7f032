package sim

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"quorumlab/protocols/engine"
)

// arrivals are the texts that a node has heard, in their order.
func arrivals(t testing.TB, w *World, node string) []string {
	t.Helper()
	var texts []string
	for _, l := range log(t, w, node) {
		if rest, ok := strings.CutPrefix(l, "said "); ok {
			text, _, _ := strings.Cut(rest, " by ")
			texts = append(texts, text)
		}
	}
	return texts
}

// tellAll sends numbered messages from one node to another at one moment.
func tellAll(t testing.TB, w *World, from, to string, n int) {
	t.Helper()
	for i := range n {
		do(t, w, fmt.Sprintf("command %s tell to=%s text=%d", from, to, i))
	}
}

func numbers(n int) []string {
	var s []string
	for i := range n {
		s = append(s, fmt.Sprint(i))
	}
	return s
}

func TestWhatHappensAtOneMomentHappensInTheOrderInWhichItWasCaused(t *testing.T) {
	w := toyWorld(t, nil)
	do(t, w, "command n2 tell to=n1 text=a", "command n3 tell to=n1 text=b", "command n2 tell to=n1 text=c",
		"command n1 arm name=later after=20ms", "command n1 arm name=sooner after=10ms")
	w.Run(ms(50))
	hears(t, w, "n1", "said a by n2 @10ms", "said b by n3 @10ms", "said c by n2 @10ms", "alarm sooner @10ms", "alarm later @20ms")
}

func TestOneMoreMessageOnALinkReshufflesNoOther(t *testing.T) {
	run := func(before ...string) *World {
		w := toyWorld(t, func(o *Options) {
			o.Settings.Latency = engine.Between(engine.Millisecond, 90*engine.Millisecond)
			o.Settings.Loss, o.Settings.Dup = 300_000, 300_000
		})
		do(t, w, before...)
		tellAll(t, w, "n2", "n3", 50)
		tellAll(t, w, "n3", "n1", 50)
		w.Run(ms(1000))
		return w
	}
	plain, more := run(), run("command n1 tell to=n3 text=extra", "command n1 tell to=n2 text=extra", "command c1 ask to=n2 text=extra")
	from := func(w *World, node, sender string) (lines []string) {
		for _, l := range log(t, w, node) {
			if strings.Contains(l, "by "+sender) {
				lines = append(lines, l)
			}
		}
		return lines
	}
	for _, link := range [][2]string{{"n3", "n2"}, {"n1", "n3"}} {
		a, b := from(plain, link[0], link[1]), from(more, link[0], link[1])
		if len(a) < 20 || !slices.Equal(a, b) {
			t.Errorf("what %s gets from %s differs: %q, then %q", link[0], link[1], a, b)
		}
	}
}

func TestOneMoreNodeReshufflesNoOther(t *testing.T) {
	run := func(nodes int) []string {
		w := toyWorld(t, func(o *Options) {
			o.Counts = map[byte]int{'n': nodes}
			o.Settings.Latency = engine.Exponential(20 * engine.Millisecond)
		})
		tellAll(t, w, "n1", "n2", 30)
		do(t, w, "command n2 draw name=x after=1ms..100ms")
		w.Run(ms(1000))
		return log(t, w, "n2")
	}
	for _, nodes := range []int{3, 64, 65, 100} {
		if a, b := run(2), run(nodes); !slices.Equal(a, b) {
			t.Errorf("with %d nodes n2 hears %q, not %q", nodes, b, a)
		}
	}
}

func TestAnotherSeedIsAnotherRun(t *testing.T) {
	run := func(seed uint64) uint64 {
		w := toyWorld(t, func(o *Options) {
			o.Seed = seed
			o.Settings.Latency = engine.Exponential(20 * engine.Millisecond)
		})
		tellAll(t, w, "n1", "n2", 5) // where they will land is known
		return w.Hash()
	}
	if run(1) != run(1) || run(1) == run(2) {
		t.Error("expected a seed to mean one run")
	}
}

func TestLinksLoseAndDoubleTheirShare(t *testing.T) {
	w := toyWorld(t, func(o *Options) { o.Settings.Loss = 200_000 })
	tellAll(t, w, "n1", "n2", 2000)
	w.Run(ms(100))
	if got := len(arrivals(t, w, "n2")); got < 1500 || got > 1700 {
		t.Errorf("of 2000 messages of which 20%% are lost, %d arrived", got)
	}
	if s := w.Stats(); s.Sent != 2000 || s.Delivered != len(arrivals(t, w, "n2")) || s.Lost != 2000-s.Delivered {
		t.Errorf("they are counted as %+v", s)
	}

	w = toyWorld(t, func(o *Options) { o.Settings.Dup = 200_000 })
	tellAll(t, w, "n1", "n2", 2000)
	w.Run(ms(100))
	if got := len(arrivals(t, w, "n2")); got < 2300 || got > 2500 {
		t.Errorf("of 2000 messages of which 20%% are doubled, %d arrived", got)
	}

	w = toyWorld(t, nil)
	tellAll(t, w, "n1", "n2", 500)
	w.Run(ms(100))
	if got := len(arrivals(t, w, "n2")); got != 500 {
		t.Errorf("a world without faults delivered %d of 500", got)
	}
}

func TestALinkKeepsItsOrderOnlyWhereItIsAskedTo(t *testing.T) {
	for _, order := range []string{"fifo", "any"} {
		w := toyWorld(t, func(o *Options) {
			o.Settings.Latency = engine.Between(engine.Millisecond, 100*engine.Millisecond)
			o.Settings.Order = order
			o.Settings.Dup = 300_000
		})
		tellAll(t, w, "n1", "n2", 100)
		w.Run(ms(1000))
		got := slices.Compact(arrivals(t, w, "n2"))
		if inOrder := slices.Equal(got, numbers(100)); inOrder != (order == "fifo") {
			t.Errorf("order=%s: %q", order, got)
		}
	}
}

func TestALinksOwnMannersHoldForThatWayOnly(t *testing.T) {
	w := toyWorld(t, nil)
	do(t, w, "link n1 n2 latency=70ms", "command n1 tell to=n2 text=a", "command n2 tell to=n1 text=b", "command n1 tell to=n3 text=c")
	w.Run(ms(100))
	hears(t, w, "n2", "said a by n1 @70ms")
	hears(t, w, "n1", "said b by n2 @10ms")
	hears(t, w, "n3", "said c by n1 @10ms")
	if got := w.Links(); len(got) != 1 || got[0] != (LinkView{engine.ID('n', 1), engine.ID('n', 2), LinkSlow, "70ms"}) {
		t.Errorf("the links that differ are %v", got)
	}
	do(t, w, "link n1 n3 loss=100%", "command n1 tell to=n3 text=lost", "link n1 n2", "command n1 tell to=n2 text=d")
	w.Run(ms(200))
	hears(t, w, "n3", "said c by n1 @10ms")
	hears(t, w, "n2", "said a by n1 @70ms", "said d by n1 @110ms")
	if got := w.Links(); len(got) != 1 || got[0].State != LinkLossy || got[0].Says != "100% lost" {
		t.Errorf("the links that differ are %v", got)
	}
	do(t, w, "link n2 n3 latency=50ms both=true", "command n2 tell to=n3 text=e", "command n3 tell to=n2 text=f")
	w.Run(ms(300))
	hears(t, w, "n3", "said c by n1 @10ms", "said e by n2 @250ms")
	hears(t, w, "n2", "said a by n1 @70ms", "said d by n1 @110ms", "said f by n3 @250ms")
}

func TestACutIsOneWayUnlessSaidOtherwise(t *testing.T) {
	w := toyWorld(t, nil)
	do(t, w, "cut n1 n2", "command n1 tell to=n2 text=a", "command n2 tell to=n1 text=b")
	w.Run(ms(20))
	hears(t, w, "n2")
	hears(t, w, "n1", "said b by n2 @10ms")
	do(t, w, "cut n1 n3 both=true", "command n1 tell to=n3 text=a", "command n3 tell to=n1 text=b")
	w.Run(ms(40))
	hears(t, w, "n3")
	hears(t, w, "n1", "said b by n2 @10ms")
	do(t, w, "heal n1 n3", "command n1 tell to=n3 text=c", "command n3 tell to=n1 text=d", "command n1 tell to=n2 text=e")
	w.Run(ms(60))
	hears(t, w, "n3", "said c by n1 @50ms")
	hears(t, w, "n1", "said b by n2 @10ms", "said d by n3 @50ms")
	hears(t, w, "n2")
	do(t, w, "heal", "command n1 tell to=n2 text=f")
	w.Run(ms(80))
	hears(t, w, "n2", "said f by n1 @70ms")
	refused(t, w, "cut n1 n9", "there is no node n9 here")
	refused(t, w, "cut n9 n1", "there is no node n9 here")
	refused(t, w, "heal n1 n9", "there is no node n9 here")
}

func TestWhatIsOnItsWayWhenALinkIsCutIsLostUnlessTheCutHeals(t *testing.T) {
	w := toyWorld(t, nil)
	do(t, w, "command n1 tell to=n2 text=a")
	w.Run(ms(5))
	do(t, w, "cut n1 n2")
	w.Run(ms(20))
	hears(t, w, "n2")
	if e := w.Trace().Event(w.Count()); e.Kind != KindLost || e.Msg.String() != "n1.1" || e.At != ms(10) {
		t.Errorf("expected the trace to say that n1.1 is lost at 10ms, got %+v", e)
	}
	do(t, w, "heal", "command n1 tell to=n2 text=b")
	w.Run(ms(25))
	do(t, w, "cut n1 n2")
	w.Run(ms(27))
	do(t, w, "heal")
	w.Run(ms(40))
	hears(t, w, "n2", "said b by n1 @30ms")
}

func TestWhatIsSentIntoACutIsLostEvenIfItHealsBeforeItWouldLand(t *testing.T) {
	w := toyWorld(t, nil)
	do(t, w, "cut n1 n2", "command n1 tell to=n2 text=a", "heal")
	w.Run(ms(20))
	hears(t, w, "n2")
	if s := w.Stats(); s != (Stats{Sent: 1, Lost: 1}) {
		t.Errorf("it is counted as %+v", s)
	}
}

func TestAPartitionCutsBetweenItsGroupsOnly(t *testing.T) {
	w := toyWorld(t, func(o *Options) { o.Counts = map[byte]int{'n': 5} })
	do(t, w, "partition n1 n2 | n3 n4")
	for from := 1; from <= 5; from++ {
		for to := 1; to <= 5; to++ {
			if from != to {
				do(t, w, fmt.Sprintf("command n%d tell to=n%d text=%d", from, to, from))
			}
		}
	}
	w.Run(ms(20))
	for node, want := range map[string][]string{"n1": {"2", "5"}, "n2": {"1", "5"}, "n3": {"4", "5"}, "n4": {"3", "5"}, "n5": {"1", "2", "3", "4"}} {
		if got := arrivals(t, w, node); !slices.Equal(got, want) {
			t.Errorf("%s heard from %q, expected %q", node, got, want)
		}
	}
	do(t, w, "partition n1 n3 | n2 n4") // another split mends what it joins
	do(t, w, "command n1 tell to=n3 text=x", "command n1 tell to=n2 text=y", "command n1 tell to=n4 text=z")
	w.Run(ms(40))
	if got := arrivals(t, w, "n3"); !slices.Contains(got, "x") {
		t.Error("n1 and n3 are in one group, and don't hear each other")
	}
	for _, node := range []string{"n2", "n4"} {
		if got := arrivals(t, w, node); slices.Contains(got, "y") || slices.Contains(got, "z") {
			t.Errorf("%s hears across the partition", node)
		}
	}
	refused(t, w, "partition n1 | n2 n9", "there is no node n9")
}

func TestAMessageToNobodyIsLost(t *testing.T) {
	w := toyWorld(t, nil)
	do(t, w, "command n1 tell to=n77 text=a")
	w.Run(ms(20))
	if s := w.Stats(); s != (Stats{Sent: 1, Lost: 1}) {
		t.Errorf("got %+v", s)
	}
	for fx := range w.Trace().EffectsOf(w.Trace().Event(w.Count())) {
		if fx.Kind == engine.Send && fx.Fate != NoReceiver {
			t.Errorf("its fate is %v", fx.Fate)
		}
	}
}

func TestMessagesAreNamedBySenderAndItsOwnCount(t *testing.T) {
	run := func(before ...string) []string {
		w := toyWorld(t, nil)
		do(t, w, before...)
		w.Run(ms(5))
		do(t, w, "command n2 tell to=n1 text=a times=2", "command n3 tell to=n1 text=b", "command n2 tell to=n3 text=c")
		var names []string
		for _, m := range w.InFlight() {
			if m.Leaves == ms(5) {
				names = append(names, fmt.Sprintf("%v to %v", m.ID, m.To))
			}
		}
		return names
	}
	want := []string{"n2.1 to n1", "n2.2 to n1", "n3.1 to n1", "n2.3 to n3"}
	if got := run(); !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
	if got := run("pause n1", "command n1 tell to=n2 text=x", "resume n1", "command c1 ask to=n1", "cut n2 n3", "heal"); !slices.Equal(got, want) {
		t.Errorf("actions put in earlier renamed messages that they did not cause: %q", got)
	}
}
