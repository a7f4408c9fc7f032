package sim

import (
	"slices"
	"testing"

	"quorumlab/protocols/engine"
)

func fsync(d engine.Duration) func(*Options) {
	return func(o *Options) { o.Settings.Fsync = engine.Exactly(d) }
}

const msec = engine.Millisecond

func TestWhatAStepSendsLeavesOnceItsWritesAreDurable(t *testing.T) {
	w := toyWorld(t, fsync(3*msec))
	do(t, w, "command n1 write key=k value=a to=n2", "command n1 tell to=n3 text=b")
	onTheWire(t, w, "n1.1 lands 13ms", "n1.2 lands 13ms") // the later step waits for the earlier one's writes
	if s, _ := w.Node(engine.ID('n', 1)); s.Flags&FlagUnsynced == 0 {
		t.Error("n1 does not show that it has writes under way")
	}
	w.Run(ms(2))
	if op := w.Ops()[0]; !op.Open() {
		t.Errorf("the answer left at %v, before the write was durable", op.ReturnAt)
	}
	w.Run(ms(50))
	hears(t, w, "n2", "said a by n1 @13ms")
	hears(t, w, "n3", "said b by n1 @13ms")
	if op := w.Ops()[0]; op.ReturnAt != ms(3) {
		t.Errorf("the answer left at %v, not at 3ms", op.ReturnAt)
	}
	if s, _ := w.Node(engine.ID('n', 1)); s.Flags&FlagUnsynced != 0 {
		t.Error("n1 still shows that it has writes under way")
	}
}

func TestBatchesAreDurableOneAfterTheOther(t *testing.T) {
	w := toyWorld(t, fsync(3*msec))
	do(t, w, "command n1 write key=k value=a to=n2")
	w.Run(ms(1))
	do(t, w, "command n1 write key=k value=b to=n2") // begins when the first is done
	w.Run(ms(50))
	hears(t, w, "n2", "said a by n1 @13ms", "said b by n1 @16ms")
}

func TestASendThatDoesNotWaitLeavesAtOnce(t *testing.T) {
	w := toyWorld(t, fsync(30*msec))
	do(t, w, "command n1 unsynced to=n2 text=a")
	w.Run(ms(20))
	hears(t, w, "n2", "said a by n1 @10ms")
}

func TestWithoutADiskThatTakesTimeAllIsDurableAtOnce(t *testing.T) {
	w := toyWorld(t, nil)
	do(t, w, "command n1 write key=k value=a to=n2", "crash n1", "restart n1")
	hears(t, w, "n1", "found a [] @0ms", "restart @0ms")
	w.Run(ms(20))
	hears(t, w, "n2", "said a by n1 @10ms")
}

func TestACrashLosesWhatIsNotDurableAndWhatHasNotLeft(t *testing.T) {
	w := toyWorld(t, fsync(3*msec))
	do(t, w, "command n1 write key=k value=a to=n2")
	w.Run(ms(5))
	do(t, w, "command n1 write key=k value=b to=n2", "command n1 unsynced to=n3 text=gone")
	w.Run(ms(7))
	do(t, w, "crash n1")
	if lost := w.Stats().Lost; lost != 1 {
		t.Errorf("%d messages are lost; expected the one that had not left", lost)
	}
	w.Run(ms(30))
	hears(t, w, "n2", "said a by n1 @13ms")
	hears(t, w, "n3", "said gone by n1 @15ms") // it had left
	if op := w.Ops()[1]; !op.Open() {
		t.Error("an operation whose write is lost was answered")
	}
	do(t, w, "restart n1")
	hears(t, w, "n1", "found a [] @30ms", "restart @30ms")
}

func TestAfterACrashNothingWaitsForWritesThatAreGone(t *testing.T) {
	w := toyWorld(t, fsync(30*msec))
	do(t, w, "command n1 write key=k value=a to=n2")
	w.Run(ms(1))
	do(t, w, "crash n1", "restart n1", "command n1 tell to=n2 text=b")
	w.Run(ms(100))
	hears(t, w, "n2", "said b by n1 @11ms")
}

func TestACrashAtTheVeryMomentOfDurabilityLosesNothing(t *testing.T) {
	w := toyWorld(t, fsync(3*msec))
	do(t, w, "command n1 write key=k value=a to=n2")
	w.Run(ms(3))
	do(t, w, "crash n1", "restart n1")
	w.Run(ms(20))
	hears(t, w, "n1", "found a [] @3ms", "restart @3ms")
	hears(t, w, "n2", "said a by n1 @13ms")
}

