package reference

import (
	"strings"
	"testing"

	"quorumlab/protocols/engine"
)

type params struct {
	Size   int  `help:"how large" min:"1" max:"9"`
	Forget bool `mistake:"forgets"`
}

type (
	ask struct {
		Key string `arg:"true"`
		By  int    `help:"by how much"`
	}
	seen struct {
		Node engine.NodeID `arg:"true" optional:"true"`
	}
	many struct{}
)

func sample() *engine.Protocol {
	return &engine.Protocol{
		Name: "toy", Params: params{Size: 3}, Epoch: "round",
		Roles:      []engine.Role{{Name: "server", Letter: 'n', Min: 1, Default: 3, Max: 9, Help: "serves", Commands: []any{ask{}}, Sequential: true}},
		Statuses:   []engine.Status{{Name: "chief", Shape: engine.Double, Means: "leads"}},
		Kinds:      []engine.Kind{{Name: "Ping", Intent: engine.Beat, Means: "is there"}},
		Invariants: []engine.Invariant{{Name: "one", Title: "There is one"}},
		Monitors:   []engine.Monitor{{Name: "kept", Title: "What was said stands"}},
		Goals: []engine.Goal{
			engine.When("seen", "somebody was seen", func(*engine.Global, seen) bool { return false }),
			engine.Measure("many", "how many", func(*engine.Global, many) int64 { return 0 }),
		},
		Panels: []engine.Panel{{Name: "logs", Kind: engine.LogPanel, Legend: "filled: committed"}},
		Model:  &engine.Model{},
	}
}

const doc = "// Package toy is a toy.\n//\n// # What it guarantees\n//\n// Nothing < something.\npackage toy\n"

func TestADeclarationIsReadWhole(t *testing.T) {
	r, err := Of(sample(), doc)
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Roles) != 1 || r.Roles[0].Letter != "n" || r.Roles[0].Max != 9 || !r.Roles[0].OneAtATime {
		t.Errorf("roles: %+v", r.Roles)
	}
	if c := r.Roles[0].Commands[0]; c.Line != "ask key [by=…]" || c.Fields[1].Help != "by how much" {
		t.Errorf("command: %+v", c)
	}
	if r.Statuses[0] != (Mark{"chief", "double", "leads"}) || r.Messages[0] != (Mark{"Ping", "beat", "is there"}) {
		t.Errorf("marks: %+v, %+v", r.Statuses, r.Messages)
	}
	if len(r.Params) != 1 || r.Params[0].Name != "size" || r.Params[0].Default != "3" || r.Params[0].Max != "9" {
		t.Errorf("parameters: %+v", r.Params)
	}
	if len(r.Mistakes) != 1 || r.Mistakes[0].Name != "forget" || r.Mistakes[0].Mistake != "forgets" {
		t.Errorf("mistakes: %+v", r.Mistakes)
	}
	if len(r.Always) != 3 || r.Always[1].Name != "kept" || r.Always[2].Name != "linearizable" {
		t.Errorf("rules: %+v", r.Always)
	}
	if len(r.Goals) != 1 || r.Goals[0].Line != "seen [node]" || len(r.Measures) != 1 || r.Measures[0].Name != "many" {
		t.Errorf("goals: %+v, measures: %+v", r.Goals, r.Measures)
	}
	if !strings.Contains(r.Assumes, "links may lose") || len(r.World) == 0 || len(r.Shared) == 0 || r.Epoch != "round" {
		t.Errorf("%+v", r)
	}
}

func TestThePackageDocumentationIsMarkupThatKeepsItsSigns(t *testing.T) {
	r, err := Of(sample(), doc)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"<p>Package toy is a toy.", "<h3 id=", ">What it guarantees</h3>", "Nothing &lt; something."} {
		if !strings.Contains(r.Doc, want) {
			t.Errorf("expected %q in %s", want, r.Doc)
		}
	}
	for _, bad := range []string{"", "package toy\n", "// Package toy.\npackage toy.\n"} {
		if _, err := Of(sample(), bad); err == nil {
			t.Errorf("%q: expected an error", bad)
		}
	}
}
