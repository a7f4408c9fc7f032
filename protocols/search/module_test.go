package search

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// written writes the example module of testdata to a folder of its own, as its author would have it.
func written(t *testing.T) string {
	t.Helper()
	root, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	own, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	// The versions that Quorumlab requires are those that are at hand.
	_, requires, _ := strings.Cut(string(own), "\nrequire")
	files := map[string]string{
		"go.mod": "module example.com/counter\n\ngo 1.26\n\nrequire quorumlab v0.0.0\n\nreplace quorumlab => " + root + "\n\nrequire" + requires,
	}
	for name, from := range map[string]string{"counter.go": "testdata/module/counter.go.txt", "counter_test.go": "testdata/module/counter_test.go.txt",
		"go.sum": filepath.Join(root, "go.sum")} {
		text, err := os.ReadFile(from)
		if err != nil {
			t.Fatal(err)
		}
		files[name] = string(text)
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func tested(dir string, env ...string) (string, error) {
	test := exec.Command("go", "test", "-count=1", "./...")
	test.Dir = dir
	test.Env = append(append(os.Environ(), "GOFLAGS=-mod=mod", "GOPROXY=off", "GOWORK=off"), env...)
	out, err := test.CombinedOutput()
	return string(out), err
}

func TestAProtocolInAModuleOfItsOwnIsSearched(t *testing.T) {
	dir := written(t)
	if out, err := tested(dir); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	out, err := tested(dir, "BLIND=yes")
	if err == nil {
		t.Fatalf("expected the mistake to be found:\n%s", out)
	}
	for _, want := range []string{"--- FAIL: TestNoRunLosesAnAddition", "--- FAIL: TestNoRandomRunLosesAnAddition",
		"nothing is lost is violated: 2 were added, and the counter is at 1", "cluster counter", "expect violated nothing-is-lost"} {
		if !strings.Contains(out, want) {
			t.Errorf("expected %q in\n%s", want, out)
		}
	}
}
