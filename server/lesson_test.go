package server

import (
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"

	"quorumlab/server/lesson"
)

// withLessons gives a server the sample lessons.
func withLessons(t *testing.T) func(*Server) {
	t.Helper()
	course, err := lesson.Load(os.DirFS("lesson/testdata/lessons"))
	if err != nil {
		t.Fatal(err)
	}
	return func(s *Server) { s.Lessons = course }
}

func TestALessonCanBeReadWithoutAScript(t *testing.T) {
	s := start(t, withLessons(t))
	r := s.ask(t, "GET", "/lessons/what-leads")
	if r.StatusCode != http.StatusOK {
		t.Fatalf("got %d", r.StatusCode)
	}
	for what, want := range map[string]string{
		"its title":             "<h1>A term has at most one leader</h1>",
		"its place":             "Lesson 1 of 2 · One log · 5 minutes",
		"a figure's idea":       "Two leaders, one majority",
		"what a figure shows":   "c1 waits for an answer.</p>",
		"a figure's scenario":   "partition n1 c1 | n2 n3 n4 n5 c2\n",
		"what a figure says":    "n4 leads term 2. Its own vote and those of n3, n5 make 3 of 5.",
		"what is asked":         "Two seconds later, how many servers call themselves leader?",
		"an option":             "One, the new one",
		"that one may not know": "I don’t know",
		"an answer":             "A leader that hears nobody goes on.",
		"the explanation":       "A term has one leader, since two majorities share a voter.",
		"a note":                "is the shortest time that a follower waits",
		"a question":            "Question 1 of 1",
		"what is left out":      "Disks that lie.",
		"a source":              "Raft paper §5.2",
		"the next lesson":       `rel="next" href="/lessons/after"`,
	} {
		if !strings.Contains(r.body, want) {
			t.Errorf("the page has not %s: %s", what, want)
		}
	}
	if strings.Contains(r.body, `rel="prev"`) {
		t.Error("the first lesson has one before it")
	}
}

func TestALessonTellsItsScriptWhatItNeeds(t *testing.T) {
	s := start(t, withLessons(t))
	body := s.ask(t, "GET", "/lessons/what-leads").body
	for _, want := range []string{
		`<article class="ql-lesson" data-lesson="what-leads"`,
		`<link rel="stylesheet" href="/assets/lesson-IIIIIIII.css">`,
		`<script type="module" src="/assets/lesson-JJJJJJJJ.js">`,
		`id="fig-two-leaders"`,
		`at="118.413ms" controls="lesson" module="" more="/play/lesson/what-leads/two-leaders" scenario="lesson/what-leads/two-leaders" speed="1/20" stop="2186.745ms" tools="crash heal" view="cluster spacetime narration"`,
		`<button type="button" class="ql-b" data-act="heal` + "\n" + `crash c1">`,
		`data-bind="client=2 seed={1}" data-unit="" min="1" max="9" step="1" value="1"`,
		`data-predict="1" data-figure="two-leaders" data-from="118.413ms" data-until="2118.413ms"`,
		`name="predict-1" value="C" data-right>`,
		`<div data-why="C" data-see="278.465ms#1">`,
		`name="saw-1" value="A" data-right>`,
		`<details class="ql-explain" data-explains>`,
		`data-moment="257.092ms" data-figure="two-leaders"`,
	} {
		if !strings.Contains(body, want) {
			t.Errorf("expected %s in\n%s", want, body)
		}
	}
}

func TestEachPlaceThatALessonLeadsToIsThereOnce(t *testing.T) {
	s := start(t, withLessons(t))
	for _, path := range []string{"/lessons/what-leads", "/lessons/after"} {
		body := s.ask(t, "GET", path).body
		ids := map[string]int{}
		for _, m := range regexp.MustCompile(`\sid="([^"]*)"`).FindAllStringSubmatch(body, -1) {
			ids[m[1]]++
		}
		for id, n := range ids {
			if n != 1 {
				t.Errorf("%s: %d elements are called %s", path, n, id)
			}
		}
		for _, m := range regexp.MustCompile(`(?:href="#|aria-labelledby="|aria-describedby=")([^"]*)"`).FindAllStringSubmatch(body, -1) {
			if ids[m[1]] == 0 {
				t.Errorf("%s: nothing is called %s", path, m[1])
			}
		}
		if found := regexp.MustCompile(`(?i)<style|\sstyle=|\son[a-z]+=|javascript:`).FindString(body); found != "" {
			t.Errorf("%s has %q, which its own policy forbids", path, found)
		}
	}
}

func TestALaterLessonLeadsBackToWhatItNeeds(t *testing.T) {
	s := start(t, withLessons(t))
	body := s.ask(t, "GET", "/lessons/after").body
	for _, want := range []string{`It needs <a href="/lessons/what-leads">What leads</a>`, `rel="prev" href="/lessons/what-leads"`, `about <a href="/lessons/what-leads">`} {
		if !strings.Contains(strings.Join(strings.Fields(body), " "), want) {
			t.Errorf("expected %s in\n%s", want, body)
		}
	}
}

func TestALessonThatIsNotThereIsSaidNotToBe(t *testing.T) {
	s := start(t, withLessons(t))
	for _, path := range []string{"/lessons/no-such", "/lessons/what-leads/xx", "/lessons/what-leads/en", "/lessons/no-such/de"} {
		r := s.ask(t, "GET", path)
		if r.StatusCode != http.StatusNotFound || !strings.Contains(r.body, "There is no lesson called") {
			t.Errorf("%s: got %d\n%s", path, r.StatusCode, r.body)
		}
	}
	none := start(t, nil)
	if r := none.ask(t, "GET", "/lessons/what-leads"); r.StatusCode != http.StatusNotFound {
		t.Errorf("a site without lessons: got %d", r.StatusCode)
	}
}
