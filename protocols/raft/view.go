package raft

import (
	"strconv"

	lib "go.etcd.io/etcd/raft/v3"
	"go.etcd.io/etcd/raft/v3/tracker"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/engine/order"
)

// The names of statuses and panels.
const (
	statusLeader       = "leader"
	statusCandidate    = "candidate"
	statusPreCandidate = "pre-candidate"
	statusFollower     = "follower"
	statusLearner      = "learner"
	statusOutsider     = "outsider"
	statusHalted       = "halted"
	statusIdle         = "idle"
	statusWaiting      = "waiting"

	panelLogs  = "logs"
	panelStore = "store"
)

// What a panel shows at most of one server.
const (
	cellsMax = 48
	keysMax  = 24
)

func statuses() []engine.Status {
	return []engine.Status{
		{Name: statusLeader, Shape: engine.Double, Means: "puts requests into the log and sends them to the others"},
		{Name: statusCandidate, Shape: engine.Diamond, Means: "asks for votes in its term"},
		{Name: statusPreCandidate, Shape: engine.Diamond, Means: "asks whether it would win, before it begins a term"},
		{Name: statusFollower, Shape: engine.Circle, Means: "takes what its leader sends, and waits"},
		{Name: statusLearner, Shape: engine.Dashed, Means: "gets the log, and counts for no majority"},
		{Name: statusOutsider, Shape: engine.Dashed, Means: "is no member: it counts for no majority"},
		{Name: statusHalted, Shape: engine.Octagon, Means: "can't go on with what is on its disk"},
		{Name: statusIdle, Shape: engine.Pill, Means: "a client with nothing open"},
		{Name: statusWaiting, Shape: engine.Pill, Means: "a client that waits for an answer"},
	}
}

func panels() []engine.Panel {
	return []engine.Panel{
		{Name: panelLogs, Kind: engine.LogPanel, Legend: "filled: committed; the colour is the entry's term"},
		{Name: panelStore, Kind: engine.TablePanel, Legend: "what each server has applied"},
	}
}

func (s *server) status() string {
	if s.halted != "" {
		return statusHalted
	}
	switch p := s.progress(); {
	case s.leads():
		return statusLeader
	case p == nil:
		return statusOutsider
	case p.IsLearner:
		return statusLearner
	}
	switch s.raft.state() {
	case lib.StateCandidate:
		return statusCandidate
	case lib.StatePreCandidate:
		return statusPreCandidate
	}
	return statusFollower
}

// View is a server's picture.
func (s *server) View(v *engine.View) {
	v.Status(s.status())
	if s.rn == nil {
		v.Epoch(int64(s.log.hard.Term))
		v.Field("halted", s.halted)
		return
	}
	v.Epoch(int64(s.raft.term()))
	campaigning := s.raft.state() == lib.StateCandidate || s.raft.state() == lib.StatePreCandidate
	if campaigning {
		yes, _ := s.votes()
		v.Tally("% votes", yes.String())
	}
	if v.Brief() {
		return
	}
	s.viewFields(v)
	s.viewClock(v)
	s.viewLog(v.Row(panelLogs))
	s.viewStore(v.Row(panelStore))
}

func (s *server) viewFields(v *engine.View) {
	r := s.raft
	v.Field("term", r.term())
	v.Field("vote", named(r.vote()))
	v.Field("leader", named(r.lead()))
	s.viewExtent(v)
	v.Field("commit", r.committed())
	v.Field("applied", s.store.applied)
	s.viewMembers(v)
	if t := r.transferee(); t != lib.None {
		v.Field("hands over to", named(t))
	}
	if r.state() == lib.StateLeader {
		s.rn.WithProgress(func(id uint64, _ lib.ProgressType, p tracker.Progress) {
			if id != raftID(s.ID) {
				v.Fieldf("match "+serverID(id).String(), "%, next %, %", p.Match, p.Next, progressWord(&p))
			}
		})
	}
	if n := len(s.pending); n > 0 {
		v.Fieldf("waiting", "% requests", n)
	}
	for i := range s.reads {
		s.reads[i].view(v)
	}
	if s.halted != "" {
		v.Field("halted", s.halted)
	}
}

