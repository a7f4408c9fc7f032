package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"os"
	"regexp"
	"strings"
	"testing"
)

// runText runs a scenario from standard input.
func runText(t *testing.T, text string, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	m := &Main{Stdin: strings.NewReader(text), Stdout: &out, Stderr: &errs}
	code = m.Run(t.Context(), append([]string{"run", "-"}, args...))
	return code, out.String(), errs.String()
}

const (
	contention = "cluster mutex nodes=3 seed=1\ncommand n1 acquire\nrun until=inside limit=1s\nexpect inside n1\nrun 1s\n"
	broken     = "cluster mutex nodes=3 no-replies=true seed=1\ncommand n1 acquire\ncommand n2 acquire\nrun 1s\n"
	endless    = "cluster mutex nodes=3 limit=5\ncommand n1 acquire\nrun 1s\n"
)

func TestTheExitCodeSaysWhetherARunIsAsItsLinesExpect(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		code int
		says string // on standard error
	}{
		"as expected":                {contention, 0, ""},
		"an expectation fails":       {"cluster mutex nodes=3\nexpect inside n1\n", 1, "line 2: expect inside n1"},
		"a goal is not reached":      {"cluster mutex nodes=3\nrun until=inside limit=1s\n", 1, "line 2: run until=inside limit=1s"},
		"an invariant breaks":        {broken, 1, ": mutual-exclusion is violated"},
		"a line expects that":        {broken + "expect violated mutual-exclusion\n", 0, ""},
		"a limit ends it":            {endless, 1, "line 3: Run ended: 5 events"},
		"a line expects the limit":   {endless + "expect ended events\n", 0, ""},
		"no scenario":                {"hello\n", 2, "line 1"},
		"nothing":                    {"", 2, "cluster raft nodes=5"},
		"no such protocol":           {"cluster rft\n", 2, "line 1"},
		"an action that can't be":    {"cluster mutex nodes=3\ncrash n9\n", 2, "line 2"},
		"more than a scenario has":   {contention + strings.Repeat("# long\n", 1<<20), 2, "expected a text of at most"},
		"what would steer a console": {"cluster mutex nodes=3\n\x1b]0;owned\a\n", 2, "line 2"},
	} {
		code, stdout, stderr := runText(t, c.text)
		if code != c.code || !strings.Contains(stderr, c.says) || c.says == "" && stderr != "" {
			t.Errorf("%s: got %d, %q; want %d, %q", name, code, stderr, c.code, c.says)
		}
		if (stdout == "") != (c.code == 2) {
			t.Errorf("%s: a run prints, and what can't be read does not; got %q", name, stdout)
		}
		if i := strings.IndexFunc(stdout+stderr, func(r rune) bool { return r < ' ' && r != '\n' }); i >= 0 {
			t.Errorf("%s: control characters came through: %q", name, stdout+stderr)
		}
	}
}

func TestAnEndlessInputIsRefusedAndNotReadForEver(t *testing.T) {
	var errs bytes.Buffer
	m := &Main{Stdin: endlessComment{}, Stdout: io.Discard, Stderr: &errs}
	if code := m.Run(t.Context(), []string{"run", "-"}); code != 2 || !strings.Contains(errs.String(), "expected a text of at most") {
		t.Errorf("got %d, %q", code, errs.String())
	}
}

type endlessComment struct{}

func (endlessComment) Read(b []byte) (int, error) { return copy(b, "# and on\n"), nil }

func TestAScenarioIsABuiltInOneAFileOrStandardInput(t *testing.T) {
	file := t.TempDir() + "/mine.txt"
	if err := os.WriteFile(file, []byte(contention), 0o600); err != nil {
		t.Fatal(err)
	}
	_, piped, _ := runText(t, contention)
	if code, stdout, stderr := run(t, "run", file); code != 0 || stdout != piped {
		t.Errorf("%s: got %d, %q, %q; want %q", file, code, stdout, stderr, piped)
	}
	if code, stdout, stderr := run(t, "run", "mutex/contention"); code != 0 || stdout == "" {
		t.Errorf("mutex/contention: got %d, %q, %q", code, stdout, stderr)
	}
	code, _, stderr := run(t, "run", "mutex/contantion\x1b[2J")
	if code != 2 || !strings.Contains(stderr, "quorumlab list scenarios") || strings.Contains(stderr, "\x1b") {
		t.Errorf("no such scenario: got %d, %q", code, stderr)
	}
	if code, _, stderr := run(t, "run", t.TempDir()); code != 2 || stderr == "" {
		t.Errorf("a folder: got %d, %q", code, stderr)
	}
}

