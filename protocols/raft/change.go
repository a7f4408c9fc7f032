package raft

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	lib "go.etcd.io/etcd/raft/v3"
	"go.etcd.io/etcd/raft/v3/confchange"
	pb "go.etcd.io/etcd/raft/v3/raftpb"
	"go.etcd.io/etcd/raft/v3/tracker"

	"quorumlab/protocols/engine"
)

// change puts a change of members into the log. It is answered when this server applies it. What the library would end the
// process for never comes into the log; what it has no use for now it replaces by an empty entry.
func (s *server) change(id engine.OpID, command any, out *engine.Out) (asked bool) {
	cc, nonsense := s.changeOf(command)
	switch {
	case !s.leads() && s.raft.lead() == lib.None:
		return s.decline(id, "no leader is known", out)
	case !s.leads():
		return s.decline(id, serverID(s.raft.lead()).String()+" leads, and takes changes of members", out)
	case s.raft.transferee() != lib.None:
		return s.decline(id, "leadership is being handed over", out)
	case nonsense != "":
		return s.decline(id, nonsense, out)
	}
	untimely := s.untimely(cc)
	if untimely == "" {
		if why := s.impossible(cc); why != "" {
			return s.decline(id, why, out)
		}
	}
	q := s.own(op{}, out)
	cc.Context = appendChangeContext(nil, &changeContext{q.Client, q.Session, q.Seq, s.raft.tracker().Voters[0].Slice()})
	if err := s.rn.ProposeConfChange(*cc); err != nil {
		panic(err) // it leads, is a member, and hands over to nobody
	}
	if untimely != "" {
		out.Note("% does not change the members: %. The library puts an empty entry into the log instead.", s.ID, untimely)
		out.Return(id, Refused{untimely})
		return true
	}
	s.pending = append(s.pending, pending{q.Client, q.Session, q.Seq, id})
	return true
}

// untimely tells why the library makes an empty entry of a change; "" where it does not. It does not look which of the
// entries that are not applied are changes: any of those that a new leader finds in its log may be.
func (s *server) untimely(cc *pb.ConfChangeV2) string {
	joint := len(s.raft.tracker().Voters[1]) > 0
	switch leave := cc.LeaveJoint(); {
	case s.raft.pendingConf() > s.raft.applied():
		return fmt.Sprintf("an earlier change may be under way, up to entry %d", s.raft.pendingConf())
	case joint && !leave:
		return "the joint configuration must be left first"
	case !joint && leave:
		return "there is no joint configuration to leave"
	}
	return ""
}

// impossible tells why a change must not come into the log; "" where it may: the library would end the process when it
// applies it, or would answer no read until the configuration is left. It is tried on a copy of who decides now, who will
// decide then, too: no other change can come between.
func (s *server) impossible(cc *pb.ConfChangeV2) string {
	t := s.raft.tracker()
	changer := confchange.Changer{Tracker: *t, LastIndex: s.log.last()}
	var cfg tracker.Config
	var err error
	autoLeave, joint := cc.EnterJoint()
	switch {
	case cc.LeaveJoint():
		return ""
	case joint:
		cfg, _, err = changer.EnterJoint(autoLeave, cc.Changes...)
	default:
		cfg, _, err = changer.Simple(cc.Changes...)
	}
	switch {
	case err != nil && strings.Contains(err.Error(), "removed all voters"):
		return "no voter would be left"
	case err != nil:
		return err.Error()
	case joint && !autoLeave && maps.Equal(cfg.Voters[0], t.Voters[0]):
		return "the voters would stay the same, so there is nothing to be joint about"
	}
	return ""
}

// A changeContext says who has asked for a change, and who decided before it. That a server needs which has just joined and
// gets the log from its first entry on: it was not told with whom the cluster began.
type changeContext struct {
	Client       engine.NodeID
	Session, Seq uint64
	Before       []uint64
}

