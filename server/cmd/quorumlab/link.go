package main

import (
	"encoding/json"
	"fmt"
	"io"

	"quorumlab/protocols/all"
	"quorumlab/protocols/engine"
	"quorumlab/protocols/link"
	"quorumlab/protocols/scenario"
	"quorumlab/protocols/sim"
	"quorumlab/server/assets"
)

// What a stranger's link may ask of this machine: as much as of a browser.
const (
	linkEvents = 1_000_000
	linkBytes  = 1 << 30
)

// follow runs a link's scenario up to its moment, and tells whether the trace is the one that the link was made of. It
// fetches nothing: all is in the link.
func (m *Main) follow(url string, o runOptions) int {
	l, err := link.Parse(url)
	if err != nil {
		return m.unreadable("this link", err)
	}
	if o.seed != nil {
		return m.usage("run", "--seed: a link's run has its own seed")
	}
	r, err := arrive(l)
	if err != nil {
		return m.unreadable("this link", err)
	}
	files, err := assets.Embedded()
	if err != nil {
		return m.fail("run", err)
	}
	at, err := momentOf(r, l, files.Build()[:link.BuildDigits])
	if err == nil {
		err = m.tellMoment(at, o)
	}
	if err != nil {
		return m.fail("run", err)
	}
	if !at.Same {
		m.blame("this link", fmt.Errorf("expected the trace %s after event %d, not %s after event %d", at.Made, l.Event, at.Hash, at.Event))
		return exitError
	}
	return exitOK
}

// arrive runs the link's branch, those that it comes from first, up to the link's moment.
func arrive(l *link.Link) (*scenario.Runner, error) {
	script, err := scenario.Parse(l.Text, all.Protocol)
	if err != nil {
		return nil, err
	}
	bounds := scenario.Bounds{Events: linkEvents, Bytes: linkBytes}
	if err := bounds.Check(script); err != nil {
		return nil, err
	}
	b := script.Branch(l.Branch)
	if b == nil {
		return nil, fmt.Errorf("expected a scenario with a branch %s", l.Branch)
	}
	way := []*scenario.Branch{b}
	for b.Of != "" {
		b = script.Branch(b.Of)
		way = append(way, b)
	}
	var r *scenario.Runner
	events := 0
	for i := len(way) - 1; i >= 0; i-- {
		if r, err = script.Start(way[i].Name, r); err != nil {
			return nil, err
		}
		for over := false; !over; {
			if over, err = r.Step(1 << 12); err == nil {
				err = r.Within(events)
			}
			if err != nil {
				return nil, err
			}
		}
		events += int(r.Recording().Head().Count())
	}
	r.Reach(l.Event, l.Time)
	return r, nil
}

// An arrival is what came of a link, as --format json has it.
type arrival struct {
	Scenario string      `json:"scenario,omitempty"`
	Branch   string      `json:"branch"`
	Event    sim.EventID `json:"event"`
	Time     string      `json:"time"`
	Hash     string      `json:"hash"`
	Made     string      `json:"linkHash"`
	Same     bool        `json:"same"`
	Build    string      `json:"build"`
	Maker    string      `json:"linkBuild"`
	Output   string      `json:"output"`
}

func momentOf(r *scenario.Runner, l *link.Link, build string) (*arrival, error) {
	w, err := r.Recording().Replay(l.Event)
	if err != nil {
		return nil, err
	}
	return &arrival{
		Scenario: l.Scenario, Branch: l.Branch, Event: w.Count(), Time: l.Time.String(),
		Hash: hashText(w.Hash()), Made: hashText(l.Hash), Same: w.Count() == l.Event && w.Hash() == l.Hash,
		Build: build, Maker: l.Build, Output: r.Story(w.Count()),
	}, nil
}

func (m *Main) tellMoment(at *arrival, o runOptions) error {
	var err error
	switch {
	case o.hash:
		_, err = fmt.Fprintln(m.Stdout, at.Hash)
	case o.format == "json":
		out := json.NewEncoder(m.Stdout)
		out.SetIndent("", "  ")
		out.SetEscapeHTML(false)
		err = out.Encode(at)
	default:
		_, err = io.WriteString(m.Stdout, at.Output+fmt.Sprintf("%-10s the moment of the link: branch %s, event %d, trace %s\n%s\n",
			at.Time, engine.Plain(at.Branch), at.Event, at.Hash, at.verdict()))
	}
	return err
}

// verdict says whether it is the run that the link was made of.
func (at *arrival) verdict() string {
	what := "ok  the same run"
	if !at.Same {
		what = "FAILED  another run: the link's trace is " + at.Made
	}
	if at.Maker != at.Build {
		what += "; the link was made by another build (" + at.Maker + ", this is " + at.Build + ")"
	}
	return what
}
