package twophase

import (
	"cmp"
	"strconv"
	"strings"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/engine/say"
)

// coordinatorID is the node that decides; the others of its letter are participants.
func coordinatorID() engine.NodeID { return engine.ID('n', 1) }

func isParticipant(id engine.NodeID) bool {
	return id.Letter() == coordinatorID().Letter() && id != coordinatorID()
}

// An ID tells a transaction from all others, however people call them: who opened it, in which life, and how many that
// life had opened by then. IDs of one opener are in the order in which it opened them.
type ID struct {
	By   engine.NodeID
	Life uint32 // how often By has started, from 1; a participant's is always 1, since it counts on from its log
	N    uint32 // from 1
}

func (x ID) compare(y ID) int {
	return cmp.Or(cmp.Compare(x.By, y.By), cmp.Compare(x.Life, y.Life), cmp.Compare(x.N, y.N))
}

// String is n1.7, or n1.2.7 in a second life.
func (x ID) String() string {
	s := x.By.String() + "."
	if x.Life != 1 {
		s += strconv.FormatUint(uint64(x.Life), 10) + "."
	}
	return s + strconv.FormatUint(uint64(x.N), 10)
}

// ParseLiteral reads what String printed.
func (x *ID) ParseLiteral(s string) error {
	parts := strings.Split(s, ".")
	if len(parts) == 2 {
		parts = []string{parts[0], "1", parts[1]}
	}
	if len(parts) == 3 {
		by, err := engine.ParseID(parts[0])
		life, err2 := strconv.ParseUint(parts[1], 10, 32)
		n, err3 := strconv.ParseUint(parts[2], 10, 32)
		if id := (ID{by, uint32(life), uint32(n)}); err == nil && err2 == nil && err3 == nil && id.String() == s {
			*x = id
			return nil
		}
	}
	return say.Errorf("expected a transaction such as n1.7, not %s", engine.Quote(s))
}
