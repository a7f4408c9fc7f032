package catalog

import (
	"strings"
	"testing"

	"quorumlab/server/reference"
)

func grouped(groups ...Group) []Protocol {
	return []Protocol{{Name: "raft", Groups: groups, Scenarios: []Scenario{
		{Name: "raft/b"}, {Name: "raft/a"}, {Name: "raft/bad", Mistake: "bad"}, {Name: "raft/bad-shortest", Mistake: "bad"},
	}}}
}

func TestScenariosWithoutAMistakeStandInTheirGroupsInTheOrderGiven(t *testing.T) {
	c, err := New(grouped(Group{Title: "One", Names: []string{"raft/b"}}, Group{Title: "Two", Names: []string{"raft/a"}}), nil)
	if err != nil {
		t.Fatal(err)
	}
	p, _ := c.Protocol("raft")
	if len(p.Groups) != 2 || names(p.Groups[0].Scenarios) != "raft/b " || names(p.Groups[1].Scenarios) != "raft/a " {
		t.Errorf("got %+v", p.Groups)
	}
	if got := names(p.Wrong("bad")); got != "raft/bad raft/bad-shortest " || !p.Wrong("bad")[1].Shortest() || p.Wrong("bad")[0].Shortest() {
		t.Errorf("of the mistake: got %s", got)
	}
}

func TestAProtocolWithoutGroupsHasOneOfAllWithoutAMistake(t *testing.T) {
	c, err := New(grouped(), nil)
	if err != nil {
		t.Fatal(err)
	}
	p, _ := c.Protocol("raft")
	if len(p.Groups) != 1 || p.Groups[0].Title != "" || names(p.Groups[0].Scenarios) != "raft/a raft/b " {
		t.Errorf("got %+v", p.Groups)
	}
}

func TestAGroupThatLeavesAScenarioOutOrNamesAStrangerIsAnError(t *testing.T) {
	for want, g := range map[string]Group{
		"raft/b is in no group of raft": {Title: "One", Names: []string{"raft/a"}},
		"has raft/no-such: expected":    {Title: "One", Names: []string{"raft/a", "raft/b", "raft/no-such"}},
		"has raft/a: expected":          {Title: "One", Names: []string{"raft/a", "raft/b", "raft/a"}},
		"has raft/bad: expected":        {Title: "One", Names: []string{"raft/a", "raft/b", "raft/bad"}},
	} {
		if _, err := New(grouped(g), nil); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("expected %q, got %v", want, err)
		}
	}
}

func TestFiguresOfLessonsAreFoundByTheProtocolThatTheyRun(t *testing.T) {
	c := sample(t, Scenario{Name: "lesson/time/order", Protocol: "mutex"}, Scenario{Name: "lesson/elections/split", Protocol: "raft"})
	if got := names(c.Figures("raft")); got != "lesson/elections/split " {
		t.Errorf("got %s", got)
	}
	if f := c.Figures("raft")[0]; f.Lesson() != "elections" || (Scenario{Name: "raft/lesson"}).Lesson() != "" {
		t.Errorf("of the lesson %q", f.Lesson())
	}
	if got := names(c.Figures("mutex")); got != "lesson/time/order " {
		t.Errorf("got %s", got)
	}
}

func TestAProtocolIsDrawnAsItsMostTellingStatus(t *testing.T) {
	for want, drawn := range map[string][]string{
		"double": {"circle", "diamond", "double"}, "hexagon": {"diamond", "hexagon"}, "circle": {"pill", "circle"}, "diamond": {"diamond", "square"},
	} {
		var p Protocol
		for _, d := range drawn {
			p.Reference.Statuses = append(p.Reference.Statuses, reference.Mark{Drawn: d})
		}
		if got := p.Shape(); got != want {
			t.Errorf("%v: got %s, want %s", drawn, got, want)
		}
	}
}

func TestWhatHasMostToPlayComesFirst(t *testing.T) {
	c := sample(t)
	if got := c.Richest()[0].Name + " " + c.Richest()[1].Name; got != "raft mutex" {
		t.Errorf("got %s", got)
	}
	if got := c.Protocols()[0].Name; got != "mutex" {
		t.Errorf("the order by name is gone: %s comes first", got)
	}
}

func TestAPathIsCutWhereThePartChanges(t *testing.T) {
	parts := Parts([]Lesson{{ID: "a", Part: "One"}, {ID: "b", Part: "One"}, {ID: "c-d", Part: "Two"}})
	if len(parts) != 2 || parts[0].Title != "One" || len(parts[0].Lessons) != 2 || parts[1].Lessons[0].ID != "c-d" {
		t.Errorf("got %+v", parts)
	}
}
