package raft

import (
	"iter"

	lib "go.etcd.io/etcd/raft/v3"

	"quorumlab/protocols/engine"
)

// The forms of goals. A field that is left out means any.
type (
	statusForm struct {
		Node engine.NodeID `arg:"true" optional:"true" help:"which server; left out: any"`
		Term uint64        `help:"in which term; left out: any"`
	}
	serverForm struct {
		Node engine.NodeID `arg:"true" optional:"true" help:"which server; left out: the highest of all"`
	}
	indexForm struct {
		Node  engine.NodeID `arg:"true" optional:"true" help:"which server; left out: any"`
		Index uint64        `help:"which entry; left out: the last"`
	}
	entryForm struct {
		Value string        `arg:"true" help:"the value that the entry writes"`
		Node  engine.NodeID `arg:"true" optional:"true" help:"which server; left out: any"`
	}
	lostForm struct {
		Value string `arg:"true" help:"the value that the entry writes"`
	}
	valueForm struct {
		Node engine.NodeID `arg:"true" optional:"true" help:"which server; left out: the one that has applied most"`
		Key  string
		Is   string `help:"the value; left out: the empty one"`
	}
	readForm struct {
		Client engine.NodeID `arg:"true" help:"which client"`
		Is     string        `help:"the value; left out: the empty one"`
	}
	termForm struct {
		Term uint64 `help:"in which term; left out: any"`
	}
	noForm struct{}
)

func goals() []engine.Goal {
	return []engine.Goal{
		engine.When("leader", "whether a server leads", func(g *engine.Global, f statusForm) bool { return f.any(g, lib.StateLeader) }),
		engine.When("follower", "whether a server follows", func(g *engine.Global, f statusForm) bool { return f.any(g, lib.StateFollower) }),
		engine.When("candidate", "whether a server asks for votes", func(g *engine.Global, f statusForm) bool {
			return f.any(g, lib.StateCandidate) || f.any(g, lib.StatePreCandidate)
		}),
		engine.Measure("leaders", "how many servers take themselves for the leader", countLeaders),
		engine.Measure("term", "the term of a server, or the highest of all", highestTerm),
		engine.Measure("commit", "the index up to which a server knows entries to be committed; with index=, only once it is that far", highestCommit),
		engine.Measure("last", "the index of a server's last entry, or the highest of all", highestLast),
		engine.Measure("stored", "on how many servers' logs an entry that writes this value is", countStored),
		engine.When("committed", "whether an entry that writes this value is committed", isCommitted),
		engine.When("lost", "whether no leader can have an entry that writes this value: one whose own term's entry is committed lacks it. Of what a snapshot has replaced that can't be said", isLost),
		engine.Measure("voters", "by how many servers is voted, as a server knows, or the leader of the highest term; while a change is under way, as before it", countVoters),
		engine.When("value", "whether a key has this value", hasValue),
		engine.When("read", "whether a client's last get was answered with this value", hasRead),
		engine.When("agree", "whether all members that are up have the same log and have applied all of it", allAgree),
	}
}

func (f statusForm) any(g *engine.Global, state lib.StateType) bool {
	for _, s := range chosen(g, f.Node) {
		if s.raft.state() == state && (f.Term == 0 || f.Term == s.raft.term()) {
			return true
		}
	}
	return false
}

// chosen ranges over one server, or all of those that take part.
func chosen(g *engine.Global, node engine.NodeID) iter.Seq2[engine.NodeID, *server] {
	return func(yield func(engine.NodeID, *server) bool) {
		for id, s := range running(g) {
			if (node == 0 || node == id) && s.halted == "" && !yield(id, s) {
				return
			}
		}
	}
}

func countLeaders(g *engine.Global, f termForm) (n int64) {
	for _, s := range chosen(g, 0) {
		if s.leads() && (f.Term == 0 || f.Term == s.raft.term()) {
			n++
		}
	}
	return n
}

func highestTerm(g *engine.Global, f serverForm) (n int64) {
	for _, s := range chosen(g, f.Node) {
		n = max(n, int64(s.raft.term()))
	}
	return n
}

func highestCommit(g *engine.Global, f indexForm) (n int64) {
	for _, s := range chosen(g, f.Node) {
		if c := s.raft.committed(); c >= f.Index {
			n = max(n, int64(c))
		}
	}
	return n
}

func highestLast(g *engine.Global, f serverForm) (n int64) {
	for _, s := range chosen(g, f.Node) {
		n = max(n, int64(s.log.last()))
	}
	return n
}

// holds tells whether an entry up to some index writes a value. Of entries that a snapshot has replaced it knows what is left.
func (s *server) holds(value string, upTo uint64) bool {
	for i := upTo; i > s.log.begin(); i-- {
		if q, ok := requestOf(s.log.at(i)); ok && q.Op.Value == value && (q.Op.Verb == verbPut || q.Op.Verb == verbSwap) {
			return true
		}
	}
	if s.log.begin() == 0 {
		return false
	}
	for _, v := range s.store.values { // order: any will do
		if v == value {
			return true
		}
	}
	return false
}

func countStored(g *engine.Global, f entryForm) (n int64) {
	for _, s := range chosen(g, f.Node) {
		if s.holds(f.Value, s.log.last()) {
			n++
		}
	}
	return n
}

func isCommitted(g *engine.Global, f entryForm) bool {
	for _, s := range chosen(g, f.Node) {
		if s.holds(f.Value, s.raft.committed()) {
			return true
		}
	}
	return false
}

// ruling is the leader of the highest term; nil for none.
func ruling(g *engine.Global) (first *server) {
	for _, s := range chosen(g, 0) {
		if s.leads() && (first == nil || s.raft.term() > first.raft.term()) {
			first = s
		}
	}
	return first
}

// isLost rests on the safety of the protocol: whatever a later leader has, it has what this one has committed.
func isLost(g *engine.Global, f lostForm) bool {
	s := ruling(g)
	if s == nil || s.log.begin() > 0 {
		return false
	}
	at := s.raft.committed()
	return at > 0 && s.log.at(at).Term == s.raft.term() && !s.holds(f.Value, s.log.last())
}

func countVoters(g *engine.Global, f serverForm) int64 {
	s := ruling(g)
	if f.Node != 0 || s == nil {
		s = foremost(g, f.Node)
	}
	if s == nil {
		return 0
	}
	is := s.raft.tracker().Voters
	if len(is[1]) > 0 {
		return int64(len(is[1]))
	}
	return int64(len(is[0]))
}

func hasValue(g *engine.Global, f valueForm) bool {
	most := foremost(g, f.Node)
	return most != nil && most.store.values[f.Key] == f.Is
}

// foremost is the server that has applied most, of all or of one; nil for none.
func foremost(g *engine.Global, node engine.NodeID) (most *server) {
	for _, s := range chosen(g, node) {
		if most == nil || s.store.applied > most.store.applied {
			most = s
		}
	}
	return most
}

func hasRead(g *engine.Global, f readForm) bool {
	c, ok := engine.Find[*client](g, f.Client)
	return ok && c.gets > 0 && c.got == f.Is
}

func allAgree(g *engine.Global, _ noForm) bool {
	most := foremost(g, 0)
	if most == nil || most.log.last() == 0 {
		return false
	}
	last := most.log.last()
	for id, s := range chosen(g, 0) {
		if most.raft.tracker().Progress[raftID(id)] == nil {
			continue // as far as is known, it is no member
		}
		if s.store.applied != last || s.log.last() != last || s.log.sum(last) != most.log.sum(last) {
			return false
		}
	}
	return true
}
