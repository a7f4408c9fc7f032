package assets

import (
	"net/http"
	"strings"
)

// WorkerPolicy is the Content-Security-Policy of the worker's script. The worker alone may compile WebAssembly; the
// page, which has its own policy, may not.
const WorkerPolicy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'"

// framePolicy is that of the frame in which the engines of a page of another origin run. Any page may hold it, a file on a desk too: it does
// nothing but run what it is told, in a worker of this origin, and read scenarios.
const framePolicy = "default-src 'none'; script-src 'self'; worker-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'"

// admit says who may load a file and what it may do. A page of another origin loads the element's scripts and the
// typefaces, which a browser asks leave for, and the frame; all else is loaded by the frame, which is of this origin.
func (f file) admit(h http.Header) {
	switch {
	case f.Name == "worker.js":
		h.Set("Content-Security-Policy", WorkerPolicy)
		h.Set("Cross-Origin-Embedder-Policy", "require-corp") // so that the frame may start it in a page that asks for this
	case f.Name == "engine.html":
		h.Set("Content-Security-Policy", framePolicy)
		h.Set("Cross-Origin-Resource-Policy", "cross-origin")
		h.Set("Cross-Origin-Embedder-Policy", "require-corp")
		h.Del("Cross-Origin-Opener-Policy") // of windows only, and a frame is none
	case strings.HasPrefix(f.Type, "text/javascript"), strings.HasPrefix(f.Type, "font/"):
		h.Set("Access-Control-Allow-Origin", "*")
	}
}
