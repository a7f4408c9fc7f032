package twophasespec

import "quorumlab/protocols/engine"

// An rm is one resource manager.
type rm struct {
	engine.Config[Params]
	status status // rmState[rm]
}

func (r *rm) Step(in engine.Input, out *engine.Out) {
	switch in.Event.(type) {
	case engine.Start:
		out.SetTimerIn(RMPrepare{}, r.Params.RMPrepare)
		out.SetTimerIn(RMChooseToAbort{}, r.Params.RMChooseToAbort)
	case RMPrepare:
		r.prepare(out)
	case RMChooseToAbort:
		r.chooseToAbort(out)
	case Commit:
		out.Note("% commits: % says that all are prepared.", r.ID, in.From)
		r.decide(committed, out)
	case Abort:
		r.abort(in.From, out)
	}
}

func (r *rm) prepare(out *engine.Out) {
	r.status = prepared
	out.Note("% is prepared, and says so. From now on it may not decide alone.", r.ID)
	out.Send(engine.ID('t', 1), Prepared{})
	if !r.Params.BreakPromise {
		out.CancelTimer(RMChooseToAbort{})
	}
}

func (r *rm) chooseToAbort(out *engine.Out) {
	if r.status == prepared {
		out.Note("% chooses to abort, and breaks its promise: it has said that it is prepared.", r.ID)
	} else {
		out.Note("% chooses to abort: it is not prepared yet, so it may.", r.ID)
	}
	r.decide(aborted, out)
}

func (r *rm) abort(tm engine.NodeID, out *engine.Out) {
	if r.status == aborted {
		out.Aside("% has aborted already.", r.ID)
	} else {
		out.Note("% aborts: % says so.", r.ID, tm)
	}
	r.decide(aborted, out)
}

func (r *rm) decide(s status, out *engine.Out) {
	r.status = s
	out.CancelTimer(RMPrepare{})
	out.CancelTimer(RMChooseToAbort{})
}
