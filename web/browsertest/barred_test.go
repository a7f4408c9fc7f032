package browsertest

import (
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"testing"
)

func TestAPolicyOnTheWayThatForbidsWebAssemblyIsNotTakenForAFault(t *testing.T) {
	t.Parallel()
	to, err := url.Parse(site)
	if err != nil {
		t.Fatal(err)
	}
	proxy := httputil.NewSingleHostReverseProxy(to)
	proxy.ModifyResponse = func(r *http.Response) error {
		r.Header.Set("Content-Security-Policy", strings.ReplaceAll(r.Header.Get("Content-Security-Policy"), " 'wasm-unsafe-eval'", ""))
		return nil
	}
	server := httptest.NewServer(proxy)
	t.Cleanup(server.Close)
	for _, path := range []string{"/play/mutex/contention", "/embed/mutex/contention"} {
		s := phone
		s.allow = "WebAssembly"
		p := openAt(t, server.URL+path, s)
		p.until("it is said", `$('.notice')?.innerText.includes('was told not to run it')`)
		p.must("asking again is not offered", `!button('Try again')`)
		p.must("the first moment is in sight", `lab.querySelector('ql-first').checkVisibility() && /n1/.test(lab.querySelector('ql-first').textContent)`)
		p.must("so is the text", `lab.querySelector('pre').checkVisibility()`)
		p.must("nothing is wider than the window", `document.documentElement.scrollWidth <= innerWidth`)
	}
}
