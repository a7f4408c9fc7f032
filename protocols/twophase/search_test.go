package twophase

import (
	"slices"
	"testing"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/enginetest"
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

// strict is the protocol with an invariant more: whoever voted yes does not abort by itself. It breaks as soon as a
// participant gives up, long before money is lost, so that it is not for showing what giving up leads to.
func strict() *engine.Protocol {
	p := Protocol
	p.Invariants = append(slices.Clone(p.Invariants), engine.Invariant{Name: "promise", Title: "Nobody aborts by itself after its yes", Check: promise})
	return &p
}

// promise: as long as the coordinator has not aborted a transaction, and no participant has that had not voted yes, nobody
// who voted yes has.
func promise(g *engine.Global) error {
	for id, p := range engine.Each[*participant](g) {
		for _, r := range p.log {
			if r.Kind != aborted || !votedYes(p, r.ID) {
				continue
			}
			for cid, c := range engine.Each[*coordinator](g) {
				if _, open := c.find(r.ID); open && !abortedBefore(g, r.ID) {
					return engine.Violated("%v has aborted %s by itself: %v has not", id, r.Tx, cid)
				}
			}
		}
	}
	return nil
}

func votedYes(p *participant, id ID) bool {
	return slices.ContainsFunc(p.log, func(r record) bool { return r.Kind == prepared && r.ID == id })
}

// abortedBefore tells whether a participant has aborted the transaction without having voted yes, as it may. One that is
// down may have.
func abortedBefore(g *engine.Global, id ID) bool {
	for i := range g.Nodes {
		p, up := g.Nodes[i].(*participant)
		if !up && isParticipant(g.IDs[i]) {
			return true
		}
		if up && !votedYes(p, id) && slices.ContainsFunc(p.log, func(r record) bool { return r.Kind == aborted && r.ID == id }) {
			return true
		}
	}
	return false
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
		r := searched(t, strict(), o)
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
	if r := searched(t, strict(), search.Options{Params: p}); r.Violation == nil || r.Violation.Name != "promise" {
		t.Errorf("found %+v", r.Violation)
	}
}

func TestNobodyWhoVotedYesAbortsByItselfUnderFaults(t *testing.T) {
	enginetest.Run(t, strict(), enginetest.Goals("settled"), enginetest.Draw(contended))
}
