package raft

import (
	"fmt"
	"slices"
	"strings"

	lib "go.etcd.io/etcd/raft/v3"
	pb "go.etcd.io/etcd/raft/v3/raftpb"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/engine/order"
)

// The sentences of servers. None of this is run unless the run is explained, and nothing of it changes anything: it reads
// the library's state before and after a call, and the messages that came of it, and says why.

// An account is what one step has to tell of.
type account struct {
	*server
	was, is look
	sent    []pb.Message
	wrote   []pb.Entry
	known   []lib.ReadState
	now     engine.Time
	out     *engine.Out

	installs bool // a snapshot
}

// explain says what the library's call has done, from its first Ready.
func (s *server) explain(in engine.Input, was look, rd *lib.Ready, out *engine.Out) {
	a := account{s, was, s.look(), rd.Messages, rd.Entries, rd.ReadStates, in.Now, out, !lib.IsEmptySnap(rd.Snapshot)}
	switch e := in.Event.(type) {
	case engine.Start:
		a.start(e)
	case tick:
		a.tick(a.is.elapsed == 0)
	case electionTimeout, heartbeatTimeout:
		a.tick(true)
	case Campaign:
		a.told()
	case Transfer:
		a.handsOver(raftID(e.To))
	case ClientRequest:
		if e.How == howReadIndex {
			a.reads(in.From)
		} else {
			a.appends(e.Op, in.From)
		}
	case Propose:
		o, _ := opOf(e)
		a.proposes(o)
	case AddVoter, AddLearner, Promote, RemoveMember, Reconfigure, LeaveJoint:
		a.changesMembers()
	case *Message:
		a.message(e)
	}
	a.sendsSnapshots()
}

// answer is what the step sends to a server in one of the kinds, nil for nothing.
func (a *account) answer(to uint64, kinds ...pb.MessageType) *pb.Message {
	for i := range a.sent {
		if m := &a.sent[i]; m.To == to && slices.Contains(kinds, m.Type) {
			return m
		}
	}
	return nil
}

// start tells what a server finds on its disk.
func (a *account) start(e engine.Start) {
	switch {
	case a.Joining:
		a.out.Note("% starts. It is no member of the cluster, and takes no part.", a.ID)
	case !e.Restart && a.log.last() == 0 && a.is.term == 0:
	case a.log.last() == 0 && a.is.term == 0:
		a.out.Note("% is back, and its disk is empty.", a.ID)
	case a.is.vote == lib.None:
		a.out.Note("% starts with what is on its disk: term %%.", a.ID, a.is.term, a.extent(" and "))
	default:
		a.out.Note("% starts with what is on its disk: term %, in which it voted for %%.", a.ID, a.is.term, serverID(a.is.vote), a.extent(", and "))
	}
}

// extent is how much of the log a server has; and joins it to what stands before.
func (a *account) extent(and string) string {
	switch begin, last := a.log.begin(), a.log.last(); {
	case begin == 0:
		return fmt.Sprintf("%sa log up to entry %d", and, last)
	case begin == last:
		return fmt.Sprintf("%sa snapshot up to entry %d", and, begin)
	default:
		return fmt.Sprintf(", a snapshot up to entry %d and a log up to entry %d", begin, last)
	}
}

// message tells of a message of another server.
func (a *account) message(m *Message) {
	if lib.IsResponseMsg(m.Type) && a.raft.tracker().Progress[m.From] == nil {
		return // of no member any more: that was told
	}
	switch m.Type {
	case pb.MsgVote, pb.MsgPreVote:
		a.asked(m)
	case pb.MsgVoteResp, pb.MsgPreVoteResp:
		a.voted(m)
	case pb.MsgApp:
		if a.follows(m) {
			a.takes(m)
		}
	case pb.MsgHeartbeat:
		if a.follows(m) && a.is.commit == a.was.commit {
			a.confirms(m)
		}
		a.learns()
	case pb.MsgSnap:
		if a.follows(m) {
			a.takesSnapshot(m)
		}
	case pb.MsgAppResp:
		a.acknowledged(m)
	case pb.MsgHeartbeatResp:
		a.beaten(m)
	case pb.MsgProp:
		a.passedOn(m)
	case pb.MsgTransferLeader:
		a.handsOver(m.From)
	case pb.MsgTimeoutNow:
		a.takesOver(m)
	case pb.MsgReadIndex:
		a.askedForIndex(m)
	case pb.MsgReadIndexResp:
		a.toldIndex(m)
	}
}

// stepsDown tells of a higher term, which ends what a leader or candidate was about. from is who told.
func (a *account) stepsDown(from uint64) {
	if a.is.term <= a.was.term {
		return
	}
	switch a.was.state {
	case lib.StateLeader:
		a.out.Note("% hears of term % from %, so it stops leading term %.", a.ID, a.is.term, serverID(from), a.was.term)
	case lib.StateCandidate:
		a.out.Note("% hears of term % from %, so it no longer asks for votes in term %.", a.ID, a.is.term, serverID(from), a.was.term)
	}
}

// enters tells of a higher term, whatever the server was about.
func (a *account) enters(from uint64) {
	a.stepsDown(from)
	switch a.was.state {
	case lib.StatePreCandidate:
		a.out.Note("% hears of term % from %, so it does not ask for votes in term %.", a.ID, a.is.term, serverID(from), a.was.term+1)
	case lib.StateFollower:
		a.out.Note("% hears of term % from %, and enters it.", a.ID, a.is.term, serverID(from))
	}
}

// names lists servers in order: n1, n2, n4.
func names(ids []uint64) string {
	order.Sort(len(ids), func(i, j int) bool { return ids[i] < ids[j] }, func(i, j int) { ids[i], ids[j] = ids[j], ids[i] })
	var parts []string
	for _, id := range ids {
		parts = append(parts, serverID(id).String())
	}
	return strings.Join(parts, ", ")
}

// entries names what is between two indexes of what was just written: an operation, or a range.
func (a *account) entries() string {
	if len(a.wrote) == 1 {
		return entryLabel(&a.wrote[0])
	}
	return entriesLabel(a.wrote)
}
