package server

import (
	"bufio"
	"compress/gzip"
	"fmt"
	"html"
	"io"
	"maps"
	"net"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/andybalholm/brotli"
)

func readFile(t *testing.T, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// sitePaths has one address of each kind that the site answers, with what it is answered by.
var sitePaths = map[string]int{
	"/":                                 http.StatusOK,
	"/lessons":                          http.StatusOK,
	"/play":                             http.StatusOK,
	"/play/":                            http.StatusMovedPermanently,
	"/play/raft":                        http.StatusOK,
	"/play/no-such":                     http.StatusNotFound,
	"/play/raft/leader-crash":           http.StatusOK,
	"/embed":                            http.StatusOK,
	"/embed/":                           http.StatusMovedPermanently,
	"/embed/raft/no-such":               http.StatusNotFound,
	"/protocols":                        http.StatusOK,
	"/protocols/raft":                   http.StatusOK,
	"/protocols/no-such":                http.StatusNotFound,
	"/about":                            http.StatusOK,
	"/play/lesson/time/order":           http.StatusOK,
	"/play/raft/no-such":                http.StatusNotFound,
	"/nowhere":                          http.StatusNotFound,
	"/assets/core-FFFFFFFF.wasm":        http.StatusOK,
	"/assets/core-00000000.wasm":        http.StatusNotFound,
	"/scenarios/raft/leader-crash.txt":  http.StatusOK,
	"/scenarios/raft/no-such.txt":       http.StatusNotFound,
	"/scenarios/raft/leader-crash.json": http.StatusOK,
	"/scenarios/raft/no-such.json":      http.StatusNotFound,
	"/element.js":                       http.StatusOK,
	"/healthz":                          http.StatusOK,
	"/readyz":                           http.StatusOK,
	"/play/../nowhere":                  http.StatusTemporaryRedirect,
}

func TestEveryAnswerTellsTheBrowserWhatItMayNotDo(t *testing.T) {
	s := start(t, nil)
	check := func(what string, r reply, status int) {
		t.Helper()
		if r.StatusCode != status {
			t.Errorf("%s: got %d, want %d", what, r.StatusCode, status)
		}
		csp := r.Header.Get("Content-Security-Policy")
		if !strings.Contains(csp, "default-src 'self'") || strings.Contains(csp, "unsafe") || !strings.Contains(csp, "frame-ancestors 'none'") {
			t.Errorf("%s: Content-Security-Policy: %q", what, csp)
		}
		for name, want := range map[string]string{
			"X-Content-Type-Options":     "nosniff",
			"Referrer-Policy":            "same-origin",
			"Cross-Origin-Opener-Policy": "same-origin",
		} {
			if got := r.Header.Get(name); got != want {
				t.Errorf("%s: %s: got %q, want %q", what, name, got, want)
			}
		}
		if !strings.Contains(r.Header.Get("Permissions-Policy"), "camera=()") {
			t.Errorf("%s: Permissions-Policy: %q", what, r.Header.Get("Permissions-Policy"))
		}
		if r.Header.Get("X-Request-Id") == "" {
			t.Errorf("%s: no X-Request-Id", what)
		}
	}
	for path, status := range sitePaths {
		check(path, s.ask(t, "GET", path), status)
	}
	check("POST /", s.ask(t, "POST", "/"), http.StatusMethodNotAllowed)
}

func TestOnlyTheWorkerMayCompileWebAssembly(t *testing.T) {
	s := start(t, nil)
	got := s.ask(t, "GET", "/assets/worker-DDDDDDDD.js").Header.Get("Content-Security-Policy")
	if !strings.Contains(got, "script-src 'self' 'wasm-unsafe-eval'") {
		t.Errorf("the worker's policy: %q", got)
	}
	got = s.ask(t, "GET", "/assets/quorum-lab-CCCCCCCC.js").Header.Get("Content-Security-Policy")
	if strings.Contains(got, "wasm") {
		t.Errorf("the page's script has the worker's policy: %q", got)
	}
}

func TestNoPageHasAnInlineScriptOrStyle(t *testing.T) {
	s := start(t, nil)
	for _, path := range slices.Sorted(maps.Keys(sitePaths)) {
		r := s.ask(t, "GET", path)
		if !strings.HasPrefix(r.Header.Get("Content-Type"), "text/html") || r.StatusCode == http.StatusTemporaryRedirect || r.StatusCode == http.StatusMovedPermanently {
			continue
		}
		body := r.body
		if found := regexp.MustCompile(`(?i)<style|\sstyle=|\son[a-z]+=|<script(?:[^>]*src=)?[^>]*>[^<]|javascript:`).FindString(body); found != "" {
			t.Errorf("%s has %q, which its own policy forbids", path, found)
		}
		for _, src := range []string{"/assets/first-BBBBBBBB.js", "/assets/quorumlab-AAAAAAAA.css", "/assets/favicon-EEEEEEEE.svg"} {
			if !strings.Contains(body, `"`+src+`"`) {
				t.Errorf("%s does not load %s", path, src)
			}
		}
		if loads, shows := strings.Contains(body, "/assets/quorum-lab-CCCCCCCC.js"), strings.Contains(body, "<quorum-lab"); loads != shows {
			t.Errorf("%s loads the player: %v; it has a figure: %v", path, loads, shows)
		}
	}
}

func TestAPageHoldsItsScenarioToTheLetter(t *testing.T) {
	s := start(t, nil)
	body := s.ask(t, "GET", "/play/raft/leader-crash").body
	if !strings.Contains(body, `<quorum-lab scenario="raft/leader-crash"`) {
		t.Errorf("no element for the scenario in\n%s", body)
	}
	_, rest, _ := strings.Cut(body, `<pre slot="text"`)
	_, rest, _ = strings.Cut(rest, ">")
	text, _, _ := strings.Cut(rest, "</pre>")
	if got := html.UnescapeString(text); got != sampleText {
		t.Errorf("got %q, want %q", got, sampleText)
	}
	if got := s.ask(t, "GET", "/scenarios/raft/leader-crash.txt"); got.body != sampleText || got.Header.Get("Content-Type") != "text/plain; charset=utf-8" {
		t.Errorf("as text: got %q, %q", got.Header.Get("Content-Type"), got.body)
	}
}

func TestAnUnknownScenarioIsAnsweredWithThoseThatExist(t *testing.T) {
	s := start(t, nil)
	for _, path := range []string{"/play/raft/leder-crash", "/play/ruft", "/embed/raft/leder-crash", "/protocols/ruft"} {
		r := s.ask(t, "GET", path)
		if r.StatusCode != http.StatusNotFound {
			t.Errorf("%s: got %d, want 404", path, r.StatusCode)
		}
		for _, name := range []string{"/play/raft/leader-crash", "/play/raft/split-vote", "/play/mutex/two"} {
			if !strings.Contains(r.body, `href="`+name+`"`) {
				t.Errorf("%s: no way to %s in\n%s", path, name, r.body)
			}
		}
	}
}

func TestWhatAnAddressSaysIsNeverMarkup(t *testing.T) {
	s := start(t, nil)
	for _, path := range []string{"/play/%3Cscript%3Ealert(1)%3C/script%3E", "/%3Cimg%20src=x%20onerror=alert(1)%3E", "/play/a%22%3E%3Cb%3E", "/protocols/%3Cb%3E", "/embed/%3Cb%3E", "/embed/raft/leader-crash?at=%22%3E%3Cb%3E&theme=%22%3E%3Cb%3E"} {
		body := s.ask(t, "GET", path).body
		if strings.Contains(body, "<script>") || strings.Contains(body, "<img") || strings.Contains(body, "<b>") {
			t.Errorf("%s came back as markup:\n%s", path, body)
		}
	}
}

func TestAPageIsCompressedAsTheClientLikes(t *testing.T) {
	s := start(t, nil)
	plain := s.ask(t, "GET", "/").body
	for _, c := range []struct{ header, encoding string }{
		{"gzip, deflate, br, zstd", "br"},
		{"gzip", "gzip"},
		{"br;q=0.1, gzip;q=0.9", "gzip"},
		{"br;q=0", ""},
		{"", ""},
	} {
		r := s.ask(t, "GET", "/", "Accept-Encoding", c.header)
		if got := r.Header.Get("Content-Encoding"); got != c.encoding {
			t.Errorf("%q: got encoding %q, want %q", c.header, got, c.encoding)
		}
		if got := decoded(t, r); got != plain {
			t.Errorf("%q: another page came out:\n%s", c.header, got)
		}
		if r.Header.Get("Vary") != "Accept-Encoding" {
			t.Errorf("%q: Vary: %q", c.header, r.Header.Get("Vary"))
		}
	}
}

func decoded(t *testing.T, r reply) string {
	t.Helper()
	var in io.Reader = strings.NewReader(r.body)
	switch r.Header.Get("Content-Encoding") {
	case "br":
		in = brotli.NewReader(in)
	case "gzip":
		z, err := gzip.NewReader(in)
		if err != nil {
			t.Fatal(err)
		}
		in = z
	}
	b, err := io.ReadAll(in)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestAPageIsNotSentAgainToABrowserThatHasIt(t *testing.T) {
	s := start(t, nil)
	for _, path := range []string{"/", "/play/raft/leader-crash", "/scenarios/mutex/two.txt"} {
		first := s.ask(t, "GET", path, "Accept-Encoding", "br")
		if first.Header.Get("Cache-Control") != "no-cache" {
			t.Errorf("%s: Cache-Control: %q", path, first.Header.Get("Cache-Control"))
		}
		etag := first.Header.Get("ETag")
		again := s.ask(t, "GET", path, "Accept-Encoding", "br", "If-None-Match", `"other", W/`+etag)
		if again.StatusCode != http.StatusNotModified || again.body != "" {
			t.Errorf("%s: got %d with %d bytes, want 304", path, again.StatusCode, len(again.body))
		}
		other := s.ask(t, "GET", path, "If-None-Match", etag)
		if other.StatusCode != http.StatusOK {
			t.Errorf("%s: the ETag of the compressed answer stands for the plain one too", path)
		}
	}
}

func TestAFileOfTheBuildIsKeptForGood(t *testing.T) {
	s := start(t, nil)
	for _, c := range []struct{ accept, encoding, body string }{
		{"gzip, br", "br", "the bytes of core.wasm.br"},
		{"gzip", "gzip", "the bytes of core.wasm.gz"},
		{"", "", "the bytes of core.wasm"},
	} {
		r := s.ask(t, "GET", "/assets/core-FFFFFFFF.wasm", "Accept-Encoding", c.accept)
		if r.body != c.body || r.Header.Get("Content-Encoding") != c.encoding {
			t.Errorf("%q: got %q in %q", c.accept, r.body, r.Header.Get("Content-Encoding"))
		}
		for name, want := range map[string]string{
			"Cache-Control":  "public, max-age=31536000, immutable",
			"Content-Type":   "application/wasm", // else a browser does not compile it while it streams
			"Vary":           "Accept-Encoding",
			"Content-Length": fmt.Sprint(len(c.body)),
		} {
			if got := r.Header.Get(name); got != want {
				t.Errorf("%q: %s: got %q, want %q", c.accept, name, got, want)
			}
		}
		again := s.ask(t, "GET", "/assets/core-FFFFFFFF.wasm", "Accept-Encoding", c.accept, "If-None-Match", r.Header.Get("ETag"))
		if again.StatusCode != http.StatusNotModified {
			t.Errorf("%q: asked again with the ETag: got %d, want 304", c.accept, again.StatusCode)
		}
	}
}

func TestHeadIsGetWithoutTheBody(t *testing.T) {
	s := start(t, nil)
	for path, status := range sitePaths {
		get := s.ask(t, "GET", path, "Accept-Encoding", "br")
		head := s.ask(t, "HEAD", path, "Accept-Encoding", "br")
		if head.StatusCode != status || head.body != "" {
			t.Errorf("HEAD %s: got %d with %d bytes, want %d with none", path, head.StatusCode, len(head.body), status)
		}
		for _, h := range []reply{get, head} {
			h.Header.Del("Date")
			h.Header.Del("X-Request-Id")
			if status == http.StatusTemporaryRedirect || status == http.StatusMovedPermanently {
				h.Header.Del("Content-Length") // net/http's own redirect leaves it out for HEAD
			}
		}
		if g, h := fmt.Sprint(get.Header), fmt.Sprint(head.Header); g != h {
			t.Errorf("%s: headers differ\nGET  %s\nHEAD %s", path, g, h)
		}
	}
}

func TestAMethodThatAPageHasNotIsNamedWithThoseThatItHas(t *testing.T) {
	s := start(t, nil)
	for path := range sitePaths {
		if strings.Contains(path, "..") {
			continue
		}
		for _, method := range []string{"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "PROPFIND"} {
			r := s.ask(t, method, path)
			if r.StatusCode != http.StatusMethodNotAllowed || r.Header.Get("Allow") != "GET, HEAD" {
				t.Errorf("%s %s: got %d, Allow %q", method, path, r.StatusCode, r.Header.Get("Allow"))
			}
		}
	}
}

func TestNoAddressLeadsOutOfTheSite(t *testing.T) {
	s := start(t, nil)
	for _, target := range []string{
		"/assets/", "/assets", "/assets/manifest.json", "/scenarios/", "/scenarios/raft/",
		"/assets/../server.go", "/assets/..%2fserver.go", "/assets/%2e%2e/%2e%2e/go.mod", "/assets/..\\go.mod",
		"/assets//etc/passwd", "//etc/passwd", "/scenarios/../../go.mod", "/scenarios/..%2f..%2fgo.mod",
		"/scenarios/raft/leader-crash", "/scenarios/raft/../../../go.mod.txt", "/play/../../etc/passwd",
		"/assets/core-FFFFFFFF.wasm/", "/assets/core-FFFFFFFF.wasm%00", "/assets/core-FFFFFFFF.wasm.br",
	} {
		status, body := raw(t, s.site, "GET "+target+" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
		if status == http.StatusOK || strings.Contains(body, "root:") || strings.Contains(body, "module quorumlab") {
			t.Errorf("%s: got %d with\n%s", target, status, body)
		}
	}
}

func TestARequestThatIsNoneOrTooLargeIsRefused(t *testing.T) {
	s := start(t, nil)
	for name, c := range map[string]struct {
		request string
		status  int
	}{
		"nonsense":       {"hello\r\n\r\n", http.StatusBadRequest},
		"no host":        {"GET / HTTP/1.1\r\n\r\n", http.StatusBadRequest},
		"bad escape":     {"GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n", http.StatusBadRequest},
		"large headers":  {"GET / HTTP/1.1\r\nHost: x\r\nX: " + strings.Repeat("y", 64<<10) + "\r\n\r\n", http.StatusRequestHeaderFieldsTooLarge},
		"long address":   {"GET /" + strings.Repeat("y", 64<<10) + " HTTP/1.1\r\nHost: x\r\n\r\n", http.StatusRequestHeaderFieldsTooLarge},
		"other protocol": {"GET / HTTP/3.0\r\nHost: x\r\n\r\n", http.StatusHTTPVersionNotSupported},
	} {
		if status, _ := raw(t, s.site, c.request); status != c.status {
			t.Errorf("%s: got %d, want %d", name, status, c.status)
		}
	}
	if s.ask(t, "GET", "/").StatusCode != http.StatusOK {
		t.Error("the site no longer answers")
	}
}

// raw sends bytes that no client library would, and returns the answer's status and the rest of it.
func raw(t *testing.T, addr, request string) (int, string) {
	t.Helper()
	c, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if err := c.SetDeadline(time.Now().Add(10 * time.Second)); err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(c, request); err != nil {
		t.Fatal(err)
	}
	r, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		t.Fatalf("%.60q: %v", request, err)
	}
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatalf("%.60q: %v", request, err)
	}
	return r.StatusCode, string(body)
}

func TestAClientThatNeverEndsItsHeadersIsCutOff(t *testing.T) {
	t.Parallel()
	s := start(t, nil)
	c, err := net.Dial("tcp", s.site)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if _, err := io.WriteString(c, "GET / HTTP/1.1\r\nHost: x\r\n"); err != nil {
		t.Fatal(err)
	}
	if err := c.SetReadDeadline(time.Now().Add(3 * headerTime)); err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadAll(c); err != nil {
		t.Errorf("expected the connection to be closed after %v, got %v", headerTime, err)
	}
}
