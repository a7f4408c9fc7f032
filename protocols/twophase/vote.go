package twophase

import "quorumlab/protocols/engine"

// begin opens a transaction by the participant's own vote: if that would be no, nobody hears of it.
func (p *participant) begin(op engine.OpID, e Begin, out *engine.Out) {
	moves := e.moves()
	why := e.refusal(p.Members)
	switch {
	case why != "":
	case p.Params.Opens != byParticipant:
		why = "with opens=coordinator a transaction is begun at the coordinator"
	case !p.takesPart(moves):
		why = "it keeps none of the accounts"
	}
	if why != "" {
		out.Note("% does not begin: %.", p.ID, why)
		out.Return(op, Refused{why})
		return
	}
	name := e.name(p.opened + 1)
	if !p.canCommit(name, moves, out) {
		out.Return(op, Aborted{p.ID.String() + " would have to vote no"})
		return
	}
	id := ID{p.ID, 1, p.opened + 1}
	p.promise(id, name, moves, out)
	p.doubts[len(p.doubts)-1].Op = op
	if out.Explains() {
		out.Note("% begins %: %. It writes a prepared record, and its yes opens the transaction.", p.ID, name, movesInWords(moves))
	}
	out.Send(coordinatorID(), Vote{id, name, true, moves})
	p.voted(id, name, true, out)
}

func (p *participant) takesPart(moves []Move) bool {
	for _, m := range moves {
		if m.Account.Node == p.ID {
			return true
		}
	}
	return false
}

// prepare votes. A copy of Prepare that comes late is answered again: with a yes while that is in doubt, with a no once it has
// aborted. Where it has committed nobody waits for a vote.
func (p *participant) prepare(from engine.NodeID, e Prepare, out *engine.Out) {
	p.forget(e.Oldest)
	i, settled := p.known.find(e.ID)
	switch {
	case p.isOver(e.ID) || settled && p.known[i].Committed:
		out.Aside("% has settled % long ago.", p.ID, e.Tx)
		return
	case settled:
		out.Note("% votes no on %, which it has aborted.", p.ID, e.Tx)
	case p.doubtOf(e.ID) >= 0:
		out.Note("% has voted yes on % before, and says so again.", p.ID, e.Tx)
	case p.canCommit(e.Tx, e.Moves, out):
		if out.Explains() {
			out.Note("% can do its part of %: it writes a prepared record, locks %, and votes yes. From now on it may not decide alone.",
				p.ID, e.Tx, accountsInWords(p.ID, e.Moves))
		}
		p.promise(e.ID, e.Tx, e.Moves, out)
	default:
		p.write(record{Kind: aborted, ID: e.ID, Tx: e.Tx}, out)
	}
	yes := p.doubtOf(e.ID) >= 0
	out.Send(from, Vote{ID: e.ID, Tx: e.Tx, Yes: yes})
	p.voted(e.ID, e.Tx, yes, out)
}

func (p *participant) voted(id ID, tx string, yes bool, out *engine.Out) {
	if out.Observes() {
		out.Observe(Voted{id, tx, yes})
	}
}

// forget drops outcomes that nobody will ask about.
func (p *participant) forget(oldest ID) {
	if p.oldest.compare(oldest) < 0 {
		p.oldest = oldest
		p.known.forget(oldest)
	}
}

// isOver tells that a transaction of the coordinator's has aborted, or was acknowledged by all of its participants.
func (p *participant) isOver(id ID) bool { return id.By == p.oldest.By && id.compare(p.oldest) < 0 }

// canCommit tells whether the participant can do its part, and says why not.
func (p *participant) canCommit(tx string, moves []Move, out *engine.Out) bool {
	for _, m := range moves {
		if m.Account.Node != p.ID {
			continue
		}
		name := m.Account.Name
		h := p.account(name)
		if h == nil {
			out.Note("% votes no on %: it keeps no account %.", p.ID, tx, name)
			return false
		}
		if by := p.lock(name); by != nil {
			out.Note("% votes no on %: % is locked by %, and nobody waits for a lock.", p.ID, tx, name, by.Tx)
			return false
		}
		if h.Amount+m.Amount < 0 {
			out.Note("% votes no on %: % has %, and % are to be taken.", p.ID, tx, name, h.Amount, -m.Amount)
			return false
		}
	}
	return true
}

// promise is the step that leads into doubt: from here on the participant does as the coordinator decides.
func (p *participant) promise(id ID, tx string, moves []Move, out *engine.Out) {
	p.write(record{Kind: prepared, ID: id, Tx: tx, Moves: moves}, out)
	out.SetTimer(inDoubt{id}, p.Params.Doubt)
}