func TestACrashMayKeepOrTearWhatWasUnderWay(t *testing.T) {
	for _, c := range []struct{ disk, found string }{
		{"lost", "found  [w x] @1ms"},
		{"kept", "found v [w x a b c d] @1ms"},
		{"torn", "found  [w x a b] @1ms"}, // half of the oldest batch
	} {
		w := toyWorld(t, func(o *Options) {
			o.Presets = []Preset{{Node: engine.ID('n', 1), Disk: toyDisk{Key: "other", Value: "y", Log: []string{"w", "x"}}}}
			o.Settings.Fsync = engine.Exactly(3 * msec)
		})
		do(t, w, "command n1 log add=a+b+c+d", "command n1 write key=k value=v")
		w.Run(ms(1))
		do(t, w, "crash n1 disk="+c.disk, "restart n1")
		if got := log(t, w, "n1"); len(got) < 2 || got[1] != c.found && got[0] != c.found {
			t.Errorf("disk=%s: %q; expected %q", c.disk, got, c.found)
		}
	}
}

func TestALostDiskIsEmpty(t *testing.T) {
	w := toyWorld(t, nil)
	do(t, w, "command n1 write key=k value=a", "lose n1")
	if s, _ := w.Node(engine.ID('n', 1)); s.Engine != nil || s.Flags&FlagCrashed == 0 {
		t.Error("a node that is up goes on without its disk")
	}
	do(t, w, "restart n1")
	hears(t, w, "n1", "restart @0ms")
	do(t, w, "command n1 write key=k value=b", "crash n1", "lose n1", "restart n1")
	hears(t, w, "n1", "restart @0ms")
}

func TestLogsAreCutAtBothEnds(t *testing.T) {
	w := toyWorld(t, nil)
	do(t, w, "command n1 log add=a+b+c+d+e", "command n1 log keep=4", "command n1 log drop=1", "command n1 log add=f", "command n1 log keep=9",
		"crash n1", "restart n1")
	hears(t, w, "n1", "found  [b c d f] @0ms", "restart @0ms")
	do(t, w, "command n1 log drop=9", "crash n1", "restart n1")
	hears(t, w, "n1", "restart @0ms")
}

func TestAPresetLiesOnTheDiskBeforeTheStart(t *testing.T) {
	w := toyWorld(t, func(o *Options) {
		o.Presets = []Preset{{Node: engine.ID('n', 2), Disk: toyDisk{Key: "k", Value: "old", Log: []string{"a", "b"}}}}
	})
	hears(t, w, "n1")
	hears(t, w, "n2", "found old [a b] @0ms")
	if plain := toyWorld(t, nil); plain.Hash() == w.Hash() {
		t.Error("a run with another disk has the same hash")
	}
	refused(t, w, "disk n1 key=k value=x", "expected before anything else happens")
	for _, p := range []Preset{{Node: engine.ID('n', 9), Disk: toyDisk{}}, {Node: engine.ID('c', 1), Disk: toyDisk{}}, {Node: engine.ID('n', 1), Disk: toyDisk{Value: "refused"}}} {
		if _, err := New(&toy, Options{Presets: []Preset{p}}); err == nil {
			t.Errorf("expected %v to be refused", p)
		}
	}
}

func TestAFactIsNeverAheadOfTheDisk(t *testing.T) {
	w := toyWorld(t, fsync(3*msec))
	do(t, w, "command n1 report text=x") // nothing written: at once
	do(t, w, "command n1 write key=k value=y")
	seen := func() []string {
		var all []string
		for text := range w.observers[0].(*seenFacts).Seen {
			all = append(all, text)
		}
		slices.Sort(all)
		return all
	}
	w.Run(ms(2))
	if got := seen(); !slices.Equal(got, []string{"x"}) {
		t.Errorf("monitors know %q before the write is durable", got)
	}
	do(t, w, "crash n1")
	w.Run(ms(10))
	if got := seen(); !slices.Equal(got, []string{"x"}) {
		t.Errorf("monitors know %q, which was lost", got)
	}
	do(t, w, "restart n1", "command n1 write key=k value=z")
	w.Run(ms(20))
	if got := seen(); !slices.Equal(got, []string{"x", "z"}) {
		t.Errorf("monitors know %q", got)
	}
}
