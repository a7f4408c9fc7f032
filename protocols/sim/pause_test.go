package sim

import (
	"testing"

	"quorumlab/protocols/engine"
)

func TestAPausedNodeTakesInWhatWaitsInItsOrder(t *testing.T) {
	w := toyWorld(t, nil)
	do(t, w, "command n1 arm name=t after=12ms", "pause n1", "command n2 tell to=n1 text=a")
	w.Run(ms(5))
	do(t, w, "command n3 tell to=n1 text=b", "command n1 tell to=n2 text=c")
	w.Run(ms(60))
	hears(t, w, "n1")
	hears(t, w, "n2")
	onTheWire(t, w, "n2.1 lands 10ms waiting", "n3.1 lands 15ms waiting")
	if s, _ := w.Node(engine.ID('n', 1)); len(s.Inbox) != 2 || s.Flags&FlagPaused == 0 || s.Clock != ms(60) {
		t.Errorf("n1: %+v", s)
	}
	do(t, w, "resume n1")
	w.Run(ms(60))
	hears(t, w, "n1", "said a by n2 @60ms", "alarm t @60ms", "said b by n3 @60ms")
	w.Run(ms(80))
	hears(t, w, "n2", "said c by n1 @70ms") // the command waited too
	refused(t, w, "resume n1", "n1 is not paused")
	do(t, w, "pause n1")
	refused(t, w, "pause n1", "n1 is paused already")
	do(t, w, "crash n1")
	refused(t, w, "pause n1", "n1 is down")
	refused(t, w, "pause n9", "there is no node n9 here; there are n1 n2 n3 c1")
}

func TestWhatLandsAtTheMomentOfResumingComesAfterWhatWaited(t *testing.T) {
	w := toyWorld(t, func(o *Options) { o.Settings.Order = "fifo" })
	do(t, w, "pause n1", "command n2 tell to=n1 text=a")
	w.Run(ms(20))
	do(t, w, "command n2 tell to=n1 text=b", "command n2 tell to=n1 text=c")
	w.RunTo(Position{At: ms(30)})
	do(t, w, "resume n1")
	w.Run(ms(40))
	hears(t, w, "n1", "said a by n2 @30ms", "said b by n2 @30ms", "said c by n2 @30ms")
}

func TestATimerThatWaitsCanStillBeCancelledOrArmedAnew(t *testing.T) {
	w := toyWorld(t, nil)
	do(t, w, "command n1 arm name=a after=5ms", "command n1 arm name=b after=5ms", "command n1 arm name=c after=5ms", "manual n1 on")
	w.Run(ms(10))
	do(t, w, "command n1 disarm name=a", "command n1 arm name=b after=20ms", "manual n1 off")
	w.Run(ms(50))
	hears(t, w, "n1", "alarm c @10ms", "alarm b @30ms")
}

func TestAPausedNodeThatCrashesForgetsWhatWaited(t *testing.T) {
	w := toyWorld(t, nil)
	do(t, w, "pause n1", "command n2 tell to=n1 text=a", "command n1 arm name=t after=1ms", "command n1 tell to=n2 text=b")
	w.Run(ms(20))
	do(t, w, "crash n1", "restart n1")
	w.Run(ms(60))
	hears(t, w, "n1", "restart @20ms")
	hears(t, w, "n2")
	if s := w.Stats(); s.Lost != 1 {
		t.Errorf("the message that waited is not counted as lost: %+v", s)
	}
}

func TestANodeDrivenByHandTakesInWhatAPersonLetsIn(t *testing.T) {
	w := toyWorld(t, nil)
	do(t, w, "manual n1 on", "command n1 arm name=t after=1ms", "command n2 tell to=n1 text=a times=3")
	w.Run(ms(50))
	hears(t, w, "n1")
	if ts := w.Timers(engine.ID('n', 1)); len(ts) != 1 || !ts[0].Waits {
		t.Errorf("the timers are %+v", ts)
	}
	do(t, w, "deliver n2.2", "fire n1 alarm name=t", "drop n2.1")
	hears(t, w, "n1", "said a by n2 @50ms", "alarm t @50ms")
	refused(t, w, "fire n1 alarm name=t", "n1 has no such timer armed: alarm name=t")
	onTheWire(t, w, "n2.3 lands 10ms waiting")
	do(t, w, "manual n1 off")
	w.Run(ms(60))
	hears(t, w, "n1", "said a by n2 @50ms", "alarm t @50ms", "said a by n2 @50ms")
	do(t, w, "command n2 tell to=n1 text=b")
	w.Run(ms(100))
	hears(t, w, "n1", "said a by n2 @50ms", "alarm t @50ms", "said a by n2 @50ms", "said b by n2 @70ms")
}

