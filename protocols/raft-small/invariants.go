package raftsmall

import (
	"slices"
	"strings"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/engine/say"
)

// invariants are the safety properties of Figure 3 that can be seen at one moment, each between two servers. What takes a
// memory of what was, monitors judge.
func invariants() []engine.Invariant {
	return []engine.Invariant{
		{Name: "election safety", Title: "One leader in a term", Check: between(electionSafety), Says: saysLeaders},
		{Name: "log matching", Title: "Where two logs have an entry of the same index and term, they are the same up to there",
			Check: between(logMatching), Says: saysLogs},
		{Name: "leader completeness", Title: "A leader has every entry that was committed in earlier terms",
			Check: between(leaderCompleteness), Says: saysCommitted},
		{Name: "state machine safety", Title: "No two servers apply different entries at one index",
			Check: between(stateMachineSafety), Says: saysApplied},
	}
}

// between checks each server that may have changed against every other, both ways round.
func between(check func(a, b *server) error) func(g *engine.Global) error {
	return func(g *engine.Global) error {
		for _, a := range engine.Changed[*server](g) {
			for _, b := range engine.Each[*server](g) {
				if a == b {
					continue
				}
				if err := check(a, b); err != nil {
					return err
				}
				if err := check(b, a); err != nil {
					return err
				}
			}
		}
		return nil
	}
}

func electionSafety(a, b *server) error {
	if a.status == leader && b.status == leader && a.Term == b.Term {
		return engine.Violated("%v and %v both lead term %d", min(a.ID, b.ID), max(a.ID, b.ID), a.Term)
	}
	return nil
}

// logMatching compares two logs up to the last index at which the terms are the same.
func logMatching(a, b *server) error {
	k := min(a.last(), b.last())
	for k > 0 && a.term(k) != b.term(k) {
		k--
	}
	if !slices.Equal(a.log[:k], b.log[:k]) {
		return engine.Violated("%v and %v both have an entry %d of term %d, but their logs differ there or before it", a.ID, b.ID, k, a.term(k))
	}
	return nil
}

// leaderCompleteness: what a server knows to be committed was committed in its term or before. A leader of that term or a
// later one has it.
func leaderCompleteness(a, b *server) error {
	if a.status != leader || a.Term < b.Term {
		return nil
	}
	if c := b.commit; c > a.last() || !slices.Equal(a.log[:c], b.log[:c]) {
		return engine.Violated("%v leads term %d without the entries up to %d that %v knows to be committed", a.ID, a.Term, c, b.ID)
	}
	return nil
}

func stateMachineSafety(a, b *server) error {
	if k := min(a.commit, b.commit); !slices.Equal(a.log[:k], b.log[:k]) {
		return engine.Violated("%v and %v have both applied entry %d, but not the same entries up to it", a.ID, b.ID, k)
	}
	return nil
}

// What makes the invariants true now, for shown frames.

func saysLeaders(g *engine.Global) string {
	var parts []string
	for id, s := range engine.Each[*server](g) {
		if s.status == leader {
			parts = append(parts, say.Sprintf("term %d: %v", s.Term, id))
		}
	}
	if parts == nil {
		return "nobody leads"
	}
	return strings.Join(parts, ", ")
}

func saysLogs(g *engine.Global) string {
	var parts []string
	for id, s := range engine.Each[*server](g) {
		parts = append(parts, say.Sprintf("%v: %d", id, s.last()))
	}
	if parts == nil {
		return ""
	}
	return "last entries " + strings.Join(parts, ", ")
}

func saysCommitted(g *engine.Global) string {
	most := 0
	for _, s := range engine.Each[*server](g) {
		most = max(most, s.commit)
	}
	for id, s := range engine.Each[*server](g) {
		if s.status == leader {
			return say.Sprintf("%d committed, %v has %d", most, id, s.last())
		}
	}
	return say.Sprintf("%d committed, nobody leads", most)
}

func saysApplied(g *engine.Global) string {
	least, most, some := 0, 0, false
	for _, s := range engine.Each[*server](g) {
		if !some {
			least, most, some = s.commit, s.commit, true
		}
		least, most = min(least, s.commit), max(most, s.commit)
	}
	if least == most {
		return say.Sprintf("applied up to %d", most)
	}
	return say.Sprintf("applied up to %d at least, %d at most", least, most)
}
