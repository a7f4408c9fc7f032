package lessons_test

import (
	"io/fs"
	"os"
	"path"
	"testing"

	"quorumlab/lessons"
	"quorumlab/protocols/all"
	"quorumlab/protocols/scenario"
	"quorumlab/protocols/scenario/scenariotest"
	"quorumlab/server/lesson"
	"quorumlab/server/lesson/lessontest"
)

func course(t *testing.T) *lesson.Course {
	t.Helper()
	c, err := lesson.Load(lessons.Files)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestEveryFigureOfALessonShowsWhatItsLinesSay(t *testing.T) {
	scenariotest.Folder(t, "*/*.txt", all.Protocol)
}

func TestEveryLessonSaysOfItsRunsWhatTheyDo(t *testing.T) {
	for _, l := range course(t).All() {
		t.Run(l.ID+"/"+l.Language, func(t *testing.T) {
			for _, p := range lessontest.Runs(l, all.Protocol) {
				t.Error(p)
			}
		})
	}
}

func TestNoChallengeIsWonByChance(t *testing.T) {
	for _, l := range course(t).Lessons() {
		t.Run(l.ID, func(t *testing.T) {
			for _, p := range lessontest.Chance(l, all.Protocol) {
				t.Error(p)
			}
		})
	}
}

func TestWhatIsSaidToBeImpossibleIsSoInItsSearch(t *testing.T) {
	var write func(name, text string) error
	if scenariotest.Rewrite() {
		write = func(name, text string) error { return os.WriteFile(name, []byte(text), 0o644) }
	}
	for _, l := range course(t).Lessons() {
		t.Run(l.ID, func(t *testing.T) {
			for _, p := range lessontest.Proofs(l, all.Protocol, write) {
				t.Error(p)
			}
		})
	}
}

func TestEveryLessonIsWrittenAsLessonsAre(t *testing.T) {
	for _, l := range course(t).Lessons() {
		t.Run(l.ID, func(t *testing.T) {
			for _, p := range lessontest.Craft(l) {
				t.Error(p)
			}
		})
	}
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
			s, err := scenario.Parse(string(text), all.Protocol)
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
