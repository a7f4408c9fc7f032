package raft

import "quorumlab/protocols/engine"

// The facts that servers observe. They leave like messages, so none is ahead of its server's disk.
type (
	// Applied is that a server has applied an entry. Hash stands for the whole log up to it.
	Applied struct {
		Index, Term, Hash uint64
	}
	// Elected is that a server leads a term.
	Elected struct {
		Term uint64
	}
)

// commitments remember each entry that any server has ever applied: it must stay the same for ever.
type commitments struct{ seen []Applied } // by index, from 1; Index 0 where nobody has told yet

// Observe judges one fact.
func (c *commitments) Observe(at engine.NodeID, fact any) error {
	a, ok := fact.(Applied)
	if !ok {
		return nil
	}
	for uint64(len(c.seen)) <= a.Index {
		c.seen = append(c.seen, Applied{})
	}
	had := &c.seen[a.Index]
	if had.Index == 0 {
		*had = a
		return nil
	}
	if *had != a {
		return engine.Violated("%v has applied another entry %d, of term %d, than was committed before, of term %d", at, a.Index, a.Term, had.Term)
	}
	return nil
}

// reigns remember who has ever led each term.
type reigns struct {
	leaders map[uint64]engine.NodeID
}

// Observe judges one fact.
func (r *reigns) Observe(at engine.NodeID, fact any) error {
	e, ok := fact.(Elected)
	if !ok {
		return nil
	}
	if was, ok := r.leaders[e.Term]; ok && was != at {
		return engine.Violated("%v has been elected in term %d, which %v led before", at, e.Term, was)
	}
	if r.leaders == nil {
		r.leaders = map[uint64]engine.NodeID{}
	}
	r.leaders[e.Term] = at
	return nil
}

func monitors() []engine.Monitor {
	return []engine.Monitor{
		{Name: "durability", Title: "Committed entries never change", New: func() engine.Observer { return &commitments{} }},
		{Name: "one reign", Title: "Nobody ever led a term that another had led", New: func() engine.Observer { return &reigns{} }},
	}
}
