package server

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strconv"
	"time"

	"github.com/google/uuid"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
)

// metrics are what operators scrape. Routes are named by their pattern, so that no client can make up new series.
type metrics struct {
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
	inFlight prometheus.Gauge
}

func newMetrics(build string) *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(), // its own: nothing that a library registers by itself gets out
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "quorumlab_http_requests_total", Help: "Requests answered, by route and status.",
		}, []string{"route", "status"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "quorumlab_http_request_seconds", Help: "Time from a request's headers to the last byte of its answer.",
			Buckets: []float64{0.001, 0.005, 0.025, 0.1, 0.5, 2.5, 10, 60},
		}, []string{"route"}),
		inFlight: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "quorumlab_http_requests_in_flight", Help: "Requests being answered.",
		}),
	}
	info := prometheus.NewGauge(prometheus.GaugeOpts{
		Name: "quorumlab_build_info", Help: "Always 1; the label is the build that runs.",
		ConstLabels: prometheus.Labels{"build": build},
	})
	info.Set(1)
	m.registry.MustRegister(m.requests, m.seconds, m.inFlight, info,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

type requestKey struct{}

// requestID is the id under which the log has a request; "" outside watch.
func requestID(r *http.Request) string {
	id, _ := r.Context().Value(requestKey{}).(string)
	return id
}

// watch gives each request an id, which the answer bears as X-Request-Id, one log line and its place in the metrics,
// and turns a panic into an answer.
func (s *Server) watch(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := time.Now()
		id := uuid.NewString()
		r = r.WithContext(context.WithValue(r.Context(), requestKey{}, id))
		w.Header().Set("X-Request-Id", id)
		answer := &answer{ResponseWriter: w}
		s.metrics.inFlight.Inc()
		defer func() {
			s.metrics.inFlight.Dec()
			s.note(r, answer, time.Since(began))
		}()
		s.guard(next, answer, r)
	})
}

// guard calls next. A panic becomes an error page if nothing of the answer has left yet; else the connection is cut, so
// that nobody takes half an answer for a whole one.
func (s *Server) guard(next http.Handler, w *answer, r *http.Request) {
	defer func() {
		broken := recover()
		if broken == nil {
			return
		}
		if err, ok := broken.(error); ok && errors.Is(err, http.ErrAbortHandler) {
			panic(broken)
		}
		s.Log.ErrorContext(r.Context(), "panic", slog.String("id", requestID(r)), slog.String("what", fmt.Sprint(broken)), slog.String("stack", string(debug.Stack())))
		if w.status != 0 {
			panic(http.ErrAbortHandler)
		}
		for _, name := range []string{"Content-Encoding", "Content-Length", "ETag"} {
			w.Header().Del(name)
		}
		s.failed(w, r)
	}()
	next.ServeHTTP(w, r)
}

func (s *Server) note(r *http.Request, a *answer, took time.Duration) {
	route := r.Pattern
	if route == "" {
		route = "none"
	}
	status := a.status
	if status == 0 {
		status = http.StatusOK
	}
	s.metrics.requests.WithLabelValues(route, strconv.Itoa(status)).Inc()
	s.metrics.seconds.WithLabelValues(route).Observe(took.Seconds())
	level := slog.LevelInfo
	if route == "/healthz" || route == "/readyz" {
		level = slog.LevelDebug // a line a second from each load balancer tells nothing
	}
	s.Log.LogAttrs(r.Context(), level, "request",
		slog.String("id", requestID(r)),
		slog.String("method", r.Method),
		slog.String("path", r.URL.Path),
		slog.Int("status", status),
		slog.Int64("bytes", a.bytes),
		slog.Duration("took", took.Round(time.Microsecond)),
		slog.String("from", r.RemoteAddr))
}

// An answer is a ResponseWriter that remembers what was sent.
type answer struct {
	http.ResponseWriter
	status int // 0 before the headers are sent
	bytes  int64
}

func (a *answer) WriteHeader(status int) {
	if a.status == 0 && status >= 200 {
		a.status = status
	}
	a.ResponseWriter.WriteHeader(status)
}

func (a *answer) Write(b []byte) (int, error) {
	if a.status == 0 {
		a.status = http.StatusOK
	}
	n, err := a.ResponseWriter.Write(b)
	a.bytes += int64(n)
	return n, err
}

// Unwrap lets http.ResponseController reach what is beneath.
func (a *answer) Unwrap() http.ResponseWriter { return a.ResponseWriter }
