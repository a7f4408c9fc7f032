package history

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestTheFirstAnswerThatNoOrderExplainsIsNamedWhateverComesAfter(t *testing.T) {
	ops := []Op{
		op(3, read{"y"}, "", 1, 2), // of another part
		op(1, write{"x", "a"}, nil, 1, Never),
		op(2, read{"x"}, "a", 3, 4),
		op(2, read{"x"}, "", 7, 8), // a was there already
		op(1, write{"x", "b"}, true, 7, 20),
		op(2, read{"x"}, "c", 9, 10), // nor this, but later
	}
	f := Judge(registers, ops, 1000)
	if f.Verdict != Not || f.Answer != 3 || !slices.Equal(f.Places, []int{1, 2, 3, 4}) {
		t.Fatalf("expected the second get, and the operations on x before its answer: %+v", f)
	}
	want := `c1 write key=x value=a without an answer; c2 read key=x → a; c2 read key=x → ; c1 write key=x value=b without an answer`
	for i := range f.Ops { // as commands are printed, and answers by their text
		if f.Ops[i].Out != nil {
			f.Ops[i].Out = answer(fmt.Sprint(f.Ops[i].Out))
		}
	}
	if got := Seen(f.Ops); got != want {
		t.Errorf("expected %q, got %q", want, got)
	}
}

type answer string

func (a answer) Text() string { return string(a) }

func TestTheEarliestOfTwoPartsIsNamed(t *testing.T) {
	ops := []Op{op(1, read{"x"}, "never", 1, 9), op(2, read{"y"}, "never", 3, 4)}
	if f := Judge(registers, ops, 1000); f.Verdict != Not || f.Answer != 1 {
		t.Errorf("expected the get of y: %+v", f)
	}
}

func TestAJudgeWhoGivesUpSaysSo(t *testing.T) {
	var ops []Op
	for i := range 30 {
		ops = append(ops, op(i, write{"x", fmt.Sprint(i)}, true, 0, 100))
	}
	ops = append(ops, op(99, read{"x"}, "never written", 0, 100))
	if f := Judge(registers, ops, 10_000); f.Verdict != Unknown || f.Ops != nil {
		t.Errorf("expected unknown, got %+v", f)
	}
}

func TestWhatIsNamedIsTheShortestBeginningThatCannotBe(t *testing.T) {
	named := 0
	rapid.Check(t, func(t *rapid.T) {
		var ops []Op
		for client := range rapid.IntRange(1, 3).Draw(t, "clients") {
			at := int64(0)
			for range rapid.IntRange(0, 5).Draw(t, "operations") {
				at += rapid.Int64Range(1, 4).Draw(t, "gap")
				o := op(client+1, nil, nil, at, 0)
				if rapid.Bool().Draw(t, "writes") {
					o.In, o.Out = write{"x", rapid.SampledFrom([]string{"a", "b"}).Draw(t, "value")}, true
				} else {
					o.In, o.Out = read{"x"}, rapid.SampledFrom([]string{"", "a", "b"}).Draw(t, "answer")
				}
				at += rapid.Int64Range(0, 5).Draw(t, "takes")
				o.Return = at
				ops = append(ops, o)
			}
		}
		f := Judge(registers, ops, 100_000)
		if f.Verdict != Check(registers, ops) {
			t.Fatalf("Judge says %s, Check %s", f.Verdict, Check(registers, ops))
		}
		if f.Verdict != Not {
			return
		}
		named++
		all := []int{}
		for i := range ops {
			all = append(all, i)
		}
		if _, so := until(ops, all, ops[f.Answer].Return); Check(registers, so) != Not {
			t.Fatalf("what had happened when %+v was answered could be", ops[f.Answer])
		}
		if _, so := until(ops, all, ops[f.Answer].Return-1); Check(registers, so) == Not {
			t.Fatalf("it could not be before %+v was answered", ops[f.Answer])
		}
	})
	if named == 0 {
		t.Error("no history was drawn that could not be")
	}
}
