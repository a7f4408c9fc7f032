package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/evanw/esbuild/pkg/api"

	"quorumlab/server/assets/manifest"
	"quorumlab/server/catalog"
	"quorumlab/wasm/modules"
)

// bundle makes the scripts and styles of web. Each bundle is told, by what its source names as __…__, where those made
// before it are: the worker where the modules are, the element where these, the worker, the styles and the frame are.
func bundle(web string, built []output, id string) ([]output, error) {
	web, err := filepath.Abs(web)
	if err != nil {
		return nil, err
	}
	wasmExec, err := modules.Exec()
	if err != nil {
		return nil, err
	}
	urls := make(map[string]string)
	for _, m := range built {
		urls[strings.TrimSuffix(m.Name, ".wasm")] = m.URL()
	}
	moduleURLs, err := json.Marshal(urls)
	if err != nil {
		return nil, err
	}
	defines := map[string]string{"__BUILD__": strconv.Quote(id), "__WASM_URLS__": string(moduleURLs)}

	// The worker and what runs before the first paint are classic scripts: the one for every browser's worker, the other
	// since a module would come too late.
	classic := api.BuildOptions{
		EntryPoints: []string{"src/worker.ts", "src/first.ts", "src/fold.ts"},
		Format:      api.FormatIIFE,
		Alias:       map[string]string{"wasm_exec": wasmExec},
		Define:      defines,
	}
	scripts, err := esbuild(web, classic)
	if err != nil {
		return nil, err
	}
	styles, err := esbuild(web, api.BuildOptions{
		EntryPoints: []string{"styles/quorumlab.css", "styles/site.css"},
		Loader:      map[string]api.Loader{".woff2": api.LoaderFile, ".svg": api.LoaderFile},
	})
	if err != nil {
		return nil, err
	}
	defines = maps.Clone(defines)
	defines["__PLAY_URL__"] = strconv.Quote("/play/" + catalog.Featured)
	for name, made := range map[string]string{"__WORKER_URL__": "worker.js", "__STYLES_URL__": "quorumlab.css"} {
		f, ok := find(slices.Concat(scripts, styles), made)
		if !ok {
			return nil, fmt.Errorf("bundling gave no %s", made)
		}
		defines[name] = strconv.Quote(f.URL())
	}
	sheet, _ := find(styles, "quorumlab.css")
	text, err := json.Marshal(string(sheet.data))
	if err != nil {
		return nil, err
	}
	defines["__STYLES_TEXT__"] = string(text)
	frame, err := frame(web, defines)
	if err != nil {
		return nil, err
	}
	f, _ := find(frame, frameName)
	defines["__FRAME_URL__"] = strconv.Quote(f.URL())
	page, err := esbuild(web, splitting("src/quorum-lab.ts", defines))
	if err != nil {
		return nil, err
	}
	lesson, err := lessonPage(web, defines)
	if err != nil {
		return nil, err
	}
	return slices.Concat(scripts, styles, frame, page, lesson), nil
}

// lessonPage bundles what a lesson's page loads besides. It shares no file with the element, which other pages would then
// have to fetch in two steps, and speaks to it only through the DOM.
func lessonPage(web string, defines map[string]string) ([]output, error) {
	script := splitting("src/lesson/index.ts", defines)
	script.EntryPoints = nil
	script.EntryPointsAdvanced = []api.EntryPoint{{InputPath: "src/lesson/index.ts", OutputPath: "lesson"}}
	scripts, err := esbuild(web, script)
	if err != nil {
		return nil, err
	}
	styles, err := esbuild(web, api.BuildOptions{EntryPoints: []string{"styles/lesson.css"}})
	if err != nil {
		return nil, err
	}
	return slices.Concat(scripts, styles), nil
}

// splitting bundles a script that loads parts of itself only when they are wanted.
func splitting(entry string, defines map[string]string) api.BuildOptions {
	return api.BuildOptions{
		EntryPoints: []string{entry},
		Format:      api.FormatESModule,
		Splitting:   true,
		Define:      defines,
		Loader:      map[string]api.Loader{".css": api.LoaderText}, // of parts that are loaded later
	}
}

func find(files []output, name string) (output, bool) {
	i := slices.IndexFunc(files, func(f output) bool { return f.Name == name })
	if i < 0 {
		return output{}, false
	}
	return files[i], true
}

