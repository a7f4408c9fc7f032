package lessons_test

import (
	"io/fs"
	"path"
	"testing"

	"quorumlab/lessons"
	"quorumlab/protocols/all"
	"quorumlab/protocols/engine"
	"quorumlab/protocols/scenario"
	"quorumlab/protocols/scenario/scenariotest"
)

func lookup(name string) *engine.Protocol {
	for _, e := range all.Protocols() {
		if e.Protocol.Name == name {
			return e.Protocol
		}
	}
	return nil
}

func TestEveryFigureOfALessonShowsWhatItsLinesSay(t *testing.T) {
	scenariotest.Folder(t, "*/*.txt", lookup)
}

func TestEveryFigureExpectsSomething(t *testing.T) {
	figures, err := fs.Glob(lessons.Files, "*/*.txt")
	if err != nil || len(figures) == 0 {
		t.Fatalf("expected figures, got %v, %v", figures, err)
	}
	for _, f := range figures {
		t.Run(path.Dir(f)+"/"+path.Base(f), func(t *testing.T) {
			text, err := fs.ReadFile(lessons.Files, f)
			if err != nil {
				t.Fatal(err)
			}
			s, err := scenario.Parse(string(text), lookup)
			if err != nil {
				t.Fatal(err)
			}
			for i := range s.Branches {
				if !expects(s.Branches[i].Items) {
					t.Errorf("branch %s expects nothing", s.Branches[i].Name)
				}
			}
		})
	}
}

func expects(items []scenario.Item) bool {
	for _, it := range items {
		if _, ok := it.Do.(scenario.Expect); ok {
			return true
		}
	}
	return false
}
