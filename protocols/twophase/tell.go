package twophase

import "quorumlab/protocols/engine"

// tell sends Commit to all whose Ack is missing, and will again.
func (c *coordinator) tell(t *tx, out *engine.Out) {
	var room [participantsMax]engine.NodeID
	out.Broadcast(c.missing(room[:0], t), Commit{t.ID, t.Name})
	out.SetTimer(resend{t.ID}, c.Params.Resend)
}

// missing appends to ids whose vote, or Ack, has not come.
func (c *coordinator) missing(ids []engine.NodeID, t *tx) []engine.NodeID {
	var room [participantsMax]engine.NodeID
	for i, id := range participants(room[:0], t.Moves) {
		if t.Missing&(1<<i) != 0 {
			ids = append(ids, id)
		}
	}
	return ids
}

// ack counts an Ack. When all have come nobody will ever ask, and the transaction is forgotten.
func (c *coordinator) ack(from engine.NodeID, e Ack, out *engine.Out) {
	i, ok := c.find(e.ID)
	if !ok || !c.txs[i].Committed {
		out.Aside("% has all Acks for % already.", c.ID, e.Tx)
		return
	}
	t := &c.txs[i]
	var room [participantsMax]engine.NodeID
	if t.Missing &^= bitOf(participants(room[:0], t.Moves), from); t.Missing != 0 {
		out.Aside("% has the Ack of % for %.", c.ID, from, e.Tx)
		return
	}
	out.Note("% has all Acks for %. Nobody will ask about it any more: it writes an end record, and forgets it.", c.ID, e.Tx)
	out.CancelTimer(resend{t.ID})
	c.write(record{Kind: ended, ID: e.ID, Tx: e.Tx}, out)
}

// resend sends Commit again.
func (c *coordinator) resend(id ID, out *engine.Out) {
	i, ok := c.find(id)
	if !ok {
		return
	}
	t := &c.txs[i]
	switch {
	case !out.Explains():
	case t.Resent:
		out.Aside("% still has no Ack of % for %.", c.ID, namesOf(c.missing(nil, t)), t.Name)
	default:
		out.Note("% has no Ack of % for %. It sends Commit again, and will until it has.", c.ID, namesOf(c.missing(nil, t)), t.Name)
	}
	t.Resent = true
	c.tell(t, out)
}

// inquire answers a participant in doubt.
func (c *coordinator) inquire(from engine.NodeID, e Inquire, out *engine.Out) {
	i, open := c.find(e.ID)
	k, known := c.known.find(e.ID)
	switch {
	case open && !c.txs[i].Committed:
		out.Note("% asks about %, which % has not decided: votes are missing.", from, e.Tx, c.ID)
		return
	case open || known && c.known[k].Committed:
		out.Note("% tells % that % is committed.", c.ID, from, e.Tx)
		out.Send(from, Commit{e.ID, e.Tx})
		return
	case known:
		out.Note("% tells % that % is aborted.", c.ID, from, e.Tx)
	case e.ID.By == c.ID:
		out.Note("% has no record of %, so it presumes that it aborted, and tells %.", c.ID, e.Tx, from)
	default:
		out.Note("% has never heard of %. It aborts it, in case the vote that opens it is still under way, and tells %.", c.ID, e.Tx, from)
		c.write(record{Kind: aborted, ID: e.ID, Tx: e.Tx}, out)
	}
	out.Send(from, Abort{e.ID, e.Tx})
}
