// Package server is what hosts Quorumlab: it answers with pages, with the files that a browser loads, and with the
// scenarios as text. It runs no protocol; that happens in the reader's browser.
//
// A Server is built from what it serves, so that tests start a whole one on any port:
//
//	routes.go   which address is answered by what
//	pages.go    the pages, and failures.go those that say what went wrong
//	answer.go   how a page leaves: rendered whole, compressed, cached by what it says
//	embed.go    a figure in a frame on somebody else's page
//	texts.go    scenarios as text and as what a figure starts from, and health
//	headers.go  what every answer promises a browser
//	watch.go    around each request: its id, log line, metrics, and what a panic becomes
//	run.go      listening, and stopping without cutting anyone off
package server

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"sync/atomic"
	"time"

	"quorumlab/server/assets"
	"quorumlab/server/catalog"
	"quorumlab/server/lesson"
	"quorumlab/server/licenses"
	"quorumlab/server/pages"
)

// Config is what a Server serves, and how.
type Config struct {
	Catalog  *catalog.Catalog
	Lessons  *lesson.Course // nil for none
	Assets   *assets.Assets
	Featured string        // the scenario that stands live on the home page; "" for none
	Moment   string        // what the home page shows of it first, as a scenario writes a moment; "" for its beginning
	URL      string        // the site's public address, without a final slash; "" when unknown
	Log      *slog.Logger  // each request, and what goes wrong
	Drain    time.Duration // how long a server that was told to stop still takes new requests, with /readyz failing
}

// A Server answers requests. It is made by New and lives until Run returns.
type Server struct {
	Config
	featured   catalog.Scenario
	path       []catalog.Lesson // in its order
	components []licenses.Component
	files      pages.Files
	words      *pages.Words
	marks      pages.Marks
	firsts     pages.Firsts
	metrics    *metrics
	stopping   atomic.Bool
	site       http.Handler
	admin      http.Handler
}

// New makes a server that listens nowhere yet.
func New(c Config) (*Server, error) {
	s := &Server{Config: c, path: pathOf(c.Lessons), words: pages.English(), metrics: newMetrics(c.Assets.Build())}
	var ok bool
	if s.featured, ok = c.Catalog.Scenario(c.Featured); !ok && c.Featured != "" {
		return nil, fmt.Errorf("server: the home page features %q: expected a scenario of the catalog", c.Featured)
	}
	for _, f := range []struct {
		name string
		url  *string
	}{
		{"quorumlab.css", &s.files.Styles},
		{"site.css", &s.files.Reading},
		{"first.js", &s.files.First},
		{"fold.js", &s.files.Fold},
		{"quorum-lab.js", &s.files.Player},
		{"lesson.css", &s.files.LessonStyles},
		{"lesson.js", &s.files.LessonScript},
		{"favicon.svg", &s.files.Icon},
	} {
		var err error
		if *f.url, err = c.Assets.URL(f.name); err != nil {
			return nil, fmt.Errorf("server: %w", err)
		}
	}
	s.files.Fonts = c.Assets.Fonts()
	s.files.PlayerNeeds = c.Assets.Needs("quorum-lab.js")
	if err := s.read(); err != nil {
		return nil, fmt.Errorf("server: %w", err)
	}
	s.site = s.watch(secured(s.routes()))
	s.admin = secured(s.adminRoutes())
	return s, nil
}

// read reads what the asset build has made for the server.
func (s *Server) read() error {
	for name, into := range map[string]any{"marks.json": &s.marks, "firsts.json": &s.firsts} {
		drawn, err := s.Assets.Data(name)
		if err != nil {
			return err
		}
		if err := json.Unmarshal(drawn, into); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	texts, err := s.Assets.Data(licenses.FileName)
	if err != nil {
		return err
	}
	s.components, err = licenses.Parse(texts)
	return err
}
