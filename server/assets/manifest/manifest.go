// Package manifest describes what the asset build makes: the files of server/assets/dist and the id of the build.
//
// It is a package of its own because three programs need it: the build, which writes it before there is anything to
// embed; the server, which embeds it; and the size check, which only reads it.
package manifest

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// FileName is the manifest's name inside dist.
const FileName = "manifest.json"

// URLPrefix is where the server answers with the files of dist.
const URLPrefix = "/assets/"

// QualityShipped is the brotli level of what is shipped; lower ones are for quick turns while developing.
const QualityShipped = 11

// A Manifest lists the files of one asset build.
type Manifest struct {
	// Build is the build of law 1: the SHA-256, in hexadecimal, over core.wasm followed by raft.wasm.
	Build string `json:"build"`
	// Quality is the brotli level of the compressed files, 0 to 11.
	Quality int `json:"quality"`
	// Files are sorted by Path.
	Files []File `json:"files"`
}

// A File is one file of dist. Its Path bears a hash of its content, so the content of a Path never changes.
type File struct {
	Name string `json:"name"`         // what it is called in the sources' words: "core.wasm", "quorum-lab.js", "chunk.js"
	Path string `json:"path"`         // its name in dist: "core-K3V2MHQA.wasm"
	Type string `json:"type"`         // its Content-Type
	Size int    `json:"size"`         // bytes
	Gz   int    `json:"gz,omitempty"` // bytes of Path + ".gz"; 0: there is none
	Br   int    `json:"br,omitempty"` // bytes of Path + ".br"; 0: there is none
	// Needs are the paths of the scripts that a script imports as it is loaded, and those of these.
	Needs []string `json:"needs,omitempty"`
	Lazy  bool     `json:"lazy,omitempty"` // loaded only when a page asks for it, so not part of what a page weighs at first
}

// URL is the file's address on the site.
func (f File) URL() string { return URLPrefix + f.Path }

// File returns the file called name. Names that several files share ("chunk.js") are not meant to be asked for.
func (m *Manifest) File(name string) (File, bool) {
	for _, f := range m.Files {
		if f.Name == name {
			return f, true
		}
	}
	return File{}, false
}

// Load reads the manifest at the root of dist.
func Load(dist fs.FS) (*Manifest, error) {
	b, err := fs.ReadFile(dist, FileName)
	if err != nil {
		return nil, fmt.Errorf("manifest: expected what `make build` makes: %w", err)
	}
	m := new(Manifest)
	if err := json.Unmarshal(b, m); err != nil {
		return nil, fmt.Errorf("manifest: %s: %w", FileName, err)
	}
	return m, nil
}

// Write puts the manifest into the folder dist in one step: a reader sees the old one or the new one.
func (m *Manifest) Write(dist string) error {
	b, err := json.MarshalIndent(m, "", "\t")
	if err != nil {
		return fmt.Errorf("manifest: %w", err)
	}
	part := filepath.Join(dist, "."+FileName+".part") // hidden: never embedded
	if err := os.WriteFile(part, append(b, '\n'), 0o644); err != nil {
		return fmt.Errorf("manifest: %w", err)
	}
	return os.Rename(part, filepath.Join(dist, FileName))
}
