package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strconv"

	"quorumlab/protocols/all"
	"quorumlab/protocols/engine"
	"quorumlab/protocols/link"
	"quorumlab/protocols/scenario"
)

// runOptions are what the command line says of a run.
type runOptions struct {
	seed   *uint64 // instead of the scenario's own; nil: its own
	format string
	hash   bool
}

// run runs one scenario and tells what came of it.
func (m *Main) run() (*flag.FlagSet, action) {
	var o runOptions
	flags := options("run")
	flags.Func("seed", "", func(s string) error {
		n, err := strconv.ParseUint(s, 10, 64)
		if err != nil {
			return errors.New("expected a whole number from 0")
		}
		o.seed = &n
		return nil
	})
	flags.StringVar(&o.format, "format", "text", "")
	flags.BoolVar(&o.hash, "hash", false, "")
	return flags, func(ctx context.Context, args []string) int {
		if len(args) != 1 {
			return m.usage("run", "expected one scenario, got %q", args)
		}
		if o.format != "text" && o.format != "json" {
			return m.usage("run", "--format %q: expected text or json", o.format)
		}
		code := make(chan int, 1)
		play := m.play
		if link.Is(args[0]) {
			play = m.follow
		}
		go func() { code <- play(args[0], o) }() // left behind when interrupted: the program ends then
		select {
		case c := <-code:
			return c
		case <-ctx.Done():
			return m.fail("run", errors.New("interrupted"))
		}
	}
}

// play runs the scenario called name. What can't be read ends with exitUsage, a run that is not as its lines expect with
// exitError.
func (m *Main) play(name string, o runOptions) int {
	script, err := m.read(name, o.seed)
	if err != nil {
		return m.unreadable(name, err)
	}
	result, err := scenario.Run(script)
	if err != nil {
		return m.unreadable(name, err)
	}
	if err := m.tell(name, result, o); err != nil {
		return m.fail("run", err)
	}
	if !result.OK() {
		for _, f := range result.Failures() {
			m.blame(name, f)
		}
		return exitError
	}
	return exitOK
}

func (m *Main) unreadable(name string, err error) int {
	m.blame(name, err)
	return exitUsage
}

// blame reports what is wrong with a scenario. Neither its name nor its text may steer the reader's terminal.
func (m *Main) blame(name string, err error) {
	fmt.Fprintln(m.Stderr, engine.Plain(fmt.Sprintf("quorumlab run: %s: %v", name, err)))
}

// read finds the scenario called name and reads it: standard input for "-", else a built-in one, else a file.
func (m *Main) read(name string, seed *uint64) (*scenario.Script, error) {
	text, err := m.text(name)
	if err != nil {
		return nil, err
	}
	script, err := scenario.Parse(text, all.Protocol)
	if err != nil || seed == nil {
		return script, err
	}
	return reseeded(script, *seed)
}

func (m *Main) text(name string) (string, error) {
	if name == "-" {
		return limited(m.Stdin)
	}
	playable, err := builtin()
	if err != nil {
		return "", err
	}
	if s, ok := playable.Scenario(name); ok {
		return s.Text, nil
	}
	f, err := os.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return "", errors.New("there is no such built-in scenario, nor a file of that name; `quorumlab list scenarios` lists those built in")
	}
	if err != nil {
		return "", err
	}
	defer f.Close()
	return limited(f)
}

// limited reads one byte more than a scenario may have, so that an endless input is refused and not read for ever.
func limited(r io.Reader) (string, error) {
	b, err := io.ReadAll(io.LimitReader(r, scenario.TextMax+1))
	return string(b), err
}

// reseeded is the same scenario with another seed on its cluster line.
func reseeded(s *scenario.Script, seed uint64) (*scenario.Script, error) {
	value := strconv.FormatUint(seed, 10)
	given := make([]scenario.Given, 0, len(s.Cluster.Given)+1)
	for _, g := range s.Cluster.Given {
		if g.Name != "seed" {
			given = append(given, g)
		}
	}
	s.Cluster.Given = append(given, scenario.Given{Name: "seed", Value: value})
	return scenario.Parse(s.String(), all.Protocol)
}

// A told is a run as --format json has it.
type told struct {
	Scenario string       `json:"scenario"`
	OK       bool         `json:"ok"`
	Hash     string       `json:"hash"`
	Seed     uint64       `json:"seed"`
	Branches []toldBranch `json:"branches"`
	Failures []toldLine   `json:"failures"`
	Output   string       `json:"output"`
}

type toldBranch struct {
	Name   string      `json:"name"`
	OK     bool        `json:"ok"`
	Hash   string      `json:"hash"`
	Events int         `json:"events"`
	Ended  *toldEnding `json:"ended,omitempty"`
	Lines  []toldLine  `json:"expectations"`
}

type toldEnding struct {
	Reason string `json:"reason"`
	Name   string `json:"name,omitempty"`
	Text   string `json:"text"`
}

type toldLine struct {
	Line int    `json:"line"`
	Text string `json:"text"`
	OK   *bool  `json:"ok,omitempty"`
	Got  string `json:"got,omitempty"`
}

func hashText(h uint64) string { return fmt.Sprintf("%016x", h) }

// tell writes what came of a run in the form that was asked for.
func (m *Main) tell(name string, r *scenario.Result, o runOptions) error {
	var err error
	switch {
	case o.hash:
		_, err = fmt.Fprintln(m.Stdout, hashText(r.Hash()))
	case o.format == "json":
		out := json.NewEncoder(m.Stdout)
		out.SetIndent("", "  ")
		out.SetEscapeHTML(false)
		err = out.Encode(toTell(name, r))
	default:
		_, err = io.WriteString(m.Stdout, r.Output())
	}
	return err
}

func toTell(name string, r *scenario.Result) told {
	t := told{
		Scenario: name,
		OK:       r.OK(),
		Hash:     hashText(r.Hash()),
		Seed:     r.Script.Cluster.Options.Seed,
		Branches: []toldBranch{},
		Failures: []toldLine{},
		Output:   r.Output(),
	}
	for _, b := range r.Branches {
		t.Branches = append(t.Branches, toTellBranch(b))
	}
	for _, f := range r.Failures() {
		t.Failures = append(t.Failures, toldLine{Line: f.Line, Text: f.Text})
	}
	return t
}

func toTellBranch(b *scenario.Runner) toldBranch {
	t := toldBranch{
		Name:   b.Branch().Name,
		OK:     b.OK(),
		Hash:   hashText(b.Hash()),
		Events: int(b.Recording().Head().Count()),
		Lines:  []toldLine{},
	}
	if e := b.Ending(); e != nil {
		t.Ended = &toldEnding{Reason: string(e.Reason), Name: e.Name, Text: e.Text}
	}
	for _, o := range b.Outcomes() {
		t.Lines = append(t.Lines, toldLine{Line: o.Line, Text: o.Text, OK: &o.OK, Got: o.Got})
	}
	return t
}
