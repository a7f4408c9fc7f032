package server

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"
)

// Limits of a connection. A reader on a slow line takes a minute or two for a module; nobody needs as long to ask.
const (
	headerTime    = 5 * time.Second
	readTime      = 15 * time.Second
	writeTime     = 5 * time.Minute
	idleTime      = 2 * time.Minute
	headerBytes   = 16 << 10
	shutdownLimit = 15 * time.Second // for requests in flight once the listeners are closed
)

// Run serves the site on site, and the operators' pages on admin unless that is nil, until ctx ends. Then it stops
// without cutting anyone off: /readyz fails, after Config.Drain the site takes no more connections, and the requests in
// flight are finished. It returns nil when all of them were.
func (s *Server) Run(ctx context.Context, site, admin net.Listener) error {
	servers := map[*http.Server]net.Listener{}
	public := s.httpServer(s.site)
	servers[public] = site
	var operators *http.Server
	if admin != nil {
		operators = s.httpServer(s.admin)
		servers[operators] = admin
	}

	ended := make(chan error, len(servers))
	for h, l := range servers {
		go func() { ended <- h.Serve(l) }()
	}
	var broken error
	select {
	case broken = <-ended: // a listener failed
	case <-ctx.Done():
	}
	s.stopping.Store(true)
	if broken == nil {
		s.Log.Info("shutting down", slog.Duration("drain", s.Drain))
		time.Sleep(s.Drain)
	}
	limit, cancel := context.WithTimeout(context.Background(), shutdownLimit)
	defer cancel()
	err := stop(limit, public)
	if operators != nil {
		err = errors.Join(err, stop(limit, operators)) // last, so that the end can be watched
	}
	if broken != nil {
		return fmt.Errorf("server: %w", errors.Join(broken, err))
	}
	if err != nil {
		return fmt.Errorf("server: requests still in flight after %v were cut off: %w", shutdownLimit, err)
	}
	s.Log.Info("stopped")
	return nil
}

func (s *Server) httpServer(h http.Handler) *http.Server {
	return &http.Server{
		Handler:           h,
		ReadHeaderTimeout: headerTime,
		ReadTimeout:       readTime,
		WriteTimeout:      writeTime,
		IdleTimeout:       idleTime,
		MaxHeaderBytes:    headerBytes,
		ErrorLog:          slog.NewLogLogger(s.Log.Handler(), slog.LevelWarn),
	}
}

// stop lets requests in flight finish, and cuts off what is left when the limit has passed.
func stop(limit context.Context, h *http.Server) error {
	if err := h.Shutdown(limit); err != nil {
		return errors.Join(err, h.Close())
	}
	return nil
}
