package raftsmall

import "quorumlab/protocols/engine"

// The names of statuses and of the panel.
const (
	statusLeader    = "leader"
	statusCandidate = "candidate"
	statusFollower  = "follower"
	statusOutsider  = "outsider"

	panelLogs = "logs"
)

// cellsMax is how many entries the panel shows of one server at most: the last ones.
const cellsMax = 48

func statuses() []engine.Status {
	return []engine.Status{
		{Name: statusLeader, Shape: engine.Double, Means: "puts values into the log and sends them to the others"},
		{Name: statusCandidate, Shape: engine.Diamond, Means: "asks for votes in its term"},
		{Name: statusFollower, Shape: engine.Circle, Means: "takes what its leader sends, and waits"},
		{Name: statusOutsider, Shape: engine.Dashed, Means: "is no member: it counts for no majority"},
	}
}

func panels() []engine.Panel {
	return []engine.Panel{{Name: panelLogs, Kind: engine.LogPanel, Legend: "filled: known to be committed; the colour is the entry's term"}}
}

func spans() []engine.Span {
	return []engine.Span{{Name: "leads", Means: "believes that it leads",
		Holds: engine.SpanOf(func(s *server) (bool, engine.Time) { return s.status == leader, 0 })}}
}

func (s *server) shown() string {
	switch {
	case s.status == leader:
		return statusLeader
	case s.status == candidate:
		return statusCandidate
	case s.outside():
		return statusOutsider
	}
	return statusFollower
}

// View is a server's picture.
func (s *server) View(v *engine.View) {
	v.Status(s.shown())
	v.Epoch(int64(s.Term))
	if s.status == candidate {
		v.Tally("% votes", s.newest().count(s.votes))
	}
	if v.Brief() {
		return
	}
	v.Field("current term", s.Term)
	if s.Vote == 0 {
		v.Field("voted for", "nobody")
	} else {
		v.Field("voted for", s.Vote)
	}
	if s.last() == 0 {
		v.Field("log", "empty")
	} else {
		v.Fieldf("log", "up to entry %, of term %", s.last(), s.term(s.last()))
	}
	v.Field("commit index", s.commit)
	v.Fieldf("decides", "%", s.newest().String())
	for _, p := range s.others {
		v.Fieldf("match "+p.id.String(), "%, next %", p.match, p.next)
	}
	if n := len(s.pending); n > 0 {
		v.Field("open operations", n)
	}
	s.viewLog(v.Row(panelLogs))
}

func (s *server) viewLog(row *engine.Row) {
	for i := max(1, s.last()-cellsMax+1); i <= s.last(); i++ {
		e := s.log[i-1]
		mark := engine.Unmarked
		if i <= s.commit {
			mark = engine.Committed
		}
		row.Cells = append(row.Cells, engine.Cell{Text: e.label(), Epoch: int64(e.Term), Mark: mark, At: i})
	}
	row.Bar = s.commit
}
