package paxosspec

import (
	"slices"

	"quorumlab/protocols/engine"
)

// none is the module's -1 of ballots and its None of values.
const none int8 = -1

// An acceptor has the module's variables of one acceptor.
type acceptor struct {
	maxBal  int8 // the highest ballot that it has taken part in
	maxVBal int8 // the highest ballot that it has voted in
	maxVal  int8 // what it voted for there
}

// A node is the whole specification.
type node struct {
	engine.Config[Params]
	start     start
	acceptors []acceptor // acceptor 1, 2, …
	msgs      []message  // all ever sent, in order
}

func (n *node) Step(in engine.Input, out *engine.Out) {
	was := n.enabled()
	switch e := in.Event.(type) {
	case engine.Start:
		was = nil
	case Phase1a:
		n.send(message{Type: "1a", Bal: e.Bal})
		out.Note("Ballot % begins: its leader asks all acceptors to promise.", e.Bal)
	case Phase1b:
		n.promise(e, out)
	case Phase2a:
		n.propose(e, out)
	case Phase2b:
		n.vote(e, out)
	}
	n.arm(was, out)
}

func (n *node) promise(e Phase1b, out *engine.Out) {
	a := &n.acceptors[e.Acc-1]
	if a.maxVBal == none {
		out.Note("Acceptor % promises ballot %, and to vote in no lower one. It has not voted yet.", e.Acc, e.Bal)
	} else {
		out.Note("Acceptor % promises ballot %, and to vote in no lower one. Its last vote was for v%, in ballot %.", e.Acc, e.Bal, a.maxVal, a.maxVBal)
	}
	a.maxBal = e.Bal
	n.send(message{Type: "1b", Acc: e.Acc, Bal: e.Bal, MBal: a.maxVBal, Val: a.maxVal})
}

func (n *node) propose(e Phase2a, out *engine.Out) {
	switch latest, ok := n.shown(e.Bal, e.Val); {
	case !ok:
		out.Note("Ballot % proposes v%, whatever the promises say.", e.Bal, e.Val)
	case latest == none:
		out.Note("Ballot % proposes v%: nobody of a quorum that has promised has voted, so any value will do.", e.Bal, e.Val)
	default:
		out.Note("Ballot % proposes v%: of a quorum that has promised, the latest vote was for v%, in ballot %.", e.Bal, e.Val, e.Val, latest)
	}
	n.send(message{Type: "2a", Bal: e.Bal, Val: e.Val})
}

func (n *node) vote(e Phase2b, out *engine.Out) {
	a, v := &n.acceptors[e.Acc-1], n.proposed(e.Bal)
	if a.maxBal > e.Bal {
		out.Note("Acceptor % votes for v% in ballot %, and breaks its promise: it has promised ballot %.", e.Acc, v, e.Bal, a.maxBal)
	} else {
		out.Note("Acceptor % votes for v% in ballot %.", e.Acc, v, e.Bal)
	}
	*a = acceptor{e.Bal, e.Bal, v}
	n.send(message{Type: "2b", Acc: e.Acc, Bal: e.Bal, Val: v})
	if votes := n.votes(e.Bal, v); votes == n.quorum() {
		out.Note("v% is chosen: % of % acceptors have voted for it in ballot %.", v, votes, len(n.acceptors), e.Bal)
	}
}

// arm arms what has become enabled and disarms what no longer is.
func (n *node) arm(was []any, out *engine.Out) {
	is := n.enabled()
	for _, action := range is {
		if !slices.Contains(was, action) {
			out.SetTimerIn(action, n.time(action))
		}
	}
	for _, action := range was {
		if !slices.Contains(is, action) {
			out.CancelTimer(action)
		}
	}
}

// time is how long an action takes.
func (n *node) time(action any) engine.Dist {
	switch action.(type) {
	case Phase1a:
		return n.Params.Phase1a
	case Phase1b:
		return n.Params.Phase1b
	case Phase2a:
		return n.Params.Phase2a
	}
	return n.Params.Phase2b
}
