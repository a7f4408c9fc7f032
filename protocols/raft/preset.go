package raft

import (
	"fmt"
	"slices"
	"strconv"

	pb "go.etcd.io/etcd/raft/v3/raftpb"

	"quorumlab/protocols/engine"
)

// Disk is what a scenario line says of a server's disk: disk n1 term=3 vote=n2 log=1,1,2.
type Disk struct {
	Term   uint64        `help:"the term that the server was in; left out: that of its last entry" max:"1000000"`
	Vote   engine.NodeID `help:"whom it voted for in that term"`
	Log    []uint64      `help:"the term of each entry" max:"1000"`
	Values []string      `help:"what each entry writes to x; left out, entry 3 of term 2 writes t2 to e3" max:"1000"`
	Commit uint64        `help:"how many entries it knew to be committed"`
}

// writeDisk writes what a line says, as a server would have left it.
func writeDisk(b engine.Birth, disk any, out *engine.Out) error {
	d, ok := disk.(Disk)
	if !ok {
		return fmt.Errorf("expected a disk of raft, not %T", disk)
	}
	last := uint64(0)
	if n := len(d.Log); n > 0 {
		last = d.Log[n-1]
	}
	if d.Term == 0 {
		d.Term = last
	}
	switch {
	case !slices.IsSorted(d.Log) || len(d.Log) > 0 && d.Log[0] == 0:
		return fmt.Errorf("log: expected terms from 1 that never fall, not %v", d.Log)
	case d.Term < last:
		return fmt.Errorf("term: expected at least the last entry's, %d, not %d", last, d.Term)
	case d.Commit > uint64(len(d.Log)):
		return fmt.Errorf("commit: expected at most the %d entries of the log, not %d", len(d.Log), d.Commit)
	case len(d.Values) > len(d.Log):
		return fmt.Errorf("values: expected at most one for each of the %d entries, not %d", len(d.Log), len(d.Values))
	case d.Vote != 0 && !slices.Contains(b.Of('n'), d.Vote):
		return fmt.Errorf("vote: expected a server, not %v", d.Vote)
	}
	out.Persist(diskHard, &hardState{d.Term, raftID(d.Vote), d.Commit})
	for i, term := range d.Log {
		out.Append(diskLog, presetEntry(uint64(i+1), term, d.Values))
	}
	return nil
}

// presetEntry is the entry of an index and a term: without a value of its own it is the same on all servers, as the log
// matching property demands.
func presetEntry(index, term uint64, values []string) *Entry {
	o := op{Verb: verbPut, Key: "e" + strconv.FormatUint(index, 10), Value: "t" + strconv.FormatUint(term, 10)}
	if n := index - 1; n < uint64(len(values)) && values[n] != "" {
		o.Key, o.Value = "x", values[n]
	}
	return &Entry{Type: pb.EntryNormal, Term: term, Index: index, Data: appendRequest(nil, &request{Op: o})}
}
