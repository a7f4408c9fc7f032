package search

import (
	"context"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/engine/say"
	"quorumlab/protocols/search/random"
)

// A T is a test, as package testing has it: *testing.T, or *testing.B. Package testing itself stays out of the program.
type T interface {
	Helper()
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
}

// Exhaustive demands that every run of a protocol is tried and nothing breaks. What breaks fails the test with its shortest
// run as a scenario, which `quorumlab run -` and the page play; a search that a limit ends fails it, too.
func Exhaustive(t T, p *engine.Protocol, o Options) Result {
	t.Helper()
	s, err := New(p, o)
	if err != nil {
		t.Fatalf("%v", err)
		return Result{}
	}
	s.Run(context.Background())
	r := s.Result()
	switch {
	case r.Violation != nil:
		text, err := s.Scenario()
		if err != nil {
			text = say.Sprintf("It can't be replayed: %v\n", err)
		}
		t.Errorf("%s is violated: %s\n%s", r.Violation.Name, r.Violation.Text, text)
	case !r.Exhausted:
		t.Errorf("%s: not exhausted: the limit on %s is reached at %d states in %d levels", p.Name, r.Limit, r.Distinct, r.Depth)
	}
	return r
}

// Random demands that nothing breaks in runs that are drawn from seeds. What breaks is made small, and fails the test with
// a scenario.
func Random(t T, p *engine.Protocol, o random.Options) random.Result {
	t.Helper()
	ctx := context.Background()
	r, err := random.Search(ctx, p, o)
	if err != nil {
		t.Fatalf("%v", err)
		return r
	}
	if r.Finding == nil {
		return r
	}
	small, err := r.Finding.Shrink(ctx, random.Bounds{})
	if err != nil {
		t.Fatalf("%s is violated: %s: %v", r.Finding.Name, r.Finding.Text, err)
		return r
	}
	text, err := small.Scenario()
	if err != nil {
		text = say.Sprintf("It can't be replayed: %v\n", err)
	}
	t.Errorf("%s is violated: %s\n%s", small.Name, small.Text, text)
	return r
}
