package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"quorumlab/server/assets/manifest"
)

// served starts the whole program in this process and returns the site's address, "http://127.0.0.1:40001".
func served(t *testing.T, args ...string) string {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	listening := make(chan string, 1)
	var errs bytes.Buffer
	m := &Main{
		Stdin: strings.NewReader(""), Stdout: io.Discard, Stderr: &errs,
		Listening: func(site, _ net.Addr) { listening <- "http://" + site.String() },
	}
	ended := make(chan int, 1)
	go func() {
		ended <- m.Run(ctx, append([]string{"serve", "--addr", "127.0.0.1:0", "--admin-addr", "127.0.0.1:0"}, args...))
	}()
	select {
	case address := <-listening:
		t.Cleanup(func() {
			cancel()
			if code := <-ended; code != 0 {
				t.Errorf("exit %d:\n%s", code, errs.String())
			}
		})
		return address
	case code := <-ended:
		cancel()
		t.Fatalf("exit %d before it listened:\n%s", code, errs.String())
		return ""
	}
}

func get(t *testing.T, url string) (*http.Response, []byte) {
	t.Helper()
	r, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatalf("%s: %v", url, err)
	}
	return r, body
}

func TestEverythingThatTheHomePageLoadsIsThereForGood(t *testing.T) {
	site := served(t)
	r, home := get(t, site+"/")
	if r.StatusCode != http.StatusOK {
		t.Fatalf("the home page: %s", r.Status)
	}
	seen := follow(t, site, home)
	for _, name := range []string{"core", "raft", "worker", "quorum-lab", "first", "site", "quorumlab", "favicon"} {
		found := false
		for path := range seen {
			found = found || strings.HasPrefix(path, manifest.URLPrefix+name+"-")
		}
		if !found {
			t.Errorf("following what is loaded, %s was never met among %v", name, seen)
		}
	}
}

// follow gets all files of the build that a page loads, and those that they load, by their paths.
func follow(t *testing.T, site string, page []byte) map[string][]byte {
	t.Helper()
	loaded := regexp.MustCompile(`/assets/[^"')]+`)
	seen := make(map[string][]byte)
	var from func(name string, text []byte)
	from = func(name string, text []byte) {
		for _, path := range loaded.FindAllString(string(text), -1) {
			if _, ok := seen[path]; ok {
				continue
			}
			r, body := get(t, site+path)
			seen[path] = body
			if r.StatusCode != http.StatusOK || !strings.Contains(r.Header.Get("Cache-Control"), "immutable") {
				t.Errorf("%s, loaded by %s: %s, %s", path, name, r.Status, r.Header.Get("Cache-Control"))
			}
			if strings.HasPrefix(r.Header.Get("Content-Type"), "text/") {
				from(path, body)
			}
		}
	}
	from("the page", page)
	return seen
}

func TestTheBuildThatVersionNamesIsTheHashOfTheModulesThatAreServed(t *testing.T) {
	site := served(t)
	_, home := get(t, site+"/")
	files := follow(t, site, home)
	whole := sha256.New()
	for _, name := range []string{"core", "raft"} {
		found := 0
		for path, module := range files {
			if strings.HasPrefix(path, manifest.URLPrefix+name+"-") && bytes.HasPrefix(module, []byte("\x00asm")) {
				whole.Write(module)
				found++
			}
		}
		if found != 1 {
			t.Fatalf("the page loads %d modules %s", found, name)
		}
	}
	_, version, _ := run(t, "version")
	if want := hex.EncodeToString(whole.Sum(nil)); !strings.Contains(version, want) {
		t.Errorf("the modules hash to %s; version says\n%s", want, version)
	}
}

func TestASiteThatKnowsItsAddressNamesItOnItsPages(t *testing.T) {
	_, page := get(t, served(t, "--url", "https://quorumlab.example/")+"/")
	if !strings.Contains(string(page), `<link rel="canonical" href="https://quorumlab.example/"`) {
		t.Errorf("no canonical address in\n%s", page)
	}
	_, page = get(t, served(t)+"/")
	if strings.Contains(string(page), "canonical") {
		t.Errorf("an address that nobody told in\n%s", page)
	}
}

// A process is the real program, started and watched from outside.
type process struct {
	*exec.Cmd
	site, admin string
	stderr      bytes.Buffer
}

func launch(t *testing.T, args ...string) *process {
	t.Helper()
	p := &process{Cmd: exec.Command(os.Args[0], append([]string{"serve", "--addr", "127.0.0.1:0", "--admin-addr", "127.0.0.1:0"}, args...)...)}
	p.Env = append(os.Environ(), asProgram+"=1")
	p.Cmd.Stderr = &p.stderr
	out, err := p.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.Process.Kill() })
	in := bufio.NewReader(out)
	if _, err := fmt.Fscanf(in, "Quorumlab is at %s\n", &p.site); err != nil {
		t.Fatalf("expected the site's address: %v\n%s", err, p.stderr.String())
	}
	if _, err := fmt.Fscanf(in, "Metrics are at %s\n", &p.admin); err != nil {
		t.Fatalf("expected the address of the metrics: %v\n%s", err, p.stderr.String())
	}
	return p
}

func TestTheProgramStopsCleanlyOnEitherSignal(t *testing.T) {
	for _, signal := range []syscall.Signal{syscall.SIGTERM, syscall.SIGINT} {
		p := launch(t)
		if r, _ := get(t, p.site+"/healthz"); r.StatusCode != http.StatusOK {
			t.Errorf("/healthz: %s", r.Status)
		}
		if r, body := get(t, p.admin); r.StatusCode != http.StatusOK || !bytes.Contains(body, []byte("quorumlab_build_info")) {
			t.Errorf("metrics at %s: %s", p.admin, r.Status)
		}
		if err := p.Process.Signal(signal); err != nil {
			t.Fatal(err)
		}
		if err := p.Wait(); err != nil {
			t.Errorf("%v: %v\n%s", signal, err, p.stderr.String())
		}
		if !strings.Contains(p.stderr.String(), "msg=stopped") {
			t.Errorf("%v: the log does not end with the stop:\n%s", signal, p.stderr.String())
		}
	}
}

func TestASecondSignalEndsTheProgramAtOnce(t *testing.T) {
	p := launch(t, "--drain", "1h")
	if err := p.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	for end := time.Now().Add(10 * time.Second); ; time.Sleep(5 * time.Millisecond) {
		if r, _ := get(t, p.site+"/readyz"); r.StatusCode == http.StatusServiceUnavailable {
			break
		}
		if time.Now().After(end) {
			t.Fatal("waited in vain for /readyz to fail")
		}
	}
	if err := p.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- p.Wait() }()
	select {
	case err := <-ended:
		if err == nil || !strings.Contains(err.Error(), "terminated") {
			t.Errorf("got %v, want the end by the signal", err)
		}
	case <-time.After(10 * time.Second):
		t.Error("it went on draining")
	}
}
