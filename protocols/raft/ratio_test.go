package raft_test

import (
	"slices"
	"testing"
	"time"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/sim"
	"quorumlab/protocols/twophase"
)

const ratioRuns = 9 // of each side, in turns, so that a noisy machine is noisy for both

// BenchmarkRatio measures the kernel against the bare library in one run: messages a second of each, and the median of
// their ratio. Proposals go to the leader; trace and hash are written; invariants and explanations are off.
func BenchmarkRatio(b *testing.B) {
	compare(b, "kernel-msg/s", "kernel/bare", func() int { return kernel(b, sim.Options{}) })
}

// BenchmarkTwoPhaseRatio measures two-phase commit in the kernel against the bare library: events a second for each
// message a second of the library.
func BenchmarkTwoPhaseRatio(b *testing.B) {
	compare(b, "twophase-events/s", "twophase/bare", func() int { return transfers(b, 30_000) })
}

// compare runs the bare library and something else in turns, and reports the rates of both and the median of their ratio.
func compare(b *testing.B, unit, ratio string, other func() int) {
	rate := func(run func() int) float64 {
		began := time.Now()
		n := run()
		return float64(n) / time.Since(began).Seconds()
	}
	bare := func() int {
		x := newBare(b)
		x.run(benchRounds)
		return x.count
	}
	for range b.N {
		rate(bare) // both once, so that neither pays for the first use of memory
		rate(other)
		var bares, others, ratios []float64
		for range ratioRuns {
			x, y := rate(bare), rate(other)
			bares, others, ratios = append(bares, x), append(others, y), append(ratios, y/x)
		}
		b.ReportMetric(median(bares), "bare-msg/s")
		b.ReportMetric(median(others), unit)
		b.ReportMetric(median(ratios), ratio)
	}
}

// transfers runs transfers of 1 from alice to bob one after another, and gives the number of events.
func transfers(b *testing.B, n int) int {
	p := twophase.Protocol.Params.(twophase.Params)
	p.Balance = int64(n)
	w, err := sim.New(&twophase.Protocol, sim.Options{Seed: 7, Params: p, Settings: sim.Settings{Limit: 10_000_000, Bytes: 2 << 30}})
	if err != nil {
		b.Fatal(err)
	}
	account := func(node int, name string) twophase.Account {
		return twophase.Account{Node: engine.ID('n', node), Name: name}
	}
	begin := twophase.Begin{Tx: "t%", From: account(2, "alice"), To: []twophase.Account{account(3, "bob")}, Amount: 1}
	load := sim.Load{To: []engine.NodeID{engine.ID('n', 1)}, Event: begin, Think: engine.Exactly(10 * engine.Millisecond), Count: n}
	if err := w.Apply(load); err != nil {
		b.Fatal(err)
	}
	w.Run(engine.Time(23 * engine.Hour))
	if e := w.Ending(); e != nil {
		b.Fatal(e.Text)
	}
	return int(w.Count())
}

func median(xs []float64) float64 {
	slices.Sort(xs)
	return xs[len(xs)/2]
}
