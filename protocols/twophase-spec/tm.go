package twophasespec

import (
	"math/bits"
	"slices"

	"quorumlab/protocols/engine"
)

// A tm is the transaction manager.
type tm struct {
	engine.Config[Params]
	status   status // tmState: working is "init"; never prepared
	prepared rms    // tmPrepared: of whom it has received Prepared while it had not decided
}

// rms is a set of resource managers: bit i is the i-th of them, from 0.
type rms uint16

func (t *tm) Step(in engine.Input, out *engine.Out) {
	switch in.Event.(type) {
	case engine.Start:
		out.SetTimerIn(TMAbort{}, t.Params.TMAbort)
	case Prepared:
		t.receive(in.From, out)
	case TMCommit:
		out.Note("% commits: all % RMs are prepared.", t.ID, len(t.Of('r')))
		out.CancelTimer(TMAbort{})
		t.decide(committed, Commit{}, out)
	case TMAbort:
		out.Note("% aborts: it has not decided to commit, so it may.", t.ID)
		out.CancelTimer(TMCommit{})
		t.decide(aborted, Abort{}, out)
	}
}

// receive is TMRcvPrepared. An RM that joined later is none of the transaction's: RM is a constant of the module.
func (t *tm) receive(from engine.NodeID, out *engine.Out) {
	all := t.Of('r')
	i := slices.Index(all, from)
	if i < 0 {
		out.Aside("% does not count %, which joined after the transaction had begun.", t.ID, from)
		return
	}
	if t.status != working {
		out.Aside("% has decided already.", t.ID)
		return
	}
	t.prepared |= 1 << i
	out.Note("% hears that % is prepared, which makes % of %.", t.ID, from, t.prepared.count(), len(all))
	if t.prepared.count() == len(all) {
		out.SetTimerIn(TMCommit{}, t.Params.TMCommit)
	}
}

func (t *tm) decide(s status, order any, out *engine.Out) {
	t.status = s
	out.Broadcast(t.Of('r'), order)
}

func (s rms) count() int { return bits.OnesCount16(uint16(s)) }
