package search

// packed counts TwoPhase's states by hand: what a search that knows the protocol can do, with a state in one word. It is
// what the search is measured against.
//
// From the lowest bit: two bits a manager (working, prepared, committed, aborted), two for the transaction manager, whom it
// has heard of, and which messages were sent: Prepared of each manager, Commit, Abort.
type packed struct {
	n      uint
	set    []uint64 // states plus 1; 0 for a free place
	shift  uint
	states []uint64 // in the order in which they were found
}

const (
	packedWorking = iota
	packedPrepared
	packedCommitted
	packedAborted
)

func countPacked(n int) int {
	p := &packed{n: uint(n), set: make([]uint64, 1<<12), shift: 64 - 12}
	p.add(0)
	for i := 0; i < len(p.states); i++ {
		p.expand(p.states[i])
	}
	return len(p.states)
}

func (p *packed) expand(s uint64) {
	var (
		tm       = 2 * p.n
		heard    = tm + 2
		prepared = heard + p.n
		commit   = uint64(1) << (prepared + p.n)
		abort    = commit << 1
		everyone = uint64(1)<<p.n - 1
	)
	undecided := s>>tm&3 == packedWorking
	if undecided {
		if s>>heard&everyone == everyone {
			p.add(s | packedCommitted<<tm | commit)
		}
		p.add(s | packedAborted<<tm | abort)
		for r := range p.n {
			if s>>(prepared+r)&1 == 1 {
				p.add(s | 1<<(heard+r))
			}
		}
	}
	for r := range p.n {
		others := s &^ (3 << (2 * r))
		if s>>(2*r)&3 == packedWorking {
			p.add(others | packedPrepared<<(2*r) | 1<<(prepared+r))
			p.add(others | packedAborted<<(2*r))
		}
		if s&commit != 0 {
			p.add(others | packedCommitted<<(2*r))
		}
		if s&abort != 0 {
			p.add(others | packedAborted<<(2*r))
		}
	}
}

// add keeps a state unless it is known.
func (p *packed) add(s uint64) {
	key := s + 1
	mask := len(p.set) - 1
	i := int(key * 0x9e3779b97f4a7c15 >> p.shift)
	for p.set[i] != 0 {
		if p.set[i] == key {
			return
		}
		i = (i + 1) & mask
	}
	p.set[i] = key
	p.states = append(p.states, s)
	if 4*len(p.states) > 3*len(p.set) {
		p.grow()
	}
}

func (p *packed) grow() {
	p.set = make([]uint64, 2*len(p.set))
	p.shift--
	mask := len(p.set) - 1
	for _, s := range p.states {
		i := int((s + 1) * 0x9e3779b97f4a7c15 >> p.shift)
		for p.set[i] != 0 {
			i = (i + 1) & mask
		}
		p.set[i] = s + 1
	}
}
