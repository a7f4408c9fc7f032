package main

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"quorumlab/protocols/link"
	"quorumlab/server/assets"
)

const linked = `cluster mutex nodes=3 seed=1
command n1 acquire
run 10ms
branch down
crash n2
run 1s
`

// runLink runs a link whose hash is that of its run, unless change says otherwise.
func runLink(t *testing.T, change func(*link.Link), args ...string) (code int, stdout, stderr string) {
	t.Helper()
	files, err := assets.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	l := &link.Link{Build: files.Build()[:link.BuildDigits], Scenario: "mutex/contention", Branch: "down", Event: 9, Time: 60_000, Text: linked}
	r, err := arrive(l)
	if err != nil {
		t.Fatal(err)
	}
	w, err := r.Recording().Replay(l.Event)
	if err != nil {
		t.Fatal(err)
	}
	l.Hash = w.Hash()
	change(l)
	fragment, err := l.Fragment()
	if err != nil {
		t.Fatal(err)
	}
	return runURL(t, "https://quorumlab.example/play/mutex/contention"+fragment, args...)
}

func runURL(t *testing.T, url string, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	m := &Main{Stdin: strings.NewReader(""), Stdout: &out, Stderr: &errs}
	code = m.Run(t.Context(), append([]string{"run", url}, args...))
	return code, out.String(), errs.String()
}

func TestALinkIsRunToItsMomentAndItsTraceIsCompared(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*link.Link)
		code   int
		prints string
		says   string // on standard error
	}{
		"as it was made":       {func(*link.Link) {}, 0, "ok  the same run\n", ""},
		"of another build":     {func(l *link.Link) { l.Build = "0123456789abcdef" }, 0, "ok  the same run; the link was made by another build (0123456789abcdef", ""},
		"another trace":        {func(l *link.Link) { l.Hash = 1 }, 1, "FAILED  another run: the link's trace is 0000000000000001", "expected the trace 0000000000000001 after event 9"},
		"another scenario":     {func(l *link.Link) { l.Text = strings.Replace(linked, "crash n2", "crash n3", 1) }, 1, "FAILED  another run", "expected the trace"},
		"an event that is not": {func(l *link.Link) { l.Event = 1000 }, 1, "FAILED", "after event 1000, not"},
		"a branch that is not": {func(l *link.Link) { l.Branch = "up" }, 2, "", "expected a scenario with a branch up"},
		"no scenario":          {func(l *link.Link) { l.Text = "hello\n" }, 2, "", "line 1"},
		"more than it may ask": {func(l *link.Link) { l.Text = "cluster mutex limit=2000000\n"; l.Branch = "main" }, 2, "", "line 1: limit: expected at most 1000000"},
	} {
		code, stdout, stderr := runLink(t, c.change)
		if code != c.code || !strings.Contains(stdout, c.prints) || !strings.Contains(stderr, c.says) || c.says == "" && stderr != "" {
			t.Errorf("%s: got %d\n%s\n%s\nwant %d, %q, %q", name, code, stdout, stderr, c.code, c.prints, c.says)
		}
	}
}

func TestWhatALinkPrintsBeginsAtTheStartAndEndsAtItsMoment(t *testing.T) {
	_, stdout, _ := runLink(t, func(*link.Link) {})
	first, _, _ := strings.Cut(stdout, "\n")
	if first != "0ms        you: command n1 acquire" || !strings.Contains(stdout, "you: crash n2") {
		t.Errorf("got\n%s", stdout)
	}
	if !strings.Contains(stdout, "60ms       the moment of the link: branch down, event 9, trace ") {
		t.Errorf("got\n%s", stdout)
	}
}

func TestALinkIsToldAsJSONAndAsAHash(t *testing.T) {
	code, stdout, stderr := runLink(t, func(*link.Link) {}, "--format", "json")
	var at arrival
	if err := json.Unmarshal([]byte(stdout), &at); err != nil || code != 0 || stderr != "" {
		t.Fatalf("got %d, %v, %s", code, err, stderr)
	}
	if !at.Same || at.Hash != at.Made || at.Event != 9 || at.Branch != "down" || at.Scenario != "mutex/contention" || !strings.Contains(at.Output, "crash n2") {
		t.Errorf("got %+v", at)
	}
	if _, hash, _ := runLink(t, func(*link.Link) {}, "--hash"); hash != at.Hash+"\n" {
		t.Errorf("got %q, want %s", hash, at.Hash)
	}
}

func TestALinkThatIsNotWholeIsRefused(t *testing.T) {
	for url, says := range map[string]string{
		"http://localhost/play/x#1.AAAA": "link: expected",
		"#2.AAAA":                        "link: expected a link of version 1, not 2",
	} {
		code, stdout, stderr := runURL(t, url)
		if code != exitUsage || stdout != "" || !strings.Contains(stderr, says) {
			t.Errorf("%s: got %d, %q, %q; want %q", url, code, stdout, stderr, says)
		}
	}
	if code, _, stderr := runLink(t, func(*link.Link) {}, "--seed", "3"); code != exitUsage || !strings.Contains(stderr, "its own seed") {
		t.Errorf("with another seed: got %d, %s", code, stderr)
	}
}
