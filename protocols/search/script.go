package search

import (
	"strings"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/scenario"
	"quorumlab/protocols/sim"
)

// Scenario is the violation as a scenario's text, which plays it and expects it. It has been played: the errors are those
// of Replay.
func (s *Search) Scenario() (string, error) {
	r, err := s.Replay()
	if err != nil {
		return "", err
	}
	var b strings.Builder
	b.WriteString(scenario.Written(s.protocol, r.Options(), r.Actions()))
	if v := s.violation(); v.Name == Reached {
		for _, e := range s.options.Until {
			b.WriteString(e.String() + "\n")
		}
	} else {
		b.WriteString(expectation(v, r.Head()) + "\n")
	}
	return b.String(), nil
}

func (s *Search) violation() *Violation {
	if s.again != nil {
		return s.again.result
	}
	return s.result
}

// expectation is the line that expects what was found.
func expectation(v *Violation, w *sim.World) string {
	if v.Name == sim.Linearizable && w.Ending() == nil {
		return "expect not linearizable"
	}
	return "expect violated " + engine.Quote(scenario.ViolationName(v.Name))
}
