package raft

import (
	"fmt"
	"iter"
	"strings"

	lib "go.etcd.io/etcd/raft/v3"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/engine/order"
)

// invariants are the safety properties of Figure 3 that can be seen at one moment. Each is checked for the servers that
// have changed, against all others, at the cost of a comparison or two: equal sums of two logs up to an index mean that
// the logs are equal up to there.
func invariants() []engine.Invariant {
	return []engine.Invariant{
		{Name: "election safety", Title: "One leader in a term", Check: electionSafety, Says: saysLeaders},
		{Name: "log matching", Title: "Where two logs have an entry of the same index and term, they are the same up to there",
			Check: logMatching, Says: saysLogs},
		{Name: "leader completeness", Title: "A leader has every entry that was committed in earlier terms",
			Check: leaderCompleteness, Says: saysCommitted},
		{Name: "state machine safety", Title: "No two servers apply different entries at one index",
			Check: stateMachineSafety, Says: saysApplied},
	}
}

// running ranges over the servers that are up and have not halted at their start.
func running(g *engine.Global) iter.Seq2[engine.NodeID, *server] {
	return func(yield func(engine.NodeID, *server) bool) {
		for i, n := range g.Nodes {
			if s := runningServer(n); s != nil && !yield(g.IDs[i], s) {
				return
			}
		}
	}
}

// runningServer is the server that a node is; nil for a client, and for a server that halted at its start.
func runningServer(n engine.Node) *server {
	if s := serverOf(n); s != nil && s.rn != nil {
		return s
	}
	return nil
}

// A pair is two servers, the first of which may have changed since the last check.
type pair struct {
	a, b   *server
	ai, bi engine.NodeID
}

// pairs checks each server that has changed against every other. These are the loops that every step of a checked run
// goes through.
func pairs(g *engine.Global, check func(p *pair) error) error {
	first, last := g.Stepped, g.Stepped
	if first < 0 {
		first, last = 0, len(g.Nodes)-1
	}
	var p pair
	for i := first; i <= last; i++ {
		if p.a = runningServer(g.Nodes[i]); p.a == nil {
			continue
		}
		p.ai = g.IDs[i]
		for j, n := range g.Nodes {
			if j == i {
				continue
			}
			if p.b = runningServer(n); p.b == nil {
				continue
			}
			p.bi = g.IDs[j]
			if err := check(&p); err != nil {
				return err
			}
		}
	}
	return nil
}

// names are the two of a pair in order, for a sentence.
func (p *pair) names() (engine.NodeID, engine.NodeID) { return min(p.ai, p.bi), max(p.ai, p.bi) }

func (s *server) leads() bool { return s.raft.state() == lib.StateLeader }

func electionSafety(g *engine.Global) error {
	return pairs(g, func(p *pair) error {
		if p.a.leads() && p.b.leads() && p.a.raft.term() == p.b.raft.term() {
			x, y := p.names()
			return engine.Violated("%v and %v both lead term %d", x, y, p.a.raft.term())
		}
		return nil
	})
}

// logMatching: terms never fall along a log, so where two logs differ in the term of an entry they may agree again only
// further down. It is enough to compare at the last index at which the terms are the same.
func logMatching(g *engine.Global) error {
	return pairs(g, func(p *pair) error {
		if k, ok := lastCommonTerm(p.a.log, p.b.log); ok && p.a.log.sum(k) != p.b.log.sum(k) {
			x, y := p.names()
			return engine.Violated("%v and %v both have an entry %d of term %d, but their logs differ there or before it", x, y, k, p.a.log.at(k).Term)
		}
		return nil
	})
}

// lastCommonTerm is the last index at which two logs have entries of the same term; false for none that both still have.
func lastCommonTerm(a, b *storage) (k uint64, ok bool) {
	k = min(a.last(), b.last())
	low := max(a.begin(), b.begin())
	for k > low && a.at(k).Term != b.at(k).Term {
		k--
	}
	return k, k >= low && a.at(k).Term == b.at(k).Term
}

// leaderCompleteness: what a server knows to be committed was committed in its term or before. A leader of that term or a
// later one has it.
func leaderCompleteness(g *engine.Global) error {
	return pairs(g, func(p *pair) error {
		if err := complete(p.ai, p.a, p.bi, p.b); err != nil {
			return err
		}
		return complete(p.bi, p.b, p.ai, p.a)
	})
}

// complete checks a leader against what another server knows to be committed.
func complete(id engine.NodeID, leader *server, other engine.NodeID, s *server) error {
	if !leader.leads() || leader.raft.term() < s.raft.term() {
		return nil
	}
	c := s.raft.committed()
	if c < leader.log.begin() {
		return nil // it has a snapshot of that, and nobody can compare
	}
	if c > leader.log.last() || leader.log.sum(c) != s.log.sum(c) {
		return engine.Violated("%v leads term %d without the entries up to %d that %v knows to be committed", id, leader.raft.term(), c, other)
	}
	return nil
}

func stateMachineSafety(g *engine.Global) error {
	return pairs(g, func(p *pair) error {
		k := min(p.a.store.applied, p.b.store.applied)
		if k < max(p.a.log.begin(), p.b.log.begin()) {
			return nil // one has a snapshot of that: the monitor of committed entries compares what each applied
		}
		if p.a.log.sum(k) != p.b.log.sum(k) {
			x, y := p.names()
			return engine.Violated("%v and %v have both applied entry %d, but not the same entries up to it", x, y, k)
		}
		return nil
	})
}

// What makes the invariants true now, for shown frames.

func saysLeaders(g *engine.Global) string {
	var parts []string
	for id, s := range running(g) {
		if s.leads() {
			parts = append(parts, fmt.Sprintf("term %d: %v", s.raft.term(), id))
		}
	}
	if parts == nil {
		return "nobody leads"
	}
	order.Strings(parts)
	return strings.Join(parts, ", ")
}

func saysLogs(g *engine.Global) string {
	var parts []string
	for id, s := range running(g) {
		parts = append(parts, fmt.Sprintf("%v: %d", id, s.log.last()))
	}
	if parts == nil {
		return ""
	}
	return "last entries " + strings.Join(parts, ", ")
}

func saysCommitted(g *engine.Global) string {
	most := uint64(0)
	for _, s := range running(g) {
		most = max(most, s.raft.committed())
	}
	for id, s := range running(g) {
		if s.leads() {
			return fmt.Sprintf("%d committed, %v has %d", most, id, s.log.last())
		}
	}
	return fmt.Sprintf("%d committed, nobody leads", most)
}

func saysApplied(g *engine.Global) string {
	least, most, some := uint64(0), uint64(0), false
	for _, s := range running(g) {
		if a := s.store.applied; some {
			least, most = min(least, a), max(most, a)
		} else {
			least, most, some = a, a, true
		}
	}
	if least == most {
		return fmt.Sprintf("applied up to %d", most)
	}
	return fmt.Sprintf("applied up to %d at least, %d at most", least, most)
}
