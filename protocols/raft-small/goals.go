package raftsmall

import (
	"iter"
	"slices"

	"quorumlab/protocols/engine"
)

// The forms of goals. A field that is left out means any.
type (
	statusForm struct {
		Node engine.NodeID `arg:"true" optional:"true" help:"which server; left out: any"`
		Term int           `help:"in which term; left out: any"`
	}
	serverForm struct {
		Node engine.NodeID `arg:"true" optional:"true" help:"which server; left out: the highest of all"`
	}
	indexForm struct {
		Node  engine.NodeID `arg:"true" optional:"true" help:"which server; left out: any"`
		Index int           `help:"which entry; left out: the last"`
	}
	entryForm struct {
		Value string        `arg:"true" help:"what the entry says"`
		Node  engine.NodeID `arg:"true" optional:"true" help:"which server; left out: any"`
	}
	lostForm struct {
		Value string `arg:"true" help:"what the entry says"`
	}
	memberForm struct {
		Node engine.NodeID `arg:"true" help:"which server"`
		Of   engine.NodeID `help:"by whose newest configuration; left out: by that of the most up-to-date log"`
	}
	termForm struct {
		Term int `help:"in which term; left out: any"`
	}
	jointForm struct {
		Node engine.NodeID `arg:"true" optional:"true" help:"by whose newest configuration; left out: anybody's"`
	}
	noForm struct{}
)

func goals() []engine.Goal {
	is := func(name, help string, want status) engine.Goal {
		return engine.When(name, help, func(g *engine.Global, f statusForm) bool {
			for _, s := range chosen(g, f.Node) {
				if s.status == want && (f.Term == 0 || f.Term == s.Term) {
					return true
				}
			}
			return false
		})
	}
	return []engine.Goal{
		is("leader", "whether a server leads", leader),
		is("follower", "whether a server follows", follower),
		is("candidate", "whether a server asks for votes", candidate),
		engine.Measure("leaders", "how many servers take themselves for the leader", countLeaders),
		engine.Measure("term", "the term of a server, or the highest of all", highestTerm),
		engine.Measure("commit", "the index up to which a server knows entries to be committed; with index=, only once it is that far", highestCommit),
		engine.Measure("last", "the index of a server's last entry, or the highest of all", highestLast),
		engine.Measure("stored", "on how many servers' logs an entry with this value is", countStored),
		engine.When("committed", "whether an entry with this value is committed", isCommitted),
		engine.When("lost", "whether no leader can have an entry with this value: one whose own term's entry is committed lacks it", isLost),
		engine.Measure("voters", "by how many servers is voted, by a server's newest configuration, or that of the leader of the highest term; while C_old,new decides, by how many of the old", countVoters),
		engine.When("member", "whether a server is a member, during a change an old or a new one", isMember),
		engine.When("joint", "whether C_old,new decides", isJoint),
		engine.When("agree", "whether all members that are up have the same log and have applied all of it", allAgree),
	}
}

// chosen ranges over one server, or all of those that are up.
func chosen(g *engine.Global, node engine.NodeID) iter.Seq2[engine.NodeID, *server] {
	return func(yield func(engine.NodeID, *server) bool) {
		for id, s := range engine.Each[*server](g) {
			if (node == 0 || node == id) && !yield(id, s) {
				return
			}
		}
	}
}

func countLeaders(g *engine.Global, f termForm) (n int64) {
	for _, s := range chosen(g, 0) {
		if s.status == leader && (f.Term == 0 || f.Term == s.Term) {
			n++
		}
	}
	return n
}

func highestTerm(g *engine.Global, f serverForm) (n int64) {
	for _, s := range chosen(g, f.Node) {
		n = max(n, int64(s.Term))
	}
	return n
}

func highestCommit(g *engine.Global, f indexForm) (n int64) {
	for _, s := range chosen(g, f.Node) {
		if s.commit >= f.Index {
			n = max(n, int64(s.commit))
		}
	}
	return n
}

func highestLast(g *engine.Global, f serverForm) (n int64) {
	for _, s := range chosen(g, f.Node) {
		n = max(n, int64(s.last()))
	}
	return n
}

// says tells whether one of the first entries has a value.
func (s *server) says(value string, upTo int) bool {
	return slices.ContainsFunc(s.log[:upTo], func(e Entry) bool { return !e.isConfig() && e.Value == value })
}

func countStored(g *engine.Global, f entryForm) (n int64) {
	for _, s := range chosen(g, f.Node) {
		if s.says(f.Value, s.last()) {
			n++
		}
	}
	return n
}

func isCommitted(g *engine.Global, f entryForm) bool {
	for _, s := range chosen(g, f.Node) {
		if s.says(f.Value, s.commit) {
			return true
		}
	}
	return false
}

// ruling is the leader of the highest term; nil for none.
func ruling(g *engine.Global) (first *server) {
	for _, s := range chosen(g, 0) {
		if s.status == leader && (first == nil || s.Term > first.Term) {
			first = s
		}
	}
	return first
}

// isLost rests on the safety of the protocol: whatever a later leader has, it has what this one has committed.
func isLost(g *engine.Global, f lostForm) bool {
	s := ruling(g)
	return s != nil && s.commit > 0 && s.term(s.commit) == s.Term && !s.says(f.Value, s.last())
}

func countVoters(g *engine.Global, f serverForm) int64 {
	s := ruling(g)
	if f.Node != 0 {
		s, _ = engine.Find[*server](g, f.Node)
	} else if s == nil {
		s = foremost(g)
	}
	if s == nil {
		return 0
	}
	now := s.newest()
	if now.joint() {
		return int64(now.Old.size())
	}
	return int64(now.New.size())
}

// foremost is the server with the most up-to-date log; nil when none is up.
func foremost(g *engine.Global) (most *server) {
	for _, s := range chosen(g, 0) {
		if most == nil || !s.upToDate(most.term(most.last()), most.last()) {
			most = s
		}
	}
	return most
}

func isMember(g *engine.Global, f memberForm) bool {
	s := foremost(g)
	if f.Of != 0 {
		s, _ = engine.Find[*server](g, f.Of)
	}
	return s != nil && s.newest().all().has(f.Node)
}

func isJoint(g *engine.Global, f jointForm) bool {
	for _, s := range chosen(g, f.Node) {
		if s.newest().joint() {
			return true
		}
	}
	return false
}

func allAgree(g *engine.Global, _ noForm) bool {
	first := foremost(g)
	if first == nil || first.last() == 0 {
		return false
	}
	for id, s := range chosen(g, 0) {
		if first.newest().all().has(id) && (s.commit != s.last() || !slices.Equal(s.log, first.log)) {
			return false
		}
	}
	return true
}
