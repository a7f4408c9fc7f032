package main

import (
	"bytes"
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"quorumlab/protocols/all"
	"quorumlab/protocols/search"
)

// checked runs check with arguments, and with a text on standard input.
func checked(t *testing.T, stdin string, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	m := &Main{Stdin: strings.NewReader(stdin), Stdout: &out, Stderr: &errs}
	code = m.Run(t.Context(), append([]string{"check"}, args...))
	return code, out.String(), errs.String()
}

func TestTheExitCodeOfASearchSaysWhetherItHoldsIsViolatedOrNotExhausted(t *testing.T) {
	for name, c := range map[string]struct {
		args   string
		stdin  string
		code   int
		stdout string
		stderr string
	}{
		"it holds":                       {"twophase-spec --nodes 4", "", 0, "1,568 states, 5,377 transitions, 14 levels", ""},
		"it is violated":                 {"mutex --variant no-replies", "", 1, "# mutual-exclusion is violated: n1 and n2 are both inside", ""},
		"a limit on states":              {"twophase-spec --max-states 100", "", 3, "not exhausted: the limit on states is reached; --max-states raises it", ""},
		"a limit on memory":              {"twophase-spec --param rm=9 --max-memory 16", "", 3, "not exhausted: the limit on memory is reached; --max-memory raises it", ""},
		"clients that see too much":      {"single-copy --nodes 2", "", 1, "expect not linearizable\n", ""},
		"another count of a role":        {"twophase-spec --param rm=2", "", 0, "56 states", ""},
		"from a run":                     {"mutex --from -", "cluster mutex nodes=2 seed=1\ncommand n1 acquire\nrun 1ms\n", 0, "mutex holds", ""},
		"from a run, with a variant":     {"mutex --from - --variant no-replies", "cluster mutex nodes=2 seed=1\ncommand n1 acquire\nrun 1ms\n", 0, "mutex holds", ""},
		"random runs that break":         {"mutex --variant no-replies --random 50", "", 1, "expect violated mutual-exclusion", ""},
		"random runs that hold":          {"mutex --random 3", "", 3, "mutex: nothing found in 3 random runs", ""},
		"random runs from a run":         {"mutex --random 3 --faults none", "", 2, "", "--random: its runs begin at the start"},
		"no protocol":                    {"", "", 2, "", "expected one protocol"},
		"an unknown protocol":            {"rft", "", 2, "", "there is no protocol rft"},
		"an unknown variant":             {"mutex --variant worse", "", 2, "", "--variant: expected no-replies, not worse"},
		"a protocol without variants":    {"single-copy --variant worse", "", 2, "", "no"},
		"a parameter as a variant":       {"mutex --variant hold", "", 2, "", "--variant: expected no-replies, not hold"},
		"an unknown parameter":           {"mutex --param depth=3", "", 2, "", "--param: expected one of hold= or no-replies="},
		"a parameter without a value":    {"mutex --param hold", "", 2, "", "expected name=value"},
		"too many nodes":                 {"mutex --nodes 10", "", 2, "", "mutex takes 2 to 9 nodes as process, not 10"},
		"an unknown fault":               {"mutex --faults fire=1", "", 2, "", "--faults: expected crash, loss, dup, cut or timeout, not fire"},
		"a fault without a number":       {"mutex --faults crash", "", 2, "", "--faults: expected crash=, loss=, dup=, cut= or timeout="},
		"a fault beyond what it assumes": {"mutex --faults crash=1", "", 2, "", "expected faults within what mutex assumes"},
		"no such scenario":               {"mutex --from nowhere", "", 2, "", "--from nowhere: there is no such built-in scenario"},
		"a scenario of another protocol": {"mutex --from single-copy/stale", "cluster", 2, "", "--from"},
		"nodes besides a scenario":       {"mutex --from - --nodes 3", "", 2, "", "--from: the scenario says nodes and parameters"},
	} {
		code, stdout, stderr := checked(t, c.stdin, strings.Fields(c.args)...)
		if code != c.code || !strings.Contains(stdout, c.stdout) || !strings.Contains(stderr, c.stderr) || c.stderr == "" && stderr != "" {
			t.Errorf("%s: got %d, %q, %q; want %d, %q, %q", name, code, stdout, stderr, c.code, c.stdout, c.stderr)
		}
	}
}

