package main

import (
	"bytes"
	"flag"
	"io/fs"
	"net"
	"os"
	"regexp"
	"strings"
	"testing"
)

// asProgram, in the environment of the test binary, makes it the program itself: so the tests start a real process.
const asProgram = "QUORUMLAB_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
		return
	}
	flag.Parse()
	os.Exit(m.Run())
}

// run calls the program with arguments that end by themselves.
func run(t *testing.T, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	m := &Main{Stdin: strings.NewReader(""), Stdout: &out, Stderr: &errs}
	code = m.Run(t.Context(), args)
	return code, out.String(), errs.String()
}

func TestEveryCommandHasAManual(t *testing.T) {
	sections := []string{"NAME\n", "\nSYNOPSIS\n", "\nDESCRIPTION\n", "\nEXIT STATUS\n", "\nEXAMPLES\n"}
	for _, name := range append(names(), "quorumlab") {
		text := manual(name)
		at := -1
		for _, s := range sections {
			next := strings.Index(text, s)
			if next <= at {
				t.Errorf("%s: expected the sections in order, %q is not in its place", name, strings.TrimSpace(s))
			}
			at = next
		}
		for line := range strings.Lines(text) {
			if len(strings.TrimSuffix(line, "\n")) > 80 {
				t.Errorf("%s: wider than 80 columns: %s", name, line)
			}
		}
	}
	pages, err := fs.Glob(manuals, "help/*.txt")
	if err != nil || len(pages) != len(names())+1 {
		t.Errorf("expected one manual a command and the program's own, got %q, %v", pages, err)
	}
}

func TestHelpIsTheManualOnStandardOutput(t *testing.T) {
	for _, name := range names() {
		for _, args := range [][]string{{name, "--help"}, {name, "-h"}, {"help", name}} {
			code, stdout, stderr := run(t, args...)
			if code != 0 || stdout != manual(name) || stderr != "" {
				t.Errorf("%q: got %d, %q, %q", args, code, stdout, stderr)
			}
		}
		if !strings.Contains(manual("quorumlab"), "\n    "+name+" ") {
			t.Errorf("the program's manual does not list %s", name)
		}
	}
	for _, args := range [][]string{{"--help"}, {"-h"}, {"help"}} {
		if code, stdout, _ := run(t, args...); code != 0 || stdout != manual("quorumlab") {
			t.Errorf("%q: got %d, %q", args, code, stdout)
		}
	}
}

func TestAManualNamesEveryOptionAndNoOther(t *testing.T) {
	for _, c := range commands() {
		told := make(map[string]bool)
		for _, match := range regexp.MustCompile(`(?m)^    --([a-z-]+)`).FindAllStringSubmatch(manual(c.name), -1) {
			told[match[1]] = true
		}
		flags, _ := c.prepare(&Main{})
		flags.VisitAll(func(f *flag.Flag) {
			if !told[f.Name] {
				t.Errorf("%s has --%s, its manual has not", c.name, f.Name)
			}
			delete(told, f.Name)
			if f.DefValue != "" && f.DefValue != "false" && !strings.Contains(manual(c.name), "Default "+f.DefValue) {
				t.Errorf("%s: the manual does not say that --%s is %s by default", c.name, f.Name, f.DefValue)
			}
		})
		for option := range told {
			t.Errorf("the manual of %s has --%s, the command has not", c.name, option)
		}
	}
}

func TestACommandLineThatCannotBeUnderstoodSaysWhatWasExpected(t *testing.T) {
	for _, c := range []struct {
		args []string
		want string
	}{
		{nil, "SYNOPSIS"},
		{[]string{"srve"}, `there is no command "srve": expected serve, `},
		{[]string{"help", "srve"}, `there is no manual for "srve"`},
		{[]string{"serve", "--port", "80"}, "-port"},
		{[]string{"serve", "now"}, `expected options only, got ["now"]`},
		{[]string{"serve", "--url", "quorumlab.example"}, "expected a scheme and a host"},
		{[]string{"serve", "--url", "https://quorumlab.example/deep"}, "expected a scheme and a host"},
		{[]string{"serve", "--url", "javascript:alert(1)"}, "expected a scheme and a host"},
		{[]string{"serve", "--drain", "-1s"}, "0s or more"},
		{[]string{"version", "please"}, "expected no arguments"},
	} {
		code, stdout, stderr := run(t, c.args...)
		if code != 2 || stdout != "" || !strings.Contains(stderr, c.want) {
			t.Errorf("%q: got %d, %q, %q; want 2 and %q", c.args, code, stdout, stderr, c.want)
		}
	}
}

func TestAPortInUseIsNamedWithWhatToDo(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	addr := taken.Addr().String()
	for option, args := range map[string][]string{
		"--addr":       {"serve", "--addr", addr, "--admin-addr", ""},
		"--admin-addr": {"serve", "--addr", "127.0.0.1:0", "--admin-addr", addr},
	} {
		code, stdout, stderr := run(t, args...)
		want := "quorumlab serve: " + addr + " is in use by another program. Stop that one, or choose another address with " + option + "\n"
		if code != 1 || stdout != "" || stderr != want {
			t.Errorf("%s: got %d, %q, %q; want 1 and %q", option, code, stdout, stderr, want)
		}
	}
}

func TestAnAddressThatIsNoneSaysWhatOneLooksLike(t *testing.T) {
	code, _, stderr := run(t, "serve", "--addr", "8080", "--admin-addr", "")
	if code != 1 || !strings.Contains(stderr, "--addr 8080: expected HOST:PORT or :PORT") {
		t.Errorf("got %d, %q", code, stderr)
	}
}

func TestADataFolderThatCannotBeWrittenIsKnownAtTheStart(t *testing.T) {
	file := t.TempDir() + "/file"
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	code, stdout, stderr := run(t, "serve", "--addr", "127.0.0.1:0", "--admin-addr", "", "--data", file)
	if code != 1 || stdout != "" || !strings.Contains(stderr, "--data") {
		t.Errorf("got %d, %q, %q", code, stdout, stderr)
	}
}

func TestADataFolderIsMade(t *testing.T) {
	dir := t.TempDir() + "/a/b"
	if err := prepareData(dir); err != nil {
		t.Fatal(err)
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 0 {
		t.Errorf("expected an empty folder, got %v, %v", left, err)
	}
}

func TestVersionNamesTheBuild(t *testing.T) {
	for _, word := range []string{"version", "--version"} {
		code, stdout, _ := run(t, word)
		if code != 0 || !regexp.MustCompile(`\Aquorumlab \S+\nbuild     [0-9a-f]{64}\ngo        go1\.\S+ \w+/\w+\n\z`).MatchString(stdout) {
			t.Errorf("got %d, %q", code, stdout)
		}
	}
}

func TestOptionsMayStandBehindArguments(t *testing.T) {
	flags := flag.NewFlagSet("x", flag.ContinueOnError)
	n := flags.Int("n", 0, "")
	rest, err := parse(flags, []string{"one", "-n", "3", "-", "two"})
	if err != nil || *n != 3 || strings.Join(rest, " ") != "one - two" {
		t.Errorf("got %v, n=%d, %v", rest, *n, err)
	}
}
