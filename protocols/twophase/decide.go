package twophase

import (
	"math/bits"

	"quorumlab/protocols/engine"
)

// vote counts a vote, and decides when it is the last one, or a no.
func (c *coordinator) vote(from engine.NodeID, e Vote, out *engine.Out) {
	i, ok := c.find(e.ID)
	switch {
	case !ok:
		c.strayVote(from, e, out)
	case c.txs[i].Committed:
		out.Aside("% has counted that vote of % before.", c.ID, from)
	case e.Yes:
		c.count(i, from, out)
	default:
		out.Note("% has voted no on %, so % aborts it.", from, e.Tx, c.ID)
		c.abort(i, from, from.String()+" voted no", out)
	}
}

// strayVote takes a vote on a transaction that is not under way. Whoever is in doubt by now asks.
func (c *coordinator) strayVote(from engine.NodeID, e Vote, out *engine.Out) {
	if _, known := c.known.find(e.ID); known || e.ID.By != from {
		out.Aside("% does not need that vote of % any more.", c.ID, from)
		return
	}
	if out.Explains() {
		out.Note("% has the yes of %, which opens %: %.", c.ID, from, e.Tx, movesInWords(e.Moves))
	}
	c.ask(tx{ID: e.ID, Name: e.Tx, Moves: e.Moves}, from, out)
	if i, _ := c.find(e.ID); c.txs[i].Missing == 0 {
		c.commit(i, out)
	}
}

// count takes a yes.
func (c *coordinator) count(i int, from engine.NodeID, out *engine.Out) {
	t := &c.txs[i]
	var room [participantsMax]engine.NodeID
	voters := participants(room[:0], t.Moves)
	bit := bitOf(voters, from)
	if t.Missing&bit == 0 {
		out.Aside("% has counted that vote of % before.", c.ID, from)
		return
	}
	if t.Missing &^= bit; t.Missing == 0 {
		c.commit(i, out)
		return
	}
	out.Note("% has the yes of % on %, which makes % of %.", c.ID, from, t.Name, len(voters)-bits.OnesCount32(t.Missing), len(voters))
}

// commit decides. The record is the decision: before it is on the disk nobody hears of it.
func (c *coordinator) commit(i int, out *engine.Out) {
	t := c.txs[i]
	if c.Params.ForgetsDecision {
		out.Note("All have voted yes on %. % commits it, and does not write that down.", t.Name, c.ID)
	} else {
		out.Note("All have voted yes on %. % writes a commit record, which is the decision, and then sends Commit.", t.Name, c.ID)
	}
	c.write(record{Kind: committed, ID: t.ID, Tx: t.Name, Moves: t.Moves}, out)
	c.decided(&t, true, out)
	if t.Op != 0 {
		out.Return(t.Op, Committed{})
	}
	if i, ok := c.find(t.ID); ok {
		c.tell(&c.txs[i], out)
		return
	}
	var room [participantsMax]engine.NodeID
	out.Broadcast(participants(room[:0], t.Moves), Commit{t.ID, t.Name}) // nobody acknowledges: who misses it asks
}

// lacksVotes ends the wait for votes.
func (c *coordinator) lacksVotes(id ID, out *engine.Out) {
	i, ok := c.find(id)
	if !ok {
		return
	}
	if out.Explains() {
		out.Note("% does not wait longer for the vote of % on %. Nothing is decided yet, so it may abort, and does.",
			c.ID, namesOf(c.missing(nil, &c.txs[i])), c.txs[i].Name)
	}
	c.abort(i, 0, "a vote did not come in time", out)
}

// abort decides. Of its own transactions the coordinator keeps no record of that: whoever asks about a transaction that is
// in no record is told that it aborted. One that a participant opened could be opened again by a late copy of that vote. no
// is who has voted no, and so knows; zero for nobody.
func (c *coordinator) abort(i int, no engine.NodeID, why string, out *engine.Out) {
	t := c.txs[i]
	if t.ID.By == c.ID {
		c.drop(t.ID)
	} else {
		c.write(record{Kind: aborted, ID: t.ID, Tx: t.Name}, out)
	}
	c.decided(&t, false, out)
	if t.Op != 0 {
		out.Return(t.Op, Aborted{why})
	}
	var room, rest [participantsMax]engine.NodeID
	out.Broadcast(others(rest[:0], participants(room[:0], t.Moves), no), Abort{t.ID, t.Name})
}

func (c *coordinator) decided(t *tx, commit bool, out *engine.Out) {
	out.CancelTimer(voteTimeout{t.ID})
	if out.Observes() {
		out.Observe(Decided{t.ID, t.Name, commit, participants(nil, t.Moves)})
	}
}
