package scenario

import (
	"quorumlab/protocols/engine"
	"quorumlab/protocols/sim"
)

// A Take is one branch as a person has driven it.
type Take struct {
	Name, Of string       // Of is "" for the first, which is main
	At       sim.Position // where it forks, at the latest
	Actions  []sim.Placed // from time 0 on, with those before the fork
	Until    engine.Time  // it was computed up to there, that moment included; −1: no further than its last action
	Ending   *sim.Ending  // why it ended, if it did; the script then expects that
}

// Recorded is a script that gives the same run as the takes: the cluster and the disks of s, the takes' actions, each at
// its position, and a last line that lets time go on to where the take was. What s expects is about its own lines, and is
// left out.
//
// A take forks where it was said to, or earlier, where its actions and its parent's begin to differ: a person may have
// gone back in either.
func (s *Script) Recorded(takes []Take) *Script {
	r := &Script{Head: s.Head, Cluster: s.Cluster}
	line := s.Cluster.Line
	next := func() int { line++; return line }
	for i, t := range takes {
		b := Branch{Name: Main}
		if i > 0 {
			t.At = fork(takes, &t)
			at := t.At
			b = Branch{Line: next(), Name: t.Name, Of: t.Of, GivenOf: t.Of != Main, At: &at}
		} else {
			b.Items = s.disks(next)
		}
		here := engine.Time(0)
		if i > 0 {
			here = t.At.At
		}
		for _, a := range t.Actions {
			if i > 0 && a.At.Before(t.At) {
				continue
			}
			at := a.At
			here = at.At
			b.Items = append(b.Items, Item{Line: next(), At: &at, Do: Act{a.Action}})
		}
		if t.Until >= here {
			b.Items = append(b.Items, Item{Line: next(), Do: Pass{engine.Duration(t.Until - here)}})
		}
		if t.Ending != nil {
			b.Items = append(b.Items, Item{Line: next(), Do: expectEnding(t.Ending)})
		}
		r.Branches = append(r.Branches, b)
	}
	return r
}

// fork is where a take leaves its parent.
func fork(takes []Take, t *Take) sim.Position {
	at, of := t.At, takes[0].Actions
	for i := range takes {
		if i > 0 && takes[i].Name == t.Of {
			of = takes[i].Actions
		}
	}
	n := 0
	for n < len(of) && n < len(t.Actions) && of[n].At == t.Actions[n].At && sim.Line(of[n].Action) == sim.Line(t.Actions[n].Action) {
		n++
	}
	for _, rest := range [][]sim.Placed{of[n:], t.Actions[n:]} {
		if len(rest) > 0 && rest[0].At.Before(at) {
			at = rest[0].At
		}
	}
	if t.Until >= 0 && t.Until < at.At { // it has not even come there
		at = sim.Position{At: t.Until}
	}
	return at
}

func expectEnding(e *sim.Ending) Expect {
	if e.Reason == sim.Violation {
		return Expect{Violated: ViolationName(e.Name)}
	}
	return Expect{Ended: e.Reason}
}

// disks are the script's disk lines, and the comments among them.
func (s *Script) disks(next func() int) []Item {
	var items []Item
	_, lines := s.presets()
	for _, it := range s.Branches[0].Items {
		if len(lines) == 0 || it.Line > lines[len(lines)-1] {
			break
		}
		it.Line = next()
		items = append(items, it)
	}
	return items
}
