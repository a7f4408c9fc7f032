package server

import (
	"fmt"
	"html"
	"net/http"
	"regexp"

	"quorumlab/server/catalog"
	"quorumlab/server/pages"
)

// embedPolicy is the Content-Security-Policy of a figure that stands in a frame: any page may hold it, and it can still
// load nothing from elsewhere and send nothing anywhere.
const embedPolicy = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors *"

// embed is one figure alone, for a frame on another page.
func (s *Server) embed(w http.ResponseWriter, r *http.Request) {
	scenario, protocol, ok := s.scenario(w, r)
	if !ok {
		return
	}
	asked := r.URL.Query()
	words := pages.Put(s.words.Embed.Title, "protocol", protocol.Title, "scenario", scenario.Title())
	f := s.figured(s.frame(r, words, s.describe(scenario, protocol)))
	if s.URL != "" {
		f.Canonical = s.URL + "/play/" + scenario.Name // the run's own page: the frame says nothing that it does not
	}
	h := w.Header()
	h.Set("Content-Security-Policy", embedPolicy)
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	h.Del("Cross-Origin-Opener-Policy") // of windows only, and a frame is none
	s.page(w, r, http.StatusOK, pages.Embed{
		Frame: f, Scenario: scenario, Protocol: protocol, At: moment(asked.Get("at")), Theme: theme(asked.Get("theme")),
	}.Page())
}

// A momentText is a position as scenarios have it: 393ms, 381.25ms#2.
var momentText = regexp.MustCompile(`^[0-9]{1,12}(\.[0-9]{1,6})?(us|ms|s|m|h)(#[0-9]{1,9})?$`)

// moment is what an address asks to see first, where that is a moment.
func moment(asked string) string {
	if momentText.MatchString(asked) {
		return asked
	}
	return ""
}

// theme is what an address asks for, where there is such a theme.
func theme(asked string) string {
	if asked == "light" || asked == "dark" {
		return asked
	}
	return ""
}

// frameHeight leaves room for a figure of five nodes in a column of text, with its space-time diagram and its controls.
const frameHeight = 720

// frameLines is the HTML that puts a scenario's figure on another page.
func (s *Server) frameLines(r *http.Request, of catalog.Scenario, p catalog.Protocol) string {
	title := pages.Put(s.words.Embed.Title, "protocol", p.Title, "scenario", of.Title())
	return fmt.Sprintf(`<iframe src="%s/embed/%s"
  title="%s"
  width="100%%" height="%d" loading="lazy"></iframe>`, html.EscapeString(s.origin(r)), of.Name, html.EscapeString(title), frameHeight)
}

// origin is where the reader has this site: as the server was told, else as the request says.
func (s *Server) origin(r *http.Request) string {
	if s.URL != "" {
		return s.URL
	}
	if r.TLS != nil {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}
