package raft

import (
	"reflect"
	"slices"
	"unsafe"

	lib "go.etcd.io/etcd/raft/v3"
	pb "go.etcd.io/etcd/raft/v3/raftpb"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/engine/canon"
)

// The library's node is a tree of plain data but for four things: loggers, which hold nothing and may be shared; the
// storage, which is ours; step, a plain function; and tick, a method bound to its node. So a copy by the codec is right
// but for the storage and tick, which are mended. That tick is a closure of two words, code and receiver, is how the gc
// compiler does it and promised by nobody: tryCopy looks, and tries it.

// copiesWork tells whether the library's node can be copied. It is found once, and never written again.
var copiesWork = tryCopy()

// tryCopy copies a node of the library and lets the copy tick: its time must go on, and the original's stand still.
func tryCopy() bool {
	if errMoved != nil {
		return false
	}
	log := newStorage(pb.ConfState{Voters: []uint64{1, 2}})
	rn, err := lib.NewRawNode(&lib.Config{ID: 1, Storage: log, Logger: Quiet{}, ElectionTick: 10, HeartbeatTick: 1, MaxInflightMsgs: 1})
	if err != nil {
		return false
	}
	r := innerOf(rn)
	if r.tick() == nil || r.tick().recv != r.p {
		return false
	}
	c := cloneRawNode(newCodecs().rawNode, rn, log.clone())
	c.Tick()
	return innerOf(c).electionElapsed() == 1 && r.electionElapsed() == 0
}

func newServer(c engine.Config[Params]) engine.Node {
	s := &server{Config: c}
	if copiesWork {
		return s
	}
	return &replayed{s}
}

// A replayed server is one that is not copied: a world with it is rewound by replay. It is what runs where copies don't
// work.
type replayed struct{ s *server }

// Step is one input.
func (r *replayed) Step(in engine.Input, out *engine.Out) { r.s.Step(in, out) }

// View is the server's picture.
func (r *replayed) View(v *engine.View) { r.s.View(v) }

// Configure changes the parameters of the server.
func (r *replayed) Configure(params any) { r.s.Configure(params) }

// serverOf is the server that a node is; nil for a client.
func serverOf(n engine.Node) *server {
	switch n := n.(type) {
	case *server:
		return n
	case *replayed:
		return n.s
	}
	return nil
}

// codecs are those of one server and its copies, which belong to one goroutine.
type codecs struct {
	rawNode *canon.Codec
	rest    *canon.Codec
}

func newCodecs() *codecs {
	library := &canon.Table{Opaque: true}
	rawNode, err := library.Codec(reflect.TypeFor[lib.RawNode]())
	if err != nil {
		panic(err)
	}
	own := &canon.Table{}
	rest, err := own.Codec(reflect.TypeFor[rest]())
	if err != nil {
		panic(err)
	}
	return &codecs{rawNode, rest}
}

func (s *server) codec() *codecs {
	if s.codecs == nil {
		s.codecs = newCodecs()
	}
	return s.codecs
}

// Clone copies the server; stepping either leaves the other as it is.
func (s *server) Clone() engine.Node {
	c := *s
	c.log = s.log.clone()
	c.log.owner = &c
	c.store = s.store.clone()
	c.pending = slices.Clone(s.pending)
	c.reads = slices.Clone(s.reads)
	if s.rn != nil {
		c.rn = cloneRawNode(s.codec().rawNode, s.rn, c.log)
		c.raft = innerOf(c.rn)
		c.codecs = s.codecs
	}
	return &c
}

// bound is a method value as it lies in memory: its code and its receiver.
type bound struct {
	code uintptr
	recv unsafe.Pointer
}

func (r inner) tick() *bound { return *(**bound)(unsafe.Add(r.p, at.tick)) }

// cloneRawNode copies the library's node; the copy reads from another storage with the same content.
func cloneRawNode(c *canon.Codec, rn *lib.RawNode, log *storage) *lib.RawNode {
	n := new(lib.RawNode)
	c.CopyTo(unsafe.Pointer(n), unsafe.Pointer(rn))
	r := innerOf(n)
	*(**bound)(unsafe.Add(r.p, at.tick)) = &bound{r.tick().code, r.p}
	*(*lib.Storage)(unsafe.Add(r.log(), at.storage)) = log
	return n
}

// rest is a server's state but for the library's node.
type rest struct {
	Hard      hardState
	Entries   []Entry
	Before    uint64 // the sum of what a snapshot has replaced: invariants compare it
	Values    map[string]string
	Sessions  []session
	Applied   uint64
	Pending   []pending
	Reads     []reading
	Campaigns uint64
	Retiring  bool
	Life, Seq uint64
	Witnessed uint64
	Armed     timing
	Halted    string
}

// AppendState appends the canonical encoding of all that decides what the server does next.
func (s *server) AppendState(b []byte) []byte {
	c := s.codec()
	x := rest{Campaigns: s.campaigns, Retiring: s.retiring, Life: s.life, Seq: s.seq, Witnessed: s.witnessed, Armed: s.armed, Halted: s.halted,
		Values: s.store.values, Sessions: s.store.sessions, Applied: s.store.applied, Pending: s.pending, Reads: s.reads}
	if s.log != nil {
		x.Hard, x.Before = hardState(s.log.hard), s.log.sums[0]
		es := s.log.ents
		x.Entries = unsafe.Slice((*Entry)(unsafe.Pointer(unsafe.SliceData(es))), len(es))
	}
	b = c.rest.AppendTo(b, unsafe.Pointer(&x))
	if s.rn != nil {
		b = c.rawNode.AppendTo(b, unsafe.Pointer(s.rn))
	}
	return b
}
