package browsertest

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"quorumlab/web/chromium"
)

// What all tests share: one program, serving, and one browser.
var (
	program string          // the path of the program
	site    string          // "http://127.0.0.1:40001"
	browser context.Context // of the browser that pages are opened in
)

func TestMain(m *testing.M) {
	code, err := run(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, "browsertest:", err)
		os.Exit(1)
	}
	os.Exit(code)
}

func run(m *testing.M) (int, error) {
	dir, err := os.MkdirTemp("", "quorumlab-browsertest-")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(dir)
	program = filepath.Join(dir, "quorumlab")
	if out, err := exec.Command("go", "build", "-o", program, "quorumlab/server/cmd/quorumlab").CombinedOutput(); err != nil {
		return 0, fmt.Errorf("building the program (`make build` makes what it embeds): %w\n%s", err, out)
	}
	stop, err := serve()
	if err != nil {
		return 0, err
	}
	defer stop()

	var end context.CancelFunc
	if browser, end, err = chromium.Start(filepath.Join(dir, "profile")); err != nil {
		return 0, err
	}
	defer end()
	return m.Run(), nil
}

// serve starts the program on a free port and returns what stops it. A server that ends before that says why.
func serve() (stop func(), err error) {
	cmd := exec.Command(program, "serve", "--addr", "127.0.0.1:0", "--admin-addr", "")
	var logged bytes.Buffer // read only once the server has ended
	cmd.Stderr = &logged
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	var stopping atomic.Bool
	ended := make(chan struct{})
	stop = func() {
		stopping.Store(true)
		_ = cmd.Process.Signal(os.Interrupt)
		<-ended
	}
	address := make(chan string, 1)
	go func() {
		defer close(ended)
		defer close(address)
		for lines := bufio.NewScanner(out); lines.Scan(); {
			if _, found, ok := strings.Cut(lines.Text(), "http://"); ok {
				select {
				case address <- "http://" + strings.TrimRight(strings.Fields(found)[0], "/."):
				default: // said before
				}
			}
		}
		if err := cmd.Wait(); !stopping.Load() {
			log := logged.String()
			fmt.Fprintf(os.Stderr, "browsertest: the server ended by itself: %v\n%s\n", err, log[max(0, len(log)-2000):])
		}
	}()
	site = <-address
	if site == "" {
		return nil, errors.New("the server ended before it said its address")
	}
	return stop, nil
}
