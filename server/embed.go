package server

import (
	"fmt"
	"html"
	"net/http"
	"regexp"
	"strings"

	"quorumlab/server/catalog"
	"quorumlab/server/pages"
)

// embedPolicy is the Content-Security-Policy of a figure that stands in a frame: any page may hold it, a file on a desk too,
// and it can still load nothing from elsewhere and send nothing anywhere.
const embedPolicy = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'"

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
	h.Set("Cross-Origin-Embedder-Policy", "require-corp") // a page that asks for this may hold it too
	h.Del("Cross-Origin-Opener-Policy")                   // of windows only, and a frame is none
	s.page(w, r, http.StatusOK, pages.Embed{
		Frame: f, Scenario: scenario, Protocol: protocol,
		At: only(momentText, asked.Get("at")), Seed: only(numberText, asked.Get("seed")), Nodes: only(numberText, asked.Get("nodes")),
		Theme: only(themeText, asked.Get("theme")),
	}.Page())
}

// What an address may ask for: a position as scenarios have it, 393ms or 381.25ms#2; a number; a theme.
var (
	momentText = regexp.MustCompile(`^[0-9]{1,12}(\.[0-9]{1,6})?(us|ms|s|m|h)(#[0-9]{1,9})?$`)
	numberText = regexp.MustCompile(`^[0-9]{1,19}$`)
	themeText  = regexp.MustCompile(`^(light|dark)$`)
)

// only is what an address asks for, where that is of its kind.
func only(kind *regexp.Regexp, asked string) string {
	if kind.MatchString(asked) {
		return asked
	}
	return ""
}

// embedding says how a figure gets into a page.
func (s *Server) embedding(w http.ResponseWriter, r *http.Request) {
	words, origin := &s.words.Embed, s.origin(r)
	page := pages.Embedding{
		Frame: s.reader(r, words.Heading, words.Description),
		Policies: pages.Policies{
			Tag:   fmt.Sprintf("script-src %s;\nframe-src %[1]s;\nfont-src %[1]s", origin),
			Frame: "frame-src " + origin,
		},
		Own: `<quorum-lab>
  <pre slot="text">
cluster raft nodes=3 seed=7
run until=leader
crash n1
run 1s
  </pre>
</quorum-lab>`,
		Colours: `quorum-lab {
  --ql-paper: #f4f6ef;
  --ql-ink: #26301f;
  --ql-accent: #8a3b12;
}`,
	}
	page.Figure = s.featured
	if s.Featured == "" {
		if all := s.Catalog.Scenarios(); len(all) > 0 {
			page.Figure = all[0]
		}
	}
	page.Protocol, _ = s.Catalog.Protocol(page.Figure.Protocol)
	page.Lines = s.lines(r, page.Figure, page.Protocol)
	s.page(w, r, http.StatusOK, page.Page())
}

// quoted is text between double quotes; an apostrophe stays one.
var quoted = strings.NewReplacer("&", "&amp;", `"`, "&quot;", "<", "&lt;")

// frameHeight leaves room for a figure of five nodes in a column of text, with its space-time diagram and its controls.
const frameHeight = 720

// lines is the HTML that puts a scenario's figure on another page.
func (s *Server) lines(r *http.Request, of catalog.Scenario, p catalog.Protocol) pages.Lines {
	origin := html.EscapeString(s.origin(r))
	title := quoted.Replace(pages.Put(s.words.Embed.Title, "protocol", p.Title, "scenario", of.Title()))
	tag := func(more string) string {
		return fmt.Sprintf(`<script type="module" src="%s/element.js"></script>
<quorum-lab scenario="%s"%s></quorum-lab>`, origin, of.Name, more)
	}
	frame := func(more string) string {
		return fmt.Sprintf(`<iframe src="%s/embed/%s%s"
  title="%s"
  width="100%%" height="%d" loading="lazy"></iframe>`, origin, of.Name, more, title, frameHeight)
	}
	return pages.Lines{Tag: tag(""), TagRun: tag(` run="{run}"`), Frame: frame(""), FrameRun: frame("{run}")}
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
