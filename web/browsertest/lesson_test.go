package browsertest

import (
	_ "embed"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"quorumlab/server/assets"
)

// A lesson of the agreed markup, so that what the script does is tried on nothing that an author may change.
//
//go:embed testdata/lesson.html
var lessonPage string

// What the site says of every page.
const pagePolicy = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

// lessonSite serves the lesson above, with the files that the program has.
func lessonSite(t testing.TB) string {
	t.Helper()
	files, err := assets.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	page := regexp.MustCompile(`\{[\w-]+\.(?:js|css)\}`).ReplaceAllStringFunc(lessonPage, func(name string) string {
		url, err := files.URL(strings.Trim(name, "{}"))
		if err != nil {
			t.Fatal(err)
		}
		return url
	})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", pagePolicy)
		if r.URL.Path == "/lesson" {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			_, _ = w.Write([]byte(page)) // a browser that has left needs no page
			return
		}
		if !files.Serve(w, r, strings.TrimPrefix(r.URL.Path, "/assets/")) {
			http.NotFound(w, r)
		}
	}))
	t.Cleanup(server.Close)
	return server.URL
}
