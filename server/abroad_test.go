package server

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// shared is what a page of another origin loads by itself. All else is loaded by the frame, which is of this one.
var shared = []string{"/element.js", "/assets/quorum-lab-CCCCCCCC.js", "/assets/serif-MMMMMMMM.woff2"}

func TestAPageOfAnotherOriginMayReadTheElementsScriptsAndTypefacesAndNothingElse(t *testing.T) {
	s := start(t, nil)
	for _, path := range append(slices.Collect(maps.Keys(sitePaths)),
		"/assets/quorum-lab-CCCCCCCC.js", "/assets/serif-MMMMMMMM.woff2", "/assets/worker-DDDDDDDD.js", "/assets/quorumlab-AAAAAAAA.css", "/assets/engine-LLLLLLLL.html", "/embed/raft/leader-crash") {
		want := ""
		if slices.Contains(shared, path) {
			want = "*"
		}
		r := s.ask(t, "GET", path, "Origin", "https://elsewhere.example")
		if got := r.Header.Get("Access-Control-Allow-Origin"); got != want {
			t.Errorf("%s: Access-Control-Allow-Origin is %q, want %q", path, got, want)
		}
		if got := r.Header.Get("Access-Control-Allow-Credentials"); got != "" {
			t.Errorf("%s lets pages of other origins come with credentials", path)
		}
	}
}

func TestOnlyAFigureAndTheFrameOfTheEnginesMayStandOnAPageOfAnotherOrigin(t *testing.T) {
	s := start(t, nil)
	frames := []string{"/assets/engine-LLLLLLLL.html", "/embed/raft/leader-crash"}
	for _, path := range append(slices.Collect(maps.Keys(sitePaths)), frames...) {
		h := s.ask(t, "GET", path).Header
		want, may := "", slices.Contains(frames, path)
		if may {
			want = "cross-origin"
		}
		if got := h.Get("Cross-Origin-Resource-Policy"); got != want {
			t.Errorf("%s: Cross-Origin-Resource-Policy is %q, want %q", path, got, want)
		}
		if csp := h.Get("Content-Security-Policy"); strings.Contains(csp, "frame-ancestors 'none'") == may {
			t.Errorf("%s: Content-Security-Policy: %q", path, csp)
		}
	}
}

func TestTheFrameOfTheEnginesMayDoNothingButThat(t *testing.T) {
	h := start(t, nil).ask(t, "GET", "/assets/engine-LLLLLLLL.html").Header
	if csp := h.Get("Content-Security-Policy"); !strings.HasPrefix(csp, "default-src 'none'; script-src 'self'; worker-src 'self'; connect-src 'self'") || strings.Contains(csp, "unsafe") {
		t.Errorf("Content-Security-Policy: %q", csp)
	}
	if got := h.Get("Cross-Origin-Embedder-Policy"); got != "require-corp" {
		t.Errorf("Cross-Origin-Embedder-Policy is %q: no page that is isolated could hold it", got)
	}
}

func TestTheElementsAddressStaysAndIsAskedForEachTime(t *testing.T) {
	s := start(t, nil)
	r, same := s.ask(t, "GET", "/element.js"), s.ask(t, "GET", "/assets/quorum-lab-CCCCCCCC.js")
	if r.body != same.body || r.Header.Get("Content-Type") != same.Header.Get("Content-Type") {
		t.Errorf("got %q, and our own pages load %q", r.body, same.body)
	}
	if got := r.Header.Get("Cache-Control"); got != "no-cache" {
		t.Errorf("Cache-Control is %q", got)
	}
	if again := s.ask(t, "GET", "/element.js", "If-None-Match", r.Header.Get("ETag")); again.StatusCode != http.StatusNotModified {
		t.Errorf("asked again with its ETag: got %d", again.StatusCode)
	}
}

func TestWhatAFigureStartsFromIsTheScenarioItsModuleAndItsFirstFrame(t *testing.T) {
	r := rich(t).ask(t, "GET", "/scenarios/raft/leader-crash.json")
	var got struct {
		Module, Text string
		First        struct {
			Class string
			Parts []string
		}
	}
	if err := json.Unmarshal([]byte(r.body), &got); err != nil {
		t.Fatalf("%v of %q", err, r.body)
	}
	if got.Module != "raft" || got.Text != sampleText || got.First.Class == "" || !strings.Contains(strings.Join(got.First.Parts, ""), "<svg") {
		t.Errorf("got %+v", got)
	}
}

func TestThePageForAuthorsHasTheLinesAndThePolicyOfThisSite(t *testing.T) {
	has(t, start(t, nil), "/embed",
		`&lt;script type=&#34;module&#34; src=&#34;https://quorumlab.example/element.js&#34;&gt;`, `&lt;quorum-lab scenario=&#34;raft/leader-crash&#34;&gt;`, `data-copy="tag-lines"`,
		`&lt;iframe src=&#34;https://quorumlab.example/embed/raft/leader-crash&#34;`, `data-copy="frame-lines"`,
		"script-src https://quorumlab.example;", "frame-src https://quorumlab.example;", "font-src https://quorumlab.example")
}

func TestThePlayerHasTheLinesOfItsScenarioAndOfAnyRunOfIt(t *testing.T) {
	has(t, start(t, nil), "/play/raft/leader-crash",
		`data-run="`, `run=&#34;{run}&#34;`, `&lt;quorum-lab scenario=&#34;raft/leader-crash&#34;&gt;`,
		`/embed/raft/leader-crash{run}&#34;`, `&lt;iframe src=&#34;https://quorumlab.example/embed/raft/leader-crash&#34;`)
}
