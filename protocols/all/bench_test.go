package all

import (
	"context"
	"testing"
	"time"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/raft"
	"quorumlab/protocols/search"
)

// BenchmarkRaftExhausted tries every run of three etcd/raft servers in which five timers fire, two ticks an election
// timeout at least.
func BenchmarkRaftExhausted(b *testing.B) {
	for range b.N {
		s, err := search.New(&raft.Protocol, search.Options{Faults: &engine.Faults{Timeouts: 5}})
		if err != nil {
			b.Fatal(err)
		}
		begun := time.Now()
		s.Run(context.Background())
		r := s.Result()
		if !r.Exhausted {
			b.Fatalf("expected every run to be tried, got %+v", r)
		}
		b.ReportMetric(time.Since(begun).Seconds(), "s")
		b.ReportMetric(float64(r.Distinct), "states")
		b.ReportMetric(r.StatesPerSecond(), "states/s")
		b.ReportMetric(0, "ns/op")
	}
}
