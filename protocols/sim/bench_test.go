package sim_test

import (
	"testing"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/mutex"
	"quorumlab/protocols/sim"
)

// BenchmarkEvents measures the kernel on a small protocol: nanoseconds an event.
func BenchmarkEvents(b *testing.B) {
	for name, o := range map[string]sim.Options{"bare": {NoTrace: true}, "traced": {}, "checked": {Check: true}, "watched": {Watch: true, Explain: true, Check: true}} {
		b.Run(name, func(b *testing.B) {
			o.Settings.Limit = 1 << 30
			o.Settings.Bytes = 1 << 40
			w, err := sim.New(&mutex.Protocol, o)
			if err != nil {
				b.Fatal(err)
			}
			ids := w.Global().IDs
			if err := w.Apply(sim.Load{To: ids, Event: mutex.Acquire{}, Think: engine.Exponential(1000)}); err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			for b.Loop() {
				w.Next(1 << 50)
			}
		})
	}
}