func TestEveryBuiltInScenarioCanBeReadAndRunsTwiceAlike(t *testing.T) {
	_, list, _ := run(t, "list", "scenarios")
	for line := range strings.Lines(list) {
		name := strings.Fields(line)[0]
		code, first, stderr := run(t, "run", name, "--hash")
		if code == 2 || !regexp.MustCompile(`\A[0-9a-f]{16}\n\z`).MatchString(first) {
			t.Errorf("%s: got %d, %q, %q", name, code, first, stderr)
		}
		if _, second, _ := run(t, "run", "--hash", name); second != first {
			t.Errorf("%s: %s, then %s", name, first, second)
		}
	}
}

func TestAnotherSeedIsAnotherRunAndItsOwnSeedTheSame(t *testing.T) {
	_, own, _ := runText(t, contention, "--hash")
	if _, same, _ := runText(t, contention, "--hash", "--seed", "1"); same != own {
		t.Errorf("its own seed, said again, gives %s, want %s", same, own)
	}
	if _, other, _ := runText(t, contention, "--hash", "--seed", "2"); other == own {
		t.Error("seed 2 gives the run of seed 1")
	}
	unseeded := strings.Replace(contention, " seed=1", "", 1)
	if _, given, _ := runText(t, unseeded, "--hash", "--seed", "1"); given != own {
		t.Errorf("a seed for a scenario without one gives %s, want %s", given, own)
	}
	for _, bad := range []string{"-1", "x", "", "18446744073709551616"} {
		if code, _, stderr := runText(t, contention, "--seed", bad); code != 2 || !strings.Contains(stderr, "expected a whole number from 0") {
			t.Errorf("--seed %q: got %d, %q", bad, code, stderr)
		}
	}
}

func TestJSONTellsAllThatTextTells(t *testing.T) {
	_, text, _ := runText(t, broken)
	_, hash, _ := runText(t, broken, "--hash")
	code, stdout, _ := runText(t, broken, "--format", "json")
	var got told
	if err := json.Unmarshal([]byte(stdout), &got); err != nil || code != 1 {
		t.Fatalf("%d, %v in\n%s", code, err, stdout)
	}
	if got.Output != text || got.Hash+"\n" != hash || got.OK || got.Seed != 1 || got.Scenario != "-" {
		t.Errorf("got %+v", got)
	}
	if len(got.Failures) != 1 || got.Failures[0].Line == 0 || !strings.Contains(got.Failures[0].Text, "mutual-exclusion") {
		t.Errorf("failures: %+v", got.Failures)
	}
	if len(got.Branches) != 1 || got.Branches[0].Name != "main" || got.Branches[0].Events == 0 ||
		got.Branches[0].Ended == nil || got.Branches[0].Ended.Reason != "violated" {
		t.Errorf("branches: %+v", got.Branches)
	}
	_, stdout, _ = runText(t, contention, "--format", "json")
	got = told{}
	if err := json.Unmarshal([]byte(stdout), &got); err != nil || !got.OK || len(got.Branches) != 1 || len(got.Branches[0].Lines) != 1 || !*got.Branches[0].Lines[0].OK {
		t.Errorf("%v in\n%s", err, stdout)
	}
	if !strings.Contains(stdout, `"failures": []`) {
		t.Errorf("no failures are an empty list:\n%s", stdout)
	}
}

func TestARunThatIsInterruptedEndsAtOnce(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	in, _ := io.Pipe() // never says anything
	var errs bytes.Buffer
	m := &Main{Stdin: in, Stdout: io.Discard, Stderr: &errs}
	if code := m.Run(ctx, []string{"run", "-"}); code != 1 || !strings.Contains(errs.String(), "interrupted") {
		t.Errorf("got %d, %q", code, errs.String())
	}
}

func TestListsNameWhatCanBeRun(t *testing.T) {
	code, stdout, _ := run(t, "list", "protocols")
	if code != 0 || !regexp.MustCompile(`(?m)^mutex +\S`).MatchString(stdout) || !regexp.MustCompile(`(?m)^raft +\S`).MatchString(stdout) {
		t.Errorf("protocols: got %d,\n%s", code, stdout)
	}
	code, stdout, _ = run(t, "list", "scenarios", "--json")
	var scenarios []listed
	if err := json.Unmarshal([]byte(stdout), &scenarios); code != 0 || err != nil || len(scenarios) < 3 {
		t.Fatalf("scenarios: got %d, %v in\n%s", code, err, stdout)
	}
	_, stdout, _ = run(t, "list", "scenarios")
	for i, line := range strings.Split(strings.TrimSpace(stdout), "\n") {
		s := scenarios[i]
		if strings.Fields(line)[0] != s.Name || !strings.HasSuffix(strings.TrimSpace(line), s.About) || s.Protocol == "" || s.Title == "" {
			t.Errorf("line %d is %q, in JSON %+v", i+1, line, s)
		}
	}
	for _, args := range [][]string{{"list"}, {"list", "nodes"}, {"list", "protocols", "scenarios"}} {
		if code, _, stderr := run(t, args...); code != 2 || !strings.Contains(stderr, "expected protocols or scenarios") {
			t.Errorf("%q: got %d, %q", args, code, stderr)
		}
	}
}
