package drawtest

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/evanw/esbuild/pkg/api"

	"quorumlab/web/chromium"
)

// TestDrawing runs the looks of all.ts, each a test of its own.
func TestDrawing(t *testing.T) {
	found := look(t)
	if len(found) == 0 {
		t.Fatal("nothing was looked at")
	}
	for name, faults := range found {
		t.Run(name, func(t *testing.T) {
			for i, f := range faults {
				if i == 20 {
					t.Fatalf("and %d more", len(faults)-i)
				}
				t.Error(f)
			}
		})
	}
}

// look opens a page with the drawing and gives what its looks found.
func look(t *testing.T) map[string][]string {
	t.Helper()
	ctx := pageOf(t, "all", nil)
	if err := chromedp.Do(ctx, chromedp.WaitReady("#found")); err != nil {
		t.Fatal(err)
	}
	text, err := chromedp.Run(ctx, chromedp.Text("#found"))
	if err != nil {
		t.Fatal(err)
	}
	var found map[string][]string
	if err := json.Unmarshal([]byte(text), &found); err != nil {
		t.Fatalf("%v in %.200q", err, text)
	}
	return found
}

// pageOf opens a page with a script of this folder; answered answers what else the page asks for, and tells whether it has.
func pageOf(t *testing.T, script string, answered func(http.ResponseWriter, *http.Request) bool) context.Context {
	t.Helper()
	files := bundle(t, script+".ts")
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := filepath.Base(r.URL.Path)
		switch body, ok := files[name]; {
		case answered != nil && answered(w, r):
		case r.URL.Path == "/":
			// The pages' own policy: a drawing that needs more would break on them.
			w.Header().Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; connect-src 'self'")
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			fmt.Fprintf(w, `<!DOCTYPE html><html lang="en"><title>Drawing</title><link rel="stylesheet" href="/quorumlab.css"><body><script src="/%s.js"></script></body></html>`, script)
		case ok:
			w.Header().Set("Content-Type", map[string]string{".js": "text/javascript", ".css": "text/css", ".woff2": "font/woff2"}[filepath.Ext(name)])
			_, _ = w.Write(body)
		default:
			http.NotFound(w, r)
		}
	}))
	t.Cleanup(server.Close)
	ctx := browser(t)
	if err := chromedp.Do(ctx, chromedp.Navigate(server.URL)); err != nil {
		t.Fatal(err)
	}
	return ctx
}

// bundle builds a page's script and styles, by their names.
func bundle(t *testing.T, script string) map[string][]byte {
	t.Helper()
	web, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	r := api.Build(api.BuildOptions{
		AbsWorkingDir: web,
		EntryPoints:   []string{"drawtest/" + script, "styles/quorumlab.css"},
		EntryNames:    "[name]",
		AssetNames:    "[name]",
		Outdir:        filepath.Join(web, "dist"), // never written: it only gives the outputs their relative names
		Bundle:        true,
		Format:        api.FormatIIFE,
		Target:        api.ES2022,
		Loader:        map[string]api.Loader{".woff2": api.LoaderFile, ".svg": api.LoaderFile},
		LogLevel:      api.LogLevelSilent,
	})
	if len(r.Errors) > 0 {
		t.Fatalf("bundling (`make build` installs what it needs): %s", strings.Join(api.FormatMessages(r.Errors, api.FormatMessagesOptions{}), ""))
	}
	files := make(map[string][]byte)
	for _, f := range r.OutputFiles {
		files[filepath.Base(f.Path)] = f.Contents
	}
	return files
}

// browser starts a browser for the length of a test.
func browser(t *testing.T) context.Context {
	t.Helper()
	ctx, end, err := chromium.Start(t.TempDir(), chromedp.WindowSize(1100, 900))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(end)
	// The first call owns the browser: a limit belongs to what comes after it.
	ctx, cancel := context.WithTimeout(ctx, 3*time.Minute)
	t.Cleanup(cancel)
	return ctx
}
