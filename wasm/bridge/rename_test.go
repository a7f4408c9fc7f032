package bridge_test

import (
	"strings"
	"testing"
)

func TestABranchIsNamedAndTheTextHasTheName(t *testing.T) {
	p := newPage(t)
	p.open("cluster mutex nodes=3 seed=1\ncommand n1 acquire\nrun 40ms\nbranch written\nrun 1ms\n")
	p.run("branch 1 6 branch-1")
	p.run("act 1 6\ncrash n2")
	p.run("branch 1 7 child")
	p.run("switch 1 branch-1")
	r := p.run("name 1 n2-is-down")
	if r.Branch != "n2-is-down" || r.Keep != r.Count {
		t.Errorf("nothing but the name has changed: got %+v", r)
	}
	for _, line := range []string{"\nbranch n2-is-down at=", "\nbranch child of=n2-is-down at="} {
		if !strings.Contains(r.Text, line) {
			t.Errorf("the text has no line %q:\n%s", line, r.Text)
		}
	}
	for request, says := range map[string]string{
		"name 1 child":  "there is a branch child already",
		"name 1 Not-So": "expected small letters",
		"name 1":        "expected",
	} {
		if got := p.refused("%s", request); !strings.Contains(got, says) {
			t.Errorf("%s: got %q, want %q", request, got, says)
		}
	}
	p.run("switch 1 written")
	if got := p.refused("name 1 other"); !strings.Contains(got, "stands in the scenario's own text") {
		t.Errorf("got %q", got)
	}
	p.run("switch 1 main")
	if got := p.refused("name 1 other"); !strings.Contains(got, "keeps its name") {
		t.Errorf("got %q", got)
	}
}