// esbuild runs one build, with what all of them share.
func esbuild(web string, o api.BuildOptions) ([]output, error) {
	o.AbsWorkingDir = web
	o.Outdir = filepath.Join(web, "dist") // never written: it only gives the outputs their relative names
	o.Bundle, o.Metafile, o.Write = true, true, false
	o.MinifyWhitespace, o.MinifyIdentifiers, o.MinifySyntax = true, true, true
	o.Target = api.ES2022
	o.Charset = api.CharsetUTF8
	o.LegalComments = api.LegalCommentsLinked
	o.PublicPath = manifest.URLPrefix
	o.EntryNames, o.ChunkNames, o.AssetNames = "[name]-[hash]", "[name]-[hash]", "[name]-[hash]"
	o.LogLevel = api.LogLevelSilent

	r := api.Build(o)
	if len(r.Errors)+len(r.Warnings) > 0 {
		text := api.FormatMessages(append(r.Errors, r.Warnings...), api.FormatMessagesOptions{Kind: api.ErrorMessage})
		return nil, fmt.Errorf("bundling %s:\n%s", strings.Join(o.EntryPoints, ", "), strings.Join(text, ""))
	}
	var meta metafile
	if err := json.Unmarshal([]byte(r.Metafile), &meta); err != nil {
		return nil, fmt.Errorf("bundling: the bundler's own report: %w", err)
	}
	first := meta.first()
	var files []output
	for _, f := range r.OutputFiles {
		path := filepath.Base(f.Path)
		contentType, ok := contentTypes[filepath.Ext(path)]
		if !ok {
			return nil, fmt.Errorf("bundling: %s: no content type is known for it", path)
		}
		files = append(files, output{manifest.File{
			Name: unhashed(path), Path: path, Type: contentType, Size: len(f.Contents),
			Lazy: !first["dist/"+path], Needs: meta.needs("dist/" + path),
		}, f.Contents, slices.Sorted(maps.Keys(meta.Outputs["dist/"+path].Inputs))})
	}
	return files, nil
}

var contentTypes = map[string]string{
	".js":    "text/javascript; charset=utf-8",
	".css":   "text/css; charset=utf-8",
	".woff2": "font/woff2",
	".svg":   "image/svg+xml",
	".txt":   "text/plain; charset=utf-8",
}

// unhashed undoes "[name]-[hash]": quorum-lab-AB12CD34.js is quorum-lab.js.
func unhashed(path string) string {
	stem, ext, _ := strings.Cut(path, ".")
	if i := strings.LastIndexByte(stem, '-'); i > 0 {
		stem = stem[:i]
	}
	return stem + "." + ext
}

// A metafile is the part of esbuild's report that tells what a page loads at once, and what each output is made of.
type metafile struct {
	Outputs map[string]struct {
		EntryPoint string
		Imports    []struct{ Path, Kind string }
		Inputs     map[string]any
	}
}

// needs returns what a script imports statically, itself or through others.
func (m metafile) needs(path string) []string {
	seen := make(map[string]bool)
	var visit func(string)
	visit = func(path string) {
		for _, i := range m.Outputs[path].Imports {
			if i.Kind == "import-statement" && !seen[i.Path] {
				seen[i.Path] = true
				visit(i.Path)
			}
		}
	}
	visit(path)
	var names []string
	for _, path := range slices.Sorted(maps.Keys(seen)) {
		names = append(names, filepath.Base(path))
	}
	return names
}

// first returns the outputs that an entry point loads by itself: the entry points and what they import statically.
// With splitting, each dynamic import is an entry point too, so only those that were asked for count.
func (m metafile) first() map[string]bool {
	seen := make(map[string]bool)
	var visit func(path string)
	visit = func(path string) {
		if seen[path] {
			return
		}
		seen[path] = true
		for _, i := range m.Outputs[path].Imports {
			if i.Kind != "dynamic-import" {
				visit(i.Path)
			}
		}
	}
	dynamic := make(map[string]bool)
	for _, out := range m.Outputs {
		for _, i := range out.Imports {
			if i.Kind == "dynamic-import" {
				dynamic[i.Path] = true
			}
		}
	}
	for path, out := range m.Outputs {
		if out.EntryPoint != "" && !dynamic[path] {
			visit(path)
		}
	}
	return seen
}

// writeFile puts data at path in one step, so that no reader, a second build among them, sees half of it.
func writeFile(path string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*.part")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	_, err = f.Write(data)
	if err := errors.Join(err, f.Chmod(0o644), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
