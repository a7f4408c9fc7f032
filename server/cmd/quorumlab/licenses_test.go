package main

import (
	"debug/buildinfo"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func TestEveryModuleThatTheProgramIsLinkedFromHasItsLicencePrinted(t *testing.T) {
	program := filepath.Join(t.TempDir(), "quorumlab")
	if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	info, err := buildinfo.ReadFile(program)
	if err != nil || len(info.Deps) == 0 {
		t.Fatalf("expected modules in the program's own account, got %v, %v", info, err)
	}
	code, stdout, stderr := run(t, "licenses")
	if code != 0 || stderr != "" {
		t.Fatalf("got %d, %q", code, stderr)
	}
	printed := map[string]bool{}
	for line := range strings.Lines(stdout) {
		printed[strings.TrimSpace(line)] = true
	}
	for _, m := range info.Deps {
		if !printed[m.Path+" "+m.Version] {
			t.Errorf("%s %s is in the program, and not in what `quorumlab licenses` prints: run `make build` again", m.Path, m.Version)
		}
	}
	for _, part := range []string{"Go go1.", "@fontsource-variable/source-serif-4 ", "SIL OPEN FONT LICENSE", "Apache License", "The Go Authors"} {
		if !strings.Contains(stdout, part) {
			t.Errorf("expected %q to be printed", part)
		}
	}
}
