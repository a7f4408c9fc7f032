package raftsmall

import (
	"slices"
	"strconv"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/engine/say"
)

// What lies on a server's disk.
const (
	diskHard    = "hard"    // a hard: term and vote
	diskLog     = "log"     // an Entry for each index from 1
	diskMembers = "members" // a set: the first members
)

// load reads the disk. Who the first members are is settled when a server first starts: the nodes there are at a restart
// may be others. A server that was added to a running cluster knows of no members before it has a log.
func (s *server) load(d *engine.Disk, out *engine.Out) {
	d.Get(diskHard, &s.hard)
	for _, e := range engine.Records[Entry](d, diskLog) {
		s.push(e)
	}
	if d.Get(diskMembers, &s.first) {
		return
	}
	if !s.Joining {
		ids := s.Of('n')
		if n := s.Params.Members; n > 0 && n < len(ids) {
			ids = ids[:n]
		}
		s.first = setOf(ids)
	}
	out.Persist(diskMembers, &s.first)
}

// Disk is what a scenario line says of a server's disk: disk n1 term=3 vote=n2 log=1,1,2.
type Disk struct {
	Term   int           `help:"the term that the server was in; left out: that of its last entry" min:"0" max:"1000000"`
	Vote   engine.NodeID `help:"whom it voted for in that term"`
	Log    []int         `help:"the term of each entry" max:"1000"`
	Values []string      `help:"what each entry says; left out, entry 3 of term 2 says e3=t2" max:"1000"`
}

// writeDisk writes what a line says, as a server would have left it.
func writeDisk(b engine.Birth, disk any, out *engine.Out) error {
	d, ok := disk.(Disk)
	if !ok {
		return say.Errorf("expected a disk of raft-small, not %T", disk)
	}
	last := 0
	if n := len(d.Log); n > 0 {
		last = d.Log[n-1]
	}
	if d.Term == 0 {
		d.Term = last
	}
	switch {
	case !slices.IsSorted(d.Log) || len(d.Log) > 0 && d.Log[0] < 1:
		return say.Errorf("log: expected terms from 1 that never fall, not %v", d.Log)
	case d.Term < last:
		return say.Errorf("term: expected at least the last entry's, %d, not %d", last, d.Term)
	case len(d.Values) > len(d.Log):
		return say.Errorf("values: expected at most one for each of the %d entries, not %d", len(d.Log), len(d.Values))
	case d.Vote != 0 && !slices.Contains(b.Of('n'), d.Vote):
		return say.Errorf("vote: expected a server, not %v", d.Vote)
	}
	out.Persist(diskHard, &hard{d.Term, d.Vote})
	for i, term := range d.Log {
		out.Append(diskLog, presetEntry(i+1, term, d.Values))
	}
	return nil
}

// presetEntry is the entry of an index and a term: without a value of its own it is the same on all servers, as the log
// matching property demands.
func presetEntry(index, term int, values []string) *Entry {
	e := Entry{Term: term, Value: "e" + strconv.Itoa(index) + "=t" + strconv.Itoa(term)}
	if n := index - 1; n < len(values) && values[n] != "" {
		e.Value = values[n]
	}
	return &e
}