func TestASearchForAGoalSaysWhetherARunComesThere(t *testing.T) {
	code, text, stderr := checked(t, "", "mutex", "--nodes", "2", "--until", "inside n2", "--until", "not inside n1")
	if code != exitViolated || !strings.HasPrefix(text, "# A run comes to inside n2, not inside n1\n#\n") || !strings.HasSuffix(text, "expect inside n2\nexpect not inside n1\n") {
		t.Fatalf("got %d, %s, %s", code, text, stderr)
	}
	if code, stdout, stderr := runText(t, text); code != 0 {
		t.Errorf("its run ends with %d: %s\n%s", code, stderr, stdout)
	}
	code, text, stderr = checked(t, "", "raft-small", "--faults", "timeout=1", "--until", "leaders >= 2")
	if code != 0 || !strings.HasPrefix(text, "No run comes to leaders >= 2: every run was tried.\n") {
		t.Errorf("got %d, %s, %s", code, text, stderr)
	}
	for goal, want := range map[string]string{"leader n1 >= 5s": "a search knows no time", "king": "--until: expect: expected one of", "": "--until: expect: expected a goal"} {
		if code, _, stderr := checked(t, "", "raft-small", "--until", goal); code != 2 || !strings.Contains(strings.ReplaceAll(stderr, "column 1: ", ""), want) {
			t.Errorf("%q: expected %q, got %d, %s", goal, want, code, stderr)
		}
	}
}

func TestAViolationIsAScenarioThatRunReplays(t *testing.T) {
	for _, args := range [][]string{{"mutex", "--variant", "no-replies"}, {"single-copy", "--nodes", "2"},
		{"abd", "--nodes", "3", "--variant", "no-write-back", "--param", "script=one-writer"}, {"mutex", "--variant", "no-replies", "--random", "50"}} {
		code, text, _ := checked(t, "", args...)
		if code != exitViolated {
			t.Fatalf("%v: expected a violation, got %d", args, code)
		}
		if code, stdout, stderr := runText(t, text); code != 0 {
			t.Errorf("%v: the run ends with %d: %s\n%s", args, code, stderr, stdout)
		}
	}
}

func TestASearchAsJSONHasTheKeysThatAreDocumented(t *testing.T) {
	code, stdout, _ := checked(t, "", "mutex", "--variant", "no-replies", "--json")
	var got map[string]any
	if err := json.Unmarshal([]byte(stdout), &got); err != nil || code != exitViolated {
		t.Fatalf("%d, %v: %s", code, err, stdout)
	}
	keys := slices.Sorted(maps.Keys(got))
	if want := []string{"bytes_per_state", "depth", "distinct", "exhausted", "generated", "seconds", "states_per_second", "violation"}; !slices.Equal(keys, want) {
		t.Errorf("expected the keys %v, got %v", want, keys)
	}
	v, _ := got["violation"].(map[string]any)
	if v["name"] != "mutual exclusion" || v["text"] != "n1 and n2 are both inside" || len(v["moves"].([]any)) != 2 || got["exhausted"] != false || got["distinct"] != 8.0 {
		t.Errorf("got %v", got)
	}
	if code, _, stderr := runText(t, v["scenario"].(string)); code != 0 {
		t.Errorf("the run of its scenario ends with %d: %s", code, stderr)
	}
	code, stdout, _ = checked(t, "", "twophase-spec", "--json")
	if code != 0 || !strings.Contains(stdout, `"violation": null`) || !strings.Contains(stdout, `"exhausted": true`) {
		t.Errorf("%d: %s", code, stdout)
	}
}

func TestASearchThatIsInterruptedSaysWhatItHasFoundAndThatItIsNotExhausted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var out, errs bytes.Buffer
	m := &Main{Stdout: &out, Stderr: &errs}
	code := m.search(ctx, all.Protocol("twophase-spec"), search.Options{}, checkOptions{})
	if code != exitNotExhausted || !strings.Contains(out.String(), "not exhausted: it was stopped") {
		t.Errorf("got %d, %s, %s", code, out.String(), errs.String())
	}
}
