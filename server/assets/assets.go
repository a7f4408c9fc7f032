// Package assets holds what a browser loads (modules, scripts, styles, fonts, the icon), embedded as `make build` made
// it, and answers requests for it.
//
// Each name bears a hash of its content, so a browser may keep an answer for good, and each file was compressed when
// it was built, so that serving one is copying bytes.
package assets

import (
	"embed"
	"fmt"
	"io/fs"
	"net/http"
	"strconv"
	"strings"

	"quorumlab/server/accept"
	"quorumlab/server/assets/manifest"
)

//go:embed dist
var embedded embed.FS

// Assets are the files of one asset build.
type Assets struct {
	manifest *manifest.Manifest
	files    map[string]file // by Path
}

// A file is one file in each encoding that it has: "br", "gzip" and accept.Identity.
type file struct {
	manifest.File
	bodies map[string][]byte
	offers []string
}

// Embedded returns the assets that this binary was built with.
func Embedded() (*Assets, error) {
	dist, err := fs.Sub(embedded, "dist")
	if err != nil {
		return nil, fmt.Errorf("assets: %w", err)
	}
	return New(dist)
}

// New reads the assets of dist.
func New(dist fs.FS) (*Assets, error) {
	m, err := manifest.Load(dist)
	if err != nil {
		return nil, fmt.Errorf("assets: %w", err)
	}
	a := &Assets{m, make(map[string]file)}
	for _, f := range m.Files {
		entry := file{File: f, bodies: make(map[string][]byte)}
		for _, form := range []struct {
			encoding, ext string
			size          int
		}{{"br", ".br", f.Br}, {"gzip", ".gz", f.Gz}, {accept.Identity, "", f.Size}} {
			if form.size == 0 && form.ext != "" {
				continue
			}
			body, err := fs.ReadFile(dist, f.Path+form.ext)
			if err != nil {
				return nil, fmt.Errorf("assets: %w", err)
			}
			if len(body) != form.size {
				return nil, fmt.Errorf("assets: %s%s has %d bytes, its manifest says %d: run `make build` again", f.Path, form.ext, len(body), form.size)
			}
			entry.bodies[form.encoding] = body
			if form.ext != "" {
				entry.offers = append(entry.offers, form.encoding)
			}
		}
		a.files[f.Path] = entry
	}
	return a, nil
}

// Build is the id of the build: the SHA-256 over both WASM modules.
func (a *Assets) Build() string { return a.manifest.Build }

// URL returns the address of the file called name ("quorum-lab.js").
func (a *Assets) URL(name string) (string, error) {
	f, ok := a.manifest.File(name)
	if !ok {
		return "", fmt.Errorf("assets: there is no %s among what `make build` made", name)
	}
	return f.URL(), nil
}

// Fonts returns the addresses of the faces that a first paint needs: all but italics, which few pages have.
func (a *Assets) Fonts() []string {
	var urls []string
	for _, f := range a.manifest.Files {
		if f.Type == "font/woff2" && !strings.Contains(f.Name, "italic") {
			urls = append(urls, f.URL())
		}
	}
	return urls
}

// Needs returns the addresses of what the script called name imports as it is loaded.
func (a *Assets) Needs(name string) []string {
	f, _ := a.manifest.File(name)
	var urls []string
	for _, path := range f.Needs {
		urls = append(urls, manifest.URLPrefix+path)
	}
	return urls
}

// Data returns the content of the file called name: what the build made for the server to read.
func (a *Assets) Data(name string) ([]byte, error) {
	f, ok := a.manifest.File(name)
	if !ok {
		return nil, fmt.Errorf("assets: there is no %s among what `make build` made", name)
	}
	return a.files[f.Path].bodies[accept.Identity], nil
}

// forGood is the caching of a file whose name bears its content; asked is that of one whose name stays.
const (
	forGood = "public, max-age=31536000, immutable"
	asked   = "no-cache"
)

// Serve answers a GET or HEAD for the file at path, and reports whether there is one; otherwise nothing is written.
func (a *Assets) Serve(w http.ResponseWriter, r *http.Request, path string) bool {
	f, ok := a.files[path]
	if ok {
		f.serve(w, r, forGood)
	}
	return ok
}

// ServeNamed does so for the file called name, at an address that stays when the file becomes another.
func (a *Assets) ServeNamed(w http.ResponseWriter, r *http.Request, name string) bool {
	m, ok := a.manifest.File(name)
	if ok {
		a.files[m.Path].serve(w, r, asked)
	}
	return ok
}

func (f file) serve(w http.ResponseWriter, r *http.Request, caching string) {
	encoding := accept.Encoding(r, f.offers...)
	h := w.Header()
	h.Set("Content-Type", f.Type)
	h.Set("Cache-Control", caching)
	h.Set("Vary", "Accept-Encoding")
	etag := `"` + f.Path + "." + encoding + `"`
	h.Set("ETag", etag)
	f.admit(h)
	if Matches(r, etag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	if encoding != accept.Identity {
		h.Set("Content-Encoding", encoding)
	}
	body := f.bodies[encoding]
	h.Set("Content-Length", strconv.Itoa(len(body)))
	_, _ = w.Write(body) // net/http keeps it back for HEAD; an error is the client gone: nobody is left to tell
}

// Matches reports whether the request says that it has the answer with this ETag already.
func Matches(r *http.Request, etag string) bool {
	for line := range strings.SplitSeq(strings.Join(r.Header.Values("If-None-Match"), ","), ",") {
		line = strings.TrimPrefix(strings.TrimSpace(line), "W/") // weak comparison: RFC 9110, section 13.1.2
		if line == etag || line == "*" {
			return true
		}
	}
	return false
}
