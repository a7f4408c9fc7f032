package random

import (
	"context"
	"maps"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/engine/say"
	"quorumlab/protocols/sim"
)

// Options say which runs a search draws. The zero value is 100 runs of 80 rounds each, with the protocol's defaults.
type Options struct {
	Seeds  int    // runs at most; 0: 100
	First  uint64 // the first one's seed; the others' follow; 0: 1
	Rounds int    // of commands and faults in each run; 0: 80
	Events int    // of each run at most; 0: 200 000

	Params any          // of the protocol's type; nil: its defaults
	Counts map[byte]int // nodes of each letter, which shrinking then keeps; of a letter that is not named each seed draws them

	// Draw draws a command for a node; nil, or a nil answer: every second one of those for the node in Asked, if there are
	// any, and else one whose fields are drawn by their types.
	Draw func(r *engine.Rand, to engine.NodeID, members []engine.NodeID) any
	// Asked lists commands worth giving, each any number of times; nil: those that the protocol says (engine.Exploration).
	Asked func(members []engine.NodeID) []engine.Asked

	// Progress, unless it is nil, is told after each run how far the search has come. It may take its time.
	Progress func(Result)
}

const (
	seedsDefault  = 100
	roundsDefault = 80
)

// A Result is how far a search has come.
type Result struct {
	Runs      int
	Events    int      // of all runs
	Cut       int      // runs that came to a limit on events, bytes or time: what they would have done later is not known
	Undecided int      // runs with a history that was too hard to judge
	Finding   *Finding // nil: nothing broke
}

// A Finding is a run in which something breaks, up to there.
type Finding struct {
	Run    *Run
	Name   string // of the invariant or monitor; sim.Linearizable; "engine" for a panic in the engine
	Text   string // the values that make it false
	Stack  string // a panic's
	Events int    // of the run

	fixed map[byte]int // nodes that the caller counts
}

// Search draws runs until something breaks, all seeds are through, or ctx is done. It fails when what is asked for is no
// cluster of the protocol, or when commands can't be drawn.
func Search(ctx context.Context, p *engine.Protocol, o Options) (Result, error) {
	if o.Seeds == 0 {
		o.Seeds = seedsDefault
	}
	if o.Rounds == 0 {
		o.Rounds = roundsDefault
	}
	if o.First == 0 {
		o.First = 1
	}
	if o.Asked == nil {
		o.Asked = p.Explore.Commands
	}
	source := Source{Protocol: p, Counts: o.Counts, Events: o.Events, Draw: o.Draw, Asked: o.Asked, Seek: true}
	if o.Params != nil {
		source.Params = []any{o.Params}
	}
	var res Result
	for i := 0; i < o.Seeds && ctx.Err() == nil && res.Finding == nil; i++ {
		seed := o.First + uint64(i)
		pl, err := source.Play(seed, o.Rounds, func(w *sim.Options) { w.Check = true })
		if err != nil {
			return res, say.Errorf("random: %w", err)
		}
		res.add(pl)
		if res.Finding != nil {
			res.Finding.fixed = maps.Clone(o.Counts)
		}
		if o.Progress != nil {
			o.Progress(res)
		}
	}
	return res, nil
}

// add counts and judges a run.
func (res *Result) add(pl *Player) {
	res.Runs++
	res.Events += int(pl.World.Count())
	if e := pl.World.Ending(); e != nil && e.Reason != sim.Violation {
		res.Cut++
	}
	b, decided := judge(pl.World)
	if !decided {
		res.Undecided++
	}
	if b != nil {
		res.Finding = b.finding(pl.Run, pl.ended)
	}
}

// Scenario is the finding as a scenario's text, which plays it and expects it. It has been played: the error says how that
// went otherwise.
func (f *Finding) Scenario() (string, error) {
	text := f.Run.Text()
	if err := plays(f.Run.Protocol, text); err != nil {
		return "", say.Errorf("random: %w\n%s", err, text)
	}
	return text, nil
}
