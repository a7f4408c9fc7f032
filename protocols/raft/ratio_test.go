package raft_test

import (
	"slices"
	"testing"
	"time"

	"quorumlab/protocols/sim"
)

const ratioRuns = 9 // of each side, in turns, so that a noisy machine is noisy for both

// BenchmarkRatio measures the kernel against the bare library in one run: messages a second of each, and the median of
// their ratio. Proposals go to the leader; trace and hash are written; invariants and explanations are off.
func BenchmarkRatio(b *testing.B) {
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
	kernel := func() int { return kernel(b, sim.Options{}) }
	for range b.N {
		rate(bare) // both once, so that neither pays for the first use of memory
		rate(kernel)
		var bares, kernels, ratios []float64
		for range ratioRuns {
			x, y := rate(bare), rate(kernel)
			bares, kernels, ratios = append(bares, x), append(kernels, y), append(ratios, y/x)
		}
		b.ReportMetric(median(bares), "bare-msg/s")
		b.ReportMetric(median(kernels), "kernel-msg/s")
		b.ReportMetric(median(ratios), "kernel/bare")
	}
}

func median(xs []float64) float64 {
	slices.Sort(xs)
	return xs[len(xs)/2]
}
