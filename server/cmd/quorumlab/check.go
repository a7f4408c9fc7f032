package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"quorumlab/protocols/all"
	"quorumlab/protocols/engine"
	"quorumlab/protocols/scenario"
	"quorumlab/protocols/search"
)

// What check ends with, besides what all commands do.
const (
	exitViolated     = 1
	exitNotExhausted = 3
)

// checkOptions are what the command line says of a search.
type checkOptions struct {
	nodes     int // −1: not given
	params    []setting
	variants  []string
	faults    string
	from      string
	until     []string // goals; none: anything that is violated
	maxStates int
	maxMemory int // MB
	random    int // runs to draw; 0: every run is tried
	json      bool
}

// A setting is one k=v.
type setting struct{ name, value string }

// check searches every run of a protocol.
func (m *Main) check() (*flag.FlagSet, action) {
	o := checkOptions{nodes: -1}
	flags := options("check")
	whole := func(to *int, least int) func(string) error {
		return func(s string) error {
			n, err := strconv.Atoi(s)
			if err != nil || n < least {
				return fmt.Errorf("expected a whole number from %d", least)
			}
			*to = n
			return nil
		}
	}
	flags.Func("nodes", "", whole(&o.nodes, 1))
	flags.Func("param", "", func(s string) error {
		name, value, ok := strings.Cut(s, "=")
		if !ok || name == "" {
			return errors.New("expected name=value")
		}
		o.params = append(o.params, setting{name, value})
		return nil
	})
	flags.Func("variant", "", func(s string) error {
		o.variants = append(o.variants, s)
		return nil
	})
	flags.StringVar(&o.faults, "faults", "", "")
	flags.StringVar(&o.from, "from", "", "")
	flags.Func("until", "", func(s string) error {
		o.until = append(o.until, s)
		return nil
	})
	flags.Func("max-states", "", whole(&o.maxStates, 1))
	flags.Func("max-memory", "", whole(&o.maxMemory, 16))
	flags.Func("random", "", whole(&o.random, 1))
	flags.BoolVar(&o.json, "json", false, "")
	return flags, func(ctx context.Context, args []string) int {
		if len(args) != 1 {
			return m.usage("check", "expected one protocol, got %q", args)
		}
		p := all.Protocol(args[0])
		if p == nil {
			return m.usage("check", "there is no protocol %s: `quorumlab list protocols` lists those that there are", engine.Quote(args[0]))
		}
		asked, err := m.asked(p, o)
		if err = errors.Join(err, o.refuse()); err != nil {
			return m.usage("check", "%s", engine.Plain(err.Error()))
		}
		if o.random > 0 {
			return m.draw(ctx, p, asked, o)
		}
		return m.search(ctx, p, asked, o)
	}
}

// asked makes a search's options of the command line's.
func (m *Main) asked(p *engine.Protocol, o checkOptions) (s search.Options, err error) {
	s = search.Options{MaxStates: o.maxStates, MaxBytes: int64(o.maxMemory) << 20}
	if o.faults != "" {
		if s.Faults, err = parseFaults(p.Explore.Faults, o.faults); err != nil {
			return s, err
		}
	}
	if s.Until, err = parseUntil(p, o.until); err != nil {
		return s, err
	}
	if o.from != "" {
		if o.nodes >= 0 || len(o.params) > 0 {
			return s, errors.New("--from: the scenario says nodes and parameters")
		}
		return s, m.from(p, o, &s)
	}
	s.Counts, s.Params = map[byte]int{}, p.Explore.Params
	if s.Params == nil || o.random > 0 {
		s.Params = p.Params
	}
	if o.nodes >= 0 {
		s.Counts[counted(p)] = o.nodes
	}
	for _, v := range o.variants {
		if err := isVariant(p, v); err != nil {
			return s, err
		}
	}
	for _, c := range append(o.params, switches(o.variants)...) {
		if err := set(p, &s, c); err != nil {
			return s, err
		}
	}
	return s, nil
}

// parseUntil reads what is searched for.
func parseUntil(p *engine.Protocol, lines []string) (es []scenario.Expect, err error) {
	for _, line := range lines {
		words, err := engine.Words(line)
		var e scenario.Expect
		if err == nil {
			e, err = scenario.ParseExpect(p, words)
		}
		if err != nil {
			return nil, fmt.Errorf("--until: %w", err)
		}
		es = append(es, e)
	}
	return es, nil
}

// switches turn variants on.
func switches(variants []string) (all []setting) {
	for _, v := range variants {
		all = append(all, setting{v, "true"})
	}
	return all
}

// counted is the letter of the nodes that --nodes counts: n, or, where no role has that, the one that may have most.
func counted(p *engine.Protocol) byte {
	most := &p.Roles[0]
	for i := range p.Roles {
		r := &p.Roles[i]
		if r.Letter == 'n' {
			return 'n'
		}
		if r.Max-r.Min > most.Max-most.Min {
			most = r
		}
	}
	return most.Letter
}

