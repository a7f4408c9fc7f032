package raft

import (
	"fmt"
	"slices"

	lib "go.etcd.io/etcd/raft/v3"
	pb "go.etcd.io/etcd/raft/v3/raftpb"

	"quorumlab/protocols/engine"
)

// What lies on a server's disk.
const (
	diskHard     = "hard"     // a hardState: term, vote, commit
	diskLog      = "log"      // an Entry for each index after the snapshot's, or from 1
	diskSnapshot = "snapshot" // a pb.Snapshot, once there is one: what was applied of the entries before the log
	diskVoters   = "voters"   // who decided when the cluster was made
	diskLife     = "life"     // how many of the server's lives have made requests of their own
)

// hardState is what a server must never forget (Figure 2, "persistent state"); the library adds the commit index.
type hardState struct{ Term, Vote, Commit uint64 }

// A server is one member of the cluster: the library's node, the storage that it reads, and the store that it feeds.
type server struct {
	engine.Config[Params]
	rn   *lib.RawNode
	raft inner
	log  *storage

	store     store
	pending   []pending // requests that this server has put into a log and not yet seen applied, oldest first
	reads     []reading // reads that wait for a read index, or for entries up to it, oldest first; one of a client at most
	campaigns uint64    // how often it has campaigned since it started
	retiring  bool      // it leads without a vote, and has begun to hand over
	life      uint64    // how many of its lives, this one included, have made requests of their own
	seq       uint64    // requests of its own in this life
	witnessed uint64    // while it starts: entries up to here were observed in an earlier life
	armed     timing
	heard     engine.Time // when, on its own clock, it last began to wait for a leader; for sentences only
	ticked    engine.Time // when, on its own clock, the library last counted; for pictures only
	halted    string      // why it takes no part any more; "" while it does

	codecs *codecs // made when first needed
}

// A pending request waits for its entry to be applied. Op is the operation of a proposal of the server's own.
type pending struct {
	Client       engine.NodeID
	Session, Seq uint64
	Op           engine.OpID
}

// raftID is a server as the library numbers it.
func raftID(id engine.NodeID) uint64 { return uint64(id.Index()) }

// serverID is a server that the library names; zero for none.
func serverID(id uint64) engine.NodeID {
	if id == lib.None {
		return 0
	}
	return engine.ID('n', int(id))
}

// Step is one input: one call of the library, and what it then wants done.
func (s *server) Step(in engine.Input, out *engine.Out) {
	if e, ok := in.Event.(engine.Start); ok {
		s.start(in, e, out)
		return
	}
	if s.halted != "" {
		s.refuse(in, out)
		return
	}
	was := s.look()
	if out.Explains() {
		s.lookCloser(&was, in.From)
	}
	asked := true // the library has been
	switch e := in.Event.(type) {
	case tick:
		s.ticked = in.Now
		s.fire(byTick)
	case electionTimeout:
		s.fire(byElection)
	case heartbeatTimeout:
		s.fire(byHeartbeat)
	case snapshotTimeout:
		s.giveUpSnapshot(e.To, out)
	case *Message:
		asked = s.receive(e, out)
	case ClientRequest:
		s.request(in.From, e, out)
	case Propose:
		asked = s.propose(in.Op, e, out)
	case Campaign:
		asked = s.campaign(in.Op, out)
	case Transfer:
		asked = s.transfer(in.Op, e.To, out)
	case AddVoter, AddLearner, Promote, RemoveMember, Reconfigure, LeaveJoint:
		asked = s.change(in.Op, e, out)
	}
	if asked {
		s.follow(in, was, out)
	}
}

// follow lets what the library has decided happen: the rest of every step.
func (s *server) follow(in engine.Input, was look, out *engine.Out) {
	waitsAnew := s.raft.electionElapsed() == 0
	s.settle(out)
	s.ready(in, was, out)
	if waitsAnew {
		s.heard = in.Now
	}
	if was.state != lib.StateLeader && s.leads() {
		out.Observe(Elected{s.raft.term()})
	}
	if was.state == lib.StateLeader && !s.leads() {
		s.retiring = false
		s.disown(out)
		s.giveUpReads(out)
	}
}

// start makes the library's node anew, from what is on the disk.
func (s *server) start(in engine.Input, e engine.Start, out *engine.Out) {
	if errMoved != nil {
		panic(errMoved)
	}
	var hard hardState
	e.Disk.Get(diskHard, &hard)
	s.log = newStorage(pb.ConfState{Voters: s.voters(e, out)})
	s.log.owner = s
	s.log.hard = pb.HardState(hard)
	var snap pb.Snapshot
	if e.Disk.Get(diskSnapshot, &snap) {
		s.adopt(&snap)
	}
	s.read(engine.Records[Entry](e.Disk, diskLog), out)
	e.Disk.Get(diskLife, &s.life)
	s.witnessed = hard.Commit
	if hard.Commit > s.log.last() {
		s.halt(fmt.Sprintf("its disk says that %d entries are committed, and holds %d", hard.Commit, s.log.last()), out)
		return
	}
	s.open(0)
	if s.due() == byTick { // the first one comes at any moment of a tick, so that servers don't tick in step
		s.armed = byTick
		out.SetTimerIn(tick{}, engine.Between(s.Params.Tick, 2*s.Params.Tick-1))
	}
	s.follow(in, s.look(), out)
	s.witnessed = 0 // what was committed then is applied now
}

