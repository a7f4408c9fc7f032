package search

import (
	"sync"
	"sync/atomic"
)

// A visited is the set of fingerprints of all states found: open addressing, never more than three quarters full, 8 bytes
// a place. Workers add to it at the same time; it grows while none does.
type visited struct {
	places []uint64
	mask   uint64
	room   int64 // places that may still be given out before it must grow
}

const visitedLeast = 1 << 12

func newVisited() *visited {
	v := &visited{}
	v.size(visitedLeast)
	return v
}

func (v *visited) size(n int) {
	v.places, v.mask, v.room = make([]uint64, n), uint64(n-1), int64(n)/4*3
}

// bytes is what it takes.
func (v *visited) bytes() int64 { return int64(len(v.places)) * 8 }

// grow doubles it, with so many workers at it.
func (v *visited) grow(workers int) {
	old := v.places
	v.size(2 * len(old))
	if workers == 1 {
		for _, f := range old {
			if f != 0 {
				v.add(f)
			}
		}
		return
	}
	var all sync.WaitGroup
	part := (len(old) + workers - 1) / workers
	for begin := 0; begin < len(old); begin += part {
		all.Go(func() {
			for _, f := range old[begin:min(begin+part, len(old))] {
				if f != 0 {
					v.share(f)
				}
			}
		})
	}
	all.Wait()
}

// fingerprint 0 marks a free place.
func nonZero(f uint64) uint64 {
	if f == 0 {
		return 1
	}
	return f
}

// add is false when f is there already.
func (v *visited) add(f uint64) bool {
	f = nonZero(f)
	for i := f & v.mask; ; i = (i + 1) & v.mask {
		switch v.places[i] {
		case 0:
			v.places[i] = f
			return true
		case f:
			return false
		}
	}
}

// share is add while others do the same.
func (v *visited) share(f uint64) bool {
	f = nonZero(f)
	for i := f & v.mask; ; i = (i + 1) & v.mask {
		p := &v.places[i]
		had := atomic.LoadUint64(p)
		if had == 0 {
			if atomic.CompareAndSwapUint64(p, 0, f) {
				return true
			}
			had = atomic.LoadUint64(p)
		}
		if had == f {
			return false
		}
	}
}
