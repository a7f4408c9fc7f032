package raftsmall

import "quorumlab/protocols/engine"

// The facts that servers observe. They leave like messages, so none is ahead of its server's disk.
type (
	// Applied is that a server has applied an entry; Term is the one that it was in.
	Applied struct {
		Index int
		Entry Entry
		Term  int
	}
	// Elected is that a server leads a term, and with which log.
	Elected struct {
		Term int
		Log  []Entry
	}
)

// A commitment is an entry that some server has applied, and the earliest term in which one is known to have: it was
// committed in that term or before. Term 0: nobody has told yet.
type commitment struct {
	Entry Entry
	Term  int
}

// commitments remember what was committed, by index from 1: it must stay, and be in the log of every leader of a later
// term, whatever those who knew it have forgotten since.
type commitments struct{ seen []commitment }

// Observe judges one fact.
func (c *commitments) Observe(at engine.NodeID, fact any) error {
	switch f := fact.(type) {
	case Applied:
		return c.applied(at, f)
	case Elected:
		return c.elected(at, f)
	}
	return nil
}

func (c *commitments) applied(at engine.NodeID, f Applied) error {
	for len(c.seen) < f.Index {
		c.seen = append(c.seen, commitment{})
	}
	had := &c.seen[f.Index-1]
	switch {
	case had.Term == 0:
		*had = commitment{f.Entry, f.Term}
	case had.Entry != f.Entry:
		return engine.Violated("%v has applied another entry %d, %s of term %d, than was committed before, %s of term %d",
			at, f.Index, f.Entry.label(), f.Entry.Term, had.Entry.label(), had.Entry.Term)
	default:
		had.Term = min(had.Term, f.Term)
	}
	return nil
}

func (c *commitments) elected(at engine.NodeID, f Elected) error {
	for i, had := range c.seen {
		if had.Term == 0 || had.Term >= f.Term {
			continue
		}
		if i >= len(f.Log) || f.Log[i] != had.Entry {
			return engine.Violated("%v leads term %d without entry %d, %s of term %d, which was committed in term %d",
				at, f.Term, i+1, had.Entry.label(), had.Entry.Term, had.Term)
		}
	}
	return nil
}

func monitors() []engine.Monitor {
	return []engine.Monitor{{Name: "durability", Title: "A committed entry never changes, and every later leader has it",
		New: func() engine.Observer { return &commitments{} }}}
}
