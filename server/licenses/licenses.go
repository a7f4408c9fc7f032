// Package licenses is the works of others that are shipped with this program, and the texts under which they may be.
//
// The asset build gathers them from the folders of Go modules and npm packages; the site shows them, and so does the
// command licenses.
package licenses

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// FileName is the list's name among what the asset build makes.
const FileName = "licenses.json"

// A Component is one work.
type Component struct {
	Name    string `json:"name"`    // "go.etcd.io/etcd/raft/v3"
	Version string `json:"version"` // "v3.5.35"
	Used    string `json:"used"`    // where: one of the places below
	Texts   []Text `json:"texts"`   // at least one
}

// Where a component is used.
const (
	InServer  = "server"  // in the program alone
	InEngines = "engines" // in the program, and in the modules that a browser runs
	InPages   = "pages"   // in what a browser loads beside them
)

// A Text is a file of a component's folder: its licence, or a notice that has to go with it.
type Text struct {
	File string `json:"file"` // "LICENSE"
	Text string `json:"text"`
}

// Parse reads what the asset build has written.
func Parse(data []byte) ([]Component, error) {
	var all []Component
	if err := json.Unmarshal(data, &all); err != nil {
		return nil, fmt.Errorf("licenses: %w", err)
	}
	for _, c := range all {
		if len(c.Texts) == 0 {
			return nil, fmt.Errorf("licenses: %s has no text: expected its licence", c.Name)
		}
	}
	return all, nil
}

// Print writes all of them as text, each under its name.
func Print(w io.Writer, all []Component) error {
	for i, c := range all {
		if i > 0 {
			if _, err := fmt.Fprintf(w, "\n%s\n\n", strings.Repeat("=", 80)); err != nil {
				return err
			}
		}
		if _, err := fmt.Fprintf(w, "%s %s\n", c.Name, c.Version); err != nil {
			return err
		}
		for _, t := range c.Texts {
			if _, err := fmt.Fprintf(w, "\n%s:\n\n%s\n", t.File, strings.TrimRight(t.Text, "\n")); err != nil {
				return err
			}
		}
	}
	return nil
}
