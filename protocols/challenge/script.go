package challenge

import (
	"strings"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/engine/say"
	"quorumlab/protocols/scenario"
	"quorumlab/protocols/sim"
)

// Actions reads an attempt: lines `at T[#k] ACTION`. A line without at acts where the line above it does, the first one
// where the challenge begins. Errors are of type *scenario.Error.
func (c *Challenge) Actions(text string) (acts []sim.Placed, err error) {
	here := c.from
	for i, line := range strings.Split(text, "\n") {
		words, err := engine.Words(strings.TrimRight(line, "\r"))
		if err == nil && len(words) > 0 {
			var a sim.Placed
			if a, err = c.action(words, here); err == nil {
				acts, here = append(acts, a), a.At
			}
		}
		if err != nil {
			return nil, scenario.OnLine(i+1, err)
		}
	}
	return acts, nil
}

func (c *Challenge) action(words []engine.Word, here sim.Position) (a sim.Placed, err error) {
	a.At = here
	if words[0].Key == "" && words[0].Value == "at" {
		if len(words) < 3 || words[1].Key != "" {
			return a, say.Errorf("at: expected a moment, such as 507ms or 507ms#2, and an action")
		}
		if a.At, err = sim.ParsePosition(words[1].Value); err != nil {
			return a, say.Errorf("column %d: at: %w", words[1].Column, err)
		}
		words = words[2:]
	}
	a.Action, err = sim.ParseAction(c.Start.Cluster.Protocol, words)
	return a, err
}
