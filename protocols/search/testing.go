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
	Logf(format string, args ...any)
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
	if r.Clock {
		t.Logf("%s reads its clock, which is not explored: it shows 0 throughout", p.Name)
	}
	switch v := r.Violation; {
	case v != nil:
		text, err := s.Scenario()
		if err != nil {
			text = say.Sprintf("It can't be replayed: %v\n", err)
		}
		t.Errorf("%s", broken(v.Name, v.Text, v.Stack, text))
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
	if r.Cut+r.Undecided > 0 {
		t.Logf("%s: of %d runs %d came to a limit, and %d have a history that is too hard to judge", p.Name, r.Runs, r.Cut, r.Undecided)
	}
	f := r.Finding
	if f == nil {
		return r
	}
	small, err := f.Shrink(ctx, random.Bounds{})
	if err != nil {
		t.Errorf("%sIt can't be made small: %v", broken(f.Name, f.Text, f.Stack, f.Run.Text()), err)
		return r
	}
	t.Errorf("%s", broken(small.Name, small.Text, small.Stack, small.Run.Text()))
	return r
}

// broken says what is broken, where a panic came from, and the run.
func broken(name, text, stack, run string) string {
	if stack != "" {
		stack += "\n"
	}
	return say.Sprintf("%s is violated: %s\n%s%s", name, text, stack, run)
}
