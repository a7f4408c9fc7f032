package main

import (
	"bytes"
	"compress/gzip"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"

	"quorumlab/server/assets/manifest"
)

func text(n int) []byte { return bytes.Repeat([]byte("a quorum of three of five "), n) }

func TestWhatIsPackedComesOutAgain(t *testing.T) {
	data := text(1000)
	packed, err := packGzip(data)
	if err != nil {
		t.Fatal(err)
	}
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := io.ReadAll(z); err != nil || !bytes.Equal(got, data) {
		t.Errorf("gzip: %d bytes, %v", len(got), err)
	}
	packed, err = packBrotli(data, 11)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := io.ReadAll(brotli.NewReader(bytes.NewReader(packed))); err != nil || !bytes.Equal(got, data) {
		t.Errorf("brotli: %d bytes, %v", len(got), err)
	}
}

func TestWhatWasPackedOnceIsNotPackedAgain(t *testing.T) {
	cache := t.TempDir()
	calls := 0
	pack := func(b []byte) ([]byte, error) { calls++; return b[:1], nil }
	for _, data := range []string{"one", "one", "two", "one"} {
		got, err := cached(cache, "first", []byte(data), pack)
		if err != nil || string(got) != data[:1] {
			t.Errorf("%s: got %q, %v", data, got, err)
		}
	}
	if calls != 2 {
		t.Errorf("packed %d times, want 2: once for each content", calls)
	}
	if _, err := cached(cache, "other", []byte("one"), pack); err != nil || calls != 3 {
		t.Errorf("another way of packing took the first one's result")
	}
}

func TestTheCacheForgetsWhatWasNotUsedForLongest(t *testing.T) {
	cache := t.TempDir()
	for i := range cacheFiles + 5 {
		path := filepath.Join(cache, string(rune('a'+i%26))+strings.Repeat("x", i/26))
		if err := os.WriteFile(path, nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	used := []byte("used again and again")
	pack := func(b []byte) ([]byte, error) { return b, nil }
	if _, err := cached(cache, "k", used, pack); err != nil {
		t.Fatal(err)
	}
	if err := prune(cache); err != nil {
		t.Fatal(err)
	}
	left, err := os.ReadDir(cache)
	if err != nil || len(left) != cacheFiles {
		t.Errorf("%d files left, want %d", len(left), cacheFiles)
	}
	if _, err := cached(cache, "k", used, func([]byte) ([]byte, error) { t.Error("forgot the one used last"); return nil, nil }); err != nil {
		t.Fatal(err)
	}
}

func TestAFileIsCompressedOnlyWhereThatWins(t *testing.T) {
	noise := make([]byte, 4096)
	random := rand.NewChaCha8([32]byte{1})
	_, _ = random.Read(noise)
	o := options{dist: t.TempDir(), cache: t.TempDir(), quality: 5}
	files := []output{
		hashed("text.js", "text/javascript", text(100)),
		hashed("noise.js", "text/javascript", noise),
		hashed("serif.woff2", "font/woff2", text(100)),
	}
	if err := store(files, o); err != nil {
		t.Fatal(err)
	}
	if f := files[0]; f.Br == 0 || f.Gz == 0 || f.Br >= f.Size {
		t.Errorf("text was not compressed: %+v", f.File)
	}
	for _, f := range files[1:] {
		if f.Br != 0 || f.Gz != 0 {
			t.Errorf("%s was compressed for nothing: %+v", f.Name, f.File)
		}
	}
	m := &manifest.Manifest{Files: []manifest.File{files[0].File}}
	if err := os.WriteFile(filepath.Join(o.dist, "old-AAAAAAAA.js"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := m.Write(o.dist); err != nil {
		t.Fatal(err)
	}
	if err := sweep(o.dist, m); err != nil {
		t.Fatal(err)
	}
	left, err := filepath.Glob(filepath.Join(o.dist, "*"))
	if err != nil || len(left) != 4 {
		t.Errorf("expected the manifest and one file in three forms, got %q", left)
	}
}

func TestAnImportThatIsMadeLaterDoesNotCountAsLoadedAtFirst(t *testing.T) {
	web := t.TempDir()
	for name, source := range map[string]string{
		"src/page.ts":  `import { both } from "./both"; console.log(both); void import("./chart").then(c => c.draw(both));`,
		"src/both.ts":  `export const both = "shared by page and chart";`,
		"src/chart.ts": `import { both } from "./both"; export function draw(s: string) { console.log(both, s); }`,
	} {
		path := filepath.Join(web, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(source), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	files, err := esbuild(web, splitting("src/page.ts", nil))
	if err != nil {
		t.Fatal(err)
	}
	lazy := make(map[string]bool)
	for _, f := range files {
		lazy[f.Name] = f.Lazy
	}
	want := map[string]bool{"page.js": false, "chart.js": true, "chunk.js": false}
	if len(lazy) != len(want) {
		t.Fatalf("got %v, want %v", lazy, want)
	}
	for name := range want {
		if lazy[name] != want[name] {
			t.Errorf("%s: lazy is %v, want %v", name, lazy[name], want[name])
		}
	}
}

func TestASourceThatCannotBeBundledIsAnErrorWithItsPlace(t *testing.T) {
	web := t.TempDir()
	if err := os.WriteFile(filepath.Join(web, "bad.ts"), []byte("const x = ;\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := esbuild(web, splitting("bad.ts", nil)); err == nil || !strings.Contains(err.Error(), "bad.ts:1:10") {
		t.Errorf("got %v", err)
	}
}

func TestAHashedNameGivesItsPlainOneBack(t *testing.T) {
	for path, want := range map[string]string{
		"quorum-lab-NONZBMUD.js":                          "quorum-lab.js",
		"first-C7AEFRAP.js.LEGAL.txt":                     "first.js.LEGAL.txt",
		"source-serif-4-latin-wght-normal-EUO3Y.woff2":    "source-serif-4-latin-wght-normal.woff2",
		hashed("core.wasm", "application/wasm", nil).Path: "core.wasm",
	} {
		if got := unhashed(path); got != want {
			t.Errorf("%s: got %s, want %s", path, got, want)
		}
	}
}
