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
		Path:      s.path,
		Protocols: s.Catalog.Richest(),
	}
	if s.Featured != "" {
		home.Protocol, _ = s.Catalog.Protocol(s.featured.Protocol)
		home.Lines = s.lines(r, s.featured, home.Protocol)
	}
	s.page(w, r, http.StatusOK, home.Page())
}

func (s *Server) lessons(w http.ResponseWriter, r *http.Request) {
	s.page(w, r, http.StatusOK, pages.Lessons{
		Frame: s.reader(r, s.words.Lessons.Title, s.words.Lessons.Description),
		Path:  s.path,
	}.Page())
}

// list is all that can be played.
func (s *Server) list(w http.ResponseWriter, r *http.Request) {
	s.page(w, r, http.StatusOK, pages.List{
		Frame:     s.reader(r, s.words.Play.Title, s.words.Play.Description),
		Protocols: s.Catalog.Richest(),
	}.Page())
}

// catalogue is what can be played of one protocol.
func (s *Server) catalogue(w http.ResponseWriter, r *http.Request) {
	p, ok := s.protocol(w, r)
	if !ok {
		return
	}
	title := pages.Put(s.words.Play.OfProtocol, "protocol", p.Title)
	s.page(w, r, http.StatusOK, pages.Catalogue{
		Frame:    s.reader(r, title, p.About),
		Protocol: p,
		Figures:  s.Catalog.Figures(p.Name),
		Path:     s.path,
	}.Page())
}

// protocol finds the protocol that an address names, or answers that there is none.
func (s *Server) protocol(w http.ResponseWriter, r *http.Request) (catalog.Protocol, bool) {
	name := r.PathValue("protocol")
	p, ok := s.Catalog.Protocol(name)
	if !ok {
		f := &s.words.Failure
		s.missing(w, r, f.NoProtocol, pages.Put(f.NoProtocolCalled, "name", name))
	}
	return p, ok
}

func (s *Server) play(w http.ResponseWriter, r *http.Request) {
	scenario, protocol, ok := s.scenario(w, r)
	if !ok {
		return
	}
	s.page(w, r, http.StatusOK, pages.Play{
		Frame:    s.figured(s.frame(r, protocol.Name+" · "+scenario.Title(), s.describe(scenario, protocol))),
		Scenario: scenario,
		Protocol: protocol,
		Lines:    s.lines(r, scenario, protocol),
	}.Page())
}

// scenario finds the scenario that an address names, and its protocol, or answers that there is none.
func (s *Server) scenario(w http.ResponseWriter, r *http.Request) (catalog.Scenario, catalog.Protocol, bool) {
	name := r.PathValue("scenario")
	scenario, ok := s.Catalog.Scenario(name)
	if !ok {
		f := &s.words.Failure
		s.missing(w, r, f.NoScenario, pages.Put(f.NoScenarioCalled, "name", name))
		return scenario, catalog.Protocol{}, false
	}
	protocol, _ := s.Catalog.Protocol(scenario.Protocol)
	return scenario, protocol, true
}

// describe is a scenario in a sentence or two, for search engines and previews of links.
func (s *Server) describe(of catalog.Scenario, p catalog.Protocol) string {
	if text := of.About(); text != "" {
		return text
	}
	return pages.Put(s.words.Play.LiveRun, "protocol", p.Title, "scenario", of.Title())
}

func (s *Server) protocols(w http.ResponseWriter, r *http.Request) {
	s.page(w, r, http.StatusOK, pages.Protocols{
		Frame:     s.reader(r, s.words.Reference.IndexTitle, s.words.Reference.IndexDescription),
		Protocols: s.Catalog.Richest(),
	}.Page())
}

func (s *Server) reference(w http.ResponseWriter, r *http.Request) {
	p, ok := s.protocol(w, r)
	if !ok {
		return
	}
	words := &s.words.Reference
	s.page(w, r, http.StatusOK, pages.Reference{
		Frame:    s.reader(r, pages.Put(words.Title, "protocol", p.Title), pages.Put(words.Description, "protocol", p.Title)),
		Protocol: p,
	}.Page())
}

func (s *Server) about(w http.ResponseWriter, r *http.Request) {
	s.page(w, r, http.StatusOK, pages.About{
		Frame:      s.reader(r, s.words.About.Title, s.words.About.Description),
		Build:      s.Assets.Build(),
		Components: s.components,
	}.Page())
}
