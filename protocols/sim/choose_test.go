package sim

import "testing"

func TestAPersonSettlesWhatANodeChoosesNext(t *testing.T) {
	w := toyWorld(t, nil)
	do(t, w, "choose n1 2 4", "command n1 pick n=3", "command n1 pick n=5")
	hears(t, w, "n1", "picked 2 @0ms", "picked 4 @0ms")
}

func TestAChoiceThatIsSettledBeyondItsOutcomesIsDrawnAndUsesUpItsPick(t *testing.T) {
	w := toyWorld(t, nil)
	do(t, w, "choose n1 9 1", "command n1 pick n=1", "command n1 pick n=2")
	hears(t, w, "n1", "picked 0 @0ms", "picked 1 @0ms")
}

func TestWhatIsSettledIsPartOfACheckpoint(t *testing.T) {
	w := toyWorld(t, nil)
	do(t, w, "choose n1 3 1")
	c := w.Checkpoint()
	do(t, w, "command n1 pick n=4", "command n1 pick n=4")
	do(t, c, "command n1 pick n=4", "command n1 pick n=4")
	if w.Hash() != c.Hash() {
		t.Errorf("the copy chose otherwise: %x and %x", w.Hash(), c.Hash())
	}
}
