package server

import (
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestARequestInFlightIsFinishedBeforeTheServerStops(t *testing.T) {
	entered, release := make(chan struct{}), make(chan struct{})
	s := start(t, with("/slow", func(w http.ResponseWriter, r *http.Request) {
		close(entered)
		<-release
		_, _ = io.WriteString(w, "whole")
	}))
	answered := make(chan string, 1)
	go func() {
		r, err := http.Get("http://" + s.site + "/slow")
		if err != nil {
			answered <- err.Error()
			return
		}
		defer r.Body.Close()
		body, _ := io.ReadAll(r.Body)
		answered <- string(body)
	}()
	<-entered
	stopped := make(chan error, 1)
	go func() { stopped <- s.stop() }()

	await(t, "no new connections to be taken", func() bool {
		c, err := net.Dial("tcp", s.site)
		if err == nil {
			c.Close()
		}
		return err != nil
	})
	if r := askAt(t, s.admin, "GET", "/readyz"); r.StatusCode != http.StatusServiceUnavailable || !strings.Contains(r.body, "shutting down") {
		t.Errorf("/readyz meanwhile: got %d, %q", r.StatusCode, r.body)
	}
	if r := askAt(t, s.admin, "GET", "/healthz"); r.StatusCode != http.StatusOK {
		t.Errorf("/healthz meanwhile: got %d", r.StatusCode)
	}
	select {
	case err := <-stopped:
		t.Fatalf("stopped (%v) with a request in flight", err)
	case got := <-answered:
		t.Fatalf("answered %q too early", got)
	default:
	}
	close(release)
	if got := <-answered; got != "whole" {
		t.Errorf("the request in flight got %q", got)
	}
	if err := <-stopped; err != nil {
		t.Errorf("Run: %v", err)
	}
}

func TestADrainingServerAnswersButIsNotReady(t *testing.T) {
	s := start(t, func(s *Server) { s.Drain = time.Second })
	stopped := make(chan error, 1)
	go func() { stopped <- s.stop() }()
	await(t, "/readyz to fail", func() bool {
		return s.ask(t, "GET", "/readyz").StatusCode == http.StatusServiceUnavailable
	})
	if got := s.ask(t, "GET", "/").StatusCode; got != http.StatusOK {
		t.Errorf("while draining, the site answers with %d", got)
	}
	if err := <-stopped; err != nil {
		t.Errorf("Run: %v", err)
	}
}

func TestAListenerThatFailsEndsTheServerWithTheReason(t *testing.T) {
	s := start(t, nil)
	dead := listenAnywhere(t)
	dead.Close()
	if err := s.Server.Run(t.Context(), dead, nil); err == nil || !strings.Contains(err.Error(), "closed") {
		t.Errorf("got %v", err)
	}
}

// await polls until a condition holds; it fails the test after ten seconds.
func await(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); !holds(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("waited for %s in vain", what)
		}
	}
}
