package raft

import (
	"cmp"
	"slices"

	pb "go.etcd.io/etcd/raft/v3/raftpb"

	"quorumlab/protocols/engine"
)

// The commands that change who belongs to the cluster. The leader alone takes them: it knows whether another change is under
// way. A change of one server is made in one step (thesis §4.1), of several by joint consensus (§4.3).
type (
	// AddVoter makes a server that was added to the run a voter.
	AddVoter struct {
		Node engine.NodeID `help:"the server that is to vote"`
	}
	// AddLearner lets a server that was added to the run have the log, without a vote (thesis §4.2.1).
	AddLearner struct {
		Node engine.NodeID `help:"the server that is to learn"`
	}
	// Promote makes a learner a voter.
	Promote struct {
		Node engine.NodeID `help:"the learner that is to vote"`
	}
	// RemoveMember takes a voter or a learner out of the cluster.
	RemoveMember struct {
		Node engine.NodeID `help:"the server that is to leave"`
	}
	// Reconfigure changes several members at once: for as long as the change takes, the old and the new voters must agree.
	Reconfigure struct {
		Voters     []engine.NodeID `max:"9" help:"servers that are to vote"`
		Learners   []engine.NodeID `max:"9" help:"servers that are to learn; a voter loses its vote"`
		Remove     []engine.NodeID `max:"9" help:"servers that are to leave"`
		Transition string          `oneof:"auto implicit explicit" help:"auto: by joint consensus where several change; implicit: by joint consensus, left as soon as can be; explicit: left by the command leave-joint; left out: auto"`
	}
	// LeaveJoint ends a joint configuration that was entered explicitly.
	LeaveJoint struct{}
)

func voter(id engine.NodeID) pb.ConfChangeSingle {
	return pb.ConfChangeSingle{Type: pb.ConfChangeAddNode, NodeID: raftID(id)}
}

func learner(id engine.NodeID) pb.ConfChangeSingle {
	return pb.ConfChangeSingle{Type: pb.ConfChangeAddLearnerNode, NodeID: raftID(id)}
}

func removed(id engine.NodeID) pb.ConfChangeSingle {
	return pb.ConfChangeSingle{Type: pb.ConfChangeRemoveNode, NodeID: raftID(id)}
}

func (r Reconfigure) change() (cc pb.ConfChangeV2) {
	for _, id := range r.Voters {
		cc.Changes = append(cc.Changes, voter(id))
	}
	for _, id := range r.Learners {
		cc.Changes = append(cc.Changes, learner(id))
	}
	for _, id := range r.Remove {
		cc.Changes = append(cc.Changes, removed(id))
	}
	switch r.Transition {
	case "implicit":
		cc.Transition = pb.ConfChangeTransitionJointImplicit
	case "explicit":
		cc.Transition = pb.ConfChangeTransitionJointExplicit
	}
	return cc
}

// changeOf is what a command would change, and why that makes no sense; nil for a command that changes no members.
func (s *server) changeOf(command any) (cc *pb.ConfChangeV2, nonsense string) {
	one := func(c pb.ConfChangeSingle) *pb.ConfChangeV2 {
		return &pb.ConfChangeV2{Changes: []pb.ConfChangeSingle{c}}
	}
	switch c := command.(type) {
	case AddVoter:
		return one(voter(c.Node)), cmp.Or(s.noServer(c.Node), s.memberAlready(c.Node))
	case AddLearner:
		return one(learner(c.Node)), cmp.Or(s.noServer(c.Node), s.memberAlready(c.Node))
	case Promote:
		return one(voter(c.Node)), cmp.Or(s.noServer(c.Node), s.noLearner(c.Node))
	case RemoveMember:
		return one(removed(c.Node)), cmp.Or(s.noServer(c.Node), s.noMember(c.Node))
	case Reconfigure:
		cc := c.change()
		return &cc, s.noChange(c)
	case LeaveJoint:
		return &pb.ConfChangeV2{}, ""
	}
	return nil, ""
}

// The reasons why a change makes no sense; "" where it does.

func (s *server) noServer(id engine.NodeID) string {
	if id.Letter() != 'n' {
		return id.String() + " is no server"
	}
	return ""
}

func (s *server) memberAlready(id engine.NodeID) string {
	switch p := s.raft.tracker().Progress[raftID(id)]; {
	case p == nil:
		return ""
	case p.IsLearner:
		return id.String() + " is a learner already"
	}
	return id.String() + " is a voter already"
}

func (s *server) noMember(id engine.NodeID) string {
	if s.raft.tracker().Progress[raftID(id)] == nil {
		return id.String() + " is no member of the cluster"
	}
	return ""
}

func (s *server) noLearner(id engine.NodeID) string {
	if p := s.raft.tracker().Progress[raftID(id)]; p == nil || !p.IsLearner {
		return id.String() + " is no learner"
	}
	return ""
}

func (s *server) noChange(r Reconfigure) string {
	all := slices.Concat(r.Voters, r.Learners, r.Remove)
	if len(all) == 0 {
		return "nothing is to change"
	}
	for i, id := range all {
		if why := s.noServer(id); why != "" {
			return why
		}
		if slices.Contains(all[:i], id) {
			return id.String() + " is named twice"
		}
	}
	for _, id := range r.Remove {
		if why := s.noMember(id); why != "" {
			return why
		}
	}
	return ""
}
