package twophasespec

import (
	"testing"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/enginetest"
	"quorumlab/protocols/scenario/scenariotest"
	"quorumlab/protocols/sim"
)

func TestConformance(t *testing.T) {
	enginetest.Run(t, &Protocol, enginetest.Goals("decided"))
}

func TestScenariosRunAsTheySay(t *testing.T) {
	scenariotest.Folder(t, "scenarios/*.txt", func(name string) *engine.Protocol {
		if name == Protocol.Name {
			return &Protocol
		}
		return nil
	})
}

func TestAResourceManagerThatJoinsLaterIsNoneOfTheTransactions(t *testing.T) {
	w, err := sim.New(&Protocol, sim.Options{Seed: 1, Check: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Apply(sim.Add{Role: "rm"}); err != nil {
		t.Fatal(err)
	}
	w.Run(engine.Time(engine.Second))
	r3, _ := engine.Find[*rm](w.Global(), engine.ID('r', 3))
	r4, _ := engine.Find[*rm](w.Global(), engine.ID('r', 4))
	tm, _ := engine.Find[*tm](w.Global(), engine.ID('t', 1))
	if r3.status != committed || r4.status != prepared || tm.prepared != 0b111 {
		t.Errorf("r3 is %v, r4 is %v, the TM has heard of %b", r3.status, r4.status, tm.prepared)
	}
}
