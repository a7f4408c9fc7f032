package twophase

import (
	"slices"
	"testing"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/search"
)

func searched(t *testing.T, p *engine.Protocol, o search.Options) search.Result {
	t.Helper()
	s, err := search.New(p, o)
	if err != nil {
		t.Fatal(err)
	}
	for !s.Step(1 << 16) {
	}
	return s.Result()
}

// strict asks for the promise even where participants give up.
func strict() *engine.Protocol {
	p := Protocol
	p.Invariants = append(slices.Clone(p.Invariants), engine.Invariant{Name: "kept", Title: "The promise is kept", Check: kept})
	return &p
}

func TestNoRunOfATransferBreaksAnything(t *testing.T) {
	byParticipants := defaults()
	byParticipants.Opens = byParticipant
	atPayer := []engine.Asked{{To: engine.ID('n', 2), Event: exploration().Commands(nil)[0].Event}}
	doubles := engine.Faults{Crashes: 1, Dups: 1, Timeouts: 1}
	for name, o := range map[string]search.Options{
		"as declared":                     {},
		"with messages that come twice":   {Faults: &doubles},
		"with the payer's vote to begin":  {Params: byParticipants, Commands: atPayer},
		"the same, and messages twice":    {Params: byParticipants, Commands: atPayer, Faults: &doubles},
		"with two crashes, one time-out":  {Faults: &engine.Faults{Crashes: 2, Timeouts: 1}},
		"with a transfer the other way":   {Commands: append(exploration().Commands(nil), back()), Faults: &engine.Faults{Timeouts: 1}},
		"the same, with messages doubled": {Commands: append(exploration().Commands(nil), back()), Faults: &engine.Faults{Dups: 1, Timeouts: engine.NoTimeouts}},
	} {
		r := searched(t, &Protocol, o)
		if r.Violation != nil || !r.Exhausted || r.Distinct < 1000 {
			t.Errorf("%s: %d states, all: %t, found %+v", name, r.Distinct, r.Exhausted, r.Violation)
		}
		t.Logf("%s: %d states in %d levels", name, r.Distinct, r.Depth)
	}
}

// back is a second transfer of the same accounts.
func back() engine.Asked {
	return engine.Asked{To: coordinatorID(), Event: Begin{Tx: "t2", From: Account{engine.ID('n', 3), "bob"},
		To: []Account{{engine.ID('n', 2), "alice"}}, Amount: 10}}
}

func TestEachMistakeLosesMoney(t *testing.T) {
	for name, change := range map[string]func(*Params){
		"gives up":          func(p *Params) { p.GivesUp = true },
		"guesses commit":    func(p *Params) { p.GuessesCommit = true },
		"forgets decisions": func(p *Params) { p.ForgetsDecision = true },
	} {
		p := defaults()
		change(&p)
		r := searched(t, &Protocol, search.Options{Params: p})
		if r.Violation == nil || r.Violation.Name != "money" || len(r.Violation.Moves) > 11 {
			t.Errorf("a node that %s: found %+v in %d states", name, r.Violation, r.Distinct)
		}
	}
}

func TestAParticipantThatGivesUpBreaksItsPromiseFirst(t *testing.T) {
	p := defaults()
	p.GivesUp = true
	if r := searched(t, strict(), search.Options{Params: p}); r.Violation == nil || r.Violation.Name != "kept" {
		t.Errorf("found %+v", r.Violation)
	}
}