// set sets the count of a role or a parameter.
func set(p *engine.Protocol, s *search.Options, c setting) error {
	for i := range p.Roles {
		if r := &p.Roles[i]; r.Name == c.name {
			n, err := strconv.Atoi(c.value)
			if err != nil || n < 0 {
				return fmt.Errorf("--param %s: expected a number of nodes, not %s", c.name, engine.Quote(c.value))
			}
			s.Counts[r.Letter] = n
			return nil
		}
	}
	form, err := engine.ParseForm(s.Params, "--param", []engine.Word{{Key: c.name, Value: c.value}})
	if err != nil {
		return errors.New(strings.TrimPrefix(err.Error(), "column 0: ")) // it stands in no line
	}
	s.Params = form
	return nil
}

func isVariant(p *engine.Protocol, name string) error {
	fields, err := engine.Describe(p.Params)
	if err != nil {
		return err
	}
	var known []string
	for _, f := range fields {
		if f.Mistake == "" {
			continue
		}
		if f.Name == name {
			return nil
		}
		known = append(known, f.Name)
	}
	if len(known) == 0 {
		return fmt.Errorf("--variant: %s has none", p.Name)
	}
	return fmt.Errorf("--variant: expected %s, not %s", engine.OneOf(known), engine.Quote(name))
}

// from runs the main branch of a scenario, from whose end the search goes on.
func (m *Main) from(p *engine.Protocol, o checkOptions, s *search.Options) error {
	for _, v := range o.variants {
		if err := isVariant(p, v); err != nil {
			return err
		}
	}
	script, err := m.read(o.from, nil)
	if err != nil {
		return fmt.Errorf("--from %s: %w", o.from, err)
	}
	if script.Cluster.Protocol != p {
		return fmt.Errorf("--from %s: expected a scenario of %s, not of %s", o.from, p.Name, script.Cluster.Protocol.Name)
	}
	if len(o.variants) > 0 {
		for _, c := range switches(o.variants) {
			script.Cluster.Given = append(script.Cluster.Given, scenario.Given{Name: c.name, Value: c.value})
		}
		if script, err = scenario.Parse(script.String(), all.Protocol); err != nil {
			return fmt.Errorf("--from %s: %w", o.from, err)
		}
	}
	result, err := scenario.Run(script)
	if err != nil {
		return fmt.Errorf("--from %s: %w", o.from, err)
	}
	s.From = result.Main().Recording()
	return nil
}

// parseFaults reads crash=1,loss=2,…; what is not named is as the protocol has it, or, once a line names any, none: but
// timers, which are no fault, fire as often as the protocol has it.
func parseFaults(usual engine.Faults, s string) (*engine.Faults, error) {
	f := engine.Faults{Timeouts: usual.Timeouts}
	if s == "none" {
		return &f, nil
	}
	for part := range strings.SplitSeq(s, ",") {
		kind, value, _ := strings.Cut(part, "=")
		n, err := strconv.Atoi(value)
		switch {
		case kind == "timeout" && value == "any":
			n, err = 0, nil
		case kind == "timeout" && n == 0 && err == nil:
			n = engine.NoTimeouts
		case err != nil || n < 0 || n > engine.FaultsMax:
			return nil, fmt.Errorf("--faults: expected crash=, loss=, dup=, cut= or timeout= with a number up to %d, not %s", engine.FaultsMax, engine.Quote(part))
		}
		switch kind {
		case "crash":
			f.Crashes = n
		case "loss":
			f.Losses = n
		case "dup":
			f.Dups = n
		case "cut":
			f.Cuts = n
		case "timeout":
			f.Timeouts = n
		default:
			return nil, fmt.Errorf("--faults: expected crash, loss, dup, cut or timeout, not %s", engine.Quote(kind))
		}
	}
	return &f, nil
}

// search searches, and tells what it has found.
func (m *Main) search(ctx context.Context, p *engine.Protocol, asked search.Options, o checkOptions) int {
	s, err := search.New(p, asked)
	if err != nil {
		return m.usage("check", "%s", engine.Plain(err.Error()))
	}
	limit := asked.MaxBytes
	if limit == 0 {
		limit = search.BytesDefault
	}
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(limit))
	for over := false; !over && ctx.Err() == nil; {
		slice, cancel := context.WithTimeout(ctx, progressEvery)
		over = s.Run(slice)
		cancel()
		if !over && m.atTerminal() {
			r := s.Result()
			fmt.Fprintf(m.Stderr, "\r%s states, %d levels, %s a second ", grouped(r.Distinct), r.Depth, grouped(int(r.StatesPerSecond())))
		}
	}
	if m.atTerminal() {
		fmt.Fprint(m.Stderr, "\r\033[K")
	}
	f := finding{protocol: p, result: s.Result(), until: o.until}
	if f.result.Violation != nil {
		if f.scenario, err = s.Scenario(); err != nil {
			return m.fail("check", err)
		}
	}
	return m.found(f, o)
}

