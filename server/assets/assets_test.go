package assets

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"io/fs"
	"mime"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/andybalholm/brotli"

	"quorumlab/server/accept"
	"quorumlab/server/assets/manifest"
)

func built(t *testing.T) *Assets {
	t.Helper()
	a, err := Embedded()
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestEachFileIsTheSameInEveryEncoding(t *testing.T) {
	for path, f := range built(t).files {
		plain := f.bodies[accept.Identity]
		if packed, ok := f.bodies["br"]; ok {
			same(t, path+" in brotli", brotli.NewReader(bytes.NewReader(packed)), plain)
		}
		if packed, ok := f.bodies["gzip"]; ok {
			z, err := gzip.NewReader(bytes.NewReader(packed))
			if err != nil {
				t.Fatalf("%s: %v", path, err)
			}
			same(t, path+" in gzip", z, plain)
		}
	}
}

func same(t *testing.T, what string, r io.Reader, want []byte) {
	t.Helper()
	got, err := io.ReadAll(r)
	if err != nil {
		t.Errorf("%s: %v", what, err)
	} else if !bytes.Equal(got, want) {
		t.Errorf("%s is another file than in none: %d bytes, want %d", what, len(got), len(want))
	}
}

func TestTheBuildIsTheHashOverCoreThenRaft(t *testing.T) {
	a := built(t)
	whole := sha256.New()
	for _, name := range []string{"core.wasm", "raft.wasm"} {
		f, ok := a.manifest.File(name)
		if !ok {
			t.Fatalf("there is no %s", name)
		}
		whole.Write(a.files[f.Path].bodies[accept.Identity])
	}
	if got, want := a.Build(), hex.EncodeToString(whole.Sum(nil)); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestTheModulesDoNotSayWhereTheyWereBuilt(t *testing.T) {
	here, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	a := built(t)
	for _, name := range []string{"core.wasm", "raft.wasm"} {
		f, _ := a.manifest.File(name)
		if bytes.Contains(a.files[f.Path].bodies[accept.Identity], []byte(here)) {
			t.Errorf("%s holds the path %s, so the same sources elsewhere would be another build", name, here)
		}
	}
}

func TestAFileHasTheTypeThatItsNameSays(t *testing.T) {
	for path, f := range built(t).files {
		got, _, err := mime.ParseMediaType(f.Type)
		if err != nil {
			t.Errorf("%s: %q: %v", path, f.Type, err)
		}
		want := map[string]string{".wasm": "application/wasm", ".js": "text/javascript", ".css": "text/css", ".woff2": "font/woff2", ".svg": "image/svg+xml", ".txt": "text/plain", ".html": "text/html", ".json": "application/json"}[filepath.Ext(path)]
		if got != want {
			t.Errorf("%s: got %s, want %s", path, got, want)
		}
	}
}

func TestScriptsAndStylesLoadOnlyFilesThatExist(t *testing.T) {
	a := built(t)
	for path, f := range a.files {
		if !strings.HasSuffix(path, ".js") && !strings.HasSuffix(path, ".css") {
			continue
		}
		for _, rest := range strings.Split(string(f.bodies[accept.Identity]), manifest.URLPrefix)[1:] {
			name, _, _ := strings.Cut(rest, `"`)
			name, _, _ = strings.Cut(name, ")")
			if _, ok := a.files[name]; !ok {
				t.Errorf("%s loads %s%s, which was not built", path, manifest.URLPrefix, name)
			}
		}
	}
}

func TestAFileThatIsNotInTheManifestIsNotServed(t *testing.T) {
	a := built(t)
	for _, path := range []string{"", ".", "manifest.json", "../assets.go", "dist/manifest.json", "nothing.js"} {
		w := httptest.NewRecorder()
		if a.Serve(w, httptest.NewRequest("GET", "/", nil), path) || w.Body.Len() > 0 || len(w.Header()) > 0 {
			t.Errorf("%q was answered with %v", path, w.Result())
		}
	}
}

func TestABuildThatIsNotWholeIsRefused(t *testing.T) {
	whole := func() fstest.MapFS {
		return fstest.MapFS{
			"manifest.json": {Data: []byte(`{"build":"b","files":[{"name":"a.js","path":"a-1.js","type":"text/javascript","size":3,"br":2}]}`)},
			"a-1.js":        {Data: []byte("abc")},
			"a-1.js.br":     {Data: []byte("ab")},
		}
	}
	if _, err := New(whole()); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(fstest.MapFS){
		"no manifest":        func(d fstest.MapFS) { delete(d, "manifest.json") },
		"no file":            func(d fstest.MapFS) { delete(d, "a-1.js") },
		"no compressed file": func(d fstest.MapFS) { delete(d, "a-1.js.br") },
		"a shorter file":     func(d fstest.MapFS) { d["a-1.js"].Data = []byte("ab") },
	} {
		dist := whole()
		change(dist)
		if _, err := New(fs.FS(dist)); err == nil {
			t.Errorf("%s: expected an error", name)
		}
	}
}
