package history

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"quorumlab/protocols/engine"
)

type (
	write struct{ key, value string }
	read  struct{ key string }
)

func key(in any) string {
	if w, ok := in.(write); ok {
		return w.key
	}
	return in.(read).key
}

// registers are one register for each key; an open read may have any answer.
var registers = &engine.Model{
	Init: func() any { return "" },
	Step: func(state, in, out any) (bool, any) {
		if w, ok := in.(write); ok {
			return true, w.value
		}
		return out == nil || out == state, state
	},
	Partition: key,
}

func op(client int, in, out any, call, ret int64) Op {
	return Op{Client: engine.ID('c', client), In: in, Out: out, Call: call, Return: ret}
}

func judges() map[string]func(*engine.Model, []Op) Verdict {
	return map[string]func(*engine.Model, []Op) Verdict{"porcupine": check, "the small judge": small}
}

func TestAReadMayNotReturnWhatWasOverwrittenBeforeItBegan(t *testing.T) {
	for _, c := range []struct {
		ops  []Op
		want Verdict
	}{
		{nil, Linearizable},
		{[]Op{op(1, write{"x", "a"}, true, 1, 2), op(1, write{"x", "b"}, true, 3, 4), op(2, read{"x"}, "a", 5, 6)}, Not},
		{[]Op{op(1, write{"x", "a"}, true, 1, 2), op(1, write{"x", "b"}, true, 3, 4), op(2, read{"x"}, "a", 4, 6)}, Linearizable},
		{[]Op{op(1, write{"x", "a"}, nil, 1, Never), op(2, read{"x"}, "a", 5, 6), op(2, read{"x"}, "", 7, 8)}, Not},
		{[]Op{op(1, write{"x", "a"}, nil, 1, Never), op(2, read{"x"}, "", 5, 6), op(2, read{"x"}, "a", 7, 8)}, Linearizable},
		{[]Op{op(1, write{"x", "a"}, nil, 9, Never), op(2, read{"x"}, "a", 5, 6)}, Not},
		{[]Op{op(1, read{"x"}, nil, 1, Never), op(2, read{"x"}, "a", 5, 6)}, Not},
	} {
		for name, judge := range judges() {
			if got := judge(registers, c.ops); got != c.want {
				t.Errorf("%s: %+v: expected %s, got %s", name, c.ops, c.want, got)
			}
		}
	}
}

func TestTheSmallJudgeAgreesWithPorcupine(t *testing.T) {
	counts := map[Verdict]int{}
	rapid.Check(t, func(t *rapid.T) {
		var ops []Op
		for client := range rapid.IntRange(1, 4).Draw(t, "clients") {
			at := int64(0)
			for range rapid.IntRange(0, 4).Draw(t, "operations") {
				at += rapid.Int64Range(0, 3).Draw(t, "gap")
				o := op(client+1, nil, nil, at, Never)
				if rapid.Bool().Draw(t, "writes") {
					o.In, o.Out = write{"x", rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "value")}, true
				} else {
					o.In, o.Out = read{"x"}, rapid.SampledFrom([]string{"", "a", "b", "c"}).Draw(t, "answer")
				}
				if rapid.IntRange(0, 7).Draw(t, "open") == 0 {
					o.Out = nil
					ops = append(ops, o)
					break
				}
				at += rapid.Int64Range(0, 5).Draw(t, "takes")
				o.Return = at
				at++
				ops = append(ops, o)
			}
		}
		a, b := check(registers, ops), small(registers, ops)
		if a != b {
			t.Fatalf("porcupine says %s, the small judge %s: %+v", a, b, ops)
		}
		counts[a]++
	})
	if counts[Linearizable] == 0 || counts[Not] == 0 {
		t.Errorf("the drawn histories were all alike: %v", counts)
	}
}

func TestOperationsOfDifferentPartsAreJudgedApartAndTheFailingPartIsNamed(t *testing.T) {
	var ops []Op
	for k := range 40 { // together they would be too many to order
		key := fmt.Sprint("k", k)
		ops = append(ops, op(k, write{key, "a"}, true, 1, 9), op(k+100, read{key}, "a", 2, 8))
	}
	if got := Check(registers, ops); got != Linearizable {
		t.Errorf("expected linearizable, got %s", got)
	}
	if part := Failing(registers, ops); part != nil {
		t.Errorf("expected no failing part, got %+v", part)
	}
	ops = append(ops, op(1, read{"k7"}, "", 10, 11))
	if got := Check(registers, ops); got != Not {
		t.Errorf("expected not linearizable, got %s", got)
	}
	if part := Failing(registers, ops); len(part) != 3 || part[0].In != any(write{"k7", "a"}) || part[2].Call != 10 {
		t.Errorf("expected the three operations on k7 by their calls, got %+v", part)
	}
}

func TestAHistoryWithTooManyOverlapsIsUnknownNotWrong(t *testing.T) {
	var ops []Op
	for i := range 40 {
		ops = append(ops, op(i, write{"x", fmt.Sprint(i)}, true, 0, 100))
	}
	ops = append(ops, op(99, read{"x"}, "never written", 0, 100))
	if got := small(registers, ops); got != Unknown {
		t.Errorf("expected unknown, got %s", got)
	}
}
