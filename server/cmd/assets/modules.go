package main

import (
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"

	"quorumlab/server/assets/manifest"
)

// moduleNames are the main packages under wasm/, in the order in which the build id runs over them.
var moduleNames = []string{"core", "raft"}

// buildModules compiles the WASM modules and returns them with the build id. The flags keep out of them where and when
// they were built, so that the same sources and toolchain give the same bytes, hence the same build, everywhere.
func buildModules() (modules []output, id string, err error) {
	dir, err := os.MkdirTemp("", "quorumlab-wasm-")
	if err != nil {
		return nil, "", err
	}
	defer os.RemoveAll(dir)

	whole := sha256.New()
	for _, name := range moduleNames {
		path := filepath.Join(dir, name+".wasm")
		cmd := exec.Command("go", "build", "-trimpath", "-buildvcs=false", "-ldflags=-s -w", "-o", path, "./wasm/"+name)
		cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm", "CGO_ENABLED=0", "GOFLAGS=", "GOWASM=", "GOEXPERIMENT=")
		if out, err := cmd.CombinedOutput(); err != nil {
			return nil, "", fmt.Errorf("building wasm/%s: %w\n%s", name, err, out)
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return nil, "", err
		}
		whole.Write(data)
		modules = append(modules, hashed(name+".wasm", "application/wasm", data))
	}
	return modules, hex.EncodeToString(whole.Sum(nil)), nil
}

// hashed names a file by its content, in the same alphabet and length as the bundler does.
func hashed(name, contentType string, data []byte) output {
	sum := sha256.Sum256(data)
	ext := filepath.Ext(name)
	path := strings.TrimSuffix(name, ext) + "-" + base32.StdEncoding.EncodeToString(sum[:])[:8] + ext
	return output{manifest.File{Name: name, Path: path, Type: contentType, Size: len(data)}, data}
}

// icon is the picture in the browser's tab.
func icon() (output, error) {
	data, err := os.ReadFile("server/assets/favicon.svg")
	if err != nil {
		return output{}, err
	}
	return hashed("favicon.svg", "image/svg+xml", data), nil
}

// goroot asks the toolchain that builds the modules, since wasm_exec.js has to be of the same version.
var goroot = sync.OnceValues(func() (string, error) {
	out, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return "", fmt.Errorf("go env GOROOT: %w", err)
	}
	return strings.TrimSpace(string(out)), nil
})
