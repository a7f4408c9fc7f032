package server

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"

	"quorumlab/server/catalog"
	"quorumlab/server/pages"
)

// scenarioFile answers with a built-in scenario as it was written, /scenarios/raft/leader-crash.txt, or with all that a
// figure of it starts from, as .json.
func (s *Server) scenarioFile(w http.ResponseWriter, r *http.Request) {
	file := r.PathValue("file")
	name, asText := strings.CutSuffix(file, ".txt")
	name, asJSON := strings.CutSuffix(name, ".json")
	scenario, ok := s.Catalog.Scenario(name)
	switch {
	case ok && asText && !asJSON:
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		s.answer(w, r, http.StatusOK, []byte(scenario.Text))
	case ok && asJSON && !asText:
		w.Header().Set("Content-Type", "application/json")
		s.answer(w, r, http.StatusOK, s.started(scenario))
	default:
		http.Error(w, "there is no such scenario; /play lists them, and their text is at /scenarios/NAME.txt", http.StatusNotFound)
	}
}

// started is what a figure starts from that stands on a page which has only its name.
func (s *Server) started(of catalog.Scenario) []byte {
	made := struct {
		Module string       `json:"module"`
		Text   string       `json:"text"`
		First  *pages.First `json:"first,omitempty"`
	}{Module: of.Module, Text: of.Text}
	if first, ok := s.firsts[catalog.FirstKey(catalog.InFrame, of.Name, "", "")]; ok {
		made.First = &first
	}
	text, err := json.Marshal(made)
	if err != nil {
		panic("server: a scenario as JSON: " + err.Error()) // there are only strings in it
	}
	return text
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
