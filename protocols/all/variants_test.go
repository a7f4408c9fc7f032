package all

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"quorumlab/protocols"
	"quorumlab/protocols/engine"
	"quorumlab/protocols/scenario"
	"quorumlab/protocols/scenario/scenariotest"
	"quorumlab/protocols/search"
	"quorumlab/protocols/sim"
)

// A hunt is how a known mistake is found where a search with its protocol's own settings does not end.
type hunt struct {
	from   string // the scenario at whose end the search begins, with the mistake switched on
	faults *engine.Faults
	nodes  int
	params [][2]string
}

// hunts are by protocol and mistake. Every mistake that is not among them is found from the start.
func hunts() map[string]hunt {
	return map[string]hunt{
		"abd/no-write-back":    {nodes: 3, params: [][2]string{{"script", "one-writer"}}},
		"raft/forget-sessions": {from: "raft/swap-begun", faults: &engine.Faults{Timeouts: 1}},

		"raft-small/count-old-terms": {from: "raft-small/figure-8-b-three", faults: &engine.Faults{Timeouts: 2}},
		"raft-small/switch-at-once":  {from: "raft-small/figure-10", faults: &engine.Faults{Timeouts: 1}},
	}
}

// command is the command line that does the same.
func (h *hunt) command(p, mistake string) string {
	c := "quorumlab check " + p + " --variant " + mistake
	if h.nodes > 0 {
		c += fmt.Sprint(" --nodes ", h.nodes)
	}
	for _, kv := range h.params {
		c += " --param " + kv[0] + "=" + kv[1]
	}
	if h.from != "" {
		c += " --from " + h.from
	}
	if f := h.faults; f != nil {
		var parts []string
		for _, k := range []struct {
			name string
			n    int
		}{{"crash", f.Crashes}, {"loss", f.Losses}, {"dup", f.Dups}, {"cut", f.Cuts}, {"timeout", f.Timeouts}} {
			if k.n > 0 {
				parts = append(parts, fmt.Sprintf("%s=%d", k.name, k.n))
			}
		}
		c += " --faults " + strings.Join(parts, ",")
	}
	return c
}

func TestASearchFindsEveryKnownMistakeAndItsShortestRunIsKept(t *testing.T) {
	for _, e := range Protocols() {
		p := e.Protocol
		fields, err := engine.Describe(p.Params)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range fields {
			if f.Mistake == "" {
				continue
			}
			t.Run(p.Name+"/"+f.Name, func(t *testing.T) {
				h := hunts()[p.Name+"/"+f.Name]
				text := fmt.Sprintf("# The shortest run in which it goes wrong. The mistake: %s. A search finds it:\n# %s\n%s",
					f.Mistake, h.command(p.Name, f.Name), h.find(t, p, f.Name))
				kept(t, filepath.Join("..", p.Name, "scenarios", f.Name+"-shortest.txt"), text)
			})
		}
	}
}

// huntMax bounds a hunt: a mistake that takes more states is looked for in a better place.
const huntMax = 3_000_000

// find searches with a mistake switched on, and gives the run that breaks.
func (h *hunt) find(t *testing.T, p *engine.Protocol, mistake string) string {
	t.Helper()
	o := search.Options{Params: p.Explore.Params, Faults: h.faults, MaxStates: huntMax}
	if o.Params == nil {
		o.Params = p.Params
	}
	words := []engine.Word{{Key: mistake, Value: "true"}}
	for _, kv := range h.params {
		words = append(words, engine.Word{Key: kv[0], Value: kv[1]})
	}
	var err error
	if o.Params, err = engine.ParseForm(o.Params, "variant", words); err != nil {
		t.Fatal(err)
	}
	if h.nodes > 0 {
		o.Counts = map[byte]int{'n': h.nodes}
	}
	if h.from != "" {
		o.From = prefix(t, h.from, mistake)
	}
	s, err := search.New(p, o)
	if err != nil {
		t.Fatal(err)
	}
	s.Run(context.Background())
	r := s.Result()
	if r.Violation == nil {
		t.Fatalf("expected a violation, got %+v", r)
	}
	text, err := s.Scenario()
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// prefix runs a scenario with a mistake switched on.
func prefix(t *testing.T, name, mistake string) *sim.Recording {
	t.Helper()
	folder, file, _ := strings.Cut(name, "/")
	text, err := fs.ReadFile(protocols.Scenarios(folder), "scenarios/"+file+".txt")
	if err != nil {
		t.Fatal(err)
	}
	script, err := scenario.Parse(string(text), Protocol)
	if err != nil {
		t.Fatal(err)
	}
	script.Cluster.Given = append(script.Cluster.Given, scenario.Given{Name: mistake, Value: "true"})
	if script, err = scenario.Parse(script.String(), Protocol); err != nil {
		t.Fatal(err)
	}
	res, err := scenario.Run(script)
	if err != nil {
		t.Fatal(err)
	}
	return res.Main().Recording()
}

// kept holds a run against the file that keeps it with its output.
func kept(t *testing.T, file, text string) {
	t.Helper()
	script, err := scenario.Parse(text, Protocol)
	if err != nil {
		t.Fatal(err)
	}
	res, err := scenario.Run(script)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range res.Failures() {
		t.Errorf("%v\n%s", e, text)
	}
	want := script.WithOutput(res.Output())
	if scenariotest.Rewrite() && !t.Failed() {
		if err := os.WriteFile(file, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	have, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v (`go test -rewrite` writes it)", err)
	}
	if d := scenariotest.Diff(string(have), want); d != "" {
		t.Errorf("%s is not what the search finds (`go test -rewrite` writes it anew):\n%s", file, d)
	}
}
