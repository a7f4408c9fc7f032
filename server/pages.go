package server

import (
	"net/http"

	"quorumlab/server/catalog"
	"quorumlab/server/pages"
)

func (s *Server) home(w http.ResponseWriter, r *http.Request) {
	home := pages.Home{
		Frame:     s.figured(s.reader(r, "", s.words.Home.Description)),
		Figure:    s.featured,
		At:        s.Moment,
		Protocols: s.Catalog.Protocols(),
	}
	if s.Featured != "" {
		home.Protocol, _ = s.Catalog.Protocol(s.featured.Protocol)
	}
	s.page(w, r, http.StatusOK, home.Page())
}

func (s *Server) play(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("scenario")
	scenario, ok := s.Catalog.Scenario(name)
	if !ok {
		f := &s.words.Failure
		s.missing(w, r, f.NoScenario, pages.Put(f.NoScenarioCalled, "name", name))
		return
	}
	protocol, _ := s.Catalog.Protocol(scenario.Protocol)
	s.page(w, r, http.StatusOK, pages.Play{
		Frame:    s.figured(s.frame(r, protocol.Name+" · "+scenario.Title(), s.about(scenario, protocol))),
		Scenario: scenario,
		Protocol: protocol,
	}.Page())
}

func (s *Server) about(of catalog.Scenario, p catalog.Protocol) string {
	if text := of.About(); text != "" {
		return text
	}
	return pages.Put(s.words.Play.LiveRun, "protocol", p.Title, "scenario", of.Title())
}
