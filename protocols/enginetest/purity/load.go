package purity

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
)

// A Package is one package, parsed and typed, without its tests.
type Package struct {
	Path    string
	Folder  string // of its files, for messages and excuses: the last part of Path
	Fset    *token.FileSet
	Files   []*ast.File
	Types   *types.Package
	Info    *types.Info
	Foreign []string // files that are not Go for every machine: assembly, C, those with build constraints
}

// listed is what the go command tells of a package.
type listed struct {
	ImportPath, Dir, Export                                   string
	GoFiles, IgnoredGoFiles, CgoFiles, SFiles, CFiles, HFiles []string
	DepOnly                                                   bool
}

// A Loader types packages with what the go command has compiled of those that they import.
type Loader struct {
	fset    *token.FileSet
	imports types.Importer
	listed  []listed
}

// NewLoader asks the go command, in dir, for the packages that match the patterns and all that they import.
func NewLoader(dir string, patterns ...string) (*Loader, error) {
	cmd := exec.Command("go", append([]string{"list", "-export", "-deps", "-json=ImportPath,Dir,Export,GoFiles,IgnoredGoFiles,CgoFiles,SFiles,CFiles,HFiles,DepOnly"}, patterns...)...)
	cmd.Dir = dir
	var problems bytes.Buffer
	cmd.Stderr = &problems
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w\n%s", err, problems.Bytes())
	}
	l := &Loader{fset: token.NewFileSet()}
	exports := map[string]string{}
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p listed
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, fmt.Errorf("go list: %w", err)
		}
		exports[p.ImportPath] = p.Export
		l.listed = append(l.listed, p)
	}
	l.imports = importer.ForCompiler(l.fset, "gc", func(path string) (io.ReadCloser, error) {
		if exports[path] == "" {
			return nil, fmt.Errorf("purity: %s is not among what was listed", path)
		}
		return os.Open(exports[path])
	})
	return l, nil
}

// Packages parses and types the packages that matched the patterns and that want accepts.
func (l *Loader) Packages(want func(path string) bool) ([]*Package, error) {
	var all []*Package
	for _, p := range l.listed {
		if p.DepOnly || !want(p.ImportPath) {
			continue
		}
		sources := map[string]any{}
		for _, f := range append(p.GoFiles, p.CgoFiles...) {
			sources[filepath.Join(p.Dir, f)] = nil
		}
		pkg, err := l.parse(p.ImportPath, sources)
		if err != nil {
			return nil, err
		}
		for _, fs := range [][]string{p.IgnoredGoFiles, p.CgoFiles, p.SFiles, p.CFiles, p.HFiles} {
			pkg.Foreign = append(pkg.Foreign, fs...)
		}
		all = append(all, pkg)
	}
	return all, nil
}

// parse types one package; sources are file names with their text, nil for what the file itself has.
func (l *Loader) parse(path string, sources map[string]any) (*Package, error) {
	p := &Package{Path: path, Folder: filepath.Base(path), Fset: l.fset, Info: &types.Info{
		Types: map[ast.Expr]types.TypeAndValue{}, Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{},
		Selections: map[*ast.SelectorExpr]*types.Selection{}}}
	for name, text := range sources {
		f, err := parser.ParseFile(l.fset, name, text, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		p.Files = append(p.Files, f)
	}
	c := types.Config{Importer: l.imports}
	var err error
	if p.Types, err = c.Check(path, l.fset, p.Files, p.Info); err != nil {
		return nil, fmt.Errorf("purity: %w", err)
	}
	return p, nil
}
