package enginetest

import (
	"flag"
	"fmt"
	"strings"
	"testing"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/search/random"
	"quorumlab/protocols/sim"
)

// Flags must be registered before the test binary reads its command line, hence at package level.
var (
	seedCount = flag.Uint64("seeds", 10, "how many seeds the conformance suite draws faults from")
	seedOnly  = flag.Uint64("seed", 0, "the only seed that the conformance suite draws faults from")
)

// An Option says what the suite can't know from the declaration.
type Option func(*suite)

// Goals names goals, as a scenario line has them, that must be reached once the faults have stopped: "leader".
func Goals(lines ...string) Option { return func(s *suite) { s.goals = append(s.goals, lines...) } }

// Within is the virtual time after the last fault in which clients must be answered and goals be reached; 60 s when it is
// not given.
func Within(d engine.Duration) Option { return func(s *suite) { s.within = d } }

// Params gives other parameters than the defaults; of several a seed draws one.
func Params(params ...any) Option {
	return func(s *suite) { s.source.Params = append(s.source.Params, params...) }
}

// Unjudged lets what clients see go unexplained by the protocol's model: for a protocol that does not promise it in every
// cluster that may be drawn.
func Unjudged() Option { return func(s *suite) { s.unjudged = true } }

// Draw draws a command for a node, in place of the suite, which fills the fields of a declared command by their types. A
// nil answer leaves the choice to the suite.
func Draw(f func(r *engine.Rand, to engine.NodeID, members []engine.NodeID) any) Option {
	return func(s *suite) { s.source.Draw = f }
}

// Run demands of a protocol all that package engine promises, in one subtest for each part.
func Run(t *testing.T, p *engine.Protocol, options ...Option) {
	t.Helper()
	s := newSuite(t.Name(), p, options)
	s.seeds = seeds()
	for _, c := range checks() {
		if !t.Run(c.name, func(t *testing.T) {
			for _, failure := range c.run(s) {
				t.Error(failure)
			}
		}) && c.first {
			return
		}
	}
}

func seeds() []uint64 {
	if *seedOnly != 0 {
		return []uint64{*seedOnly}
	}
	all := make([]uint64, *seedCount)
	for i := range all {
		all[i] = uint64(i) + 1
	}
	return all
}

// A suite is what the checks of one protocol share.
type suite struct {
	test   string // the name of the calling test, for the command that replays
	p      *engine.Protocol
	goals  []string
	within engine.Duration
	source random.Source
	seeds  []uint64 // of the check of faults

	unjudged bool // what clients see need not be explained by the model
}

// eventsMax is how many events a run may have: more than any should.
const eventsMax = 2_000_000

func newSuite(test string, p *engine.Protocol, options []Option) *suite {
	s := &suite{test: test, p: p, within: 60 * engine.Second,
		source: random.Source{Protocol: p, Events: eventsMax}}
	for _, o := range options {
		o(s)
	}
	return s
}

// A check is one part of the suite. It answers with what it found, in sentences; nothing when all is well.
type check struct {
	name  string
	first bool // the others make no sense when it fails
	run   func(s *suite) []string
}

func checks() []check {
	return []check{
		{"declaration", true, (*suite).declaration},
		{"repeats", false, (*suite).repeats},
		{"observers", false, (*suite).observers},
		{"copies", false, (*suite).copies},
		{"views", false, (*suite).views},
		{"checkpoints", false, (*suite).checkpoints},
		{"crashes", false, (*suite).crashes},
		{"faults", false, (*suite).faults},
	}
}

// samples are the seeds of the runs that all checks but that of faults look at.
func samples() []uint64 { return []uint64{1, 2, 3} }

// failuresMax is how many sentences a check says: the first ones tell most.
const failuresMax = 3

// A findings collects failures, each once.
type findings struct{ all []string }

func (f *findings) add(format string, args ...any) {
	s := fmt.Sprintf(format, args...)
	for _, had := range f.all {
		if had == s {
			return
		}
	}
	if len(f.all) < failuresMax {
		f.all = append(f.all, s)
	}
}

func (f *findings) full() bool { return len(f.all) == failuresMax }

// replay is what a person does to see a failing run again.
func (s *suite) replay(check string, seed uint64, r *random.Run) string {
	command := fmt.Sprintf("go test ./protocols/%s -run '%s/%s'", s.p.Name, s.test, check)
	if check == "faults" {
		command += fmt.Sprintf(" -seed %d", seed)
	}
	return fmt.Sprintf("to replay: %s\nor: quorumlab run - <<'END'\n%sEND", command, r.Text())
}

// ending says why a run has ended, when that is a failure; "" when it has not, or merely ran long enough.
func ending(w *sim.World) string {
	e := w.Ending()
	switch {
	case e == nil:
		return ""
	case e.Reason == sim.Violation && e.Stack != "":
		return fmt.Sprintf("at %v, event %d: %s\n%s", w.Now(), e.Event, e.Text, e.Stack)
	case e.Reason == sim.Violation:
		return fmt.Sprintf("%s is broken at %v, event %d: %s", e.Name, w.Now(), e.Event, e.Text)
	}
	return strings.TrimSuffix(e.Text, ".")
}
