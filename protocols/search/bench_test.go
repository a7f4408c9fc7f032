package search

import (
	"context"
	"runtime"
	"slices"
	"testing"
	"time"

	twophasespec "quorumlab/protocols/twophase-spec"
)

const (
	benchManagers = 8
	benchStates   = 1_745_408
	benchRounds   = 9 // each a run of every kind, in turns
)

func median(xs []float64) float64 {
	slices.Sort(xs)
	return xs[len(xs)/2]
}

// spec searches TwoPhase, and gives the states a second.
func spec(b *testing.B, workers int) (float64, Result) {
	runtime.GC()
	s := mustNew(b, &twophasespec.Protocol, Options{Counts: managers(benchManagers), Workers: workers})
	begun := time.Now()
	s.Run(context.Background())
	r := s.Result()
	if r.Distinct != benchStates || !r.Exhausted {
		b.Fatalf("expected %d states, got %+v", benchStates, r)
	}
	return benchStates / time.Since(begun).Seconds(), r
}

// BenchmarkRatio compares the search with one by hand, and two workers with one. Under WebAssembly there is one.
func BenchmarkRatio(b *testing.B) {
	var rates, ratios, pairs []float64
	var last Result
	for range b.N {
		for range benchRounds {
			one, r := spec(b, 1)
			last = r
			rates = append(rates, one)
			if runtime.GOOS == "js" {
				continue
			}
			runtime.GC()
			begun := time.Now()
			if n := countPacked(benchManagers); n != benchStates {
				b.Fatalf("expected %d states by hand, got %d", benchStates, n)
			}
			ratios = append(ratios, one/(benchStates/time.Since(begun).Seconds()))
			two, _ := spec(b, 2)
			pairs = append(pairs, two/one)
		}
	}
	b.ReportMetric(median(rates), "states/s")
	b.ReportMetric(last.BytesPerState(), "B/state")
	if len(ratios) > 0 {
		b.ReportMetric(median(ratios), "search/packed")
		b.ReportMetric(median(pairs), "two/one")
	}
	b.ReportMetric(0, "ns/op")
}

// BenchmarkStop measures how long a search under way takes to stop.
func BenchmarkStop(b *testing.B) {
	worst := time.Duration(0)
	for range b.N {
		for range benchRounds {
			s := mustNew(b, &twophasespec.Protocol, Options{Counts: managers(10)})
			ctx, cancel := context.WithCancel(context.Background())
			over := make(chan bool)
			go func() { over <- s.Run(ctx) }()
			time.Sleep(150 * time.Millisecond)
			begun := time.Now()
			cancel()
			if <-over {
				b.Fatal("the search was over before it could be stopped")
			}
			worst = max(worst, time.Since(begun))
		}
	}
	b.ReportMetric(float64(worst.Microseconds())/1000, "stop-ms")
	b.ReportMetric(0, "ns/op")
}
