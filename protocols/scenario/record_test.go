package scenario_test

import (
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/scenario"
	"quorumlab/protocols/sim"
)

// drive lets a recording go on as a person would have it: some events, an action that may be refused, a step back, and so
// on.
func drive(t *rapid.T, rec *sim.Recording, p *engine.Protocol) {
	for range rapid.IntRange(0, 12).Draw(t, "turns") {
		switch rapid.IntRange(0, 3).Draw(t, "turn") {
		case 0:
			until := rec.Head().Now() + engine.Time(drawDuration(t, 0))
			for range rapid.IntRange(1, 60).Draw(t, "events") {
				if !rec.Next(until) {
					rec.Reach(until)
					break
				}
			}
		case 1:
			if k := rec.Head().Count(); rapid.IntRange(0, 3).Draw(t, "rewind") == 0 {
				if err := rec.Rewind(sim.EventID(rapid.IntRange(0, int(k)).Draw(t, "to"))); err != nil {
					t.Fatal(err)
				}
			}
		default:
			a := drawAction(t, p)
			if _, ok := a.(sim.Preset); !ok {
				_ = rec.Act(a) // one that makes no sense here changes nothing
			}
		}
	}
}

func TestWhatAPersonHasDoneIsATextThatGivesTheSameRun(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawProtocol(t)
		s := drawScript(t, p)
		s.Branches, s.HasGolden, s.Golden = s.Branches[:1], false, ""
		s.Branches[0].Items = nil
		main, err := s.Start(scenario.Main, nil)
		if err != nil {
			t.Fatal(err)
		}
		runs := []*sim.Recording{main.Recording()}
		takes := []scenario.Take{{Name: scenario.Main}}
		drive(t, runs[0], p)
		for _, name := range []string{"left", "right", "last"} {
			of := rapid.IntRange(0, len(runs)-1).Draw(t, "parent")
			k := sim.EventID(rapid.IntRange(0, int(runs[of].Head().Count())).Draw(t, "fork"))
			fork, err := runs[of].Fork(k)
			if err != nil {
				t.Fatal(err)
			}
			takes = append(takes, scenario.Take{Name: name, Of: takes[of].Name, At: fork.Head().Position()})
			runs = append(runs, fork)
			drive(t, runs[rapid.IntRange(0, len(runs)-1).Draw(t, "driven")], p) // a parent too, even before the fork
			drive(t, fork, p)
		}
		for i := range takes {
			complete(&takes[i], runs[i])
		}
		text := s.Recorded(takes).String()
		again, err := scenario.Parse(text, lookup)
		if err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		res, err := scenario.Run(again)
		if err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		if !res.OK() {
			t.Fatalf("%v\n%s", res.Failures(), text)
		}
		for i, r := range res.Branches {
			if !reflect.DeepEqual(r.Recording().Actions(), runs[i].Actions()) && len(runs[i].Actions()) > 0 {
				t.Fatalf("branch %d: done %v, read %v\n%s", i, runs[i].Actions(), r.Recording().Actions(), text)
			}
			if r.Hash() != runs[i].Head().Hash() || r.Recording().Head().Now() != runs[i].Head().Now() {
				t.Fatalf("branch %d: another run, of %d events and not %d\n%s", i, r.Recording().Head().Count(), runs[i].Head().Count(), text)
			}
		}
	})
}

// complete fills a take from its recording, whose last moment is completed first, since a text runs whole moments.
func complete(t *scenario.Take, rec *sim.Recording) {
	t.Until = rec.Head().Now()
	rec.Run(t.Until)
	t.Actions, t.Ending = rec.Actions(), rec.Head().Ending()
}
