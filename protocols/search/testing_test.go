package search

import (
	"fmt"
	"strings"
	"testing"

	"quorumlab/protocols/mutex"
	"quorumlab/protocols/search/random"
	twophasespec "quorumlab/protocols/twophase-spec"
)

// A recorder is a test that is told how it went.
type recorder struct{ said, fatal string }

func (r *recorder) Helper()                           {}
func (r *recorder) Errorf(format string, args ...any) { r.said += fmt.Sprintf(format, args...) }
func (r *recorder) Fatalf(format string, args ...any) { r.fatal += fmt.Sprintf(format, args...) }

func TestATestOfEveryRunFailsWithTheShortestRunThatBreaks(t *testing.T) {
	var r recorder
	Exhaustive(&r, &mutex.Protocol, Options{Params: careless()})
	const want = "mutual exclusion is violated: n1 and n2 are both inside\ncluster mutex no-replies=true seed=1\n"
	if !strings.HasPrefix(r.said, want) || !strings.HasSuffix(r.said, "expect violated mutual-exclusion\n") {
		t.Errorf("expected %q and the run, got %q", want, r.said)
	}
	var good recorder
	if res := Exhaustive(&good, &twophasespec.Protocol, Options{}); good != (recorder{}) || res.Distinct != 288 {
		t.Errorf("expected nothing to be said of 288 states, got %+v and %d", good, res.Distinct)
	}
}

func TestATestOfEveryRunFailsWhenNotAllWereTried(t *testing.T) {
	var r, wrong recorder
	Exhaustive(&r, &twophasespec.Protocol, Options{Counts: managers(6), MaxStates: 1000, Workers: 1})
	if !strings.HasPrefix(r.said, "twophase-spec: not exhausted: the limit on states is reached at 10") {
		t.Errorf("got %q", r.said)
	}
	Exhaustive(&wrong, &twophasespec.Protocol, Options{Counts: managers(99)})
	if !strings.Contains(wrong.fatal, "not 99") {
		t.Errorf("got %q", wrong.fatal)
	}
}

func TestATestOfRandomRunsFailsWithASmallRunThatBreaks(t *testing.T) {
	var r, good recorder
	Random(&r, &mutex.Protocol, random.Options{Params: careless(), Seeds: 50})
	if !strings.HasPrefix(r.said, "mutual exclusion is violated: ") || strings.Count(r.said, "\n") > 6 || !strings.HasSuffix(r.said, "expect violated mutual-exclusion\n") {
		t.Errorf("expected a small run, got %q", r.said)
	}
	if res := Random(&good, &mutex.Protocol, random.Options{Seeds: 5}); good != (recorder{}) || res.Runs != 5 {
		t.Errorf("expected nothing to be said of 5 runs, got %+v and %d", good, res.Runs)
	}
}
