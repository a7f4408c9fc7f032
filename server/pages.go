package server

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strconv"
	"strings"

	"github.com/a-h/templ"
	"github.com/andybalholm/brotli"

	"quorumlab/server/accept"
	"quorumlab/server/assets"
	"quorumlab/server/catalog"
	"quorumlab/server/pages"
)

func (s *Server) home(w http.ResponseWriter, r *http.Request) {
	home := pages.Home{
		Frame: s.frame(r, "", "Real clusters, etcd/raft among them, run in your own browser. "+
			"Break one, step back, see why."),
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
		s.page(w, r, http.StatusNotFound, pages.NotFound{
			Frame:     s.frame(r, "No such scenario", "What can be played here."),
			Path:      r.URL.Path,
			Scenario:  name,
			Protocols: s.Catalog.Protocols(),
		}.Page())
		return
	}
	protocol, _ := s.Catalog.Protocol(scenario.Protocol)
	s.page(w, r, http.StatusOK, pages.Play{
		Frame:    s.frame(r, protocol.Name+" · "+scenario.Title(), about(scenario, protocol)),
		Scenario: scenario,
		Protocol: protocol,
	}.Page())
}

func (s *Server) notFound(w http.ResponseWriter, r *http.Request) {
	s.page(w, r, http.StatusNotFound, pages.NotFound{
		Frame:     s.frame(r, "No such page", "What can be played here."),
		Path:      r.URL.Path,
		Protocols: s.Catalog.Protocols(),
	}.Page())
}

func (s *Server) methodNotAllowed(w http.ResponseWriter, r *http.Request, methods []string) {
	s.page(w, r, http.StatusMethodNotAllowed, pages.Failure{
		Frame:   s.frame(r, "Method not allowed", "This page can't be asked for like this."),
		Heading: "This page can only be read.",
		Text:    fmt.Sprintf("It was asked for with %s; it answers to %s.", r.Method, strings.Join(methods, " and ")),
	}.Page())
}

// failed answers a request whose handler panicked or whose page could not be made.
func (s *Server) failed(w http.ResponseWriter, r *http.Request) {
	s.page(w, r, http.StatusInternalServerError, pages.Failure{
		Frame:   s.frame(r, "A fault of this site", "This page could not be made."),
		Heading: "This page could not be made.",
		Text:    "The fault is the site's own. What you did elsewhere is not lost; other pages still answer.",
		Request: requestID(r),
	}.Page())
}

func (s *Server) frame(r *http.Request, title, description string) pages.Frame {
	f := pages.Frame{Title: title, Description: description, Files: s.files}
	if s.URL != "" {
		f.Canonical = s.URL + r.URL.EscapedPath()
	}
	return f
}

func about(s catalog.Scenario, p catalog.Protocol) string {
	if text := s.About(); text != "" {
		return text
	}
	return fmt.Sprintf("A live run of %s: %s.", p.Title, s.Title())
}

// page renders a page whole before the first byte leaves, so that one that can't be rendered is an error page and not
// half a page. A browser keeps it and asks each time whether it still holds.
func (s *Server) page(w http.ResponseWriter, r *http.Request, status int, page templ.Component) {
	var body bytes.Buffer
	if err := page.Render(r.Context(), &body); err != nil {
		s.Log.ErrorContext(r.Context(), "rendering", slog.String("id", requestID(r)), slog.Any("error", err))
		http.Error(w, "This page could not be made. The log of the server has it under "+requestID(r)+".", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	s.answer(w, r, status, body.Bytes())
}

// answer sends text that may change with the next version of the site: compressed as the client likes it, not to be
// used again without asking, and not sent again to a client that has it.
func (s *Server) answer(w http.ResponseWriter, r *http.Request, status int, body []byte) {
	encoding := accept.Encoding(r, "br", "gzip")
	h := w.Header()
	h.Set("Vary", "Accept-Encoding")
	h.Set("Cache-Control", "no-cache")
	if status == http.StatusOK {
		sum := sha256.Sum256(body)
		etag := `"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + "." + encoding + `"`
		h.Set("ETag", etag)
		if assets.Matches(r, etag) {
			w.WriteHeader(http.StatusNotModified)
			return
		}
	}
	if encoding != accept.Identity {
		h.Set("Content-Encoding", encoding)
		body = compressed(body, encoding)
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	_, _ = w.Write(body) // net/http keeps it back for HEAD; an error is the client gone: nobody is left to tell
}

// compressed packs a page on its way out: at levels that take well under a millisecond for one.
func compressed(body []byte, encoding string) []byte {
	var b bytes.Buffer
	var z io.WriteCloser
	switch encoding {
	case "br":
		z = brotli.NewWriterLevel(&b, 4)
	case "gzip":
		z = gzip.NewWriter(&b)
	default:
		panic("server: no such encoding: " + encoding)
	}
	if _, err := z.Write(body); err != nil {
		panic(fmt.Sprintf("server: compressing into memory: %v", err))
	}
	if err := z.Close(); err != nil {
		panic(fmt.Sprintf("server: compressing into memory: %v", err))
	}
	return b.Bytes()
}
