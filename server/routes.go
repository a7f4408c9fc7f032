package server

import (
	"net/http"
	"slices"
	"strings"

	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// routes is the site: every address that anybody may ask for. A list has no slash at its end; with one it is asked for again
// without.
func (s *Server) routes() *http.ServeMux {
	mux := http.NewServeMux()
	mux.Handle("/", s.reading(s.notFound))
	mux.Handle("/{$}", s.reading(s.home))
	mux.Handle("/lessons", s.reading(s.lessons))
	mux.Handle("/play", s.reading(s.list))
	mux.Handle("/play/{protocol}", s.reading(s.catalogue))
	mux.Handle("/play/{scenario...}", s.reading(s.play))
	mux.Handle("/lessons/{id}", s.reading(s.lesson))
	mux.Handle("/lessons/{id}/{language}", s.reading(s.lesson))

	mux.Handle("/embed", s.reading(s.embedding))
	mux.Handle("/embed/{scenario...}", s.reading(s.embed))
	mux.Handle("/protocols", s.reading(s.protocols))
	mux.Handle("/protocols/{protocol}", s.reading(s.reference))
	mux.Handle("/about", s.reading(s.about))
	for _, list := range []string{"/lessons", "/play", "/protocols", "/embed", "/about"} {
		mux.Handle(list+"/{$}", s.reading(http.RedirectHandler(list, http.StatusMovedPermanently).ServeHTTP))
	}
	mux.Handle("/scenarios/{file...}", s.reading(s.scenarioFile))
	mux.Handle("/assets/{path...}", s.reading(s.asset))
	mux.Handle("/element.js", s.reading(s.element))
	mux.Handle("/healthz", s.reading(s.healthz))
	mux.Handle("/readyz", s.reading(s.readyz))
	return mux
}

// adminRoutes are for operators, on an address of their own that no reader reaches. Health is answered here too: this
// address is the last to close.
func (s *Server) adminRoutes() *http.ServeMux {
	mux := http.NewServeMux()
	mux.Handle("/", s.reading(func(w http.ResponseWriter, r *http.Request) {
		http.Error(w, "there is /metrics, /healthz and /readyz", http.StatusNotFound)
	}))
	mux.Handle("/metrics", s.reading(promhttp.HandlerFor(s.metrics.registry, promhttp.HandlerOpts{}).ServeHTTP))
	mux.Handle("/healthz", s.reading(s.healthz))
	mux.Handle("/readyz", s.reading(s.readyz))
	return mux
}

// reading is a route that is only read. Other methods are told so.
func (s *Server) reading(h http.HandlerFunc) http.Handler {
	return s.allow(h, http.MethodGet, http.MethodHead)
}

func (s *Server) allow(h http.HandlerFunc, methods ...string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !slices.Contains(methods, r.Method) {
			w.Header().Set("Allow", strings.Join(methods, ", "))
			s.methodNotAllowed(w, r, methods)
			return
		}
		h(w, r)
	})
}

// asset answers with a file of the build.
func (s *Server) asset(w http.ResponseWriter, r *http.Request) {
	if !s.Assets.Serve(w, r, r.PathValue("path")) {
		http.Error(w, "there is no such file in this build", http.StatusNotFound)
	}
}

// element is the script that a page anywhere names: the same file as our own pages load, at an address that stays.
func (s *Server) element(w http.ResponseWriter, r *http.Request) {
	if !s.Assets.ServeNamed(w, r, "quorum-lab.js") {
		http.Error(w, "there is no such file in this build", http.StatusNotFound)
	}
}
