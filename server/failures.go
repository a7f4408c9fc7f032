package server

import (
	"net/http"
	"strings"

	"quorumlab/server/pages"
)

func (s *Server) notFound(w http.ResponseWriter, r *http.Request) {
	f := &s.words.Failure
	s.missing(w, r, f.NoPage, pages.Put(f.NoPageAt, "path", r.URL.Path))
}

// missing says that something is not there, and what is.
func (s *Server) missing(w http.ResponseWriter, r *http.Request, title, heading string) {
	f := s.reader(r, title, s.words.Failure.Instead)
	f.Canonical = ""
	s.page(w, r, http.StatusNotFound, pages.NotFound{Frame: f, Heading: heading, Protocols: s.Catalog.Richest()}.Page())
}

func (s *Server) methodNotAllowed(w http.ResponseWriter, r *http.Request, methods []string) {
	f := &s.words.Failure
	s.page(w, r, http.StatusMethodNotAllowed, pages.Failure{
		Frame:   s.reader(r, f.MethodTitle, f.Method),
		Heading: f.Method,
		Text:    pages.Put(f.MethodText, "method", r.Method, "allowed", strings.Join(methods, ", ")),
	}.Page())
}

// failed answers a request whose handler panicked or whose page could not be made.
func (s *Server) failed(w http.ResponseWriter, r *http.Request) {
	f := &s.words.Failure
	s.page(w, r, http.StatusInternalServerError, pages.Failure{
		Frame:   s.reader(r, f.OursTitle, f.Ours),
		Heading: f.Ours,
		Text:    f.OursText,
		Request: requestID(r),
	}.Page())
}
