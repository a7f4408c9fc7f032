package server

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"quorumlab/server/catalog"
	"quorumlab/server/reference"
)

// richer is the sample catalog with what lists and references show.
func richer(t *testing.T) *catalog.Catalog {
	t.Helper()
	c, err := catalog.New([]catalog.Protocol{{
		Name: "raft", Title: "Raft", About: "Servers keep one log.", Module: "raft",
		Scenarios: []catalog.Scenario{
			{Name: "raft/leader-crash", Text: sampleText},
			{Name: "raft/election", Text: "# Somebody wins.\ncluster raft\n"},
			{Name: "raft/forgets", Text: "# It forgets.\ncluster raft forget=true\n", Mistake: "forget"},
			{Name: "raft/forget-shortest", Text: "# The shortest run. A search finds it:\n# quorumlab check raft --variant forget\ncluster raft forget=true\n", Mistake: "forget"},
		},
		Groups: []catalog.Group{{Title: "Elections", Names: []string{"raft/election", "raft/leader-crash"}}},
		Reference: reference.Protocol{
			Epoch: "term", Assumes: "links may lose",
			Roles: []reference.Role{
				{Name: "server", Letter: "n", Min: 1, Default: 3, Max: 9, Help: "keeps the log", Commands: []reference.Form{{
					Name: "propose", Line: "propose [value=…]", Fields: []reference.Field{{Name: "value", Type: "string", Max: "64", Help: "what to keep"}},
				}}},
				{Name: "client", Letter: "c", Min: 1, Default: 1, Max: 1, Help: "asks", Outside: true, OneAtATime: true},
			},
			Statuses: []reference.Mark{{Name: "leader", Drawn: "double", Means: "is in charge"}},
			Messages: []reference.Mark{{Name: "MsgHeartbeat", Drawn: "beat", Means: "the leader is there"}},
			Params:   []reference.Field{{Name: "tick", Type: "duration", Default: "10ms", Min: "1ms", Max: "1s", Help: "length of a tick"}},
			Mistakes: []reference.Field{{Name: "forget", Type: "bool", Default: "false", Mistake: "forgets everything"}},
			World:    []reference.Field{{Name: "order", Type: "string", Help: "whether links keep their order", OneOf: []string{"fifo", "any"}}},
			Always:   []reference.Rule{{Name: "election safety", Title: "One leader in a term"}},
			Goals:    []reference.Form{{Name: "leader", Line: "leader [node]", Help: "whether somebody leads"}},
			Measures: []reference.Form{{Name: "leaders", Line: "leaders", Help: "how many lead"}},
			Shared:   []reference.Form{{Name: "events", Line: "events", Help: "events so far"}},
			Panels:   []reference.Panel{{Name: "logs", Kind: "log", Legend: "filled: committed"}},
			Doc:      "<p>Package raft is a sample.</p>",
		},
	}}, []catalog.Scenario{
		{Name: "lesson/time/order", Protocol: "raft", Text: "cluster raft\n"},
		{Name: "lesson/elections/two-leaders", Protocol: "raft", Text: "# Two lead.\ncluster raft\n"},
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// path is two parts of three lessons.
func path() []catalog.Lesson {
	return []catalog.Lesson{
		{ID: "what-breaks", Name: "What breaks", Title: "A slow machine and a dead one look the same", Part: "First principles", Minutes: 10},
		{ID: "elections", Name: "Elections", Title: "Two majorities share a voter", Part: "One log", Minutes: 12, Needs: []string{"what-breaks"}},
		{ID: "replicated-log", Name: "Replicated log", Title: "The majority goes on", Part: "One log", Minutes: 14, Needs: []string{"what-breaks", "elections"}},
	}
}

func rich(t *testing.T) *started {
	t.Helper()
	return start(t, func(s *Server) { s.Catalog, s.path = richer(t), path() })
}

// has fails the test for each part that a page lacks; parts come in the page's order.
func has(t *testing.T, s *started, path string, parts ...string) {
	t.Helper()
	r := s.ask(t, "GET", path)
	if r.StatusCode != http.StatusOK {
		t.Fatalf("%s: got %d", path, r.StatusCode)
	}
	rest := regexp.MustCompile(`\s+`).ReplaceAllString(r.body, " ")
	for _, part := range parts {
		_, after, ok := strings.Cut(rest, part)
		if !ok {
			t.Fatalf("%s: expected %q, after what comes before it, in\n%s", path, part, rest)
		}
		rest = after
	}
}

func TestTheLessonsAreAPathInPartsWithWhatEachNeeds(t *testing.T) {
	has(t, rich(t), "/lessons",
		`<ql-finished lessons="what-breaks elections replicated-log"`,
		"First principles", "Part 1", `<ql-progress class="ql-stop" lesson="what-breaks"`, `href="/lessons/what-breaks">A slow machine and a dead one look the same<`, "10 min", "needs nothing",
		"One log", "Part 2", `lesson="elections"`, "12 min", `needs <a href="/lessons/what-breaks">what breaks</a>`,
		`lesson="replicated-log"`, "14 min", `<a href="/lessons/elections">elections</a>`)
	if body := rich(t).ask(t, "GET", "/lessons").body; strings.Count(body, "<section") != 2 {
		t.Errorf("expected a section a part in\n%s", body)
	}
}

func TestALessonPathThatIsEmptySaysSo(t *testing.T) {
	has(t, start(t, nil), "/lessons", "No lesson is written yet.")
}

func TestTheHomePageHasFigurePathAndPlaygrounds(t *testing.T) {
	has(t, rich(t), "/",
		"<h1", `<quorum-lab scenario="raft/leader-crash"`, `href="/lessons/what-breaks">What breaks</a>`,
		"Playgrounds", `<g class="n double">`, `href="/play/raft">Raft</a>`,
		`&lt;quorum-lab scenario=&#34;raft/leader-crash&#34;&gt;`, `href="/embed"`)
}

func TestAFigureHasItsFirstFrameInThePage(t *testing.T) {
	for _, path := range []string{"/", "/play/raft/leader-crash", "/embed/raft/leader-crash"} {
		has(t, rich(t), path, `<ql-first slot="first" class="lab figure alive first" role="group" aria-label="raft"><svg class="ql-fig"></svg>`, `<p class="ql-say">n1 leads.</p>`, "<li>n1, leader</li>")
	}
}

func TestAPageAsksAtOnceForWhatItsFirstPaintAndItsScriptNeed(t *testing.T) {
	for _, path := range []string{"/", "/play/raft/leader-crash", "/embed/raft/leader-crash"} {
		has(t, rich(t), path, `<link rel="preload" as="font" type="font/woff2" href="/assets/serif-MMMMMMMM.woff2" crossorigin`, `<link rel="modulepreload" href="/assets/chunk-OOOOOOOO.js"`)
		if r := rich(t).ask(t, "GET", path); strings.Contains(r.body, "italic") {
			t.Errorf("%s asks for an italic that it may not have", path)
		}
	}
}

func TestACatalogueHasItsGroupsInOrderAndWhatGoesWrongApart(t *testing.T) {
	has(t, rich(t), "/play/raft",
		"Servers keep one log.", `href="/protocols/raft"`,
		"Elections", `href="/play/raft/election"`, "Somebody wins.", `href="/play/raft/leader-crash"`,
		"What goes wrong", "<code>forget</code> forgets everything", `href="/play/raft/forgets"`, "It forgets.",
		`href="/play/raft/forget-shortest">The shortest run</a>`, "<code>quorumlab check raft --variant forget</code>",
		"In lessons", `href="/play/lesson/elections/two-leaders"`, `href="/lessons/elections">Elections</a>`, "Two lead.", `href="/play/lesson/time/order"`)
	if body := rich(t).ask(t, "GET", "/play/raft").body; strings.Contains(body, `"/lessons/time"`) {
		t.Errorf("a lesson that is not on the path is led to in\n%s", body)
	}
}

func TestAReferenceHasAllThatIsDeclared(t *testing.T) {
	has(t, rich(t), "/protocols/raft",
		"Servers keep one log.", "Links may lose.",
		"server", "n1, n2 …", "Keeps the log.", "1 to 9, 3 unless said", "client", "always 1; stands outside of the cluster; one operation at a time",
		`Colour is the term`, `<g class="n double">`, "leader", "is in charge", "in charge",
		`<g class="m">`, "MsgHeartbeat", "the leader is there", "is a sign of life",
		"command n1 propose [value=…]", "What to keep.", "string, up to 64",
		"tick", "Length of a tick.", "duration, 1ms to 1s; 10ms unless said",
		"<code>forget</code>", "Forgets everything.", `href="/play/raft/forgets">See it go wrong</a>`,
		"election safety", "One leader in a term",
		"leader [node]", "whether somebody leads", "leaders", "how many lead", "Of every protocol", "events so far",
		"logs <small>log</small>", "filled: committed", "fifo, any",
		"protocols/raft", "<p>Package raft is a sample.</p>")
}

func TestTheSectionsThatAReferenceNamesAreThere(t *testing.T) {
	s := rich(t)
	body := s.ask(t, "GET", "/protocols/raft").body
	links := regexp.MustCompile(`href="#([a-z]+)"`).FindAllStringSubmatch(body, -1)
	if sections := strings.Count(body, "<section"); len(links) != sections+1 { // and the one that skips the bar
		t.Errorf("%d links for %d sections", len(links), sections)
	}
	for _, l := range links {
		if !strings.Contains(body, `id="`+l[1]+`"`) {
			t.Errorf("there is no section %s", l[1])
		}
	}
}

func TestTheIndexOfProtocolsLeadsToEachReference(t *testing.T) {
	has(t, rich(t), "/protocols", `href="/protocols/raft">Raft</a>`, "What it assumes: links may lose.")
}

func TestAboutHasTheLawAndTheLicencesOfWhatIsShipped(t *testing.T) {
	has(t, rich(t), "/about",
		"A run is (build, scenario, seed, actions), and nothing else.", "This build holds 1 works",
		"example.com/work</b> v1.2.3", "in the server and in the engines that a browser runs", "You &lt;may&gt; use it.", strings.Repeat("ab", 32))
}

func TestAnyPageMayHoldAFigureInAFrameAndNothingElseOfTheSite(t *testing.T) {
	s := rich(t)
	r := s.ask(t, "GET", "/embed/raft/leader-crash")
	if csp := r.Header.Get("Content-Security-Policy"); strings.Contains(csp, "frame-ancestors") || !strings.Contains(csp, "default-src 'self'") || strings.Contains(csp, "unsafe") {
		t.Errorf("Content-Security-Policy: %q", csp)
	}
	if got := r.Header.Get("Cross-Origin-Resource-Policy"); got != "cross-origin" {
		t.Errorf("Cross-Origin-Resource-Policy: %q", got)
	}
	if r.Header.Get("Set-Cookie") != "" {
		t.Errorf("it sets a cookie: %q", r.Header.Get("Set-Cookie"))
	}
	if strings.Contains(r.body, "first-BBBBBBBB.js") || strings.Contains(r.body, "<nav") || strings.Count(r.body, "<a ") != 1 {
		t.Errorf("expected a figure and one link in\n%s", r.body)
	}
	has(t, s, "/embed/raft/leader-crash",
		`<link rel="canonical" href="https://quorumlab.example/play/raft/leader-crash">`,
		`<quorum-lab module="raft" more="/play/raft/leader-crash" run="address" scenario="raft/leader-crash"`, `<a class="ql-mark" href="/" target="_blank"`)
}

func TestAFrameTakesItsThemeAndMomentFromItsAddress(t *testing.T) {
	s := rich(t)
	has(t, s, "/embed/raft/leader-crash?theme=dark&at=381.25ms%232", `<html lang="en" data-theme="dark">`, `at="381.25ms#2"`)
	has(t, s, "/embed/raft/leader-crash?seed=9&nodes=7", `nodes="7"`, `seed="9"`)
	if body := s.ask(t, "GET", "/embed/raft/leader-crash?seed=9").body; strings.Contains(body, `slot="first"`) {
		t.Errorf("the first frame of the scenario's own seed stands in a figure with another:\n%s", body)
	}
	body := s.ask(t, "GET", "/embed/raft/leader-crash?theme=pink&at=soon&seed=-1&nodes=many").body
	for _, bad := range []string{"data-theme", "pink", "soon", "seed=", "many"} {
		if _, lab, _ := strings.Cut(body, "<html"); strings.Contains(strings.Split(lab, "<pre")[0], bad) {
			t.Errorf("%s, which is nothing of its kind, came through:\n%s", bad, body)
		}
	}
}

func TestAPlayPageHasTheLinesThatEmbedIt(t *testing.T) {
	has(t, rich(t), "/play/raft/leader-crash",
		`popovertarget="embedding"`, `&lt;iframe src=&#34;https://quorumlab.example/embed/raft/leader-crash&#34;`, `title=&#34;Raft: leader crash&#34;`)
	s := start(t, func(s *Server) { s.URL = "" })
	has(t, s, "/play/raft/leader-crash", `src=&#34;http://`+s.site+`/embed/raft/leader-crash&#34;`)
}

func TestEveryPageHasATitleADescriptionAndItsOwnAddress(t *testing.T) {
	s := rich(t)
	titles := map[string]string{}
	for _, path := range []string{"/", "/lessons", "/play", "/play/raft", "/play/raft/leader-crash", "/protocols", "/protocols/raft", "/about"} {
		body := s.ask(t, "GET", path).body
		title := regexp.MustCompile(`<title>([^<]+)</title>`).FindStringSubmatch(body)
		if title == nil || !strings.HasSuffix(title[1], "Quorumlab") || titles[title[1]] != "" {
			t.Errorf("%s: title %q, also of %s", path, title, titles[title[1]])
		} else {
			titles[title[1]] = path
		}
		if !regexp.MustCompile(`<meta name="description" content="[^"]{10,}">`).MatchString(body) {
			t.Errorf("%s has no description", path)
		}
		if !strings.Contains(body, `<link rel="canonical" href="https://quorumlab.example`+path+`">`) {
			t.Errorf("%s does not name its address", path)
		}
		if strings.Count(body, "<h1") != 1 {
			t.Errorf("%s has %d headings of the first level", path, strings.Count(body, "<h1"))
		}
	}
}

func TestTheBarSaysWhereOneIs(t *testing.T) {
	s := rich(t)
	has(t, s, "/play", `href="/play" aria-current="page"`)
	has(t, s, "/protocols/raft", `href="/protocols" aria-current="true"`)
	if body := s.ask(t, "GET", "/").body; strings.Contains(body, "aria-current") {
		t.Errorf("the home page is no place of the bar:\n%s", body)
	}
}

func TestNoPageNamesAnotherSite(t *testing.T) {
	s := rich(t)
	for _, path := range []string{"/", "/lessons", "/play", "/play/raft", "/play/raft/leader-crash", "/embed/raft/leader-crash", "/protocols", "/protocols/raft", "/about", "/nowhere"} {
		body := s.ask(t, "GET", path).body
		for _, m := range regexp.MustCompile(`(?:src|href|action|srcset|data|poster)="((?:https?:)?//[^"]*)"`).FindAllStringSubmatch(body, -1) {
			if !strings.HasPrefix(m[1], "https://quorumlab.example/") {
				t.Errorf("%s leads to %s", path, m[1])
			}
		}
	}
}
