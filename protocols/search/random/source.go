package random

import (
	"maps"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/sim"
)

// streamDraws is the kind of the random streams from which runs are drawn; the kernel's own are far from it.
const streamDraws = 1 << 32

// A Source is what seeds draw runs of.
type Source struct {
	Protocol *engine.Protocol
	Params   []any        // of the protocol's type: of several a seed draws one; nil: the defaults
	Counts   map[byte]int // nodes of each letter; of a letter that is not named a seed draws them
	Events   int          // of one run at most; 0: sim.DefaultSettings

	// Draw draws a command for a node; nil: commands are drawn from Asked and by the types of their fields. So are those for
	// which it answers nil.
	Draw func(r *engine.Rand, to engine.NodeID, members []engine.NodeID) any
	// Asked lists commands of which every second one is drawn, at nodes for which there are any; nil: none.
	Asked func(members []engine.NodeID) []engine.Asked
	// Seek draws what breaks a protocol sooner: the usual number of nodes every second time, messages that are late by far,
	// strings that are seldom equal. Without it strings are drawn, too, that must never be shown as they are.
	Seek bool
}

// Begin begins a run. The size of the cluster, its parameters and its links are drawn from the seed; change, unless it is
// nil, may alter what is written down of the run.
func (s *Source) Begin(seed uint64, change func(*sim.Options)) (*Player, error) {
	r, o := s.options(seed)
	o.Counts = s.counts(&r)
	s.settings(&r, &o.Settings)
	return s.player(r, o, change)
}

// BeginPlain begins a run of the default size on the default links, with disks that take their time.
func (s *Source) BeginPlain(seed uint64, change func(*sim.Options)) (*Player, error) {
	r, o := s.options(seed)
	o.Settings.Fsync = engine.Between(engine.Millisecond, 4*engine.Millisecond)
	return s.player(r, o, change)
}

func (s *Source) options(seed uint64) (engine.Rand, sim.Options) {
	r := engine.Stream(seed, streamDraws, 0, 0)
	params := s.Params
	if len(params) == 0 {
		params = []any{s.Protocol.Params}
	}
	return r, sim.Options{Seed: seed, Params: params[r.IntN(len(params))], Settings: sim.Settings{Limit: s.Events}}
}

func (s *Source) player(r engine.Rand, o sim.Options, change func(*sim.Options)) (*Player, error) {
	run := &Run{Protocol: s.Protocol, Options: o}
	w, err := run.World(change)
	if err != nil {
		return nil, err
	}
	p := &Player{World: w, Run: run, Members: w.Global().IDs, source: s, rand: r, fallen: map[string]int{}}
	if s.Asked != nil {
		p.asked = s.Asked(p.Members)
	}
	return p, nil
}

// counts draws how many nodes there are of each letter that one role has: from its least, and at least one, to a few more
// than usual.
func (s *Source) counts(r *engine.Rand) map[byte]int {
	counts := map[byte]int{}
	maps.Copy(counts, s.Counts)
	for _, l := range letters(s.Protocol) {
		if _, given := s.Counts[l.letter]; given {
			continue
		}
		if least, most := max(l.min, 1), min(l.max, l.usual+2); l.roles == 1 && least < most {
			if s.Seek && r.IntN(2) == 0 {
				continue
			}
			counts[l.letter] = least + r.IntN(most-least+1)
		}
	}
	return counts
}

func (s *Source) settings(r *engine.Rand, o *sim.Settings) {
	a := s.Protocol.Assumes
	if !a.Synchronous {
		o.Latency = []engine.Dist{{}, engine.Between(ms, 60*ms), engine.LongTail(10*ms, 150*ms)}[r.IntN(3)]
		if s.Seek && r.IntN(2) == 0 {
			o.Latency = engine.LongTail(10*ms, 1000*ms)
		}
		o.Fsync = []engine.Dist{{}, engine.Between(ms, 40*ms), engine.LongTail(2*ms, 40*ms)}[r.IntN(3)]
	}
	if !a.Reliable {
		o.Loss = engine.PerMillion([]int{0, 20_000, 100_000}[r.IntN(3)])
		o.Dup = engine.PerMillion([]int{0, 20_000, 100_000}[r.IntN(3)])
	}
	if !a.FIFO && r.IntN(3) == 0 {
		o.Order = "fifo"
	}
}

// A letterCount is how many nodes of one letter there may be.
type letterCount struct {
	letter          byte
	min, usual, max int
	roles           int
}

// letters lists the letters of a protocol in the order of its roles.
func letters(p *engine.Protocol) []letterCount {
	var ls []letterCount
	for i := range p.Roles {
		r := &p.Roles[i]
		at := -1
		for j := range ls {
			if ls[j].letter == r.Letter {
				at = j
			}
		}
		if at < 0 {
			ls = append(ls, letterCount{letter: r.Letter})
			at = len(ls) - 1
		}
		l := &ls[at]
		l.min, l.usual, l.max, l.roles = l.min+r.Min, l.usual+r.Default, l.max+r.Max, l.roles+1
	}
	return ls
}