// applyChange makes a committed change: from now on others decide.
func (s *server) applyChange(e *pb.Entry, out *engine.Out) {
	var cc pb.ConfChangeV2
	if err := cc.Unmarshal(e.Data); err != nil {
		panic(err)
	}
	var x changeContext
	if len(cc.Context) > 0 { // the library itself leaves a joint configuration without one
		x = mustParseChangeContext(cc.Context)
	}
	if t := s.raft.tracker(); len(t.Voters[0]) == 0 {
		for _, id := range x.Before {
			s.rn.ApplyConfChange(pb.ConfChangeV2{Changes: []pb.ConfChangeSingle{voter(serverID(id))}})
		}
	}
	s.rn.ApplyConfChange(cc)
	s.settle(out)
	if out.Explains() {
		out.Note("For % entry %, %, takes effect: %.", s.ID, e.Index, changeLabel(&cc), s.members())
	}
	i := s.findPending(&request{Client: x.Client, Session: x.Session, Seq: x.Seq})
	if i < 0 || x.Client == 0 {
		return
	}
	out.Return(s.pending[i].Op, Done{})
	s.pending = slices.Delete(s.pending, i, i+1)
}

// retire ends the reign of a leader that is no voter any more. The library would lead on, and drop all proposals; the thesis
// lets it step down as soon as its removal is committed (§4.2.2). But here others may not have heard of that yet, and may need
// its vote, which it must refuse them while its log is longer than theirs. So it hands over, as etcd does when it stops, and
// leads until another one does, or for as long as the library gives the other one: an election timeout.
func (s *server) retire(out *engine.Out) (asked bool) {
	patient := s.Params.Timers != timersNone
	switch {
	case !s.leads() || s.isVoter() || s.raft.transferee() != lib.None && patient:
		return false
	case s.retiring:
		s.resign(out)
		return false
	}
	s.retiring = true
	heir := s.foremostVoter()
	out.Note("% has no vote any more, so it hands over to %.", s.ID, serverID(heir))
	s.rn.TransferLeader(heir)
	return true
}

// foremostVoter is the voter with most of the log, as far as a leader knows.
func (s *server) foremostVoter() uint64 {
	t := s.raft.tracker()
	return slices.MaxFunc(t.VoterNodes(), func(a, b uint64) int { return cmp.Compare(t.Progress[a].Match, t.Progress[b].Match) })
}

// resign starts the library anew from what is in the log, as a restart of the process would: it has no other way to make a
// leader stop.
func (s *server) resign(out *engine.Out) {
	out.Note("% stops leading term %: it has no vote.", s.ID, s.raft.term())
	s.log.conf = s.raft.tracker().ConfState()
	s.open(s.store.applied)
	s.settle(out)
}

func (s *server) isVoter() bool {
	t := s.raft.tracker()
	_, now := t.Voters[0][raftID(s.ID)]
	_, still := t.Voters[1][raftID(s.ID)]
	return now || still
}

// members says who decides, and who does not.
func (s *server) members() string {
	t := s.raft.tracker()
	now := t.Voters[0].Slice()
	text := names(now) + plural(now, " decides", " decide")
	if old := t.Voters[1].Slice(); len(old) > 0 {
		text = "a decision needs a majority of " + names(now) + " and a majority of " + names(old)
	}
	if ids := t.LearnerNodes(); len(ids) > 0 {
		text += ", and " + names(ids) + plural(ids, " has no vote", " have no vote")
	}
	return text
}

func plural(ids []uint64, one, many string) string {
	if len(ids) == 1 {
		return one
	}
	return many
}

// changeLabel is a change as a cell, a message or a sentence shows it.
func changeLabel(cc *pb.ConfChangeV2) string {
	if cc.LeaveJoint() {
		return "leave joint"
	}
	var parts []string
	for rest := cc.Changes; len(rest) > 0; {
		var ids []string
		kind := rest[0].Type
		for len(rest) > 0 && rest[0].Type == kind {
			ids = append(ids, serverID(rest[0].NodeID).String())
			rest = rest[1:]
		}
		parts = append(parts, changeWord(kind, len(ids) > 1)+" "+strings.Join(ids, " "))
	}
	return strings.Join(parts, ", ")
}

func changeWord(t pb.ConfChangeType, many bool) string {
	word := map[pb.ConfChangeType]string{pb.ConfChangeAddNode: "add voter", pb.ConfChangeAddLearnerNode: "add learner"}[t]
	switch {
	case word == "":
		return "remove"
	case many:
		return word + "s"
	}
	return word
}
