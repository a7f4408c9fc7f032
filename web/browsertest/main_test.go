package browsertest

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
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
	chromium, err := findBrowser()
	if err != nil {
		return 0, err
	}
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

	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(chromium),
		chromedp.NoSandbox, // tests run as root in some places; the pages are our own
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.UserDataDir(filepath.Join(dir, "profile")),
		chromedp.WSURLReadTimeout(time.Minute),
	)
	allocator, cancel := chromedp.NewExecAllocator(context.Background(), options...)
	defer cancel()
	browser, cancel = chromedp.NewContext(allocator)
	defer cancel()
	if err := chromedp.Do(browser); err != nil {
		return 0, fmt.Errorf("starting %s: %w", chromium, err)
	}
	return m.Run(), nil
}

// serve starts the program on a free port and returns what stops it.
func serve() (stop func(), err error) {
	cmd := exec.Command(program, "serve", "--addr", "127.0.0.1:0", "--admin-addr", "")
	cmd.Stderr = nil // its log tells each request
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	stop = func() {
		_ = cmd.Process.Signal(os.Interrupt)
		_ = cmd.Wait()
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if _, address, ok := strings.Cut(lines.Text(), "http://"); ok {
			site = "http://" + strings.TrimRight(strings.Fields(address)[0], "/.")
			go io.Copy(io.Discard, out) // a server that can't say more would end
			return stop, nil
		}
	}
	stop()
	return nil, fmt.Errorf("the server ended before it said its address: %v", lines.Err())
}

// findBrowser finds a browser that chromedp can drive.
func findBrowser() (string, error) {
	names := []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "headless_shell"}
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", fmt.Errorf("expected a browser, one of %s; Debian has it as: apt-get install chromium", strings.Join(names, ", "))
}
