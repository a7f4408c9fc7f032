package server

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"quorumlab/server/assets"
	"quorumlab/server/assets/manifest"
	"quorumlab/server/catalog"
)

// A started is a whole server on real sockets, with what a test wants to know of it.
type started struct {
	*Server
	site, admin string // addresses: "127.0.0.1:40001"
	logged      *logBuffer
	stop        func() error // tells the server to stop and returns what Run returned; may be called twice
}

// start runs a server with the sample catalog and sample files until the test ends. change, unless nil, sees the server
// before it listens.
func start(t *testing.T, change func(*Server)) *started {
	t.Helper()
	logged := new(logBuffer)
	s, err := New(Config{
		Catalog:  sampleCatalog(t),
		Assets:   sampleAssets(t),
		Featured: "raft/leader-crash",
		URL:      "https://quorumlab.example",
		Log:      slog.New(slog.NewTextHandler(logged, &slog.HandlerOptions{Level: slog.LevelDebug})),
	})
	if err != nil {
		t.Fatal(err)
	}
	if change != nil {
		change(s)
	}
	site, admin := listenAnywhere(t), listenAnywhere(t)
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- s.Run(ctx, site, admin) }()
	stop := sync.OnceValue(func() error { cancel(); return <-ended })
	t.Cleanup(func() {
		if err := stop(); err != nil {
			t.Errorf("the server did not stop cleanly: %v", err)
		}
	})
	return &started{s, site.Addr().String(), admin.Addr().String(), logged, stop}
}

func listenAnywhere(t *testing.T) net.Listener {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return l
}

const sampleText = "# The leader <b>dies</b> &amp; n2 \"wins\".\ncluster raft nodes=5 seed=4\nat 221ms crash n3\nrun 2s\n"

func sampleCatalog(t *testing.T) *catalog.Catalog {
	t.Helper()
	c, err := catalog.New([]catalog.Protocol{
		{Name: "raft", Title: "Raft", Scenarios: []catalog.Scenario{
			{Name: "raft/leader-crash", Text: sampleText},
			{Name: "raft/split-vote", Text: "cluster raft nodes=4\n"},
		}},
		{Name: "mutex", Title: "Lamport's mutual exclusion", Scenarios: []catalog.Scenario{
			{Name: "mutex/two", Text: "cluster mutex nodes=2\n"},
		}},
	}, []catalog.Scenario{{Name: "lesson/time/order", Protocol: "mutex", Text: "cluster mutex nodes=3\n"}})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// sampleData is what the server reads of its assets.
func sampleData() map[string]string {
	return map[string]string{
		"marks.json":    `{"double": "<svg class=\"ql-glyph\"><g class=\"n double\"></g></svg>", "beat": "<svg class=\"ql-glyph\"><g class=\"m\"></g></svg>"}`,
		"firsts.json":   `{` + sampleFirst("home") + `, ` + sampleFirst("player") + `, ` + sampleFirst("frame") + `}`,
		"licenses.json": `[{"name": "example.com/work", "version": "v1.2.3", "used": "engines", "texts": [{"file": "LICENSE", "text": "You <may> use it."}]}]`,
	}
}

// sampleFirst is a first frame with a place for the page's note.
func sampleFirst(place string) string {
	return `"` + place + ` raft/leader-crash  ": {"class": "lab figure alive", "label": "raft", "parts": ["<svg class=\"ql-fig\"></svg>", "<p class=\"ql-say\">n1 leads.</p>"], "list": ["n1, leader"]}`
}

func sampleAssets(t *testing.T) *assets.Assets {
	t.Helper()
	m := &manifest.Manifest{Build: strings.Repeat("ab", 32)}
	dist := fstest.MapFS{}
	for _, f := range []struct{ name, path, kind string }{
		{"quorumlab.css", "quorumlab-AAAAAAAA.css", "text/css; charset=utf-8"},
		{"first.js", "first-BBBBBBBB.js", "text/javascript; charset=utf-8"},
		{"fold.js", "fold-LLLLLLLL.js", "text/javascript; charset=utf-8"},
		{"serif.woff2", "serif-MMMMMMMM.woff2", "font/woff2"},
		{"serif-italic.woff2", "serif-italic-NNNNNNNN.woff2", "font/woff2"},
		{"chunk.js", "chunk-OOOOOOOO.js", "text/javascript; charset=utf-8"},
		{"site.css", "site-GGGGGGGG.css", "text/css; charset=utf-8"},
		{"quorum-lab.js", "quorum-lab-CCCCCCCC.js", "text/javascript; charset=utf-8"},
		{"lesson.css", "lesson-IIIIIIII.css", "text/css; charset=utf-8"},
		{"lesson.js", "lesson-JJJJJJJJ.js", "text/javascript; charset=utf-8"},
		{"worker.js", "worker-DDDDDDDD.js", "text/javascript; charset=utf-8"},
		{"favicon.svg", "favicon-EEEEEEEE.svg", "image/svg+xml"},
		{"engine.html", "engine-LLLLLLLL.html", "text/html; charset=utf-8"},
		{"serif.woff2", "serif-MMMMMMMM.woff2", "font/woff2"},
		{"marks.json", "marks-HHHHHHHH.json", "application/json"},
		{"firsts.json", "firsts-KKKKKKKK.json", "application/json"},
		{"licenses.json", "licenses-JJJJJJJJ.json", "application/json"},
		{"core.wasm", "core-FFFFFFFF.wasm", "application/wasm"},
	} {
		file := manifest.File{Name: f.name, Path: f.path, Type: f.kind}
		if f.name == "quorum-lab.js" {
			file.Needs = []string{"chunk-OOOOOOOO.js"}
		}
		for ext, size := range map[string]*int{"": &file.Size, ".br": &file.Br, ".gz": &file.Gz} {
			body := []byte("the bytes of " + f.name + ext)
			if text, ok := sampleData()[f.name+ext]; ok {
				body = []byte(text)
			}
			dist[f.path+ext] = &fstest.MapFile{Data: body}
			*size = len(body)
		}
		m.Files = append(m.Files, file)
	}
	dir := t.TempDir()
	if err := m.Write(dir); err != nil {
		t.Fatal(err)
	}
	dist[manifest.FileName] = &fstest.MapFile{Data: readFile(t, dir+"/"+manifest.FileName)}
	a, err := assets.New(dist)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// A reply is an answer with its body as it came over the wire.
type reply struct {
	*http.Response
	body string
}

// ask sends a request to the site with the headers given as name, value, name, value … and follows no redirect.
func (s *started) ask(t *testing.T, method, path string, headers ...string) reply {
	t.Helper()
	return askAt(t, s.site, method, path, headers...)
}

func askAt(t *testing.T, addr, method, path string, headers ...string) reply {
	t.Helper()
	r, err := http.NewRequest(method, "http://"+addr+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Add(headers[i], headers[i+1])
	}
	plain := &http.Transport{DisableCompression: true} // asks for no encoding by itself, and decodes none
	defer plain.CloseIdleConnections()
	answer, err := plain.RoundTrip(r)
	if err != nil {
		t.Fatalf("%s %s: %v", method, path, err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatalf("%s %s: %v", method, path, err)
	}
	return reply{answer, string(body)}
}

// A logBuffer collects log lines from many goroutines.
type logBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *logBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *logBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}
