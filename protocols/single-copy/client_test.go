package singlecopy

import (
	"testing"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/register"
	"quorumlab/protocols/sim"
)

func world(t *testing.T, script string, servers, clients int) *sim.World {
	t.Helper()
	w, err := sim.New(&Protocol, sim.Options{Seed: 1, Counts: map[byte]int{'n': servers, 'c': clients}, Params: Params{Script: script}})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func TestScriptsAreWhatTheySay(t *testing.T) {
	for _, c := range []struct {
		script string
		want   []sim.Op // of c1, then of c2
	}{
		{register.NoScript, nil},
		{register.PutGet, []sim.Op{{In: register.Put{Value: "A"}}, {In: register.Put{Value: "B"}}, {In: register.Get{}}, {In: register.Get{}}}},
		{register.OneWriter, []sim.Op{{In: register.Put{Value: "A"}}, {In: register.Get{}}, {In: register.Get{}}}},
	} {
		w := world(t, c.script, 1, 2)
		w.Run(engine.Time(engine.Second))
		if len(w.Ops()) != len(c.want) {
			t.Fatalf("%s: %d operations; expected %d", c.script, len(w.Ops()), len(c.want))
		}
		for i, op := range w.Ops() {
			if op.In != c.want[i].In || op.Open() {
				t.Errorf("%s: operation %d is %+v; expected %+v, answered", c.script, i+1, op, c.want[i].In)
			}
		}
	}
}

func TestClientsAskTheServersInTurn(t *testing.T) {
	w := world(t, register.NoScript, 3, 2)
	put := func(client int, value string) {
		if err := w.Apply(sim.Command{To: engine.ID('c', client), Event: register.Put{Value: value}}); err != nil {
			t.Fatal(err)
		}
		w.Run(w.Now() + engine.Time(engine.Second))
	}
	for _, c := range []struct {
		client int
		value  string
		want   [3]string
	}{
		{1, "A", [3]string{"A", "", ""}},
		{1, "B", [3]string{"A", "B", ""}},
		{2, "C", [3]string{"A", "C", ""}},
		{2, "D", [3]string{"A", "C", "D"}},
		{2, "E", [3]string{"E", "C", "D"}},
	} {
		put(c.client, c.value)
		for i, want := range c.want {
			if s, _ := engine.Find[*server](w.Global(), engine.ID('n', i+1)); s.value != want {
				t.Errorf("after c%d has put %s n%d has %q; expected %q", c.client, c.value, i+1, s.value, want)
			}
		}
	}
}

func TestAClientAtItsScriptTakesNoCommand(t *testing.T) {
	w := world(t, register.PutGet, 1, 1)
	if err := w.Apply(sim.Command{To: engine.ID('c', 1), Event: register.Put{Value: "X"}}); err != nil {
		t.Fatal(err)
	}
	w.Run(engine.Time(engine.Second))
	for _, op := range w.Ops() {
		if op.In == (register.Put{Value: "X"}) && op.Out != (register.Busy{}) {
			t.Errorf("the command was answered with %+v", op.Out)
		}
	}
	if s, _ := engine.Find[*server](w.Global(), engine.ID('n', 1)); s.value != "A" {
		t.Errorf("the server has %q; expected the script's own value", s.value)
	}
}
