package twophase

import (
	"testing"
	"time"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/sim"
)

const benchTransfers = 50_000

// transfers is a run of so many transfers of 1 from alice to bob. Each begins when the Commits of the one before it have
// arrived, so that none meets its locks.
func transfers(tb testing.TB, n int, o sim.Options) *sim.World {
	tb.Helper()
	p := defaults()
	p.Balance = int64(benchTransfers)
	o.Seed, o.Params = 7, p
	o.Settings.Limit, o.Settings.Bytes = 10_000_000, 2<<30
	w, err := sim.New(&Protocol, o)
	if err != nil {
		tb.Fatal(err)
	}
	b := Begin{Tx: "t%", From: Account{engine.ID('n', 2), "alice"}, To: []Account{{engine.ID('n', 3), "bob"}}, Amount: 1}
	if err := w.Apply(sim.Load{To: []engine.NodeID{coordinatorID()}, Event: b, Think: engine.Exactly(10 * engine.Millisecond), Count: n}); err != nil {
		tb.Fatal(err)
	}
	w.Run(engine.Time(23 * engine.Hour))
	if e := w.Ending(); e != nil {
		tb.Fatal(e.Text)
	}
	return w
}

func benchmarkTransfers(b *testing.B, o sim.Options) {
	b.ReportAllocs()
	events, took := 0, time.Duration(0)
	for range b.N {
		began := time.Now()
		w := transfers(b, benchTransfers, o)
		took += time.Since(began)
		events += int(w.Count())
		if got := ledger(w, 3, "bob"); got != 2*benchTransfers {
			b.Fatalf("bob has %d", got)
		}
	}
	b.ReportMetric(float64(events)/took.Seconds(), "events/s")
	b.ReportMetric(float64(events)/float64(b.N), "events/op")
}

// BenchmarkTransfers has a full trace and hash, as every run has.
func BenchmarkTransfers(b *testing.B) { benchmarkTransfers(b, sim.Options{}) }

// BenchmarkTransfersChecked judges invariants and monitors after each step.
func BenchmarkTransfersChecked(b *testing.B) { benchmarkTransfers(b, sim.Options{Check: true}) }

// ledger is what is on an account.
func ledger(w *sim.World, node int, name string) int64 {
	p, ok := engine.Find[*participant](w.Global(), engine.ID('n', node))
	if !ok {
		return -1
	}
	return p.account(name).Amount
}