// read takes in the log. Entries for which the snapshot stands are there only when a crash has torn the batch that drops them.
func (s *server) read(records []Entry, out *engine.Out) {
	torn := 0
	for i := range records {
		if records[i].Index <= s.log.begin() {
			torn++
			continue
		}
		s.log.append([]pb.Entry{pb.Entry(records[i])})
	}
	if torn > 0 {
		out.DropFirst(diskLog, torn)
	}
}

// open makes the library's node of what is in the log; the store has what was applied of it.
func (s *server) open(applied uint64) {
	rn, err := lib.NewRawNode(&lib.Config{
		ID: raftID(s.ID), Storage: s.log, Applied: applied, Logger: Quiet{},
		ElectionTick: s.Params.Election, HeartbeatTick: min(s.Params.Heartbeat, s.Params.Election-1),
		MaxSizePerMsg: uint64(s.Params.MessageBytes), MaxCommittedSizePerReady: 1 << 20, MaxInflightMsgs: s.Params.Inflight,
		PreVote: s.Params.PreVote, CheckQuorum: s.checksQuorum(), ReadOnlyOption: s.readOption(),
	})
	if err != nil {
		panic(err)
	}
	s.rn, s.raft = rn, innerOf(rn)
}

// voters are who decided when the cluster was made. It is settled when a server first starts, and read from the disk ever
// after: the nodes there are at a restart may be others. A server that was added to a running cluster knows nobody.
func (s *server) voters(e engine.Start, out *engine.Out) []uint64 {
	var ids []uint64
	if e.Disk.Get(diskVoters, &ids) {
		return ids
	}
	if !s.Joining {
		for _, m := range s.Of('n') {
			ids = append(ids, raftID(m))
		}
	}
	out.Persist(diskVoters, &ids)
	return ids
}

// settle makes of the library's count of time what is the same in each run, and keeps time by it.
func (s *server) settle(out *engine.Out) {
	s.keepTime(out)
	if s.Params.Timers == timersTimeouts {
		s.forget()
	} else {
		s.raft.pin(s.Seed, raftID(s.ID), s.campaigns)
	}
}

// receive gives the library a message of another server, unless it would end the process by that.
func (s *server) receive(m *Message, out *engine.Out) (asked bool) {
	if m.Type == pb.MsgHeartbeat && m.Commit > s.log.last() && m.Term >= s.raft.term() {
		s.halt(fmt.Sprintf("its leader was told that it has %d entries, and it has %d: its disk has lost some", m.Commit, s.log.last()), out)
		return false
	}
	if m.Type == pb.MsgReadIndex && s.leads() && !s.isVoter() {
		out.Note("% has no vote any more, and drops the question of %. The client will ask again.", s.ID, serverID(m.From))
		return false
	}
	x := pb.Message(*m)
	if m.Type == pb.MsgProp { // a leader writes terms and indexes into a proposal that was forwarded to it
		x.Entries = slices.Clone(m.Entries)
	}
	awaits := m.Type == pb.MsgAppResp && s.awaitsSnapshot(m.From)
	switch err := s.rn.Step(x); err {
	case nil:
		if awaits && !s.awaitsSnapshot(m.From) {
			out.CancelTimer(snapshotTimeout{serverID(m.From)})
		}
	case lib.ErrStepPeerNotFound:
		out.Aside("% takes no notice of %: %, which has sent it, is no member any more.", s.ID, m.Kind(), serverID(m.From))
	default:
		out.Note("% can do nothing with % of %: %.", s.ID, m.Kind(), serverID(m.From), err.Error())
	}
	return true
}

// halt ends a server's part in the cluster, as the library would end the process.
func (s *server) halt(why string, out *engine.Out) {
	s.halted = why
	s.disarm(out)
	out.Note("% halts: %.", s.ID, why)
}

// refuse answers commands to a server that has halted.
func (s *server) refuse(in engine.Input, out *engine.Out) {
	switch in.Event.(type) {
	case Propose, Campaign, Transfer, AddVoter, AddLearner, Promote, RemoveMember, Reconfigure, LeaveJoint:
		s.decline(in.Op, "it has halted: "+s.halted, out)
	}
}
