package search

import (
	"time"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/scenario"
	"quorumlab/protocols/sim"
)

// Options say what to search. The zero value is what the protocol says of itself (engine.Exploration).
type Options struct {
	Counts map[byte]int   // nodes of each letter; a letter that is not named is as the protocol says
	Params any            // of the protocol's type; nil: as the protocol says
	Faults *engine.Faults // nil: as the protocol says
	Seed   uint64         // what nodes are told as theirs, and what is chosen as they start; 0 is 1

	// Commands replace those that the protocol says; From begins with none, unless they are given here.
	Commands []engine.Asked
	// From is where to begin: a run at any moment. It is copied. nil: at the start.
	From *sim.Recording

	// Until is what is searched for, instead of anything that is violated: a state in which all of it holds. Such a state is
	// the Violation of the Result, with the name Reached.
	Until []scenario.Expect
	// Lock are nodes that don't fall, whose ways are not cut, and of which nothing that they send is lost or doubled.
	Lock []engine.NodeID

	Workers   int   // goroutines; 0: one for each processor
	MaxStates int   // states at most; 0: no bound
	MaxBytes  int64 // memory at most; 0: 2 GiB
	MemoMax   int   // transitions remembered at most; 0: one million
	NoMemo    bool  // nothing is remembered: what memoisation is worth
}

// A Limit says why a search ended before all was tried; "" while it has not.
type Limit string

// The limits.
const (
	LimitStates Limit = "states"
	LimitBytes  Limit = "bytes"
)

// A Result is what a search has found so far.
type Result struct {
	Distinct  int // states, by fingerprint
	Generated int // transitions taken, those to states known before included
	Depth     int // levels, that of the start included, as TLC counts
	Frontier  int // states found and not yet gone on from
	Exhausted bool
	Limit     Limit
	Clock     bool // the engine reads its clock, and the clock was not explored
	Violation *Violation

	Seconds    float64
	Bytes      int64 // memory held now, about
	EngineRuns int   // steps that engines were asked for: the rest was remembered
	Locals     int   // local states of all nodes
	Inputs     int   // different messages, timers and commands
}

// StatesPerSecond is Distinct over the time that the search has run.
func (r *Result) StatesPerSecond() float64 {
	if r.Seconds == 0 {
		return 0
	}
	return float64(r.Distinct) / r.Seconds
}

// BytesPerState is the memory held for each state.
func (r *Result) BytesPerState() float64 {
	if r.Distinct == 0 {
		return 0
	}
	return float64(r.Bytes) / float64(r.Distinct)
}

// Missed is a bound on the chance that two different states had one fingerprint, so that one was never looked at: the
// square of their number over twice 2⁶⁴, as TLC's estimate for fingerprints without bias.
func (r *Result) Missed() float64 {
	n := float64(r.Distinct)
	return n * n / 2 / (1 << 32) / (1 << 32)
}

// A Violation is a state in which something that must hold does not.
type Violation struct {
	Name  string // of the invariant or monitor; "linearizable"; "engine" for a panic in an engine
	Text  string // the values that make it false
	Stack string // a panic's
	Moves []Move // the shortest way there, from the start
}

// BytesDefault is the memory that a search takes at most where nobody says otherwise.
const BytesDefault = 2 << 30

const memoDefault = 1_000_000

func now() time.Time { return time.Now() }
