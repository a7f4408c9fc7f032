package twophase

import (
	"math/bits"
	"slices"
	"strconv"

	"quorumlab/protocols/engine"
)

// The names of statuses and panels.
const (
	statusCoordinator = "coordinator"
	statusWorking     = "working"
	statusPrepared    = "prepared"
	statusBlocked     = "blocked"
	statusCommitted   = "committed"
	statusAborted     = "aborted"
	statusIdle        = "idle"
	statusWaiting     = "waiting"

	panelLog    = "write-ahead log"
	panelLedger = "ledger"
)

func statuses() []engine.Status {
	return []engine.Status{
		{Name: statusCoordinator, Shape: engine.Hexagon, Means: "asks for votes, decides, and tells all"},
		{Name: statusWorking, Shape: engine.Circle, Means: "has promised nothing"},
		{Name: statusPrepared, Shape: engine.Diamond, Means: "has voted yes, and waits for the outcome"},
		{Name: statusBlocked, Shape: engine.Diamond, Means: "has asked for the outcome, and nobody who knows has answered"},
		{Name: statusCommitted, Shape: engine.Square, Means: "has committed its last transaction"},
		{Name: statusAborted, Shape: engine.Octagon, Means: "has aborted its last transaction"},
		{Name: statusIdle, Shape: engine.Pill, Means: "a client with nothing open"},
		{Name: statusWaiting, Shape: engine.Pill, Means: "a client that waits for an answer"},
	}
}

func kinds() []engine.Kind {
	return []engine.Kind{
		{Name: "Prepare", Intent: engine.Ask, Means: "get ready to commit, and vote"},
		{Name: "Vote", Intent: engine.Yes, Means: "yes: will do as the coordinator decides; no: has aborted"},
		{Name: "Commit", Intent: engine.Order, Means: "the transaction is committed"},
		{Name: "Abort", Intent: engine.Order, Means: "the transaction is aborted"},
		{Name: "Ack", Intent: engine.Ack, Means: "has committed, and will never ask"},
		{Name: "Inquire", Intent: engine.Ask, Means: "a participant in doubt asks for the outcome"},
		{Name: "ReadRequest", Intent: engine.Ask, Means: "a client asks what is on an account"},
		{Name: "ReadReply", Intent: engine.Ack, Means: "what is on the account"},
	}
}

func panels() []engine.Panel {
	return []engine.Panel{
		{Name: panelLog, Kind: engine.LogPanel, Legend: "what is on each disk since its last checkpoint; filled: committed"},
		{Name: panelLedger, Kind: engine.LedgerPanel, Legend: "what is on each account, and what a transaction in doubt would change"},
	}
}

func spans() []engine.Span {
	return []engine.Span{{Name: "doubt", Means: "has voted yes, may not decide alone, and keeps what the transaction touches locked",
		Holds: engine.SpanOf(func(p *participant) (bool, engine.Time) { return len(p.doubts) > 0, 0 })}}
}

// View draws the coordinator: how many answers it has for the first transaction under way.
func (c *coordinator) View(v *engine.View) {
	v.Status(statusCoordinator)
	if len(c.txs) > 0 {
		t := &c.txs[0]
		all := len(participants(nil, t.Moves))
		if have := all - bits.OnesCount32(t.Missing); t.Committed {
			v.Tally("% of % Acks", have, all)
		} else {
			v.Tally("% of % votes", have, all)
		}
	}
	if v.Brief() {
		return
	}
	v.Field("starts", c.life)
	for i := range c.txs {
		t := &c.txs[i]
		doing := "undecided: no vote yet of"
		if t.Committed {
			doing = "committed: no Ack yet of"
		}
		v.Fieldf(engine.Plain(t.Name), "%, % %", movesInWords(t.Moves), doing, namesOf(c.missing(nil, t)))
	}
	viewOutcomes(v, c.known)
	c.log.view(v.Row(panelLog))
}

// outcomesShown is how many outcomes an inspector shows at most.
const outcomesShown = 8

func viewOutcomes(v *engine.View, known outcomes) {
	for i := len(known) - 1; i >= max(0, len(known)-outcomesShown); i-- {
		if known[i].Committed {
			v.Field(engine.Plain(known[i].Tx), statusCommitted)
		} else {
			v.Field(engine.Plain(known[i].Tx), statusAborted)
		}
	}
}

// recordsShown is how many records a panel shows of one log at most.
const recordsShown = 48

// view fills a row with the newest records.
func (l wal) view(row *engine.Row) {
	for i := max(0, len(l)-recordsShown); i < len(l); i++ {
		r := &l[i]
		mark := engine.Unmarked
		switch {
		case r.Kind == committed:
			mark = engine.Committed
		case r.Kind == aborted:
			mark = engine.Undone
		case r.Kind == prepared && !slices.ContainsFunc(l[i+1:], func(x record) bool { return x.ID == r.ID }):
			mark = engine.Doubtful
		}
		row.Cells = append(row.Cells, engine.Cell{Text: r.Kind.String() + " " + engine.Plain(r.Tx), Mark: mark, At: i + 1})
	}
}

// View draws a participant: its status is that of its oldest doubt, or of its last transaction.
func (p *participant) View(v *engine.View) {
	v.Status(p.status())
	v.Tier(1)
	if len(p.doubts) > 0 {
		v.Locked()
	}
	if v.Brief() {
		return
	}
	for i := range p.doubts {
		d := &p.doubts[i]
		v.Fieldf(engine.Plain(d.Tx), "voted yes: %", movesInWords(d.Moves))
	}
	viewOutcomes(v, p.known)
	for _, r := range p.readers {
		v.Fieldf("waits", "% for %", r.Client, r.Account)
	}
	p.log.view(v.Row(panelLog))
	p.viewLedger(v.Row(panelLedger))
}

func (p *participant) status() string {
	switch {
	case len(p.doubts) > 0 && p.doubts[0].Asked:
		return statusBlocked
	case len(p.doubts) > 0:
		return statusPrepared
	case len(p.known) == 0:
		return statusWorking
	case p.known[len(p.known)-1].Committed:
		return statusCommitted
	}
	return statusAborted
}

func (p *participant) viewLedger(row *engine.Row) {
	for _, h := range p.accounts {
		text := h.Name + " " + strconv.FormatInt(h.Amount, 10)
		d := p.lock(h.Name)
		if d == nil {
			row.Cell(text, 0, engine.Unmarked)
			continue
		}
		for _, m := range d.Moves {
			if m.Account == (Account{p.ID, h.Name}) {
				row.Cell(text+" ("+signed(m.Amount)+" if "+d.Tx+")", 0, engine.LockedBy)
			}
		}
	}
}

func signed(n int64) string {
	if n < 0 {
		return "−" + strconv.FormatInt(-n, 10)
	}
	return "+" + strconv.FormatInt(n, 10)
}

// View draws a client.
func (c *client) View(v *engine.View) {
	if c.op == 0 {
		v.Status(statusIdle)
		return
	}
	v.Status(statusWaiting)
	v.Field("asks for", c.account.String())
}
