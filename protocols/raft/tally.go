package raft

import (
	"slices"
	"strconv"
)

// A tally counts for how many voters something is so. In a joint configuration there are two: that of the new voters, and
// that of the old; each needs its own majority.
type tally []count

type count struct{ n, of int }

func (s *server) tally(is func(id uint64) bool) tally {
	t := s.raft.tracker()
	var all tally
	for _, half := range t.Voters {
		if len(half) == 0 {
			continue
		}
		c := count{of: len(half)}
		for id := range half { // order: counts
			if is(id) {
				c.n++
			}
		}
		all = append(all, c)
	}
	return all
}

// String is "2 of 5", or "2 of 3 and 1 of 3".
func (t tally) String() string {
	var b []byte
	for i, c := range t {
		if i > 0 {
			b = append(b, " and "...)
		}
		b = append(strconv.AppendInt(b, int64(c.n), 10), " of "...)
		b = strconv.AppendInt(b, int64(c.of), 10)
	}
	return string(b)
}

// needs is how many make a majority.
func (t tally) needs() string {
	if len(t) == 2 {
		return "a majority of both"
	}
	return strconv.Itoa(t[0].of/2 + 1)
}

func (t tally) majority() bool {
	return !slices.ContainsFunc(t, func(c count) bool { return c.n <= c.of/2 })
}

// votes counts who has said yes to the campaign under way, and against how many noes.
func (s *server) votes() (yes tally, no int) {
	votes := s.raft.tracker().Votes
	for _, v := range votes { // order: counts
		if !v {
			no++
		}
	}
	return s.tally(func(id uint64) bool { return votes[id] }), no
}
