package raft_test

import (
	"encoding/binary"
	"testing"

	lib "go.etcd.io/etcd/raft/v3"
	pb "go.etcd.io/etcd/raft/v3/raftpb"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/raft"
	"quorumlab/protocols/sim"
)

const (
	benchServers   = 5
	benchRounds    = 15_000 // of 1 ms; a proposal in each, a tick in every tenth
	benchElection  = 15
	benchHeartbeat = 5
)

// A bare is the library and a queue, and nothing else: what the kernel is compared with.
type bare struct {
	nodes [benchServers + 1]bareNode
	queue []pb.Message
	count int
}

type bareNode struct {
	rn        *lib.RawNode
	storage   *lib.MemoryStorage
	values    map[string]string
	campaigns uint64
}

func newBare(b *testing.B) *bare {
	x := &bare{}
	for id := 1; id <= benchServers; id++ {
		s := lib.NewMemoryStorage()
		snap := pb.Snapshot{Metadata: pb.SnapshotMetadata{Index: 1, Term: 1, ConfState: pb.ConfState{Voters: []uint64{1, 2, 3, 4, 5}}}}
		if err := s.ApplySnapshot(snap); err != nil {
			b.Fatal(err)
		}
		if err := s.SetHardState(pb.HardState{Term: 1, Commit: 1}); err != nil {
			b.Fatal(err)
		}
		rn, err := lib.NewRawNode(&lib.Config{ID: uint64(id), ElectionTick: benchElection, HeartbeatTick: benchHeartbeat, Storage: s,
			MaxSizePerMsg: 1 << 20, MaxInflightMsgs: 256, Logger: raft.Quiet{}, Applied: 1})
		if err != nil {
			b.Fatal(err)
		}
		x.nodes[id] = bareNode{rn: rn, storage: s, values: map[string]string{}}
	}
	return x
}

func (x *bare) ready(id uint64) {
	n := &x.nodes[id]
	raft.Pin(n.rn, 7, id, n.campaigns)
	for n.rn.HasReady() {
		rd := n.rn.Ready()
		if !lib.IsEmptyHardState(rd.HardState) {
			_ = n.storage.SetHardState(rd.HardState)
		}
		if len(rd.Entries) > 0 {
			_ = n.storage.Append(rd.Entries)
		}
		x.queue = append(x.queue, rd.Messages...)
		for i := range rd.CommittedEntries {
			if d := rd.CommittedEntries[i].Data; len(d) > 0 {
				n.values[string(d[:2])] = string(d[2:])
			}
		}
		n.rn.Advance(rd)
	}
}

func (x *bare) drain() {
	for head := 0; head < len(x.queue); head++ {
		m := x.queue[head]
		x.count++
		_ = x.nodes[m.To].rn.Step(m)
		x.ready(m.To)
	}
	x.queue = x.queue[:0]
}

func (x *bare) run(rounds int) {
	for r := range rounds {
		if r%10 == 0 {
			for id := uint64(1); id <= benchServers; id++ {
				x.nodes[id].rn.Tick()
				x.ready(id)
				x.drain()
			}
		}
		for id := uint64(1); id <= benchServers; id++ {
			if x.nodes[id].rn.BasicStatus().RaftState == lib.StateLeader {
				data := make([]byte, 47)
				binary.LittleEndian.PutUint64(data[3:], uint64(r))
				_ = x.nodes[id].rn.Propose(data)
				x.ready(id)
				break
			}
		}
		x.drain()
	}
}

func BenchmarkBare(b *testing.B) {
	for range b.N {
		x := newBare(b)
		x.run(benchRounds)
		b.ReportMetric(float64(x.count), "messages/op")
	}
}

// kernel runs the same load in the kernel, and gives the number of messages.
func kernel(b *testing.B, o sim.Options) int {
	o.Seed = 7
	o.Settings.Latency = engine.Between(90, 110)
	o.Settings.Limit = 10_000_000
	o.Counts = map[byte]int{'n': benchServers, 'c': 0}
	w, err := sim.New(&raft.Protocol, o)
	if err != nil {
		b.Fatal(err)
	}
	for raft.LeaderOf(w.Global()) == 0 && w.Next(engine.Time(10*engine.Second)) {
	}
	lead := raft.LeaderOf(w.Global())
	for range benchRounds {
		if err := w.Apply(sim.Command{To: lead, Event: raft.Propose{Key: "k1", Value: "0123456789012345678901234567890"}}); err != nil {
			b.Fatal(err)
		}
		w.Run(w.Now() + engine.Time(engine.Millisecond))
	}
	if e := w.Ending(); e != nil {
		b.Fatal(e.Text)
	}
	return w.Stats().Delivered
}

func benchKernel(b *testing.B, o sim.Options) {
	for range b.N {
		b.ReportMetric(float64(kernel(b, o)), "messages/op")
	}
}

// BenchmarkKernel has a full trace and hash, as every run has.
func BenchmarkKernel(b *testing.B) { benchKernel(b, sim.Options{}) }

// BenchmarkKernelChecked judges invariants and monitors after each step.
func BenchmarkKernelChecked(b *testing.B) { benchKernel(b, sim.Options{Check: true}) }

// BenchmarkKernelShown is a run as a page has it: checked, explained and watched.
func BenchmarkKernelShown(b *testing.B) {
	benchKernel(b, sim.Options{Check: true, Explain: true, Watch: true})
}
