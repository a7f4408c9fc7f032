package search

// A ledger says of each state that a worker has found how it came there: from which state, by which of the things that
// could happen in it, in the order of expand. It is 6 bytes a state, in pieces that never move.
type ledger struct {
	from [][]ref
	by   [][]uint16
	n    int
}

const (
	ledgerPiece = 1 << 14
	foundMax    = 1<<16 - 1 // things that can happen in one state, at most
)

func (l *ledger) add(from ref, by int) {
	if l.n%ledgerPiece == 0 {
		l.from, l.by = append(l.from, make([]ref, ledgerPiece)), append(l.by, make([]uint16, ledgerPiece))
	}
	l.from[l.n/ledgerPiece][l.n%ledgerPiece], l.by[l.n/ledgerPiece][l.n%ledgerPiece] = from, uint16(by)
	l.n++
}

func (l *ledger) get(i int) (from ref, by int) {
	return l.from[i/ledgerPiece][i%ledgerPiece], int(l.by[i/ledgerPiece][i%ledgerPiece])
}

func (l *ledger) bytes() int64 { return int64(len(l.from)) * ledgerPiece * 6 }
