package paxosspec

import (
	"slices"
	"strconv"
	"strings"

	"quorumlab/protocols/engine"
)

func statuses() []engine.Status {
	return []engine.Status{
		{Name: "open", Shape: engine.Diamond, Means: "no value is chosen"},
		{Name: "chosen", Shape: engine.Square, Means: "a value is chosen"},
	}
}

func panels() []engine.Panel {
	return []engine.Panel{
		{Name: "acceptors", Kind: engine.TablePanel, Legend: "what each acceptor keeps: the ballot that it has promised, and its last vote"},
		{Name: "ballots", Kind: engine.TablePanel, Legend: "what was sent in each ballot; filled: a quorum has voted"},
	}
}

// View draws the whole as one node, and acceptors and ballots in tables.
func (n *node) View(v *engine.View) {
	if all := n.chosen(); len(all) > 0 {
		v.Status("chosen")
		v.Tally("v% is chosen", all[0].Val)
	} else {
		v.Status("open")
	}
	v.Field("messages", len(n.msgs))
	for i, a := range n.acceptors {
		row := v.Row("acceptors")
		row.Name = "acceptor " + strconv.Itoa(i+1)
		row.Cell(ballotText("promised", a.maxBal), 0, engine.Unmarked)
		if a.maxVBal == none {
			row.Cell("no vote", 0, engine.Unmarked)
		} else {
			row.Cell("voted "+valueText(a.maxVal)+" in "+strconv.Itoa(int(a.maxVBal)), 0, engine.Unmarked)
		}
	}
	for b := range int8(n.start.Ballots) {
		n.viewBallot(v, b)
	}
}

func (n *node) viewBallot(v *engine.View, b int8) {
	row := v.Row("ballots")
	row.Name = ballotText("ballot", b)
	if n.began(b) {
		row.Cell("began", 0, engine.Unmarked)
	} else {
		row.Cell("–", 0, engine.Unmarked)
	}
	row.Cell(list("promises", n.senders("1b", b)), 0, engine.Unmarked)
	mark, proposal := engine.Unmarked, "–"
	if val := n.proposed(b); val != none {
		proposal = "proposes " + valueText(val)
		if n.votes(b, val) >= n.quorum() {
			mark = engine.Committed
		}
	}
	row.Cell(proposal, 0, mark)
	row.Cell(list("votes", n.senders("2b", b)), 0, mark)
}

// senders lists the acceptors that have sent a message of that type in ballot b.
func (n *node) senders(kind string, b int8) (accs []int8) {
	for _, m := range n.msgs {
		if m.Type == kind && m.Bal == b && !slices.Contains(accs, m.Acc) {
			accs = append(accs, m.Acc)
		}
	}
	return accs
}

func valueText(v int8) string { return "v" + strconv.Itoa(int(v)) }

func ballotText(word string, b int8) string {
	if b == none {
		return word + " none"
	}
	return word + " " + strconv.Itoa(int(b))
}

func list(word string, accs []int8) string {
	if len(accs) == 0 {
		return "–"
	}
	var words []string
	for _, a := range accs {
		words = append(words, strconv.Itoa(int(a)))
	}
	return word + " " + strings.Join(words, ", ")
}
