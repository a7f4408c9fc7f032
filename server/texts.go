package server

import (
	"io"
	"net/http"
	"strings"
)

// scenarioText answers with a built-in scenario as it was written: /scenarios/raft/leader-crash.txt.
func (s *Server) scenarioText(w http.ResponseWriter, r *http.Request) {
	name, isText := strings.CutSuffix(r.PathValue("file"), ".txt")
	scenario, ok := s.Catalog.Scenario(name)
	if !ok || !isText {
		http.Error(w, "there is no such scenario; /play lists them, and their text is at /scenarios/NAME.txt", http.StatusNotFound)
		return
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	s.answer(w, r, http.StatusOK, []byte(scenario.Text))
}

// healthz says that the process answers.
func (s *Server) healthz(w http.ResponseWriter, r *http.Request) { health(w, http.StatusOK, "ok") }

// readyz says whether new requests should be sent here: no longer once the server was told to stop.
func (s *Server) readyz(w http.ResponseWriter, r *http.Request) {
	if s.stopping.Load() {
		health(w, http.StatusServiceUnavailable, "shutting down")
		return
	}
	health(w, http.StatusOK, "ready")
}

func health(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, text+"\n") // net/http keeps it back for HEAD
}
