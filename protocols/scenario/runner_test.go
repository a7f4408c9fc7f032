package scenario_test

import (
	"errors"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"quorumlab/protocols/scenario"
	"quorumlab/protocols/sim"
)

func TestABranchIsTheSameInSmallStepsAsInLargeOnes(t *testing.T) {
	text, err := os.ReadFile("testdata/scenarios/tour.txt")
	if err != nil {
		t.Fatal(err)
	}
	s := parse(t, string(text))
	whole, err := scenario.Run(s)
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		runners := map[string]*scenario.Runner{}
		for i := range s.Branches {
			b := &s.Branches[i]
			r, err := s.Start(b.Name, runners[b.Of])
			if err != nil {
				t.Fatal(err)
			}
			for over := false; !over; {
				budget := rapid.IntRange(1, 9).Draw(t, "events")
				before := r.Recording().Head().Count()
				if over, err = r.Step(budget); err != nil {
					t.Fatal(err)
				}
				// An action may be more than one event: a restart, an answer that the disk had held back.
				if n := int(r.Recording().Head().Count() - before); n > 3*budget {
					t.Fatalf("%d events with a budget of %d", n, budget)
				}
			}
			if want := whole.Branches[i]; r.Hash() != want.Hash() || !slices.Equal(r.Outcomes(), want.Outcomes()) {
				t.Fatalf("branch %s: %x %v in small steps, %x %v at once", b.Name, r.Hash(), r.Outcomes(), want.Hash(), want.Outcomes())
			}
			runners[b.Name] = r
		}
	})
}

func TestABranchStartsWhenItsParentIsDone(t *testing.T) {
	s := parse(t, "cluster mutex\ncommand n1 acquire\nrun 1s\nbranch a\nrun 1s\n")
	main, err := s.Start(scenario.Main, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, parent := range []*scenario.Runner{nil, main} {
		if _, err := s.Start("a", parent); err == nil {
			t.Error("a branch started before its parent was done")
		}
	}
	for over := false; !over; {
		if over, err = main.Step(7); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.Start("a", main); err != nil {
		t.Error(err)
	}
	if _, err := s.Start("b", main); err == nil {
		t.Error("a branch started that is not there")
	}
	if _, err := s.Start(scenario.Main, main); err == nil {
		t.Error("main started from itself")
	}
}

func TestAnActionAtTheVeryPlaceOfAForkIsNotPartOfTheBranch(t *testing.T) {
	res := run(t, `cluster chatter latency=5ms
command n1 say one
at 5ms#1 command n1 say two
run 1s
expect words n3 = 2
branch at at=5ms#1
run 1s
expect words n3 = 1
branch after at=5ms#2
run 1s
expect words n3 = 2
`)
	if !res.OK() {
		t.Error(res.Failures())
	}
}

func TestWhatALineAsksAboutIsFollowedFromTheStart(t *testing.T) {
	res := run(t, "cluster chatter latency=5ms\ncommand n1 say hi\nrun 9s\nexpect messages kind=word = 2\nexpect quiet n1 = 9s\n")
	if !res.OK() {
		t.Error(res.Failures())
	}
}

func TestAnEndThatALineExpectsIsNoFailureInItsBranches(t *testing.T) {
	const text = "cluster chatter\ncommand n1 say damn\nrun 1s\n"
	if res := run(t, text); res.OK() {
		t.Error("a violation that no line expects passed")
	}
	if res := run(t, text+"expect not violated politeness\n"); res.OK() {
		t.Error("a violation that a line denies passed")
	}
	if res := run(t, text+"expect violated few-words\n"); res.OK() {
		t.Error("another violation than the expected one passed")
	}
	if res := run(t, text+"expect violated politeness\nbranch a\nrun 1s\n"); !res.OK() {
		t.Error(res.Failures())
	}
	if res := run(t, text+"expect violated politeness\nbranch a at=1ms\nrun 1s\nexpect not violated politeness\n"); res.OK() {
		t.Error("the violation of one branch excused that of another")
	}
}

func TestEachBranchHasAPartInTheHash(t *testing.T) {
	const text = "cluster mutex\ncommand n1 acquire\nrun 1s\n"
	hashes := []uint64{
		run(t, text).Hash(),
		run(t, text+"branch a\n").Hash(),
		run(t, text+"branch a\ncommand n1 acquire\n").Hash(),
		run(t, text+"branch a\nbranch b\n").Hash(),
	}
	if hashes[0] != run(t, text).Main().Recording().Head().Hash() {
		t.Error("the hash of a run without branches is not its world's")
	}
	slices.Sort(hashes)
	if len(slices.Compact(hashes)) != 4 {
		t.Error("two different results have one hash")
	}
}

func TestMoreThanTheBoundsIsRefusedWithItsLine(t *testing.T) {
	b := scenario.Bounds{Events: 1000, Bytes: 1 << 20}
	for text, line := range map[string]int{
		"cluster mutex limit=1000 bytes=1048576\nset limit=1000\n": 0,
		"cluster mutex\nset limit=many\n":                          0, // the world itself refuses that
		"cluster mutex limit=1001\n":                               1,
		"cluster mutex bytes=1048577\n":                            1,
		"cluster mutex\nrun 1s\nat 2s set limit=1001\n":            3,
		"cluster mutex\nbranch a\nset bytes=2000000\n":             3,
	} {
		err := b.Check(parse(t, text))
		var e *scenario.Error
		if line == 0 && err != nil || line > 0 && (!errors.As(err, &e) || e.Line != line) {
			t.Errorf("%q: got %v", text, err)
		}
		if err := (scenario.Bounds{}).Check(parse(t, text)); err != nil {
			t.Errorf("no bounds: %v", err)
		}
	}
	if err := b.CheckAction(sim.Set{Name: "limit", Value: "1001"}); err == nil {
		t.Error("an action got by")
	}
}

// They cost the page's modules size, and a slow start.
func TestInAModuleNothingHereNeedsEncodingJSONNorTheOperatingSystem(t *testing.T) {
	list := exec.Command("go", "list", "-deps", ".")
	list.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	out, err := list.Output()
	if err != nil {
		t.Fatal(err)
	}
	deps := strings.Fields(string(out))
	if !slices.Contains(deps, "quorumlab/protocols/sim") || slices.ContainsFunc([]string{"encoding/json", "fmt", "os", "time"}, func(p string) bool { return slices.Contains(deps, p) }) {
		t.Errorf("got %v", deps)
	}
}
