package twophase

import "quorumlab/protocols/engine"

// told takes an outcome from the coordinator, or from a participant that knows it.
func (p *participant) told(from engine.NodeID, id ID, tx string, commit bool, out *engine.Out) {
	i := p.doubtOf(id)
	k, settled := p.known.find(id)
	switch {
	case i >= 0 && commit:
		after := p.after(i)
		out.Note("% is told by % that % is committed: %.", p.ID, from, tx, holdingsInWords(after))
		p.settle(i, record{Kind: committed, ID: id, Tx: tx, After: after}, out)
	case i >= 0:
		out.Note("% is told by % that % is aborted. It unlocks its accounts.", p.ID, from, tx)
		p.settle(i, record{Kind: aborted, ID: id, Tx: tx}, out)
		return
	case commit && settled && !p.known[k].Committed:
		out.Note("% is told by % that % is committed. It has aborted it by itself, and can't go back.", p.ID, from, tx)
		return
	case !commit && settled && p.known[k].Committed:
		out.Note("% is told by % that % is aborted. It has committed it by itself, and can't go back.", p.ID, from, tx)
		return
	default:
		out.Aside("% is not in doubt about %.", p.ID, tx)
	}
	if commit && id.By == coordinatorID() && (i >= 0 || from == coordinatorID()) {
		out.Send(coordinatorID(), Ack{id, tx})
	}
}

// after is what is on the participant's accounts once a transaction in doubt has committed.
func (p *participant) after(i int) []Holding {
	hs := make([]Holding, 0, 2)
	for _, m := range p.doubts[i].Moves {
		if m.Account.Node == p.ID {
			hs = append(hs, Holding{m.Account.Name, p.account(m.Account.Name).Amount + m.Amount})
		}
	}
	return hs
}

// settle ends a doubt.
func (p *participant) settle(i int, r record, out *engine.Out) {
	op := p.doubts[i].Op
	p.write(r, out)
	out.CancelTimer(inDoubt{r.ID})
	switch {
	case op != 0 && r.Kind == committed:
		out.Return(op, Committed{})
	case op != 0:
		out.Return(op, Aborted{"not all voted yes in time"})
	}
	p.answerReaders(out)
}

// timeOut is when a participant in doubt has heard nothing for too long.
func (p *participant) timeOut(id ID, out *engine.Out) {
	i := p.doubtOf(id)
	if i < 0 {
		return
	}
	d := &p.doubts[i]
	switch {
	case p.Params.GivesUp:
		out.Note("% has heard nothing of %. It does not wait longer, and aborts it by itself, though it has voted yes.", p.ID, d.Tx)
		p.settle(i, record{Kind: aborted, ID: id, Tx: d.Tx}, out)
		return
	case p.Params.GuessesCommit:
		after := p.after(i)
		out.Note("% has heard nothing of %. It does not wait longer, and commits it by itself: %.", p.ID, d.Tx, holdingsInWords(after))
		p.settle(i, record{Kind: committed, ID: id, Tx: d.Tx, After: after}, out)
		return
	case d.Asked:
		out.Aside("% is still in doubt about %, and asks again.", p.ID, d.Tx)
	default:
		out.Note("% has heard nothing of %. It has voted yes, so it may not decide alone: it asks the coordinator and the others.", p.ID, d.Tx)
	}
	p.ask(d, out)
}

// ask asks the coordinator and the other participants for the outcome.
func (p *participant) ask(d *doubt, out *engine.Out) {
	var room, rest [participantsMax + 1]engine.NodeID
	all := participants(append(room[:0], coordinatorID()), d.Moves)
	out.Broadcast(others(rest[:0], all, p.ID), Inquire{d.ID, d.Tx, d.Asked})
	d.Asked = true
	out.SetTimer(inDoubt{d.ID}, p.Params.Doubt)
}

// inquire answers another participant that is in doubt, if it can.
func (p *participant) inquire(from engine.NodeID, e Inquire, out *engine.Out) {
	i, settled := p.known.find(e.ID)
	switch {
	case p.doubtOf(e.ID) >= 0 && e.Again:
		out.Aside("% is in doubt about % too, and still can't help %.", p.ID, e.Tx, from)
		return
	case p.doubtOf(e.ID) >= 0:
		out.Note("% asks %, which is in doubt about % too, and can't help.", from, p.ID, e.Tx)
		return
	case settled && p.known[i].Committed:
		out.Note("% tells % that % is committed.", p.ID, from, e.Tx)
		out.Send(from, Commit{e.ID, e.Tx})
		return
	case settled:
		out.Note("% tells % that % is aborted.", p.ID, from, e.Tx)
	case p.isOver(e.ID):
		out.Note("% is long over. Had it committed, % would know: so % tells it that it is aborted.", e.Tx, from, p.ID)
	default:
		out.Note("% has not voted on %, so it may abort it: it writes that down, will never vote yes, and tells %.", p.ID, e.Tx, from)
		p.write(record{Kind: aborted, ID: e.ID, Tx: e.Tx}, out)
		p.voted(e.ID, e.Tx, false, out)
	}
	out.Send(from, Abort{e.ID, e.Tx})
}
