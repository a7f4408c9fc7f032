package search

import (
	"fmt"
	"strings"
	"testing"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/mutex"
	"quorumlab/protocols/search/random"
	twophasespec "quorumlab/protocols/twophase-spec"
)

// A recorder is a test that is told how it went.
type recorder struct{ said, fatal, logged string }

func (r *recorder) Helper()                           {}
func (r *recorder) Errorf(format string, args ...any) { r.said += fmt.Sprintf(format, args...) }
func (r *recorder) Logf(format string, args ...any)   { r.logged += fmt.Sprintf(format, args...) }
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

func TestAPanicIsToldWithItsStack(t *testing.T) {
	p := toyOf("odd", 1, func(n *toy, in engine.Input, out *engine.Out) {
		if _, ok := in.Event.(begin); ok {
			panic("odd")
		}
	})
	for name, test := range map[string]func(t T){
		"exhaustive": func(t T) { Exhaustive(t, p, Options{}) },
		"random":     func(t T) { Random(t, p, random.Options{}) },
	} {
		var r recorder
		test(&r)
		if !strings.HasPrefix(r.said, "engine is violated: the engine panicked: odd\n") || !strings.Contains(r.said, "testing_test.go:") ||
			!strings.HasSuffix(r.said, "expect violated engine\n") {
			t.Errorf("%s: got %q", name, r.said)
		}
	}
}

func TestATestSaysWhatItCouldNotJudge(t *testing.T) {
	p := sender(1)
	p.Assumes.ReadsClock = true
	var every, some recorder
	Exhaustive(&every, p, Options{})
	if want := "sender reads its clock, which is not explored: it shows 0 throughout"; every.said != "" || every.logged != want {
		t.Errorf("expected %q to be logged, got %+v", want, every)
	}
	Random(&some, p, random.Options{Events: 30, Seeds: 7})
	if want := "sender: of 7 runs 7 came to a limit, and 0 have a history that is too hard to judge"; some.said != "" || some.logged != want {
		t.Errorf("expected %q to be logged, got %+v", want, some)
	}
}

func TestWhatCannotBeDrawnIsFatal(t *testing.T) {
	var r recorder
	Random(&r, sender(1), random.Options{Counts: managers(2)})
	if !strings.HasPrefix(r.fatal, "random: seed 1: sim: sender has no role with the letter r") || r.said != "" {
		t.Errorf("got %+v", r)
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
