// Package scenariotest runs scenario files in tests: each must be as it is printed, meet its expectations, and say what
// stands below its ----. `go test -rewrite` writes them anew.
package scenariotest

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/scenario"
)

var rewrite = flag.Bool("rewrite", false, "write scenarios and other golden files anew")

// Rewrite tells whether golden files are to be written anew.
func Rewrite() bool { return *rewrite }

// Folder runs each file that matches the pattern, and fails when none does.
func Folder(t *testing.T, pattern string, lookup func(string) *engine.Protocol) {
	t.Helper()
	files, err := filepath.Glob(pattern)
	if err != nil || len(files) == 0 {
		t.Fatalf("expected scenarios at %s, got %v, %v", pattern, files, err)
	}
	for _, f := range files {
		name := strings.TrimSuffix(filepath.Base(f), ".txt")
		t.Run(name, func(t *testing.T) { File(t, f, lookup) })
	}
}

// File runs one file.
func File(t *testing.T, file string, lookup func(string) *engine.Protocol) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	s, err := scenario.Parse(string(text), lookup)
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	res, err := scenario.Run(s)
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	for _, e := range res.Failures() {
		t.Errorf("%s: %v", file, e)
	}
	if t.Failed() {
		t.Logf("the run says:\n%s", res.Output())
	}
	want := s.WithOutput(res.Output())
	if again, err := scenario.Run(s); err != nil || again.Hash() != res.Hash() || s.WithOutput(again.Output()) != want {
		t.Errorf("%s: two runs differ", file)
	}
	if *rewrite && !t.Failed() {
		if err := os.WriteFile(file, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if d := Diff(string(text), want); d != "" {
		t.Errorf("%s is not what it prints (`go test -rewrite` writes it anew):\n%s", file, d)
	}
}

// Diff is the first place at which two texts differ, with the lines around it; "" when they are equal.
func Diff(have, want string) string {
	if have == want {
		return ""
	}
	a, b := strings.Split(have, "\n"), strings.Split(want, "\n")
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	var d strings.Builder
	show := func(sign string, lines []string, from, to int) {
		for _, l := range lines[min(max(0, from), len(lines)):min(to, len(lines))] {
			d.WriteString(sign + l + "\n")
		}
	}
	show("  ", a, i-3, i)
	show("- ", a, i, i+4)
	show("+ ", b, i, i+4)
	return d.String()
}
