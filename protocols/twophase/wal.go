package twophase

import (
	"slices"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/engine/order"
)

// What lies on a disk. A log begins where the last checkpoint was taken, or, when a crash came between the two, before it:
// to carry out a record that the checkpoint has already changes nothing.
const (
	diskLife       = "life"       // the coordinator's: how often it has started
	diskCheckpoint = "checkpoint" // all that the records before it came to
	diskLog        = "wal"        // records
)

// A kind is what a record says.
type kind uint8

const (
	prepared  kind = iota + 1 // a participant is about to vote yes
	committed                 // the coordinator's decision, or what a participant was told
	aborted
	ended // the coordinator has all Acks
)

func (k kind) String() string {
	return [...]string{"none", "prepared", "committed", "aborted", "ended"}[k]
}

// A record is one entry of a log.
type record struct {
	Kind  kind
	ID    ID
	Tx    string
	Moves []Move    // of prepared, and of the coordinator's committed
	After []Holding // of a participant's committed: what is then on its accounts that were touched
}

// checkpointAfter is how many records a log holds before a checkpoint is taken.
const checkpointAfter = 32

// A wal is a node's write-ahead log since its last checkpoint.
type wal []record

// append writes a record. What rests on it leaves the node when it is durable.
func (l *wal) append(r record, out *engine.Out) {
	*l = append(*l, r)
	out.Append(diskLog, &(*l)[len(*l)-1])
}

// full tells whether to take a checkpoint, of so many outcomes among others: rarely enough that what it writes is no more
// than the records were.
func (l *wal) full(outcomes int) bool { return len(*l) >= max(checkpointAfter, outcomes) }

// checkpoint writes state, and drops the records that led to it. Where a crash tears the two apart the state is there.
func (l *wal) checkpoint(state any, out *engine.Out) {
	out.Persist(diskCheckpoint, state)
	out.DropFirst(diskLog, len(*l))
	clear(*l)
	*l = (*l)[:0]
}

// An outcome is how a transaction ended.
type outcome struct {
	ID        ID
	Tx        string
	Committed bool
}

// outcomes are in the order of their IDs.
type outcomes []outcome

func (os outcomes) find(id ID) (int, bool) {
	return slices.BinarySearchFunc(os, id, func(o outcome, id ID) int { return o.ID.compare(id) })
}

// add takes in an outcome. No transaction has two: a node that goes back on one is broken (AC2).
func (os *outcomes) add(o outcome) {
	i, had := os.find(o.ID)
	switch {
	case !had:
		*os = order.Insert(*os, i, o)
	case (*os)[i].Committed != o.Committed:
		panic("twophase: " + o.Tx + " has both committed and aborted at one node")
	}
}

// forget drops what the opener of a transaction opened before it.
func (os *outcomes) forget(before ID) {
	from, _ := os.find(ID{By: before.By})
	to, _ := os.find(before)
	*os = slices.Delete(*os, from, to)
}