func (s *server) viewExtent(v *engine.View) {
	begin, last := s.log.begin(), s.log.last()
	switch term := s.log.at(last).Term; {
	case last == 0:
		v.Field("log", "empty")
	case begin == 0:
		v.Fieldf("log", "up to entry %, of term %", last, term)
	case begin == last:
		v.Fieldf("log", "a snapshot up to entry %, of term %", begin, term)
	default:
		v.Fieldf("log", "a snapshot up to entry %, then up to entry %, of term %", begin, last, term)
	}
}

// viewMembers shows who decides.
func (s *server) viewMembers(v *engine.View) {
	t := s.raft.tracker()
	v.Field("voters", someNames(t.Voters[0].Slice()))
	if len(t.Voters[1]) > 0 {
		v.Fieldf("old voters", "%, whose majority counts too", names(t.Voters[1].Slice()))
	}
	if ids := t.LearnerNodes(); len(ids) > 0 {
		v.Field("learners", names(ids))
	}
}

func someNames(ids []uint64) string {
	if len(ids) == 0 {
		return "none known"
	}
	return names(ids)
}

func named(id uint64) string {
	if id == lib.None {
		return "none"
	}
	return serverID(id).String()
}

// progressWord is how a leader sends to a follower.
func progressWord(p *tracker.Progress) string {
	switch {
	case p.State == tracker.StateProbe && p.ProbeSent:
		return "probing, waits"
	case p.State == tracker.StateProbe:
		return "probing"
	case p.State == tracker.StateReplicate:
		return "streaming"
	}
	return "was sent a snapshot, waits"
}

// viewClock shows the timer that the library itself counts.
func (s *server) viewClock(v *engine.View) {
	if s.armed != byTick {
		return
	}
	r := s.raft
	switch {
	case r.state() == lib.StateLeader:
		v.Clock("heartbeat", tick{}, s.ticks(r.heartbeatElapsed()), s.ticks(r.heartbeatTimeout()))
	case s.promotable():
		v.Clock("election", tick{}, s.ticks(r.electionElapsed()), s.ticks(r.randomized()))
	}
}

func (s *server) viewLog(row *engine.Row) {
	begin := s.log.begin()
	first := begin + 1
	if begin > 0 {
		row.Cells = append(row.Cells, engine.Cell{Text: "snapshot", Epoch: int64(s.log.at(begin).Term), Mark: engine.Committed, At: int(begin)})
	}
	if last := s.log.last(); last-begin > cellsMax {
		first = last - cellsMax + 1
	}
	commit := s.raft.committed()
	for i := first; i <= s.log.last(); i++ {
		e := s.log.at(i)
		mark := engine.Unmarked
		if i <= commit {
			mark = engine.Committed
		}
		row.Cells = append(row.Cells, engine.Cell{Text: entryLabel(e), Epoch: int64(e.Term), Mark: mark, At: int(i)})
	}
	row.Bar = int(commit)
}

func (s *server) viewStore(row *engine.Row) {
	keys := order.Keys(s.store.values)
	for i, k := range keys {
		if i == keysMax {
			row.Cell("and "+strconv.Itoa(len(keys)-i)+" more", 0, engine.Unmarked)
			return
		}
		row.Cell(engine.Plain(k)+"="+engine.Plain(s.store.values[k]), 0, engine.Unmarked)
	}
}

// View is a client's picture.
func (c *client) View(v *engine.View) {
	if !c.open {
		v.Status(statusIdle)
	} else {
		v.Status(statusWaiting)
	}
	if v.Brief() {
		return
	}
	v.Fieldf("session", "%, % requests", c.session, c.seq)
	if c.open {
		v.Field("asks for", c.op.labelled(c.how))
		v.Fieldf("asked", "%, % tries", c.asked, c.tries)
	}
	if c.leader != 0 {
		v.Field("leader", c.leader)
	}
	if c.gets > 0 {
		v.Field("last read", quoteValue(c.got))
	}
}
