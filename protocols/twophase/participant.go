package twophase

import (
	"slices"

	"quorumlab/protocols/engine"
)

// A participant keeps accounts, votes on transactions that touch them, and carries out what is decided.
type participant struct {
	engine.Config[Params]
	books
	log     wal
	readers []reader // who waits for a lock, the longest first
}

// books are what a participant must not forget.
type books struct {
	accounts []Holding // in the order of their names
	founded  int64     // the sum of all accounts at first
	doubts   []doubt   // voted yes, and not settled; in the order of the votes
	known    outcomes  // settled, and perhaps asked about: all but those that are known to be over
	oldest   ID        // what the coordinator opened before this one is over
	opened   uint32    // how many transactions it has opened by its own vote
}

// A doubt is a transaction that the participant has voted yes on and does not know the outcome of. Its accounts are locked.
type doubt struct {
	ID    ID
	Tx    string
	Moves []Move
	Op    engine.OpID // the command that waits for the outcome; 0 for none
	Asked bool        // nobody who knows has answered yet
}

// Step is one input.
func (p *participant) Step(in engine.Input, out *engine.Out) {
	switch e := in.Event.(type) {
	case engine.Start:
		p.start(e, out)
	case Begin:
		p.begin(in.Op, e, out)
	case Close:
		p.close(in.Op, e, out)
	case Prepare:
		p.prepare(in.From, e, out)
	case Commit:
		p.told(in.From, e.ID, e.Tx, true, out)
	case Abort:
		p.told(in.From, e.ID, e.Tx, false, out)
	case Inquire:
		p.inquire(in.From, e, out)
	case inDoubt:
		p.timeOut(e.ID, out)
	case ReadRequest:
		p.read(in.From, e, out)
	}
}

// start reads the books: as they were at the last checkpoint, and what the log adds. What is in doubt is asked about.
func (p *participant) start(e engine.Start, out *engine.Out) {
	if !e.Disk.Get(diskCheckpoint, &p.books) {
		p.books = newBooks(accountsOf(p.ID, p.Params.Balance))
		out.Persist(diskCheckpoint, &p.books)
	}
	p.log = engine.Records[record](e.Disk, diskLog)
	for _, r := range p.log {
		p.redo(r)
	}
	if e.Restart && len(p.doubts) == 0 {
		out.Note("% is back. Its log has no prepared record without an outcome, so it has nothing to ask.", p.ID)
	}
	for i := range p.doubts {
		d := &p.doubts[i]
		d.Op, d.Asked = 0, false // whoever gave the command has lost touch
		out.Note("% is back. Its log says that it voted yes on %, and not how that ended: it asks.", p.ID, d.Tx)
		p.ask(d, out)
	}
}

func newBooks(accounts []Holding) books {
	b := books{accounts: accounts}
	b.founded = b.sum()
	return b
}

// sum is what is on all accounts.
func (b *books) sum() (n int64) {
	for _, h := range b.accounts {
		n += h.Amount
	}
	return n
}

// account is the account of that name, nil when there is none.
func (b *books) account(name string) *Holding {
	for i := range b.accounts {
		if b.accounts[i].Name == name {
			return &b.accounts[i]
		}
	}
	return nil
}

// doubtOf is the place of a transaction in doubt, −1 when it is none.
func (b *books) doubtOf(id ID) int {
	return slices.IndexFunc(b.doubts, func(d doubt) bool { return d.ID == id })
}

// lock is the transaction that has an account locked, nil for none.
func (p *participant) lock(account string) *doubt {
	for i := range p.doubts {
		for _, m := range p.doubts[i].Moves {
			if m.Account.Node == p.ID && m.Account.Name == account {
				return &p.doubts[i]
			}
		}
	}
	return nil
}

// write puts a record into the log and carries it out.
func (p *participant) write(r record, out *engine.Out) {
	p.log.append(r, out)
	p.redo(r)
	if p.log.full(len(p.known)) {
		p.log.checkpoint(&p.books, out)
	}
}

// redo carries out a record: when it is written, and again after a crash.
func (p *participant) redo(r record) {
	p.doubts = slices.DeleteFunc(p.doubts, func(d doubt) bool { return d.ID == r.ID })
	if r.Kind == prepared {
		p.doubts = append(p.doubts, doubt{ID: r.ID, Tx: r.Tx, Moves: r.Moves})
		if r.ID.By == p.ID {
			p.opened = max(p.opened, r.ID.N)
		}
		return
	}
	for _, h := range r.After {
		p.account(h.Name).Amount = h.Amount
	}
	p.known.add(outcome{r.ID, r.Tx, r.Kind == committed})
}
