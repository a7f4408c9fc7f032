package mutex

import (
	"fmt"
	"testing"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/enginetest"
	"quorumlab/protocols/scenario/scenariotest"
	"quorumlab/protocols/sim"
)

func world(t *testing.T, processes int, params Params, seed uint64) *sim.World {
	t.Helper()
	w, err := sim.New(&Protocol, sim.Options{Seed: seed, Counts: map[byte]int{'n': processes}, Params: params, Check: true})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func ask(t *testing.T, w *sim.World, process int) {
	t.Helper()
	if err := w.Apply(sim.Command{To: engine.ID('n', process), Event: Acquire{}}); err != nil {
		t.Fatal(err)
	}
}

func entries(w *sim.World) (entered int) {
	for _, n := range engine.Each[*node](w.Global()) {
		entered += n.entered
	}
	return entered
}

func TestACriticalSectionCostsThreeMessagesToEachOtherProcess(t *testing.T) {
	for processes := 2; processes <= 9; processes++ {
		t.Run(fmt.Sprintf("%d processes", processes), func(t *testing.T) {
			w := world(t, processes, Protocol.Params.(Params), 7)
			for round := 1; round <= 5; round++ {
				for p := 1; p <= processes; p++ {
					ask(t, w, p)
				}
				w.Run(w.Now() + engine.Time(10*engine.Second))
				if e := w.Ending(); e != nil {
					t.Fatal(e.Text)
				}
				sections := round * processes
				if got, want := w.Stats().Sent, 3*(processes-1)*sections; entries(w) != sections || got != want {
					t.Fatalf("%d sections took %d messages; expected %d sections and %d messages", entries(w), got, sections, want)
				}
			}
		})
	}
}

func TestRequestsAreGrantedInTheOrderOfTheirClocks(t *testing.T) {
	w := world(t, 5, Protocol.Params.(Params), 3)
	for _, p := range []int{4, 2, 5, 1, 3} { // all clocks are 1
		ask(t, w, p)
	}
	var order []engine.NodeID
	for before := 0; w.Next(engine.Time(10 * engine.Second)); {
		if now := entries(w); now > before {
			before = now
			order = append(order, inside(w.Global())...)
		}
	}
	if got := fmt.Sprint(order); got != "[n1 n2 n3 n4 n5]" {
		t.Errorf("equal clocks were granted as %s", got)
	}
}

func TestAProcessThatDoesNotWaitForRepliesBreaksMutualExclusion(t *testing.T) {
	params := Protocol.Params.(Params)
	params.NoReplies = true
	w := world(t, 3, params, 1)
	ask(t, w, 1)
	ask(t, w, 2)
	w.Run(engine.Time(engine.Second))
	e := w.Ending()
	if e == nil || e.Name != "mutual exclusion" || e.Text != "n1 and n2 are both inside" {
		t.Errorf("expected n1 and n2 to be both inside, got %+v", e)
	}
}

func TestACommandWaitsUntilTheOneBeforeItIsDone(t *testing.T) {
	w := world(t, 2, Protocol.Params.(Params), 1)
	for range 3 {
		ask(t, w, 1)
	}
	w.Run(engine.Time(10 * engine.Second))
	for _, op := range w.Ops() {
		if op.Open() {
			t.Errorf("operation %d has no answer", op.ID)
		}
	}
	if got := entries(w); got != 3 {
		t.Errorf("expected 3 entries, not %d", got)
	}
}

func TestConformance(t *testing.T) {
	enginetest.Run(t, &Protocol, enginetest.Goals("inside"))
}

func TestScenariosRunAsTheySay(t *testing.T) {
	scenariotest.Folder(t, "scenarios/*.txt", func(name string) *engine.Protocol {
		if name == Protocol.Name {
			return &Protocol
		}
		return nil
	})
}
