package catalog

import "testing"

func sample() *Catalog {
	return New([]Protocol{
		{Name: "raft", Scenarios: []Scenario{{Name: "raft/split-vote"}, {Name: "raft/leader-crash", Text: "# The leader dies.\n#  Who is next?\n\n# Not this.\ncluster raft\n"}}},
		{Name: "mutex", Scenarios: []Scenario{{Name: "mutex/two", Text: "cluster mutex\n# Not this either.\n"}}},
	})
}

func TestProtocolsAndTheirScenariosAreSortedByName(t *testing.T) {
	c := sample()
	var got string
	for _, p := range c.Protocols() {
		for _, s := range p.Scenarios {
			got += s.Name + " "
		}
	}
	if want := "mutex/two raft/leader-crash raft/split-vote "; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestAScenarioIsFoundByItsWholeNameOnly(t *testing.T) {
	c := sample()
	if s, ok := c.Scenario("raft/leader-crash"); !ok || s.Protocol() != "raft" || s.Title() != "leader crash" {
		t.Errorf("got %+v, %v", s, ok)
	}
	for _, name := range []string{"", "raft", "raft/", "leader-crash", "raft/leader-crash/", "RAFT/leader-crash"} {
		if s, ok := c.Scenario(name); ok {
			t.Errorf("%q found %s", name, s.Name)
		}
	}
}

func TestAScenarioIsAboutTheCommentThatItOpensWith(t *testing.T) {
	c := sample()
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
