package scenario

import (
	"quorumlab/protocols/engine"
	"quorumlab/protocols/sim"
)

// branchFactor is how many times the events of one run all branches together may have.
const branchFactor = 2

// stepEvents is how often the events of all branches are counted.
const stepEvents = 1 << 12

// A Result is a script that has been carried out.
type Result struct {
	Script   *Script
	Branches []*Runner // in the script's order: parents before those that fork from them
}

// Run carries out all branches. What the script expects and the run does not give is in the Result; an error, of type
// *Error, is for what can't be done at all.
func Run(s *Script) (*Result, error) {
	res := &Result{Script: s}
	byName := map[string]*Runner{}
	events := 0
	for i := range s.Branches {
		b := &s.Branches[i]
		r, err := s.Start(b.Name, byName[b.Of])
		if err != nil {
			return nil, err
		}
		for over := false; !over; {
			if over, err = r.Step(stepEvents); err != nil {
				return nil, err
			}
			if err := r.Within(events); err != nil {
				return nil, err
			}
		}
		events += int(r.rec.Head().Count())
		byName[b.Name] = r
		res.Branches = append(res.Branches, r)
	}
	return res, nil
}

// Within refuses a branch whose events, with those of all other branches, are more than twice those that one run may have:
// many branches must not take many times the memory. The error is an *Error.
func (r *Runner) Within(others int) error {
	limit := max(r.limit, r.rec.Head().Settings().Limit)
	if others+int(r.rec.Head().Count()) <= branchFactor*limit {
		return nil
	}
	return errorAt(r.branch.Line, 0, "branch %s: expected at most %d events in all branches together; `limit=%d` raises it",
		r.branch.Name, branchFactor*limit, 10*limit)
}

// OK tells whether each branch is as its lines expect.
func (res *Result) OK() bool {
	for _, r := range res.Branches {
		if !r.OK() {
			return false
		}
	}
	return true
}

// Main is the branch that all others come from.
func (res *Result) Main() *Runner { return res.Branches[0] }

// Hash is the run's; with branches, one over the hashes of all.
func (res *Result) Hash() uint64 {
	h := res.Main().Hash()
	for _, r := range res.Branches[1:] {
		h = engine.Mix(h ^ engine.Mix(r.Hash()))
	}
	return h
}

// Hash is the hash of the branch's whole run so far.
func (r *Runner) Hash() uint64 { return r.rec.Head().Hash() }

// Ending is why the branch's run has ended; nil while it could go on.
func (r *Runner) Ending() *sim.Ending { return r.rec.Head().Ending() }

// EndLine is the line that was under way when the run ended; 0 when it has not.
func (r *Runner) EndLine() int { return r.endLine }

// Failures are what is not as a branch's lines expect, each with its line.
func (r *Runner) Failures() []*Error {
	var es []*Error
	for _, o := range r.outcomes {
		if !o.OK {
			es = append(es, errorAt(o.Line, 0, "%s", o.Says()))
		}
	}
	if e := r.Ending(); e != nil && !r.asked {
		text := engine.Plain(e.Text)
		if e.Reason == sim.Violation {
			text = ViolationName(e.Name) + " is violated: " + text
		}
		es = append(es, errorAt(r.endLine, 0, "%s", text))
	}
	return es
}

// Failures are those of all branches.
func (res *Result) Failures() []*Error {
	var es []*Error
	for _, r := range res.Branches {
		es = append(es, r.Failures()...)
	}
	return es
}
