// Command assets builds everything that a browser loads, into server/assets/dist: the two WASM modules, the scripts,
// the styles with their fonts, and the icon, each under a name that bears a hash of its content, each compressed once
// with brotli and gzip, and a manifest of them all. What the server alone reads, the marks of pages and the licences of what is shipped, lies there as well.
//
// It reads web/ and its node_modules, wasm/ and the Go toolchain; `make build` calls it when one of those has changed.
// Run it from the root of the repository.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"quorumlab/server/assets/manifest"
)

func main() {
	var o options
	flag.StringVar(&o.dist, "dist", "server/assets/dist", "the `folder` to build into")
	flag.StringVar(&o.web, "web", "web", "the `folder` of the TypeScript sources and node_modules")
	flag.StringVar(&o.cache, "cache", "build/cache", "the `folder` that keeps compressed files, found again by content")
	flag.IntVar(&o.quality, "brotli", manifest.QualityShipped, "the brotli `level`, 0 to 11; a low one is for quick turns while developing")
	flag.Parse()
	if flag.NArg() > 0 {
		fmt.Fprintf(os.Stderr, "assets: expected no arguments, got %q\n", flag.Args())
		os.Exit(2)
	}
	m, err := build(o)
	if err != nil {
		fmt.Fprintln(os.Stderr, "assets:", err)
		os.Exit(1)
	}
	fmt.Printf("assets: %d files in %s, build %s\n", len(m.Files), o.dist, m.Build[:16])
}

type options struct {
	dist, web, cache string
	quality          int
}

// An output is a file on its way into dist.
type output struct {
	manifest.File
	data   []byte
	inputs []string // of a bundle: the sources that something of is in it, relative to web
}

// build makes all outputs, then puts them into dist. The manifest comes last, and what it no longer names is removed
// after that, so a dist that was whole stays whole if anything fails on the way.
func build(o options) (*manifest.Manifest, error) {
	modules, id, err := buildModules()
	if err != nil {
		return nil, err
	}
	bundles, err := bundle(o.web, modules, id)
	if err != nil {
		return nil, err
	}
	icon, err := icon()
	if err != nil {
		return nil, err
	}
	drawn, err := marks(o.web)
	if err != nil {
		return nil, err
	}
	before, err := firsts(o.web, modules)
	if err != nil {
		return nil, err
	}
	texts, err := licenseList(o.web, bundles)
	if err != nil {
		return nil, err
	}
	files := slices.Concat(modules, bundles, []output{icon, drawn, before, texts})
	if err := os.MkdirAll(o.dist, 0o755); err != nil {
		return nil, err
	}
	if err := store(files, o); err != nil {
		return nil, err
	}
	m := &manifest.Manifest{Build: id, Quality: o.quality}
	for _, f := range files {
		m.Files = append(m.Files, f.File)
	}
	slices.SortFunc(m.Files, func(a, b manifest.File) int { return strings.Compare(a.Path, b.Path) })
	if err := m.Write(o.dist); err != nil {
		return nil, err
	}
	return m, sweep(o.dist, m)
}

// sweep removes from dist what the manifest does not name.
func sweep(dist string, m *manifest.Manifest) error {
	keep := map[string]bool{manifest.FileName: true}
	for _, f := range m.Files {
		keep[f.Path], keep[f.Path+".gz"], keep[f.Path+".br"] = true, f.Gz > 0, f.Br > 0
	}
	entries, err := os.ReadDir(dist)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if !keep[e.Name()] {
			if err := os.RemoveAll(filepath.Join(dist, e.Name())); err != nil {
				return err
			}
		}
	}
	return nil
}
