package raft

import (
	"strings"
	"testing"

	lib "go.etcd.io/etcd/raft/v3"
	pb "go.etcd.io/etcd/raft/v3/raftpb"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/sim"
)

func TestTheLibrarysFieldsAreWhereTheyAreTakenToBe(t *testing.T) {
	if errMoved != nil {
		t.Fatal(errMoved)
	}
	log := newStorage(pb.ConfState{Voters: []uint64{1, 2, 3}})
	log.hard = pb.HardState{Term: 7, Vote: 2, Commit: 3}
	log.append([]pb.Entry{{Index: 1, Term: 1}, {Index: 2, Term: 5}, {Index: 3, Term: 7}})
	rn, err := lib.NewRawNode(&lib.Config{ID: 1, Storage: log, Logger: Quiet{}, ElectionTick: 13, HeartbeatTick: 4, MaxInflightMsgs: 1})
	if err != nil {
		t.Fatal(err)
	}
	rn.Tick()
	r := innerOf(rn)
	if r.term() != 7 || r.vote() != 2 || r.committed() != 3 || r.lead() != lib.None || r.transferee() != lib.None ||
		r.state() != lib.StateFollower || r.electionTimeout() != 13 || r.heartbeatTimeout() != 4 || r.electionElapsed() != 1 ||
		r.heartbeatElapsed() != 0 || len(r.tracker().Progress) != 3 {
		t.Error("the library's state is read from the wrong places")
	}
	if err := rn.Campaign(); err != nil {
		t.Fatal(err)
	}
	if r.term() != 8 || r.vote() != 1 || r.state() != lib.StateCandidate || !r.tracker().Votes[1] {
		t.Error("the library's state after a campaign is read from the wrong places")
	}
}

func TestAFieldThatHasMovedIsNamed(t *testing.T) {
	type moved struct{ Term int }
	f := fields{t: fieldType[moved]()}
	var at uintptr
	f.number("Term", &at)
	f.number("Vote", &at)
	if f.err == nil || !strings.Contains(f.err.Error(), "moved.Term of type uint64") || !strings.Contains(f.err.Error(), "moved.Vote of type uint64") {
		t.Errorf("got %v", f.err)
	}
}

func TestTimeoutsAreOfTheLibrarysRangeAndDependOnNothingElse(t *testing.T) {
	rn, err := lib.NewRawNode(&lib.Config{ID: 1, Storage: newStorage(pb.ConfState{Voters: []uint64{1, 2}}), Logger: Quiet{},
		ElectionTick: 15, HeartbeatTick: 1, MaxInflightMsgs: 1})
	if err != nil {
		t.Fatal(err)
	}
	r := innerOf(rn)
	seen := map[int]bool{}
	for seed := range uint64(200) {
		for campaigns := range uint64(5) {
			r.pin(seed, 1, campaigns)
			first := r.randomized()
			Pin(rn, seed, 1, campaigns)
			if first != r.randomized() {
				t.Fatalf("seed %d: %d, then %d", seed, first, r.randomized())
			}
			seen[first] = true
		}
	}
	for ticks := range 60 {
		if want := ticks >= 15 && ticks <= 29; seen[ticks] != want {
			t.Errorf("a timeout of %d ticks: %t", ticks, seen[ticks])
		}
	}
}

// The library draws from a generator that is seeded from the clock: two runs of one seed would differ in their elections.
func TestRunsOfOneSeedAreEqualAndOthersAreNot(t *testing.T) {
	hash := func(seed uint64) uint64 {
		c := newCluster(t, sim.Options{Seed: seed, Settings: sim.Settings{Loss: 200_000, Dup: 50_000}, Params: with(func(p *Params) { p.PreVote = seed%2 == 0 })})
		for i := range 12 {
			c.do("command c1 put key=x value=" + string(rune('a'+i)))
			c.run(engine.Second)
			if n := []string{"n1", "n2", "n3", "n4", "n5"}[i%5]; i%2 == 0 {
				c.do("crash " + n)
			} else {
				c.do("restart " + []string{"n1", "n2", "n3", "n4", "n5"}[(i-1)%5])
			}
		}
		return c.Hash()
	}
	all := map[uint64]uint64{}
	for seed := uint64(1); seed <= 6; seed++ {
		h := hash(seed)
		if again := hash(seed); again != h {
			t.Errorf("seed %d: two runs differ", seed)
		}
		if other, ok := all[h]; ok {
			t.Errorf("seeds %d and %d give one run", other, seed)
		}
		all[h] = seed
	}
}

func TestNeighbouringSeedsHaveNothingInCommon(t *testing.T) {
	rn, err := lib.NewRawNode(&lib.Config{ID: 1, Storage: newStorage(pb.ConfState{Voters: []uint64{1, 2}}), Logger: Quiet{},
		ElectionTick: 1000, HeartbeatTick: 1, MaxInflightMsgs: 1})
	if err != nil {
		t.Fatal(err)
	}
	r := innerOf(rn)
	ticks := func(seed, id uint64) int { r.pin(seed, id, 0); return r.randomized() }
	same := 0
	for seed := range uint64(100) {
		if ticks(seed, 2) == ticks(seed+1, 1) {
			same++
		}
	}
	if same > 5 {
		t.Errorf("in %d of 100 seeds n2 waits as n1 does in the next seed", same)
	}
}
