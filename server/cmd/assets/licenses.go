package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"quorumlab/server/licenses"
)

// program is what is shipped, as a package: whatever it is linked from has a licence.
const program = "./server/cmd/quorumlab"

// licenseList gathers the licences of all that is shipped: the Go modules that the program and the WASM modules are linked
// from, Go itself, and the npm packages of which something is in a bundle.
func licenseList(web string, bundles []output) (output, error) {
	inServer, err := goModules(nil, program)
	if err != nil {
		return output{}, err
	}
	inEngines, err := goModules([]string{"GOOS=js", "GOARCH=wasm"}, "./wasm/core", "./wasm/raft")
	if err != nil {
		return output{}, err
	}
	var all []licenses.Component
	for _, path := range slices.Sorted(maps.Keys(inServer)) {
		used := licenses.InServer
		if m, ok := inEngines[path]; ok {
			used = licenses.InEngines
			inServer[path].join(m)
		}
		all = append(all, inServer[path].component(used))
	}
	golang, err := goItself()
	if err != nil {
		return output{}, err
	}
	packages, err := npmPackages(web, bundles)
	if err != nil {
		return output{}, err
	}
	return licensesFile(slices.Concat([]licenses.Component{golang}, all, packages))
}

// licensesFile is the list as a file. A component without a text fails the build.
func licensesFile(all []licenses.Component) (output, error) {
	var bare []error
	for _, c := range all {
		if !slices.ContainsFunc(c.Texts, func(t licenses.Text) bool { return permits(t.File) }) {
			bare = append(bare, fmt.Errorf("%s %s: expected a LICENSE, COPYING or UNLICENSE in its folder; what has no licence can't be shipped", c.Name, c.Version))
		}
	}
	if err := errors.Join(bare...); err != nil {
		return output{}, err
	}
	data, err := json.Marshal(all)
	if err != nil {
		return output{}, err
	}
	return hashed(licenses.FileName, "application/json", data), nil
}

// A goModule is a module with the folders of its packages that are linked.
type goModule struct {
	path, version, dir string
	packages           map[string]bool
}

func (m *goModule) join(other *goModule) { maps.Copy(m.packages, other.packages) }

func (m *goModule) component(used string) licenses.Component {
	return licenses.Component{Name: m.path, Version: m.version, Used: used, Texts: textsOf(m.dir, slices.Sorted(maps.Keys(m.packages)))}
}

// goModules are the modules that the packages are linked from, but for this one.
func goModules(env []string, packages ...string) (map[string]*goModule, error) {
	// -e: what is embedded is not there yet while it is being built.
	cmd := exec.Command("go", append([]string{"list", "-e", "-deps", "-json=Dir,Module"}, packages...)...)
	cmd.Env = append(os.Environ(), env...)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w\n%s", err, errs.String())
	}
	modules := map[string]*goModule{}
	for in := json.NewDecoder(bytes.NewReader(out)); ; {
		var p struct {
			Dir    string
			Module *struct {
				Path, Version, Dir string
				Main               bool
			}
		}
		if err := in.Decode(&p); errors.Is(err, io.EOF) {
			return modules, nil
		} else if err != nil {
			return nil, fmt.Errorf("go list: %w", err)
		}
		if p.Module == nil || p.Module.Main {
			continue
		}
		m := modules[p.Module.Path]
		if m == nil {
			m = &goModule{p.Module.Path, p.Module.Version, p.Module.Dir, map[string]bool{}}
			modules[m.path] = m
		}
		m.packages[p.Dir] = true
	}
}

// goItself is the standard library and the runtime, which are in the program and in the WASM modules, and the glue between
// a module and a page.
func goItself() (licenses.Component, error) {
	out, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return licenses.Component{}, fmt.Errorf("go env GOROOT: %w", err)
	}
	root := strings.TrimSpace(string(out))
	return licenses.Component{Name: "Go", Version: runtime.Version(), Used: licenses.InEngines, Texts: textsOf(root, []string{root})}, nil
}

// npmPackages are those of which an output holds something.
func npmPackages(web string, bundles []output) ([]licenses.Component, error) {
	names := map[string]bool{}
	for _, o := range bundles {
		for _, input := range o.inputs {
			if name := npmPackage(input); name != "" {
				names[name] = true
			}
		}
	}
	var all []licenses.Component
	for _, name := range slices.Sorted(maps.Keys(names)) {
		dir := filepath.Join(web, "node_modules", filepath.FromSlash(name))
		data, err := os.ReadFile(filepath.Join(dir, "package.json"))
		if err != nil {
			return nil, err
		}
		var about struct{ Version string }
		if err := json.Unmarshal(data, &about); err != nil {
			return nil, fmt.Errorf("%s: package.json: %w", name, err)
		}
		all = append(all, licenses.Component{Name: name, Version: about.Version, Used: licenses.InPages, Texts: textsOf(dir, []string{dir})})
	}
	return all, nil
}

// npmPackage is the package that a source lies in: "@scope/name"; "" when it is our own.
func npmPackage(input string) string {
	i := strings.LastIndex(input, "node_modules/")
	if i < 0 {
		return ""
	}
	parts := strings.Split(input[i+len("node_modules/"):], "/")
	if strings.HasPrefix(parts[0], "@") && len(parts) > 1 {
		return parts[0] + "/" + parts[1]
	}
	return parts[0]
}

// textsOf are the licences and notices in the folders and in those above them, up to root: a part of a module may have a
// licence of its own.
func textsOf(root string, folders []string) []licenses.Text {
	var texts []licenses.Text
	seen := map[string]bool{}
	for _, dir := range folders {
		for ; strings.HasPrefix(dir, root) && !seen[dir]; dir = filepath.Dir(dir) {
			seen[dir] = true
			entries, err := os.ReadDir(dir)
			if err != nil {
				continue
			}
			for _, e := range entries {
				path := filepath.Join(dir, e.Name())
				if e.IsDir() || !isLicense(e.Name()) {
					continue
				}
				if data, err := os.ReadFile(path); err == nil {
					file, _ := filepath.Rel(root, path)
					texts = append(texts, licenses.Text{File: filepath.ToSlash(file), Text: string(data)})
				}
			}
		}
	}
	slices.SortFunc(texts, func(a, b licenses.Text) int { return strings.Compare(a.File, b.File) })
	return texts
}

// isLicense knows a licence or a notice by its name.
func isLicense(name string) bool {
	ext := strings.ToLower(filepath.Ext(name))
	return ext != ".go" && ext != ".json" && (permits(name) || begins(name, "NOTICE", "PATENTS"))
}

// permits tells a licence from what only goes with one.
func permits(file string) bool {
	return begins(filepath.Base(file), "LICENSE", "LICENCE", "COPYING", "UNLICENSE")
}

func begins(name string, words ...string) bool {
	return slices.ContainsFunc(words, func(word string) bool { return strings.HasPrefix(strings.ToUpper(name), word) })
}
