package enginetest

import (
	"fmt"
	"strings"
	"testing"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/scenario"
)

// examine runs one check of the suite on a protocol, or all of them for "", and answers what they found.
func examine(p *engine.Protocol, check string, seeds uint64, options ...Option) []string {
	s := newSuite("TestConformance", p, options)
	for seed := range seeds {
		s.seeds = append(s.seeds, seed+1)
	}
	var found []string
	for _, c := range checks() {
		if check == "" || check == c.name {
			found = append(found, c.run(s)...)
		}
	}
	return found
}

func TestARightEnginePasses(t *testing.T) {
	for _, failure := range examine(votes(""), "", 30, Goals("leader")) {
		t.Error(failure)
	}
}

func TestEachWayToBreakAnEngineIsCaughtAndNamed(t *testing.T) {
	for _, c := range []struct {
		how, check, says string
	}{
		{"state that is not plain data", "declaration", "f: func() is not plain data"},
		{"a copy shares a slice", "copies", "the step of a copy changed the original: they share a slice"},
		{"a copy forgets a field", "copies", "a copy of it encodes differently"},
		{"the order of a map", "copies", "the order of what it does differs, as when it ranges over a map"},
		{"the order of a map", "repeats", "of seed"},
		{"it changes a message that it is given", "copies", "it changes what it was given"},
		{"it changes what it has sent", "copies", "it changed a Vote that n"},
		{"it changes a message in the step that sends it", "copies", "it changed a Vote that n"},
		{"a counter outside of the state", "copies", "two copies of it step differently: the state that it reaches differs, as when it reads what is not in its state"},
		{"randomness of its own", "copies", "what it does differs, as when it reads what is not in its state"},
		{"randomness of its own", "repeats", "of seed"},
		{"it changes its configuration", "copies", "it changed its Config"},
		{"it sends what is not declared", "observers", "enginetest.Whisper is not declared"},
		{"a picture changes state", "views", "its picture changed its state"},
		{"an invariant changes state", "views", "the invariant leaders changed the state of n"},
		{"a span changes state", "views", "the span leads changed its state"},
		{"a span that counts how often it is asked", "views", `the span "leads" says first`},
		{"a span that ends and does not hold", "views", `the span "leads" does not hold, and yet has an end: 7`},
		{"a status that is not declared", "views", `its status "boss" is not declared`},
		{"a panel that is not declared", "views", `its panel "heard" is not declared`},
		{"a kind that is not declared", "views", `the kind of message "Grant" is not declared`},
		{"the order of a map in a picture", "views", "two pictures of it differ"},
		{"a picture shows hostile text", "views", "is shown as it is"},
		{"it forgets to persist", "crashes", "one leader is broken"},
		{"it forgets to persist", "faults", "one leader is broken"},
		{"a vote leaves before it is on the disk", "crashes", "one leader is broken"},
		{"silence is consent", "faults", "one leader is broken"},
		{"it never answers", "faults", `has no answer to "campaign`},
		{"it never answers", "crashes", `has no answer to "campaign`},
	} {
		t.Run(c.how+" "+c.check, func(t *testing.T) {
			found := strings.Join(examine(votes(c.how), c.check, 40), "\n")
			if !strings.Contains(found, c.says) {
				t.Errorf("expected the check of %s to say %q, not:\n%s", c.check, c.says, found)
			}
		})
	}
}

func TestAGoalThatIsNotReachedIsNamed(t *testing.T) {
	p := votes("")
	p.Goals = append(p.Goals, engine.When("peace", "never", func(*engine.Global, struct{}) bool { return false }))
	found := strings.Join(examine(p, "faults", 1, Goals("peace"), Within(5*engine.Second)), "\n")
	if want := `"peace" is not reached within 5s after the last fault`; !strings.Contains(found, want) {
		t.Fatalf("expected %q, got:\n%s", want, found)
	}
	if res := asScenario(t, p, found); res.OK() || len(res.Failures()) != 1 {
		t.Errorf("its scenario fails with %v", res.Failures())
	}
}

// asScenario runs the scenario that stands in a failure.
func asScenario(t *testing.T, p *engine.Protocol, failure string) *scenario.Result {
	t.Helper()
	_, text, found := strings.Cut(failure, "<<'END'\n")
	text, end := strings.CutSuffix(text, "END")
	if !found || !end {
		t.Fatalf("there is no scenario in:\n%s", failure)
	}
	script, err := scenario.Parse(text, func(string) *engine.Protocol { return p })
	if err != nil {
		t.Fatal(err)
	}
	res, err := scenario.Run(script)
	if err != nil {
		t.Fatal(err)
	}
	return res
}

func TestAFailingSeedSaysHowToSeeItAgain(t *testing.T) {
	s := newSuite("TestConformance", votes("silence is consent"), nil)
	var found []string
	for s.seeds = []uint64{1}; len(found) == 0; s.seeds[0]++ {
		found = s.faults()
	}
	seed := s.seeds[0] - 1
	for _, want := range []string{
		fmt.Sprintf("seed %d: one leader is broken at ", seed),
		fmt.Sprintf("\nto replay: go test ./protocols/votes -run 'TestConformance/faults' -seed %d\n", seed),
		"\nor: quorumlab run - <<'END'\ncluster votes ",
		fmt.Sprintf("seed=%d\nat ", seed),
	} {
		if !strings.Contains(found[0], want) {
			t.Errorf("expected %q in:\n%s", want, found[0])
		}
	}
	e := asScenario(t, s.p, found[0]).Main().Ending()
	if e == nil || e.Name != "one leader" || !strings.Contains(found[0], e.Text) {
		t.Errorf("its scenario ends with %+v", e)
	}
	s.seeds = []uint64{seed}
	if again := s.faults(); len(again) != 1 || again[0] != found[0] {
		t.Errorf("the seed alone says\n%s", again)
	}
}

func TestThreeFailuresAreEnough(t *testing.T) {
	if n := len(examine(votes("it never answers"), "faults", 20)); n != failuresMax {
		t.Errorf("expected %d failures, not %d", failuresMax, n)
	}
}

func TestTheFlagsChooseTheSeeds(t *testing.T) {
	count, only := *seedCount, *seedOnly
	defer func() { *seedCount, *seedOnly = count, only }()
	*seedCount, *seedOnly = 3, 0
	if got := fmt.Sprint(seeds()); got != "[1 2 3]" {
		t.Errorf("-seeds 3: %s", got)
	}
	*seedOnly = 17
	if got := fmt.Sprint(seeds()); got != "[17]" {
		t.Errorf("-seed 17: %s", got)
	}
}
