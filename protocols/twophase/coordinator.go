package twophase

import (
	"slices"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/engine/order"
)

// A coordinator opens transactions, collects votes, decides, and sees to it that all hear of it.
type coordinator struct {
	engine.Config[Params]
	decisions
	log    wal
	life   uint32
	opened uint32 // in this life
}

// decisions are what a coordinator must not forget, and what it is about to decide.
type decisions struct {
	txs   []tx     // undecided, or committed and not acknowledged by all, in the order of their IDs
	known outcomes // of transactions that participants opened: all of them, since nobody acknowledges
}

// A tx is a transaction under way.
type tx struct {
	ID        ID
	Name      string
	Moves     []Move
	Op        engine.OpID // the command that waits for the outcome; 0 for none
	Committed bool
	Missing   uint32 // a bit for each participant, by its place, whose vote, or, once committed, whose Ack has not come
	Resent    bool   // Commit was sent again
}

// Step is one input.
func (c *coordinator) Step(in engine.Input, out *engine.Out) {
	switch e := in.Event.(type) {
	case engine.Start:
		c.start(e, out)
	case Begin:
		c.begin(in.Op, e, out)
	case Vote:
		c.vote(in.From, e, out)
	case Ack:
		c.ack(in.From, e, out)
	case Inquire:
		c.inquire(in.From, e, out)
	case voteTimeout:
		c.lacksVotes(e.ID, out)
	case resend:
		c.resend(e.ID, out)
	}
}

// start takes up what a crash interrupted: commit records without an end record.
func (c *coordinator) start(e engine.Start, out *engine.Out) {
	e.Disk.Get(diskLife, &c.life)
	c.life++
	out.Persist(diskLife, &c.life)
	e.Disk.Get(diskCheckpoint, &c.decisions)
	c.log = engine.Records[record](e.Disk, diskLog)
	for _, r := range c.log {
		c.redo(r)
	}
	if e.Restart && len(c.txs) == 0 {
		out.Note("% is back. Its log has no commit record without an end record: what it had not decided is aborted.", c.ID)
	}
	for i := range c.txs {
		t := &c.txs[i]
		out.Note("% is back. Its log has a commit record for %, and no end record, so it sends Commit to all.", c.ID, t.Name)
		c.tell(t, out)
	}
}

// begin opens a transaction: it asks all participants for their votes.
func (c *coordinator) begin(op engine.OpID, e Begin, out *engine.Out) {
	why := e.refusal(c.Members)
	if why == "" && c.Params.Opens == byParticipant {
		why = "with opens=participant a transaction is begun at one of its participants"
	}
	if why != "" {
		out.Note("% does not begin: %.", c.ID, why)
		out.Return(op, Refused{why})
		return
	}
	c.opened++
	t := tx{ID: ID{c.ID, c.life, c.opened}, Name: e.name(c.opened), Moves: e.moves(), Op: op}
	if out.Explains() {
		out.Note("% begins %: %. It asks % to prepare.", c.ID, t.Name, movesInWords(t.Moves), namesOf(participants(nil, t.Moves)))
	}
	c.ask(t, 0, out)
}

// ask asks participants to prepare: all but the one whose vote has opened the transaction, zero for none.
func (c *coordinator) ask(t tx, voted engine.NodeID, out *engine.Out) {
	var room, rest [participantsMax]engine.NodeID
	all := participants(room[:0], t.Moves)
	asked := others(rest[:0], all, voted)
	t.Missing = everyone(t.Moves) &^ bitOf(all, voted)
	c.insert(t)
	out.Broadcast(asked, Prepare{t.ID, t.Name, t.Moves, c.oldest()})
	out.SetTimer(voteTimeout{t.ID}, c.Params.Votes)
}

// oldest is the first transaction of the coordinator's own that is not over.
func (c *coordinator) oldest() ID {
	if len(c.txs) > 0 && c.txs[0].ID.By == c.ID {
		return c.txs[0].ID
	}
	return ID{c.ID, c.life, c.opened + 1}
}

func (c *coordinator) find(id ID) (int, bool) {
	return slices.BinarySearchFunc(c.txs, id, func(t tx, id ID) int { return t.ID.compare(id) })
}

func (c *coordinator) insert(t tx) {
	i, _ := c.find(t.ID)
	c.txs = order.Insert(c.txs, i, t)
}

func (c *coordinator) drop(id ID) {
	if i, ok := c.find(id); ok {
		c.txs = slices.Delete(c.txs, i, i+1)
	}
}

// write puts a record into the log and carries it out.
func (c *coordinator) write(r record, out *engine.Out) {
	if !c.Params.ForgetsDecision {
		c.log.append(r, out)
	}
	c.redo(r)
	if c.log.full(len(c.known)) {
		c.log.checkpoint(&decisions{c.committed(), c.known}, out)
	}
}

// committed are the transactions under way that outlive a crash, without what does not.
func (c *coordinator) committed() []tx {
	var ts []tx
	for _, t := range c.txs {
		if t.Committed {
			t.Op, t.Resent, t.Missing = 0, false, everyone(t.Moves)
			ts = append(ts, t)
		}
	}
	return ts
}

// redo carries out a record: when it is written, and again after a crash.
func (c *coordinator) redo(r record) {
	own := r.ID.By == c.ID
	c.drop(r.ID)
	switch {
	case r.Kind == committed && own:
		c.insert(tx{ID: r.ID, Name: r.Tx, Moves: r.Moves, Committed: true, Missing: everyone(r.Moves)})
	case r.Kind != ended && !own:
		c.known.add(outcome{r.ID, r.Tx, r.Kind == committed})
	}
}
