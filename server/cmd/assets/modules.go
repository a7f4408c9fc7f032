package main

import (
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"

	"quorumlab/server/assets/manifest"
	"quorumlab/wasm/modules"
)

// buildModules compiles the WASM modules and returns them with the build id.
func buildModules() (built []output, id string, err error) {
	dir, err := os.MkdirTemp("", "quorumlab-wasm-")
	if err != nil {
		return nil, "", err
	}
	defer os.RemoveAll(dir)

	whole := sha256.New()
	for _, name := range modules.Names() {
		path := filepath.Join(dir, name+".wasm")
		if err := modules.Build("", name, path); err != nil {
			return nil, "", err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return nil, "", err
		}
		whole.Write(data)
		built = append(built, hashed(name+".wasm", "application/wasm", data))
	}
	return built, hex.EncodeToString(whole.Sum(nil)), nil
}

// hashed names a file by its content, in the same alphabet and length as the bundler does.
func hashed(name, contentType string, data []byte) output {
	sum := sha256.Sum256(data)
	ext := filepath.Ext(name)
	path := strings.TrimSuffix(name, ext) + "-" + base32.StdEncoding.EncodeToString(sum[:])[:8] + ext
	return output{manifest.File{Name: name, Path: path, Type: contentType, Size: len(data)}, data, nil}
}

// icon is the picture in the browser's tab.
func icon() (output, error) {
	data, err := os.ReadFile("server/assets/favicon.svg")
	if err != nil {
		return output{}, err
	}
	return hashed("favicon.svg", "image/svg+xml", data), nil
}
