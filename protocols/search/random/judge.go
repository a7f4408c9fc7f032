package random

import (
	"quorumlab/protocols/engine"
	"quorumlab/protocols/history"
	"quorumlab/protocols/scenario"
	"quorumlab/protocols/sim"
)

// judgeSteps is how many steps of the client's model the judge of a history may take, for each part of it, before it is
// too hard: one of sequential clients takes hundreds. What can be judged is judged by porcupine as well.
const judgeSteps = 200_000

// A breach is what broke in a world, and when.
type breach struct {
	name, text, stack string
	at                engine.Time
	events            int
}

// judge tells what is broken in a world; nil for nothing. A run that is not broken otherwise is judged by what its clients
// have seen; decided is false when that is too hard.
func judge(w *sim.World) (b *breach, decided bool) {
	if e := w.Ending(); e != nil && e.Reason == sim.Violation {
		return &breach{e.Name, e.Text, e.Stack, w.Now(), int(w.Count())}, true
	}
	if w.Protocol().Model == nil {
		return nil, true
	}
	ops, seen := w.History()
	f := history.Judge(w.Protocol().Model, seen, judgeSteps)
	if f.Verdict == history.Unknown {
		return nil, false
	}
	if v := history.Check(w.Protocol().Model, seen); v != f.Verdict && v != history.Unknown {
		panic("random: porcupine finds a history " + string(v) + " that is " + string(f.Verdict) + ": " + history.Seen(seen))
	}
	if f.Verdict != history.Not {
		return nil, f.Verdict == history.Linearizable
	}
	answer := ops[f.Answer]
	return &breach{name: sim.Linearizable, text: "no order of the operations explains " + seenLast(f.Ops),
		at: answer.ReturnAt, events: int(answer.Return)}, true
}

// Unexplained says what clients of a world have seen that no order of their operations explains; "" when there is nothing,
// it is too hard to judge, or the world is broken otherwise.
func Unexplained(w *sim.World) string {
	if b, _ := judge(w); b != nil && b.name == sim.Linearizable {
		return b.text
	}
	return ""
}

// seenMax is how many operations a sentence names: the last ones tell most.
const seenMax = 12

func seenLast(ops []history.Op) string {
	if len(ops) <= seenMax {
		return history.Seen(ops)
	}
	return "…; " + history.Seen(ops[len(ops)-seenMax:])
}

// finding is the run up to what broke; byAction: its last action broke it.
func (b *breach) finding(r *Run, byAction bool) *Finding {
	end := *r
	end.Until = b.at
	for i := range r.Actions {
		if r.Actions[i].At.At > b.at { // done after an answer that is not explained
			end.Actions = r.Actions[:i:i]
			break
		}
	}
	if byAction && b.name != sim.Linearizable {
		end.Until = NoFurther
	}
	end.Expects = "violated " + engine.Quote(scenario.ViolationName(b.name))
	if b.name == sim.Linearizable {
		end.Expects = "not linearizable"
	}
	return &Finding{Run: &end, Name: b.name, Text: b.text, Stack: b.stack, Events: b.events}
}

// plays demands that a scenario's text does what it expects.
func plays(p *engine.Protocol, text string) error {
	script, err := scenario.Parse(text, func(string) *engine.Protocol { return p })
	if err != nil {
		return err
	}
	res, err := scenario.Run(script)
	if err != nil {
		return err
	}
	if fs := res.Failures(); len(fs) > 0 {
		return fs[0]
	}
	return nil
}
