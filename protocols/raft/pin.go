package raft

import (
	"errors"
	"fmt"
	"reflect"
	"unsafe"

	lib "go.etcd.io/etcd/raft/v3"
	"go.etcd.io/etcd/raft/v3/tracker"

	"quorumlab/protocols/engine"
)

// The library draws the randomized election timeout from a generator that all nodes of the process share and that is
// seeded from the wall clock. Here it is overwritten after every call, not "when it has changed": the library may draw
// the same value again. The same access reads what the library tells nobody, or only by copying much: how long a server
// has waited, who has voted.

// offsets are where the fields lie that are read or written behind the library's back.
type offsets struct {
	raft uintptr // in RawNode; the others are in raft, and the last three in raftLog

	term, vote, state, lead, transferee uintptr
	pendingConf                         uintptr
	electionElapsed, heartbeatElapsed   uintptr
	electionTimeout, heartbeatTimeout   uintptr
	randomized, log, tracker, tick      uintptr
	storage, committed, applied         uintptr
}

// at and errMoved are found once, and never written again.
var at, errMoved = findOffsets()

// findOffsets looks for the fields by name and type. It fails when a version of the library has moved them.
func findOffsets() (offsets, error) {
	var o offsets
	rawNode := fields{t: reflect.TypeFor[lib.RawNode]()}
	raft := fields{t: rawNode.pointer("raft", &o.raft)}
	raft.number("Term", &o.term)
	raft.number("Vote", &o.vote)
	raft.number("lead", &o.lead)
	raft.number("leadTransferee", &o.transferee)
	raft.number("pendingConfIndex", &o.pendingConf)
	raft.field("state", reflect.TypeFor[lib.StateType](), &o.state)
	raft.field("electionElapsed", reflect.TypeFor[int](), &o.electionElapsed)
	raft.field("heartbeatElapsed", reflect.TypeFor[int](), &o.heartbeatElapsed)
	raft.field("electionTimeout", reflect.TypeFor[int](), &o.electionTimeout)
	raft.field("heartbeatTimeout", reflect.TypeFor[int](), &o.heartbeatTimeout)
	raft.field("randomizedElectionTimeout", reflect.TypeFor[int](), &o.randomized)
	raft.field("prs", reflect.TypeFor[tracker.ProgressTracker](), &o.tracker)
	raft.field("tick", reflect.TypeFor[func()](), &o.tick)
	log := fields{t: raft.pointer("raftLog", &o.log)}
	log.field("storage", reflect.TypeFor[lib.Storage](), &o.storage)
	log.number("committed", &o.committed)
	log.number("applied", &o.applied)
	return o, errors.Join(rawNode.err, raft.err, log.err)
}

// fields looks up the fields of a struct.
type fields struct {
	t   reflect.Type
	err error
}

func (f *fields) find(name string) (reflect.StructField, bool) {
	if f.t == nil || f.t.Kind() != reflect.Struct {
		return reflect.StructField{}, false
	}
	return f.t.FieldByName(name)
}

func (f *fields) fail(name, want string) {
	f.err = errors.Join(f.err, fmt.Errorf("raft: expected etcd/raft to have a field %v.%s of type %s: the library has changed, and pin.go must follow", f.t, name, want))
}

func (f *fields) field(name string, want reflect.Type, at *uintptr) {
	x, ok := f.find(name)
	if !ok || x.Type != want {
		f.fail(name, want.String())
		return
	}
	*at = x.Offset
}

func (f *fields) number(name string, at *uintptr) { f.field(name, reflect.TypeFor[uint64](), at) }

// pointer finds a field that points to an unexported struct, and gives that.
func (f *fields) pointer(name string, at *uintptr) reflect.Type {
	x, ok := f.find(name)
	if !ok || x.Type.Kind() != reflect.Pointer || x.Type.Elem().Kind() != reflect.Struct {
		f.fail(name, "pointer to a struct")
		return nil
	}
	*at = x.Offset
	return x.Type.Elem()
}

// An inner is the library's own state of one node.
type inner struct{ p unsafe.Pointer }

func innerOf(rn *lib.RawNode) inner {
	return inner{*(*unsafe.Pointer)(unsafe.Add(unsafe.Pointer(rn), at.raft))}
}

func (r inner) u64(off uintptr) uint64 { return *(*uint64)(unsafe.Add(r.p, off)) }
func (r inner) int(off uintptr) int    { return *(*int)(unsafe.Add(r.p, off)) }

func (r inner) term() uint64          { return r.u64(at.term) }
func (r inner) vote() uint64          { return r.u64(at.vote) }
func (r inner) lead() uint64          { return r.u64(at.lead) }
func (r inner) transferee() uint64    { return r.u64(at.transferee) }
func (r inner) pendingConf() uint64   { return r.u64(at.pendingConf) }
func (r inner) state() lib.StateType  { return *(*lib.StateType)(unsafe.Add(r.p, at.state)) }
func (r inner) electionElapsed() int  { return r.int(at.electionElapsed) }
func (r inner) heartbeatElapsed() int { return r.int(at.heartbeatElapsed) }
func (r inner) electionTimeout() int  { return r.int(at.electionTimeout) }
func (r inner) heartbeatTimeout() int { return r.int(at.heartbeatTimeout) }
func (r inner) randomized() int       { return r.int(at.randomized) }

// tracker is who has voted, and how far each log is known to match. It is read, never changed.
func (r inner) tracker() *tracker.ProgressTracker {
	return (*tracker.ProgressTracker)(unsafe.Add(r.p, at.tracker))
}

func (r inner) log() unsafe.Pointer { return *(*unsafe.Pointer)(unsafe.Add(r.p, at.log)) }

func (r inner) committed() uint64 { return *(*uint64)(unsafe.Add(r.log(), at.committed)) }
func (r inner) applied() uint64   { return *(*uint64)(unsafe.Add(r.log(), at.applied)) }

// pin overwrites the randomized election timeout with a number from the same range, t to 2t−1 ticks, that is the same in
// each run: campaigns is how often the server has campaigned by itself, so that a pre-candidate, whose term stays, waits
// another time after each try.
func (r inner) pin(seed, id, campaigns uint64) {
	t := r.electionTimeout()
	h := engine.Mix(engine.Mix(engine.Mix(engine.Mix(seed)+id)+r.term()) + campaigns)
	r.setRandomized(t + int(h%uint64(t)))
}

func (r inner) set(off uintptr, n int) { *(*int)(unsafe.Add(r.p, off)) = n }

func (r inner) setRandomized(n int)       { r.set(at.randomized, n) }
func (r inner) setElectionElapsed(n int)  { r.set(at.electionElapsed, n) }
func (r inner) setHeartbeatElapsed(n int) { r.set(at.heartbeatElapsed, n) }

// Pin does to a node of the bare library what a server does to its own after every call: it makes the randomized election
// timeout a pure function of seed, id, the node's term and campaigns. It is for comparing the kernel with a bare loop.
func Pin(rn *lib.RawNode, seed, id, campaigns uint64) { innerOf(rn).pin(seed, id, campaigns) }
