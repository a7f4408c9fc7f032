package raft

import (
	lib "go.etcd.io/etcd/raft/v3"
	"go.etcd.io/etcd/raft/v3/tracker"

	"quorumlab/protocols/engine"
)

// How servers count time: the values of the parameter timers.
const (
	timersTicks    = "ticks"
	timersTimeouts = "timeouts"
	timersNone     = "none"
)

// The timers of a server.
type (
	// tick is the timer by which the library counts time.
	tick struct{}
	// electionTimeout stands for all the ticks of a wait for a leader, or for votes: a search, in which each timer that
	// fires is a step, would drown in ticks.
	electionTimeout struct{}
	// heartbeatTimeout stands for all the ticks between two heartbeats.
	heartbeatTimeout struct{}
)

// A timing is which timer a server has armed.
type timing uint8

const (
	untimed timing = iota
	byTick
	byElection
	byHeartbeat
)

// due is the timer that the server should have armed.
func (s *server) due() timing {
	switch {
	case s.halted != "" || s.Params.Timers == timersNone:
		return untimed
	case s.Params.Timers == timersTicks:
		return byTick
	case s.leads():
		return byHeartbeat
	case s.promotable():
		return byElection
	}
	return untimed
}

// keepTime arms the timer that is due, in place of another one. A wait for a leader that has begun anew has its time anew.
func (s *server) keepTime(out *engine.Out) {
	due := s.due()
	if due == s.armed && !(due == byElection && s.raft.electionElapsed() == 0) {
		return
	}
	if due != s.armed {
		s.disarm(out)
	}
	switch s.armed = due; due {
	case byTick:
		out.SetTimer(tick{}, s.Params.Tick)
	case byElection:
		out.SetTimerIn(electionTimeout{}, engine.Between(s.ticks(s.raft.electionTimeout()), s.ticks(2*s.raft.electionTimeout()-1)))
	case byHeartbeat:
		out.SetTimer(heartbeatTimeout{}, s.ticks(s.raft.heartbeatTimeout()))
	}
}

func (s *server) disarm(out *engine.Out) {
	switch s.armed {
	case byTick:
		out.CancelTimer(tick{})
	case byElection:
		out.CancelTimer(electionTimeout{})
	case byHeartbeat:
		out.CancelTimer(heartbeatTimeout{})
	}
	s.armed = untimed
}

// forget wipes out what makes no difference any more, where a timer stands for a whole count of ticks: two servers that
// will do the same from now on are then alike, and a search takes them for one state.
func (s *server) forget() {
	s.forgetTicks()
	inflight := s.raft.tracker().MaxInflight
	s.raft.tracker().Visit(func(_ uint64, p *tracker.Progress) {
		switch {
		case !s.leads(): // whoever comes to lead begins with all of this anew
			*p = tracker.Progress{Next: 1, IsLearner: p.IsLearner, Inflights: tracker.NewInflights(inflight)}
		case p.Inflights.Count() == 0: // what it has held lies on in its buffer
			p.Inflights = tracker.NewInflights(inflight)
		}
	})
}

// forgetTicks: a count of 1 says that the wait goes on, and 0, as the library leaves it, that it has begun anew. What a
// leader counts towards a check of its quorum, or the end of a handover, stays: that takes several heartbeats.
func (s *server) forgetTicks() {
	r := s.raft
	r.setRandomized(r.electionTimeout())
	r.setHeartbeatElapsed(0)
	switch {
	case !s.leads():
		r.setElectionElapsed(1)
	case !s.checksQuorum() && r.transferee() == lib.None:
		r.setElectionElapsed(0)
	}
}

// fire is a timer that has fired.
func (s *server) fire(t timing) {
	s.armed = untimed
	switch t {
	case byTick:
		led := s.leads()
		s.rn.Tick()
		if !led && s.raft.electionElapsed() == 0 {
			s.campaigns++
		}
	case byElection:
		s.waitOut()
	case byHeartbeat:
		s.beat()
	}
}

// waitOut lets the library count until it campaigns.
func (s *server) waitOut() {
	for s.promotable() && s.raft.electionElapsed() > 0 {
		s.rn.Tick()
	}
}

// beat lets the library count until it sends its heartbeats, or has stopped to lead for want of a quorum.
func (s *server) beat() {
	for range s.raft.heartbeatTimeout() {
		if s.leads() {
			s.rn.Tick()
		}
	}
}

// promotable tells whether the server may campaign: it is a voter.
func (s *server) promotable() bool {
	p := s.progress()
	return p != nil && !p.IsLearner
}

// progress is what the library's node keeps of this server itself; nil when it is no member.
func (s *server) progress() *tracker.Progress { return s.raft.tracker().Progress[raftID(s.ID)] }
