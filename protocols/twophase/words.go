package twophase

import (
	"strconv"

	"quorumlab/protocols/engine"
)

// namesOf lists nodes as a sentence does: n2, n3 and n4.
func namesOf(ids []engine.NodeID) string {
	var b []byte
	for i, id := range ids {
		b = append(b, between(i, len(ids))...)
		b = id.AppendText(b)
	}
	return string(b)
}

// between is what stands before item i of n in a list.
func between(i, n int) string {
	switch i {
	case 0:
		return ""
	case n - 1:
		return " and "
	}
	return ", "
}

// movesInWords says what a transaction does: 40 from n2.alice to n3.bob.
func movesInWords(moves []Move) string {
	if len(moves) < 2 {
		return "nothing"
	}
	b := strconv.AppendInt(nil, moves[1].Amount, 10)
	b = append(b, " from "...)
	b = append(b, moves[0].Account.String()...)
	b = append(b, " to "...)
	if len(moves) > 2 {
		b = append(b, "each of "...)
	}
	for i, m := range moves[1:] {
		b = append(b, between(i, len(moves)-1)...)
		b = append(b, m.Account.String()...)
	}
	return string(b)
}

// accountsInWords lists the accounts that a transaction touches at one participant.
func accountsInWords(at engine.NodeID, moves []Move) string {
	var names []string
	for _, m := range moves {
		if m.Account.Node == at {
			names = append(names, m.Account.Name)
		}
	}
	var b []byte
	for i, name := range names {
		b = append(append(b, between(i, len(names))...), name...)
	}
	return string(b)
}

// holdingsInWords says what is on accounts: alice has 60 now.
func holdingsInWords(hs []Holding) string {
	var b []byte
	for i, h := range hs {
		b = append(b, between(i, len(hs))...)
		b = append(append(b, h.Name...), " has "...)
		b = strconv.AppendInt(b, h.Amount, 10)
	}
	return string(append(b, " now"...))
}
