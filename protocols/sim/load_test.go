package sim

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"quorumlab/protocols/engine"
)

// calls are all operations so far: who, what, when it was called and answered.
func calls(w *World) []string {
	var all []string
	for i := range w.Ops() {
		o := &w.Ops()[i]
		s := fmt.Sprintf("%v %s %v", o.Client, engine.Print(o.In), o.CallAt)
		if !o.Open() {
			s += fmt.Sprintf(" to %v", o.ReturnAt)
		}
		all = append(all, s)
	}
	return all
}

func called(t testing.TB, w *World, want ...string) {
	t.Helper()
	if got := calls(w); !slices.Equal(got, want) {
		t.Errorf("operations:\n%s\nexpected\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestAnOpenLoopComesWhetherOrNotItIsAnswered(t *testing.T) {
	w := toyWorld(t, func(o *Options) { o.Counts = map[byte]int{'o': 2} })
	do(t, w, "load o1,o2 ask to=n1 text=silence every=5ms count=4")
	w.Run(ms(100))
	called(t, w, "o1 ask to=n1 text=silence 5ms", "o2 ask to=n1 text=silence 10ms", "o1 ask to=n1 text=silence 15ms", "o2 ask to=n1 text=silence 20ms")
}

func TestAClosedLoopThinksBetweenAnswerAndNextCommand(t *testing.T) {
	w := toyWorld(t, nil)
	do(t, w, "load c1 ask to=n1 text=q% think=7ms count=3")
	w.Run(ms(200))
	called(t, w, "c1 ask to=n1 text=q1 0ms to 20ms", "c1 ask to=n1 text=q2 27ms to 47ms", "c1 ask to=n1 text=q3 54ms to 74ms")
	w = toyWorld(t, nil)
	do(t, w, "load c1 ask to=n1 text=silence think=7ms")
	w.Run(ms(200))
	called(t, w, "c1 ask to=n1 text=silence 0ms")
}

func TestALoadEndsByItsCountOrItsTime(t *testing.T) {
	w := toyWorld(t, func(o *Options) { o.Counts = map[byte]int{'o': 1} })
	do(t, w, "load o1 ask to=n1 every=10ms until=35ms")
	w.Run(ms(300))
	if got := len(w.Ops()); got != 3 {
		t.Errorf("%d commands until 35ms, one each 10ms", got)
	}
	if !w.Idle() {
		t.Error("a load that is over keeps the world busy")
	}
}

func TestALoadIsItsOwnRandomStream(t *testing.T) {
	run := func(before ...string) []string {
		w := toyWorld(t, func(o *Options) { o.Counts = map[byte]int{'o': 1} })
		do(t, w, before...)
		do(t, w, `load o1 ask to=n1 text=x every="exp(10ms)" count=20`)
		w.Run(ms(1000))
		var at []string
		for _, c := range calls(w) {
			if strings.HasPrefix(c, "o1") {
				at = append(at, c)
			}
		}
		return at
	}
	plain := run()
	if more := run("command c1 ask to=n2", "command n1 pick n=100", "command n2 draw name=a after=1ms..2ms"); !slices.Equal(plain, more) || len(plain) != 20 {
		t.Errorf("other draws moved the arrivals:\n%q\n%q", plain, more)
	}
	if plain[0] == plain[1] {
		t.Error("all arrivals are alike")
	}
}

func TestASequentialClientHasOneOperationOpenAtATime(t *testing.T) {
	w := toyWorld(t, nil)
	do(t, w, "command c1 ask to=n1 text=a", "command c1 ask to=n1 text=b", "command c1 ask to=n1 text=c")
	w.Run(ms(100))
	called(t, w, "c1 ask to=n1 text=a 0ms to 20ms", "c1 ask to=n1 text=b 20ms to 40ms", "c1 ask to=n1 text=c 40ms to 60ms")
	for i := range w.Ops()[1:] {
		if a, b := w.Ops()[i], w.Ops()[i+1]; a.Return >= b.Call {
			t.Errorf("operation %d is called at event %d, before the one before it returned at %d", b.ID, b.Call, a.Return)
		}
	}
	w = toyWorld(t, func(o *Options) { o.Counts = map[byte]int{'o': 1} })
	do(t, w, "command o1 ask to=n1 text=a", "command o1 ask to=n1 text=b") // not sequential
	w.Run(ms(100))
	called(t, w, "o1 ask to=n1 text=a 0ms to 20ms", "o1 ask to=n1 text=b 0ms to 20ms")
}

func TestACrashLeavesTheOperationOpenAndTheNextOneGoesOnAfterTheRestart(t *testing.T) {
	w := toyWorld(t, nil)
	do(t, w, "command c1 ask to=n1 text=a", "command c1 ask to=n1 text=b")
	w.Run(ms(5))
	do(t, w, "crash c1")
	refused(t, w, "command c1 ask to=n1 text=x", "c1 is down")
	w.Run(ms(50))
	do(t, w, "restart c1", "command c1 ask to=n1 text=c")
	w.Run(ms(200))
	called(t, w, "c1 ask to=n1 text=a 0ms", "c1 ask to=n1 text=b 50ms to 70ms", "c1 ask to=n1 text=c 70ms to 90ms")
}

func TestACommandOfALoadForAClientThatIsDownIsLostAndTheNextOnesGoOn(t *testing.T) {
	w := toyWorld(t, nil)
	do(t, w, "load c1 ask to=n1 text=% every=30ms count=4", "crash c1")
	w.Run(ms(65))
	do(t, w, "restart c1")
	w.Run(ms(300))
	called(t, w, "c1 ask to=n1 text=1 30ms", "c1 ask to=n1 text=2 60ms", "c1 ask to=n1 text=3 90ms to 110ms", "c1 ask to=n1 text=4 120ms to 140ms")
}

func TestAnAnswerFromBeforeACrashDoesNotLetTwoOperationsBeOpen(t *testing.T) {
	w := toyWorld(t, nil)
	do(t, w, "link n1 c1 latency=100ms", "command c1 ask to=n1 text=a")
	w.Run(ms(15)) // n1's answer is on its way, to land at 110 ms
	do(t, w, "crash c1", "restart c1", "command c1 ask to=n1 text=b", "command c1 ask to=n1 text=c")
	w.Run(ms(600))
	called(t, w, "c1 ask to=n1 text=a 0ms to 110ms", "c1 ask to=n1 text=b 15ms to 125ms", "c1 ask to=n1 text=c 125ms to 235ms")
}

func TestAClientOpensOperationsByItself(t *testing.T) {
	w := toyWorld(t, nil)
	do(t, w, "command c1 loop to=n1")
	w.Run(ms(100))
	ops := w.Ops()
	if len(ops) != 2 || ops[1].Open() || engine.Print(ops[1].In) != "ask to=n1 text=mine" || ops[1].ReturnAt != ms(20) || ops[1].Out != (Done{"mine"}) {
		t.Errorf("operations: %+v", ops)
	}
	if !ops[0].Open() {
		t.Error("an answer with number 0 closed an operation that a command opened")
	}
}

func TestAnAnswerThatComesTwiceClosesOnce(t *testing.T) {
	w := toyWorld(t, nil)
	do(t, w, "command c1 ask to=n1 text=a")
	w.Run(ms(15))
	do(t, w, "duplicate n1.1")
	w.Run(ms(100))
	called(t, w, "c1 ask to=n1 text=a 0ms to 20ms")
}

func TestACommandIsTakenOnlyByARoleThatListsIt(t *testing.T) {
	w := toyWorld(t, nil)
	refused(t, w, "load n9 report text=x every=1ms", "there is no node n9")
	if err := w.Apply(Load{To: []engine.NodeID{engine.ID('n', 1)}, Event: Ask{}, Every: engine.Exactly(1000)}); err == nil || !strings.Contains(err.Error(), "n1, as server, takes no ask") {
		t.Errorf("got %v", err)
	}
	if err := w.Apply(Command{To: engine.ID('n', 1), Event: Ask{}}); err == nil || !strings.Contains(err.Error(), "n1, as server, takes no ask") {
		t.Errorf("got %v", err)
	}
}

func TestACommandThatWaitsForItsClientsTurnIsNoPartOfWhatClientsHaveSeen(t *testing.T) {
	w := toyWorld(t, nil)
	do(t, w, "hold from=c1", "command c1 ask", "command c1 ask")
	ops, seen := w.History()
	if len(w.Ops()) != 2 || len(ops) != 1 || len(seen) != 1 || ops[0].ID != 1 || seen[0].In != ops[0].In {
		t.Errorf("expected the first of two operations, got %+v and %+v", ops, seen)
	}
}
