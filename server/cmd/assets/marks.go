package main

import (
	"bytes"
	"fmt"
	"os/exec"
	"path/filepath"

	"github.com/evanw/esbuild/pkg/api"
)

// marks draws the shapes and intents that stand in pages to read. The player's renderer draws them, in Node.
func marks(web string) (output, error) {
	web, err := filepath.Abs(web)
	if err != nil {
		return output{}, err
	}
	program, err := esbuild(web, api.BuildOptions{
		EntryPoints: []string{"src/build/marks.ts"},
		Format:      api.FormatESModule,
		Platform:    api.PlatformNode,
		// What linkedom would draw canvases with, which nothing here does; it does without.
		External: []string{"canvas"},
	})
	if err != nil {
		return output{}, err
	}
	script, ok := find(program, "marks.js")
	if !ok {
		return output{}, fmt.Errorf("bundling gave no marks.js")
	}
	data, err := node(script.data)
	if err != nil {
		return output{}, fmt.Errorf("drawing the marks: %w", err)
	}
	return hashed("marks.json", "application/json", data), nil
}

// node runs a program with arguments and returns what it prints.
func node(program []byte, args ...string) ([]byte, error) {
	cmd := exec.Command("node", append([]string{"--input-type=module", "-"}, args...)...)
	var out, errs bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = bytes.NewReader(program), &out, &errs
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("node: %w\n%s", err, errs.String())
	}
	return bytes.TrimSpace(out.Bytes()), nil
}
