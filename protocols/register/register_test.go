package register

import "testing"

func TestTheModelIsARegisterThatHoldsNothingAtFirst(t *testing.T) {
	m := Model()
	state := m.Init()
	step := func(in, out any) bool {
		ok, next := m.Step(state, in, out)
		if ok {
			state = next
		}
		return ok
	}
	for _, c := range []struct {
		in, out any
		ok      bool
	}{
		{Get{}, Value{"A"}, false},
		{Get{}, Value{""}, true},
		{Put{"A"}, Done{}, true},
		{Get{}, Value{""}, false},
		{Get{}, Value{"A"}, true},
		{Get{}, nil, true},
		{Put{"B"}, Busy{}, true}, // came to nothing
		{Get{}, Value{"A"}, true},
		{Put{"C"}, nil, true}, // its answer is not known
		{Get{}, Value{"C"}, true},
	} {
		if got := step(c.in, c.out); got != c.ok {
			t.Errorf("%T %+v → %+v: %v; expected %v", c.in, c.in, c.out, got, c.ok)
		}
	}
}
