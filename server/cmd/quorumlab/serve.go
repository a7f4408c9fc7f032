package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"os"
	"strings"
	"syscall"
	"time"

	"quorumlab/lessons"
	"quorumlab/server"
	"quorumlab/server/assets"
	"quorumlab/server/catalog"
	"quorumlab/server/lesson"
)

// serveOptions are what the command line says of a server.
type serveOptions struct {
	addr, adminAddr string
	url, data       string
	drain           time.Duration
}

// serve hosts the site until it is told to stop.
func (m *Main) serve() (*flag.FlagSet, action) {
	var o serveOptions
	flags := options("serve")
	flags.StringVar(&o.addr, "addr", ":8080", "")
	flags.StringVar(&o.adminAddr, "admin-addr", "127.0.0.1:8081", "")
	flags.StringVar(&o.url, "url", "", "")
	flags.StringVar(&o.data, "data", "", "")
	flags.DurationVar(&o.drain, "drain", 0, "")
	return flags, func(ctx context.Context, args []string) int {
		if len(args) > 0 {
			return m.usage("serve", "expected options only, got %q", args)
		}
		if err := o.check(); err != nil {
			return m.usage("serve", "%v", err)
		}
		if err := m.host(ctx, o); err != nil {
			return m.fail("serve", err)
		}
		return exitOK
	}
}

func (o *serveOptions) check() error {
	if o.drain < 0 {
		return fmt.Errorf("--drain %v: expected a duration of 0s or more", o.drain)
	}
	if o.url != "" {
		u, err := url.Parse(o.url)
		if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil {
			return fmt.Errorf("--url %q: expected a scheme and a host, as in https://quorumlab.example", o.url)
		}
		o.url = u.Scheme + "://" + u.Host
	}
	return nil
}

// host opens the listeners, says where the site is, and serves.
func (m *Main) host(ctx context.Context, o serveOptions) error {
	if err := prepareData(o.data); err != nil {
		return err
	}
	files, err := assets.Embedded()
	if err != nil {
		return err
	}
	playable, err := builtin()
	if err != nil {
		return err
	}
	path, err := lesson.Load(lessons.Files)
	if err != nil {
		return err
	}
	s, err := server.New(server.Config{
		Catalog:  playable,
		Lessons:  path,
		Assets:   files,
		URL:      o.url,
		Featured: catalog.Featured,
		Moment:   catalog.FeaturedMoment,
		Log:      slog.New(slog.NewTextHandler(m.Stderr, nil)),
		Drain:    o.drain,
	})
	if err != nil {
		return err
	}
	site, err := listen("addr", o.addr)
	if err != nil {
		return err
	}
	defer site.Close()
	var admin net.Listener
	if o.adminAddr != "" {
		if admin, err = listen("admin-addr", o.adminAddr); err != nil {
			return err
		}
		defer admin.Close()
	}
	m.announce(o, site, admin)
	return s.Run(ctx, site, admin)
}

func (m *Main) announce(o serveOptions, site, admin net.Listener) {
	address := o.url
	if address == "" {
		address = "http://" + reachable(site.Addr())
	}
	fmt.Fprintf(m.Stdout, "Quorumlab is at %s\n", address)
	var adminAddr net.Addr
	if admin != nil {
		adminAddr = admin.Addr()
		fmt.Fprintf(m.Stdout, "Metrics are at http://%s/metrics\n", reachable(adminAddr))
	}
	if m.Listening != nil {
		m.Listening(site.Addr(), adminAddr)
	}
}

// reachable is an address as a browser on this machine can open it: a server on every interface is at localhost too.
func reachable(a net.Addr) string {
	host, port, err := net.SplitHostPort(a.String())
	if err != nil {
		return a.String()
	}
	if ip := net.ParseIP(host); ip != nil && ip.IsUnspecified() {
		host = "localhost"
	}
	return net.JoinHostPort(host, port)
}

// listen opens an address that an option named, and says what to do when it can't.
func listen(option, addr string) (net.Listener, error) {
	l, err := net.Listen("tcp", addr)
	switch {
	case err == nil:
		return l, nil
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, fmt.Errorf("%s is in use by another program. Stop that one, or choose another address with --%s", addr, option)
	case errors.Is(err, syscall.EACCES):
		return nil, fmt.Errorf("%s may not be opened by this user. Choose a port from 1024 up with --%s", addr, option)
	default:
		return nil, fmt.Errorf("--%s %s: expected HOST:PORT or :PORT: %w", option, addr, err)
	}
}

// prepareData makes the data folder and tries that it can be written, so that a wrong one is known at the start.
func prepareData(dir string) error {
	if dir == "" {
		return nil
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("--data: %w", err)
	}
	probe, err := os.CreateTemp(dir, ".probe-")
	if err != nil {
		return fmt.Errorf("--data: expected a folder that can be written: %w", err)
	}
	return errors.Join(probe.Close(), os.Remove(probe.Name()))
}
