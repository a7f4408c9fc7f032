package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/scenario"
	"quorumlab/protocols/search"
	"quorumlab/protocols/search/random"
	"quorumlab/protocols/sim"
)

// draw draws runs from seeds instead of searching, and makes small what breaks.
func (m *Main) draw(ctx context.Context, p *engine.Protocol, asked search.Options, o checkOptions) int {
	begun := time.Now()
	told := begun
	r, err := random.Search(ctx, p, random.Options{Seeds: o.random, Params: asked.Params, Counts: asked.Counts, Progress: func(r random.Result) {
		if m.atTerminal() && time.Since(told) > progressEvery {
			told = time.Now()
			fmt.Fprintf(m.Stderr, "\r%s of %s runs, %s events ", grouped(r.Runs), grouped(o.random), grouped(r.Events))
		}
	}})
	if err != nil {
		return m.usage("check", "%s", engine.Plain(err.Error()))
	}
	d := drawn{protocol: p, result: r}
	if r.Finding != nil {
		if d.small, err = r.Finding.Shrink(ctx, random.Bounds{}); err == nil {
			d.scenario, err = d.small.Scenario()
		}
		if err != nil {
			return m.fail("check", err)
		}
	}
	if m.atTerminal() {
		fmt.Fprint(m.Stderr, "\r\033[K")
	}
	d.seconds = time.Since(begun).Seconds()
	return m.tellDrawn(d, o)
}

// A drawn is what came of random runs.
type drawn struct {
	protocol *engine.Protocol
	result   random.Result
	small    *random.Finding // what breaks, made small
	scenario string
	seconds  float64
}

func (m *Main) tellDrawn(d drawn, o checkOptions) int {
	var err error
	if o.json {
		out := json.NewEncoder(m.Stdout)
		out.SetIndent("", "  ")
		out.SetEscapeHTML(false)
		err = out.Encode(d.told())
	} else {
		_, err = fmt.Fprint(m.Stdout, d.text())
	}
	switch {
	case err != nil:
		return m.fail("check", err)
	case d.small != nil:
		return exitViolated
	}
	return exitNotExhausted
}

// told is as of a search; runs and events are of the random runs alone.
func (d *drawn) told() any {
	t := struct {
		toldFinding
		Runs   int `json:"runs"`
		Events int `json:"events"`
	}{toldFinding{Seconds: d.seconds}, d.result.Runs, d.result.Events}
	if d.small != nil {
		t.Violation = &toldViolation{Name: d.small.Name, Text: d.small.Text, Moves: []string{}, Scenario: d.scenario}
		for _, a := range d.small.Run.Actions {
			t.Violation.Moves = append(t.Violation.Moves, sim.Line(a.Action))
		}
	}
	return t
}

// text is for people: of a violation a scenario, as of a search.
func (d *drawn) text() string {
	r := &d.result
	var b strings.Builder
	effort := fmt.Sprintf("%s with %s events; %.2f s", several(r.Runs, "random run"), grouped(r.Events), d.seconds)
	if d.small != nil {
		fmt.Fprintf(&b, "# %s is violated: %s\n#\n", scenario.ViolationName(d.small.Name), engine.Plain(d.small.Text))
		fmt.Fprintf(&b, "# Found in %s; made small: %s events instead of %s.\n%s", effort, grouped(d.small.Events), grouped(r.Finding.Events), d.scenario)
		return b.String()
	}
	fmt.Fprintf(&b, "%s: nothing found in %s. Random runs prove nothing; without --random every run is tried.\n", d.protocol.Name, effort)
	if r.Cut > 0 {
		fmt.Fprintf(&b, "%s came to a limit.\n", several(r.Cut, "run"))
	}
	if r.Undecided > 0 {
		fmt.Fprintf(&b, "%s had a history that was too hard to judge.\n", several(r.Undecided, "run"))
	}
	return b.String()
}

// refuse says what makes no sense of random runs.
func (o *checkOptions) refuse() error {
	switch {
	case o.random == 0:
		return nil
	case o.from != "" || o.faults != "" || o.maxStates > 0 || len(o.until) > 0:
		return errors.New("--random: its runs begin at the start, draw their faults, and have no states: expected no --from, --faults, --until or --max-states")
	}
	return nil
}
