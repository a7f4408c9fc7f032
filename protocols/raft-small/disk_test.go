package raftsmall

import (
	"strings"
	"testing"

	"quorumlab/protocols/sim"
)

func TestADiskLineIsWrittenAsAServerWouldHaveLeftIt(t *testing.T) {
	c := newCluster(t, 3, manual, "disk n1 term=3 vote=n2 log=1,1,2 values=red,blue", "disk n2 log=1,4")
	s := c.server("n1")
	if s.hard != (hard{3, n(2)}) || s.last() != 3 || s.commit != 0 || s.status != follower {
		t.Errorf("n1 starts with %+v and %d entries", s.hard, s.last())
	}
	var says []string
	for _, e := range s.log {
		says = append(says, e.label())
	}
	if got := strings.Join(says, " "); got != "red blue e3=t2" {
		t.Errorf("its log says %s", got)
	}
	if s := c.server("n2"); s.hard != (hard{4, 0}) {
		t.Errorf("without a term n2 starts with %+v", s.hard)
	}
}

func TestADiskThatNoServerCouldHaveLeftIsRefused(t *testing.T) {
	for line, want := range map[string]string{
		"disk n1 log=2,1":               "log: expected terms from 1 that never fall",
		"disk n1 log=0,1":               "log: expected terms from 1 that never fall",
		"disk n1 term=1 log=1,2":        "term: expected at least the last entry's, 2, not 1",
		"disk n1 log=1 values=red,blue": "values: expected at most one for each of the 1 entries, not 2",
		"disk n1 term=2 vote=n9 log=1":  "vote: expected a server, not n9",
	} {
		_, err := sim.New(&Protocol, sim.Options{Counts: map[byte]int{'n': 3}, Presets: []sim.Preset{action(t, line).(sim.Preset)}})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: expected %q, got %v", line, want, err)
		}
	}
}
