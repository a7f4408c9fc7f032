package protocols

import (
	"io/fs"
	"strings"
	"testing"
)

func TestContentsHaveAHeadingAndFilesThatExist(t *testing.T) {
	groups, err := Contents("raft")
	if err != nil || len(groups) < 2 || groups[0].Title != "Elections" || groups[0].Names[0] != "election" {
		t.Fatalf("got %+v, %v", groups, err)
	}
	for _, g := range groups {
		for _, name := range g.Names {
			if _, err := fs.Stat(Scenarios("raft"), "scenarios/"+name+".txt"); err != nil {
				t.Errorf("%s: %v", g.Title, err)
			}
		}
	}
	if groups, err := Contents("mutex"); err != nil || groups != nil {
		t.Errorf("mutex has no contents: got %+v, %v", groups, err)
	}
}

func TestTheDocumentationOfAProtocolIsAtHand(t *testing.T) {
	if doc, err := Doc("mutex"); err != nil || !strings.Contains(doc, "// Package mutex is mutual exclusion") {
		t.Errorf("got %q, %v", doc, err)
	}
	if _, err := Doc("no-such"); err == nil || !strings.Contains(err.Error(), "no-such/doc.go") {
		t.Errorf("got %v", err)
	}
}
