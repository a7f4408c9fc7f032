package twophase

import (
	"slices"
	"strconv"
	"strings"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/engine/say"
)

// An Account is written as n2.alice: the participant that keeps it, and its name there.
type Account struct {
	Node engine.NodeID
	Name string
}

// String prints n2.alice, and nothing for no account.
func (a Account) String() string {
	if a == (Account{}) {
		return ""
	}
	return a.Node.String() + "." + a.Name
}

// ParseLiteral reads what String printed.
func (a *Account) ParseLiteral(s string) error {
	node, name, ok := strings.Cut(s, ".")
	id, err := engine.ParseID(node)
	if !ok || err != nil || !isName(name) {
		return say.Errorf("expected an account such as n2.alice, not %s", engine.Quote(s))
	}
	*a = Account{id, name}
	return nil
}

const nameMax = 24 // bytes in the name of an account or a transaction

// isName keeps what separates words and lists out of an account's name.
func isName(s string) bool {
	for _, r := range s {
		if (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-' {
			return false
		}
	}
	return s != "" && len(s) <= nameMax
}

// A Holding is what is on one account of a participant. It is written as alice:100.
type Holding struct {
	Name   string
	Amount int64 // never below 0
}

// String prints alice:100.
func (h Holding) String() string { return h.Name + ":" + strconv.FormatInt(h.Amount, 10) }

// ParseLiteral reads what String printed.
func (h *Holding) ParseLiteral(s string) error {
	name, amount, _ := strings.Cut(s, ":")
	n, err := strconv.ParseInt(amount, 10, 64)
	if x := (Holding{name, n}); err == nil && isName(name) && 0 <= n && n <= amountMax && x.String() == s {
		*h = x
		return nil
	}
	return say.Errorf("expected an account and what is on it, such as alice:100, not %s", engine.Quote(s))
}

// amountMax bounds an amount in a line, so that no sum of them overflows.
const amountMax = 1_000_000_000

// accountsOf are the accounts that a participant keeps at first: n2 has alice and ivan, n3 bob and judy, n4 carol and kim,
// and so on, down the alphabet for as many participants as there can be, and then for each once more.
func accountsOf(id engine.NodeID, amount int64) []Holding {
	names := [...]string{"alice", "bob", "carol", "dave", "erin", "frank", "grace", "heidi",
		"ivan", "judy", "kim", "leo", "mallory", "nina", "oscar", "peggy"}
	i := (id.Index() - 2) % participantsMax
	return []Holding{{names[i], amount}, {names[i+participantsMax], amount}}
}

const participantsMax = 8

// A Move is what a transaction does to one account.
type Move struct {
	Account Account
	Amount  int64 // below 0 when it is taken from the account
}

// participants appends to ids who keeps the accounts: each once, the one that pays first.
func participants(ids []engine.NodeID, moves []Move) []engine.NodeID {
	for i := range moves {
		if id := moves[i].Account.Node; !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

// others appends to ids all but one.
func others(ids, all []engine.NodeID, but engine.NodeID) []engine.NodeID {
	for _, id := range all {
		if id != but {
			ids = append(ids, id)
		}
	}
	return ids
}

// bitOf is one participant's, by its place among all; 0 for none of them.
func bitOf(all []engine.NodeID, id engine.NodeID) uint32 {
	if i := slices.Index(all, id); i >= 0 {
		return 1 << i
	}
	return 0
}

// everyone has a bit for each participant.
func everyone(moves []Move) uint32 {
	var room [participantsMax]engine.NodeID
	return 1<<len(participants(room[:0], moves)) - 1
}
