package main

import (
	"fmt"

	"github.com/evanw/esbuild/pkg/api"
)

// frameName is the page that stands, unseen, in a page of another origin which has a figure: the engines run in it, since no
// browser starts a worker of another origin.
const frameName = "engine.html"

// frame makes that page and its script. It bears a hash like every other file, so that a figure never meets the frame of
// another build.
func frame(web string, defines map[string]string) ([]output, error) {
	scripts, err := esbuild(web, api.BuildOptions{
		EntryPoints: []string{"src/engine-frame.ts"},
		Format:      api.FormatIIFE,
		Define:      defines,
	})
	if err != nil {
		return nil, err
	}
	script, ok := find(scripts, "engine-frame.js")
	if !ok {
		return nil, fmt.Errorf("bundling gave no engine-frame.js")
	}
	for i := range scripts {
		scripts[i].Lazy = true // no page of ours loads it
	}
	page := fmt.Sprintf("<!DOCTYPE html>\n<html lang=\"en\">\n<title>Quorumlab: the engines of a page</title>\n<script src=%q></script>\n</html>\n", script.URL())
	return append(scripts, hashed(frameName, "text/html; charset=utf-8", []byte(page))), nil
}
