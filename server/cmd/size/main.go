// Command size prints what a reader downloads, brotli-compressed, beside its limits, and fails above one.
// `make size` calls it, from the root of the repository.
package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"

	"quorumlab/protocols/all/core"
	"quorumlab/server/assets/manifest"
)

// Limits in bytes. A kB is 1,000 bytes and a MB 1,000 kB: what a browser's network panel counts by.
const (
	coreFirst = 850_000   // kernel, scenarios and the first protocol
	raftFirst = 1_800_000 // the same and etcd/raft
	eachLater = 15_000    // what each further protocol may add to both
	pageMax   = 67_000    // all scripts and styles that the play page loads at first, the worker's too; a lesson's page adds some 13_000
	lessonMax = 80_000    // the same of a lesson's page
	facesMax  = 110_000   // the fonts of a first paint
	italicMax = 165_000   // the same, and italics
)

// later is how many protocols there are besides the first and etcd/raft.
func later() int { return len(core.Protocols()) - 1 }

func main() {
	m, err := manifest.Load(os.DirFS("server/assets/dist"))
	if err != nil {
		fmt.Fprintln(os.Stderr, "size:", err)
		os.Exit(1)
	}
	if !report(os.Stdout, m) {
		os.Exit(1)
	}
}

// A line is one thing that has a limit.
type line struct {
	what      string
	size, max int
}

// report prints a table and reports whether everything is within its limit.
func report(w io.Writer, m *manifest.Manifest) bool {
	within := true
	if m.Quality < manifest.QualityShipped {
		fmt.Fprintf(w, "These files were made for a quick turn, at brotli level %d; the limits are for level %d.\n"+
			"Remove server/assets/dist and run `make size` again.\n", m.Quality, manifest.QualityShipped)
		within = false
	}
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprint(t, "brotli kB\tlimit\t\t\n")
	for _, l := range lines(m) {
		verdict := ""
		if l.size > l.max {
			verdict, within = "too large", false
		}
		fmt.Fprintf(t, "%.1f\t%.0f\t %s\t%s\n", float64(l.size)/1000, float64(l.max)/1000, l.what, verdict)
	}
	if err := t.Flush(); err != nil {
		panic(err)
	}
	return within
}

// lines measures what has a limit.
func lines(m *manifest.Manifest) []line {
	page := line{what: "scripts and styles of the play page", max: pageMax}
	lesson := line{what: "scripts and styles of a lesson's page", max: lessonMax}
	faces := line{what: "fonts at first paint", max: facesMax}
	italic := line{what: "fonts, italics included", max: italicMax}
	for _, f := range m.Files {
		if f.Type == "font/woff2" {
			italic.size += transfer(f)
			if !strings.Contains(f.Name, "italic") {
				faces.size += transfer(f)
			}
		}
		script := strings.HasPrefix(f.Type, "text/javascript") || strings.HasPrefix(f.Type, "text/css")
		if !script || f.Lazy || f.Name == "fold.js" { // of frames alone; first.js has it for pages
			continue
		}
		lesson.size += transfer(f)
		if f.Name != "lesson.js" && f.Name != "lesson.css" && f.Name != "site.css" { // these are of pages to read
			page.size += transfer(f)
		}
	}
	return []line{
		{"core.wasm", transferNamed(m, "core.wasm"), coreFirst + later()*eachLater},
		{"raft.wasm", transferNamed(m, "raft.wasm"), raftFirst + later()*eachLater},
		page,
		lesson,
		faces,
		italic,
	}
}

func transferNamed(m *manifest.Manifest, name string) int {
	f, ok := m.File(name)
	if !ok {
		panic("size: the manifest has no " + name)
	}
	return transfer(f)
}

// transfer is how many bytes of f a browser downloads.
func transfer(f manifest.File) int {
	if f.Br > 0 {
		return f.Br
	}
	return f.Size
}
