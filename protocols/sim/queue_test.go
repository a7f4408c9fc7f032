package sim

import (
	"slices"
	"testing"

	"quorumlab/protocols/engine"

	"pgregory.net/rapid"
)

func TestTheQueueIsOrderedByTimeThenByOrderOfBeingPutIn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var q queue
		type put struct {
			at engine.Time
			n  uint32 // its name: item.off
		}
		var want []put // in the order in which they must come out
		name := uint32(0)
		insert := func(at engine.Time, first bool, n int) {
			i := 0
			for i < len(want) && (want[i].at < at || want[i].at == at && !first) {
				i++
			}
			for k := range n {
				name++
				want = slices.Insert(want, i+k, put{at, name})
			}
		}
		idxOf := map[uint32]uint32{}
		for range rapid.IntRange(1, 80).Draw(t, "operations") {
			at := engine.Time(rapid.IntRange(0, 5).Draw(t, "at"))
			switch rapid.IntRange(0, 5).Draw(t, "operation") {
			case 0, 1, 2:
				insert(at, false, 1)
				idxOf[name] = q.push(at, item{kind: itemTimer, off: name})
			case 3:
				n := rapid.IntRange(0, 3).Draw(t, "many")
				insert(at, true, n)
				items := make([]item, n)
				for k := range items {
					items[k] = item{kind: itemTimer, off: name - uint32(n-1-k)}
				}
				for k, idx := range q.pushFirst(at, items) {
					idxOf[items[k].off] = idx
				}
			case 4:
				if at, ok := q.peek(); ok != (len(want) > 0) || ok && at != want[0].at {
					t.Fatalf("the earliest is at %v, %v; expected %v", at, ok, want)
				} else if ok {
					it, idx := q.pop()
					if it.off != want[0].n || idxOf[it.off] != idx {
						t.Fatalf("%d came out; expected %v", it.off, want)
					}
					want = want[1:]
				}
			case 5:
				if len(want) > 0 {
					i := rapid.IntRange(0, len(want)-1).Draw(t, "killed")
					q.kill(idxOf[want[i].n])
					want = slices.Delete(want, i, i+1)
				}
			}
			var left []put
			for _, idx := range q.find(func(it *item) bool { return true }) {
				left = append(left, put{0, q.items[idx].off})
			}
			if !slices.EqualFunc(left, want, func(a, b put) bool { return a.n == b.n }) {
				t.Fatalf("what is left is %v; expected %v", left, want)
			}
		}
		c := q.clone()
		for _, p := range want {
			if at, _ := c.peek(); at != p.at {
				t.Fatalf("a copy has its next at %v; expected %v", at, p.at)
			}
			if it, _ := c.pop(); it.off != p.n {
				t.Fatalf("a copy gives %d; expected %v", it.off, p)
			}
		}
		if at, ok := q.peek(); ok != (len(want) > 0) || ok && at != want[0].at {
			t.Fatal("emptying a copy changed the original")
		}
	})
}
