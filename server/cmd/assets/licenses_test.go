package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"quorumlab/server/licenses"
)

// folder writes files and returns where they are.
func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	root := t.TempDir()
	for name, text := range files {
		path := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

func TestAWorkWithoutALicenceFailsTheBuildAndIsNamed(t *testing.T) {
	root := folder(t, map[string]string{"NOTICE": "By us.", "license.go": "package license"})
	bare := licenses.Component{Name: "example.com/bare", Version: "v1.0.0", Texts: textsOf(root, []string{root})}
	_, err := licensesFile([]licenses.Component{bare})
	if err == nil || !strings.Contains(err.Error(), "example.com/bare v1.0.0: expected a LICENSE") {
		t.Errorf("got %v", err)
	}
}

func TestThePartsOfAWorkThatAreLinkedBringTheirOwnLicences(t *testing.T) {
	root := folder(t, map[string]string{
		"LICENSE": "whole", "linked/part/LICENSE.txt": "part", "linked/COPYING": "above", "other/LICENSE": "not linked", "licenses.json": "no",
	})
	var got []string
	for _, text := range textsOf(root, []string{filepath.Join(root, "linked", "part"), root}) {
		got = append(got, text.File+" "+text.Text)
	}
	if want := "LICENSE whole, linked/COPYING above, linked/part/LICENSE.txt part"; strings.Join(got, ", ") != want {
		t.Errorf("got %q, want %s", got, want)
	}
}

func TestASourceTellsItsPackage(t *testing.T) {
	for input, want := range map[string]string{
		"node_modules/@fontsource-variable/source-serif-4/files/latin.woff2": "@fontsource-variable/source-serif-4",
		"node_modules/a/node_modules/b/index.js":                             "b",
		"src/figure.ts":                                                      "",
	} {
		if got := npmPackage(input); got != want {
			t.Errorf("%s: got %q, want %q", input, got, want)
		}
	}
}
