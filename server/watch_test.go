package server

import (
	"io"
	"net/http"
	"strings"
	"testing"
)

// with puts a handler in front of the site at one path, under all that every request is under.
func with(path string, h http.HandlerFunc) func(*Server) {
	return func(s *Server) {
		mux := s.routes()
		mux.HandleFunc(path, h)
		s.site = s.watch(secured(mux))
	}
}

func TestAPanicBecomesAPageThatNamesItsLineInTheLog(t *testing.T) {
	s := start(t, with("/broken", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Encoding", "br")
		panic("the sky fell")
	}))
	r := s.ask(t, "GET", "/broken")
	id := r.Header.Get("X-Request-Id")
	if r.StatusCode != http.StatusInternalServerError || !strings.Contains(r.body, "<h1") || !strings.Contains(r.body, id) {
		t.Errorf("got %d with\n%s", r.StatusCode, r.body)
	}
	if r.Header.Get("Content-Encoding") != "" {
		t.Error("the page bears the encoding of the answer that was not sent")
	}
	if strings.Contains(r.body, "sky") || strings.Contains(r.body, ".go:") {
		t.Errorf("the page shows what only the log should:\n%s", r.body)
	}
	log := s.logged.String()
	if !strings.Contains(log, "the sky fell") || !strings.Contains(log, "watch_test.go") || strings.Count(log, id) != 2 {
		t.Errorf("expected the panic with its stack, and the request, under %s in\n%s", id, log)
	}
	if got := s.ask(t, "GET", "/").StatusCode; got != http.StatusOK {
		t.Errorf("after it, the site answers with %d", got)
	}
}

func TestAPanicHalfwayCutsTheConnection(t *testing.T) {
	s := start(t, with("/half", func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, "the first half")
		_ = http.NewResponseController(w).Flush()
		panic("and no second")
	}))
	r, err := http.Get("http://" + s.site + "/half")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	if body, err := io.ReadAll(r.Body); err == nil {
		t.Errorf("half an answer passed for a whole one: %q", body)
	}
}

func TestEachRequestIsOneLineUnderItsId(t *testing.T) {
	s := start(t, nil)
	r := s.ask(t, "GET", "/play/x%0Alevel=ERROR%20msg=forged")
	if err := s.stop(); err != nil {
		t.Fatal(err)
	}
	var lines []string
	for line := range strings.Lines(s.logged.String()) {
		if strings.Contains(line, r.Header.Get("X-Request-Id")) {
			lines = append(lines, line)
		}
		if strings.HasPrefix(line, "level=ERROR") {
			t.Errorf("an address wrote a line of its own: %s", line)
		}
	}
	if len(lines) != 1 || !strings.Contains(lines[0], "status=404") || !strings.Contains(lines[0], "method=GET") {
		t.Errorf("got %q", lines)
	}
}

func TestMetricsAreOnTheAdminAddressAlone(t *testing.T) {
	s := start(t, nil)
	if got := s.ask(t, "GET", "/metrics").StatusCode; got != http.StatusNotFound {
		t.Errorf("the site answers /metrics with %d", got)
	}
	s.ask(t, "GET", "/play/raft/leader-crash")
	s.ask(t, "GET", "/play/no/such")
	s.ask(t, "GET", "/x1")
	s.ask(t, "GET", "/x2")
	body := askAt(t, s.admin, "GET", "/metrics").body
	for _, want := range []string{
		`quorumlab_http_requests_total{route="/play/{scenario...}",status="200"} 1`,
		`quorumlab_http_requests_total{route="/play/{scenario...}",status="404"} 1`,
		`quorumlab_http_requests_total{route="/",status="404"} 3`, // no series of its own for an address that somebody made up
		`quorumlab_build_info{build="abab`,
		`quorumlab_http_request_seconds_count{route="/"} 3`,
		"go_goroutines",
	} {
		if !strings.Contains(body, want) {
			t.Errorf("expected %s in\n%s", want, body)
		}
	}
	for path, want := range map[string]int{"/healthz": 200, "/readyz": 200, "/": 404, "/play/raft/leader-crash": 404, "/debug/pprof/": 404} {
		if got := askAt(t, s.admin, "GET", path).StatusCode; got != want {
			t.Errorf("admin %s: got %d, want %d", path, got, want)
		}
	}
	if got := askAt(t, s.admin, "POST", "/metrics").StatusCode; got != http.StatusMethodNotAllowed {
		t.Errorf("admin POST /metrics: got %d, want 405", got)
	}
}
