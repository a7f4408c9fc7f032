package register

import (
	"testing"

	"quorumlab/protocols/engine"
)

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

func TestAnAnswerToAnEarlierOperationEndsNoLaterOne(t *testing.T) {
	role := ClientRole(func(script string) string { return script })
	p := engine.Protocol{Roles: []engine.Role{role}, Messages: Messages(), Results: Results()}
	table, err := p.Table()
	if err != nil {
		t.Fatal(err)
	}
	c1, n1 := engine.ID('c', 1), engine.ID('n', 1)
	c := role.New(engine.Birth{ID: c1, Members: []engine.NodeID{c1, n1}, Params: NoScript}).(*Client)
	out := engine.NewOut(table, false)
	returned := func(event any) (results []any) {
		out.Begin(engine.Rand{}, nil)
		c.Step(engine.Input{Event: event, From: n1, Op: 1}, out)
		for _, e := range out.Effects() {
			if e.Kind == engine.Return {
				results = append(results, e.Body)
			}
		}
		return results
	}
	returned(Put{"A"})
	if got := returned(PutOk{Request{c1, 1}}); len(got) != 1 || got[0] != (Done{}) {
		t.Errorf("the put returned %v", got)
	}
	returned(Get{})
	if got := returned(PutOk{Request{c1, 1}}); got != nil {
		t.Errorf("the put's answer, which came twice, returned %v", got)
	}
	if got := returned(GetOk{Request{c1, 2}, "A"}); len(got) != 1 || got[0] != (Value{"A"}) {
		t.Errorf("the get returned %v", got)
	}
}
