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

	"github.com/a-h/templ"
	"github.com/andybalholm/brotli"

	"quorumlab/server/accept"
	"quorumlab/server/assets"
	"quorumlab/server/pages"
)

// frame is what every page shares.
func (s *Server) frame(r *http.Request, title, description string) pages.Frame {
	f := pages.Frame{Title: title, Description: description, Path: r.URL.Path, Words: s.words, Marks: s.marks, Firsts: s.firsts, Files: s.files}
	if s.URL != "" {
		f.Canonical = s.URL + r.URL.EscapedPath()
	}
	return f
}

// reader is the frame of a page to read.
func (s *Server) reader(r *http.Request, title, description string) pages.Frame {
	f := s.frame(r, title, description)
	f.Styles = append(f.Styles, s.files.Reading)
	return f
}

// figured is the frame of a page with a figure.
func (s *Server) figured(f pages.Frame) pages.Frame {
	f.Scripts = append(f.Scripts, s.files.Player)
	f.Preloads = append(f.Preloads, s.files.PlayerNeeds...)
	return f
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