const progressEvery = 500 * time.Millisecond

func (m *Main) atTerminal() bool {
	f, ok := m.Stderr.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// A finding is what came of a search.
type finding struct {
	protocol *engine.Protocol
	result   search.Result
	scenario string // that replays the violation
	until    []string
}

// toldFinding is a finding as --json has it.
type toldFinding struct {
	Distinct        int            `json:"distinct"`
	Depth           int            `json:"depth"`
	Generated       int            `json:"generated"`
	Exhausted       bool           `json:"exhausted"`
	Violation       *toldViolation `json:"violation"`
	StatesPerSecond float64        `json:"states_per_second"`
	BytesPerState   float64        `json:"bytes_per_state"`
	Seconds         float64        `json:"seconds"`
	Limit           string         `json:"limit,omitempty"`
	ClockUnexplored bool           `json:"clock_not_explored,omitempty"`
}

type toldViolation struct {
	Name     string   `json:"name"`
	Text     string   `json:"text"`
	Moves    []string `json:"moves"`
	Scenario string   `json:"scenario"`
}

// found prints a finding, and gives the exit code.
func (m *Main) found(f finding, o checkOptions) int {
	var err error
	if o.json {
		out := json.NewEncoder(m.Stdout)
		out.SetIndent("", "  ")
		out.SetEscapeHTML(false)
		err = out.Encode(f.told())
	} else {
		_, err = fmt.Fprint(m.Stdout, f.text())
	}
	switch {
	case err != nil:
		return m.fail("check", err)
	case f.result.Violation != nil:
		return exitViolated
	case !f.result.Exhausted:
		return exitNotExhausted
	}
	return exitOK
}

func (f *finding) told() toldFinding {
	r := &f.result
	t := toldFinding{Distinct: r.Distinct, Depth: r.Depth, Generated: r.Generated, Exhausted: r.Exhausted,
		StatesPerSecond: r.StatesPerSecond(), BytesPerState: r.BytesPerState(), Seconds: r.Seconds,
		Limit: string(r.Limit), ClockUnexplored: r.Clock}
	if v := r.Violation; v != nil {
		t.Violation = &toldViolation{Name: v.Name, Text: v.Text, Scenario: f.scenario}
		for _, move := range v.Moves {
			t.Violation.Moves = append(t.Violation.Moves, move.String())
		}
	}
	return t
}

// text is a finding for people. A violation is a scenario whose comments say what is found, so that it can be piped into
// `quorumlab run -` or pasted into the page.
func (f *finding) text() string {
	r := &f.result
	var b strings.Builder
	effort := fmt.Sprintf("%s states, %s transitions, %s; %.2f s, %s states/s, %.0f bytes a state", grouped(r.Distinct), grouped(r.Generated),
		several(r.Depth, "level"), r.Seconds, grouped(int(r.StatesPerSecond())), r.BytesPerState())
	clock := ""
	if r.Clock {
		clock = fmt.Sprintf("The clock was not explored: %s reads it, and it stood at 0.\n", f.protocol.Name)
	}
	switch v := r.Violation; {
	case v != nil:
		fmt.Fprintf(&b, "# %s\n#\n", f.headline(v))
		if len(v.Moves) == 0 {
			b.WriteString("# It is so at the start.\n")
		}
		for i, move := range v.Moves {
			fmt.Fprintf(&b, "# %2d. %s\n", i+1, engine.Plain(move.String()))
		}
		fmt.Fprintf(&b, "#\n# No run is shorter. %s.\n", effort)
		if clock != "" {
			b.WriteString("# " + clock)
		}
		b.WriteString(f.scenario)
	case r.Exhausted:
		what := f.protocol.Name + " holds"
		if len(f.until) > 0 {
			what = "No run comes to " + strings.Join(f.until, ", ")
		}
		fmt.Fprintf(&b, "%s: every run was tried.\n%s.\n%s", what, effort, clock)
		fmt.Fprintf(&b, "The chance that two states had one fingerprint and one was missed is below %.1g.\n", max(r.Missed(), 1e-18))
	default:
		why := "it was stopped"
		switch r.Limit {
		case search.LimitStates:
			why = "the limit on states is reached; --max-states raises it"
		case search.LimitBytes:
			why = "the limit on memory is reached; --max-memory raises it"
		}
		fmt.Fprintf(&b, "%s: nothing found, but not exhausted: %s.\n%s; %s states wait.\n%s", f.protocol.Name, why, effort, grouped(r.Frontier), clock)
	}
	return b.String()
}

// headline says what is found.
func (f *finding) headline(v *search.Violation) string {
	if v.Name == search.Reached {
		return "A run comes to " + engine.Plain(strings.Join(f.until, ", "))
	}
	return scenario.ViolationName(v.Name) + " is violated: " + v.Text
}

func several(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// grouped prints 1,745,408.
func grouped(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
