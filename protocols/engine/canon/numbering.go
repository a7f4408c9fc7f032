package canon

import (
	"math/bits"
	"unsafe"
)

// A numbering finds the number of a type by its word: each message that is sent asks once. It is a hash table that is
// at most a quarter full, with the next free slot for a collision.
type numbering struct {
	slots []slot // a power of two, or none
	shift uint   // 64 − log2(len(slots))
}

type slot struct {
	word  unsafe.Pointer // nil: free
	index int
}

func number(words []unsafe.Pointer) numbering {
	if len(words) == 0 {
		return numbering{}
	}
	size := bits.Len(uint(4*len(words) - 1))
	n := numbering{slots: make([]slot, 1<<size), shift: uint(64 - size)}
	for i, w := range words {
		at := n.start(w)
		for n.slots[at].word != nil {
			at = (at + 1) & (len(n.slots) - 1)
		}
		n.slots[at] = slot{w, i}
	}
	return n
}

// start is the slot where the search for a word begins.
func (n *numbering) start(w unsafe.Pointer) int {
	const golden = 0x9e3779b97f4a7c15 // 2⁶⁴ ÷ the golden ratio: spreads addresses that differ in a few middle bits
	return int(uint64(uintptr(w)) * golden >> n.shift)
}

// of is the number of the type with that word, or -1.
func (n *numbering) of(w unsafe.Pointer) int {
	if len(n.slots) == 0 {
		return -1
	}
	for at := n.start(w); n.slots[at].word != nil; at = (at + 1) & (len(n.slots) - 1) {
		if n.slots[at].word == w {
			return n.slots[at].index
		}
	}
	return -1
}