func TestPatienceLetsInWhatWaitedTooLong(t *testing.T) {
	w := toyWorld(t, nil)
	do(t, w, "manual n1 on patience=100ms", "command n2 tell to=n1 text=a", "command n1 arm name=t after=40ms")
	w.Run(ms(20))
	do(t, w, "command n2 tell to=n1 text=b")
	w.Run(ms(109))
	hears(t, w, "n1")
	w.Run(ms(500))
	hears(t, w, "n1", "said a by n2 @110ms", "said b by n2 @130ms", "alarm t @140ms")
}

func TestPatienceDoesNotLetInTwiceWhatAPersonLetIn(t *testing.T) {
	w := toyWorld(t, nil)
	do(t, w, "manual n1 on patience=100ms", "command n2 tell to=n1 text=a", "command n1 arm name=t after=40ms")
	w.Run(ms(50))
	do(t, w, "deliver n2.1", "fire n1 alarm name=t", "command n1 arm name=t after=70ms") // due at 120ms, before the old patience ends
	w.Run(ms(219))
	hears(t, w, "n1", "said a by n2 @50ms", "alarm t @50ms")
	w.Run(ms(220))
	hears(t, w, "n1", "said a by n2 @50ms", "alarm t @50ms", "alarm t @220ms")
}

func TestWhatCameDuringAPauseAtANodeDrivenByHandWaitsForAsLong(t *testing.T) {
	w := toyWorld(t, nil)
	do(t, w, "manual n1 on patience=100ms", "pause n1", "command n2 tell to=n1 text=a")
	w.Run(ms(300))
	hears(t, w, "n1")
	do(t, w, "resume n1")
	w.Run(ms(399))
	hears(t, w, "n1")
	w.Run(ms(400))
	hears(t, w, "n1", "said a by n2 @400ms")
}

func TestPatienceThatEndsDuringAPauseBeginsAnewAfterIt(t *testing.T) {
	w := toyWorld(t, nil)
	do(t, w, "manual n1 on patience=100ms", "command n2 tell to=n1 text=a")
	w.Run(ms(50))
	do(t, w, "pause n1")
	w.Run(ms(300))
	do(t, w, "resume n1")
	w.Run(ms(400))
	hears(t, w, "n1", "said a by n2 @400ms")
}

func TestAllNodesOfTheClusterCanBeDrivenByHandFromTheStart(t *testing.T) {
	w := toyWorld(t, func(o *Options) { o.Manual = true })
	do(t, w, "command n2 tell to=n1 text=a", "command n2 tell to=c1 text=b")
	w.Run(ms(50))
	hears(t, w, "n1")
	hears(t, w, "c1", "said b by n2 @10ms")
}

func TestATimerFiresByHandBeforeItIsDueAndOnlyOnce(t *testing.T) {
	w := toyWorld(t, nil)
	do(t, w, "command n1 arm name=t after=40ms")
	w.Run(ms(10))
	do(t, w, "fire n1 alarm name=t")
	w.Run(ms(100))
	hears(t, w, "n1", "alarm t @10ms")
	refused(t, w, "fire n9 alarm name=t", "there is no node n9")
}

func TestACommandThatWaitedForAPauseGoesOnAtANodeDrivenByHand(t *testing.T) {
	w := toyWorld(t, nil)
	do(t, w, "manual n1 on", "pause n1", "command n1 tell to=n2 text=a", "command n2 tell to=n1 text=b")
	w.Run(ms(50))
	do(t, w, "resume n1")
	w.Run(ms(100))
	hears(t, w, "n2", "said a by n1 @60ms")
	onTheWire(t, w, "n2.1 lands 10ms waiting")
}

func TestPatienceBeginsWhenItIsGiven(t *testing.T) {
	w := toyWorld(t, nil)
	do(t, w, "manual n1 on", "command n2 tell to=n1 text=a")
	w.Run(ms(50))
	do(t, w, "manual n1 on patience=20ms")
	w.Run(ms(100))
	hears(t, w, "n1", "said a by n2 @70ms")
}

func TestLettingGoOfANodeThatIsPausedWaitsForTheEndOfThePause(t *testing.T) {
	w := toyWorld(t, nil)
	do(t, w, "manual n1 on", "command n2 tell to=n1 text=a")
	w.Run(ms(20))
	do(t, w, "pause n1", "manual n1 off")
	w.Run(ms(40))
	hears(t, w, "n1")
	do(t, w, "resume n1")
	w.Run(ms(50))
	hears(t, w, "n1", "said a by n2 @40ms")
}
