package catalog

import "testing"

func sample(t *testing.T, figures ...Scenario) *Catalog {
	t.Helper()
	c, err := New([]Protocol{
		{Name: "raft", Module: "raft", Scenarios: []Scenario{{Name: "raft/split-vote"}, {Name: "raft/leader-crash", Text: "# The leader dies.\n#  Who is next?\n\n# Not this.\ncluster raft\n"}}},
		{Name: "mutex", Module: "core", Scenarios: []Scenario{{Name: "mutex/two", Text: "cluster mutex\n# Not this either.\n"}}},
	}, figures)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func names(scenarios []Scenario) (all string) {
	for _, s := range scenarios {
		all += s.Name + " "
	}
	return all
}

func TestProtocolsAndScenariosAreSortedByName(t *testing.T) {
	c := sample(t, Scenario{Name: "lesson/time/order", Protocol: "mutex"})
	var own string
	for _, p := range c.Protocols() {
		own += names(p.Scenarios)
	}
	if want := "mutex/two raft/leader-crash raft/split-vote "; own != want {
		t.Errorf("of the protocols: got %s, want %s", own, want)
	}
	if got, want := names(c.Scenarios()), "lesson/time/order "+own; got != want {
		t.Errorf("all: got %s, want %s", got, want)
	}
}

func TestAScenarioIsFoundByItsWholeNameOnly(t *testing.T) {
	c := sample(t)
	if s, ok := c.Scenario("raft/leader-crash"); !ok || s.Protocol != "raft" || s.Title() != "leader crash" || s.Module != "raft" {
		t.Errorf("got %+v, %v", s, ok)
	}
	for _, name := range []string{"", "raft", "raft/", "leader-crash", "raft/leader-crash/", "RAFT/leader-crash"} {
		if s, ok := c.Scenario(name); ok {
			t.Errorf("%q found %s", name, s.Name)
		}
	}
}

func TestAFigureNeedsTheModuleOfTheProtocolThatItRuns(t *testing.T) {
	c := sample(t, Scenario{Name: "lesson/elections/split-vote", Protocol: "raft"})
	if s, ok := c.Scenario("lesson/elections/split-vote"); !ok || s.Module != "raft" || s.Title() != "split vote" {
		t.Errorf("got %+v, %v", s, ok)
	}
	if _, err := New(nil, []Scenario{{Name: "lesson/a/b", Protocol: "raft"}}); err == nil {
		t.Error("a figure of a protocol that is not here was taken")
	}
}

func TestTwoScenariosOfOneNameAreRefused(t *testing.T) {
	if _, err := New([]Protocol{{Name: "raft", Scenarios: []Scenario{{Name: "raft/a"}, {Name: "raft/a"}}}}, nil); err == nil {
		t.Error("expected an error")
	}
}

func TestAScenarioIsAboutTheCommentThatItOpensWith(t *testing.T) {
	c := sample(t)
	for name, want := range map[string]string{
		"raft/leader-crash": "The leader dies. Who is next?",
		"raft/split-vote":   "",
		"mutex/two":         "",
	} {
		s, _ := c.Scenario(name)
		if got := s.About(); got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
}
