// Package modules compiles the WebAssembly modules, always alike: the same sources and toolchain give the same bytes
// everywhere, hence the same build.
package modules

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// Names are the main packages under wasm/, in the order in which the build's hash runs over them.
func Names() []string { return []string{"core", "raft"} }

// flags keep out of a module where and when it was built, and keep it small: functions are inlined only where engines spend
// their time. Of several patterns that match a package the last counts.
func flags() []string {
	fs := []string{"-trimpath", "-buildvcs=false", "-ldflags=-s -w", "-gcflags=all=-l"}
	for _, hot := range []string{"internal/runtime/...", "quorumlab/protocols/engine/canon", "quorumlab/protocols/raft", "go.etcd.io/..."} {
		fs = append(fs, "-gcflags="+hot+"=")
	}
	return fs
}

// Build compiles wasm/NAME of the module rooted at dir ("" for the folder that the process stands in) to a file.
func Build(dir, name, out string) error {
	out, err := filepath.Abs(out)
	if err != nil {
		return err
	}
	cmd := exec.Command("go", append(append([]string{"build"}, flags()...), "-o", out, "./wasm/"+name)...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm", "CGO_ENABLED=0", "GOFLAGS=", "GOWASM=", "GOEXPERIMENT=")
	if text, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("building wasm/%s: %w\n%s", name, err, text)
	}
	return nil
}

// Exec is the script of the toolchain that builds the modules: wasm_exec.js has to be of the same version.
func Exec() (string, error) {
	out, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return "", fmt.Errorf("go env GOROOT: %w", err)
	}
	return filepath.Join(strings.TrimSpace(string(out)), "lib", "wasm", "wasm_exec.js"), nil
}
