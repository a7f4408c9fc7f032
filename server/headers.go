package server

import "net/http"

// policy is the Content-Security-Policy of every answer that has not its own. There is no 'unsafe-inline': scripts and
// styles come from files, the element's own styles are constructed style sheets, and WebAssembly is compiled by the
// worker alone, under the worker's policy.
const policy = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

// secured gives every answer, errors and redirects included, the headers that keep a browser from doing more with it
// than it is for. A handler may set its own.
func secured(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin") // the address of a moment or a room is nobody else's business
		h.Set("Permissions-Policy", "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		next.ServeHTTP(w, r)
	})
}
