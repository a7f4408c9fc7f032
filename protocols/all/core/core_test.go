package core

import (
	"io/fs"
	"slices"
	"strings"
	"testing"

	"quorumlab/protocols"
)

func TestEachProtocolIsDeclaredWellAndBringsScenarios(t *testing.T) {
	for _, e := range Protocols() {
		t.Run(e.Protocol.Name, func(t *testing.T) {
			if err := e.Protocol.Validate(); err != nil {
				t.Error(err)
			}
			if e.Protocol.Title == "" || e.Protocol.About == "" {
				t.Error("expected a title and a sentence about it")
			}
			files, err := fs.Glob(protocols.Scenarios(e.Protocol.Name), "scenarios/*.txt")
			if err != nil || len(files) == 0 {
				t.Fatalf("expected scenarios/*.txt, got %v, %v", files, err)
			}
			for _, f := range files {
				text, err := fs.ReadFile(protocols.Scenarios(e.Protocol.Name), f)
				if err != nil {
					t.Fatal(err)
				}
				if !strings.Contains(string(text), "\ncluster "+e.Protocol.Name) && !strings.HasPrefix(string(text), "cluster "+e.Protocol.Name) {
					t.Errorf("%s: expected a cluster line of %s", f, e.Protocol.Name)
				}
			}
			if e.Module != Module {
				t.Errorf("expected the module %s, not %s", Module, e.Module)
			}
		})
	}
}

func TestProtocolsAreInTheOrderOfTheirNames(t *testing.T) {
	byName := func(a, b Entry) int { return strings.Compare(a.Protocol.Name, b.Protocol.Name) }
	if es := Protocols(); !slices.IsSortedFunc(es, byName) {
		t.Error("expected the protocols in the order of their names")
	}
}
