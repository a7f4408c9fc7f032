package raftsmall

import (
	"slices"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/engine/say"
)

// The timers.
type (
	election  struct{} // no leader was heard for that long
	heartbeat struct{} // the followers have heard nothing for that long
)

// A status is what a server is in its term (§5.1).
type status uint8

const (
	follower status = iota
	candidate
	leader
)

// hard is what a server must not forget before it answers (Figure 2, "persistent state").
type hard struct {
	Term int           // currentTerm, from 0
	Vote engine.NodeID // votedFor, zero for nobody
}

// A progress is what a leader knows of another server's log. Invariant: match < next ≤ last index + 1.
type progress struct {
	id    engine.NodeID
	next  int // nextIndex: what it is sent next
	match int // matchIndex: its log is known to be the leader's up to there
}

// A server is one server of the cluster. All of it follows from what has happened; nothing counts or measures time.
type server struct {
	engine.Config[Params]
	hard
	log    []Entry
	first  set   // the members when the cluster was made: the configuration before the first one in the log
	config []int // the indexes of configurations in the log: derived from it
	commit int   // commitIndex, and lastApplied

	status  status
	votes   set        // a candidate's: who has voted for it
	others  []progress // a leader's: all others who are or were members, in order
	pending []pending  // operations begun here, by index
}

// Step is one input.
func (s *server) Step(in engine.Input, out *engine.Out) {
	switch e := in.Event.(type) {
	case engine.Start:
		s.start(e, out)
	case election:
		s.timeout(out)
	case heartbeat:
		s.beat(out)
	case RequestVote:
		s.voteFor(in.From, e, out)
	case RequestVoteReply:
		s.voted(in.From, e, out)
	case AppendEntries:
		s.take(in.From, e, out)
	case AppendEntriesReply:
		s.acknowledged(in.From, e, out)
	case Propose:
		s.propose(in.Op, e, out)
	case Campaign:
		s.campaignNow(in.Op, out)
	case Reconfigure:
		s.reconfigure(in.Op, e, out)
	}
}

// start begins a life with what is on the disk, as a follower.
func (s *server) start(e engine.Start, out *engine.Out) {
	s.load(e.Disk, out)
	if out.Explains() {
		s.sayStart(e.Restart, out)
	}
	s.wait(out)
}

// sayStart says what a server finds on its disk; of one that starts with all the others and finds nothing, nothing.
func (s *server) sayStart(restart bool, out *engine.Out) {
	log := "an empty log"
	if s.last() > 0 {
		log = say.Sprintf("a log up to entry %d", s.last())
	}
	switch {
	case s.outside():
		out.Note("% starts. It is no member of the cluster, and waits.", s.ID)
	case s.Vote != 0:
		out.Note("% starts with what is on its disk: term %, in which it voted for %, and %.", s.ID, s.Term, s.Vote, log)
	case s.Term != 0:
		out.Note("% starts with what is on its disk: term % and %.", s.ID, s.Term, log)
	case restart:
		out.Note("% is back. There is nothing on its disk.", s.ID)
	}
}

// wait begins a new election timeout. A server that knows that it is no member has nothing to wait for.
func (s *server) wait(out *engine.Out) {
	if s.Params.Timers && !s.outside() {
		out.SetTimerIn(election{}, s.Params.Election)
	} else {
		out.CancelTimer(election{})
	}
}

// enter goes to a term, or stays in it, with a vote. A later term makes every server a follower (Figure 2, "all servers").
// It tells whether that ended a reign: such a server has no election timer yet.
func (s *server) enter(h hard, from engine.NodeID, out *engine.Out) (deposed bool) {
	if h == s.hard {
		return false
	}
	was := s.hard
	s.hard = h
	out.Persist(diskHard, &s.hard)
	if h.Term == was.Term {
		return false
	}
	switch s.status {
	case leader:
		out.Note("% hears of term % from %, so it stops leading term %.", s.ID, h.Term, from, was.Term)
	case candidate:
		out.Note("% hears of term % from %, so it no longer asks for votes in term %.", s.ID, h.Term, from, was.Term)
	}
	return s.stepDown(out)
}

// stepDown makes a server a follower, and tells whether it was the leader. A candidate's election timer runs on.
func (s *server) stepDown(out *engine.Out) (deposed bool) {
	if deposed = s.status == leader; deposed {
		out.CancelTimer(heartbeat{})
	}
	s.status, s.votes, s.others = follower, 0, nil
	return deposed
}

// current takes in the term of an answer, and tells whether the answer is of the server's own term.
func (s *server) current(term int, from engine.NodeID, out *engine.Out) bool {
	if term > s.Term && s.enter(hard{Term: term}, from, out) {
		s.wait(out)
	}
	return term == s.Term
}

func (s *server) last() int { return len(s.log) }

// term is the term of an entry of the log; 0 before the first one.
func (s *server) term(index int) int {
	if index == 0 {
		return 0
	}
	return s.log[index-1].Term
}

// append puts entries at the end of the log, and on the disk.
func (s *server) append(out *engine.Out, es ...Entry) {
	for i := range es {
		out.Append(diskLog, &es[i])
		s.push(es[i])
	}
}

func (s *server) push(e Entry) {
	s.log = append(s.log, e)
	if e.isConfig() {
		s.config = append(s.config, s.last())
	}
}

// truncate keeps the entries before an index. Messages on their way have parts of the old log, so the new one is a copy.
func (s *server) truncate(index int, out *engine.Out) {
	out.Truncate(diskLog, index-1)
	s.log = slices.Clone(s.log[:index-1])
	s.commit = min(s.commit, s.last()) // less only where a known mistake has lost what was committed
	s.config = slices.DeleteFunc(s.config, func(i int) bool { return i >= index })
}
