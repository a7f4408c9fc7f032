package scenario_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"quorumlab/protocols/scenario"
)

// hang is far longer than any of these runs takes, on a machine however busy; on one that is not, none takes two seconds.
const hang = time.Minute

func TestNoTextRunsAway(t *testing.T) {
	branches := "cluster chatter leaf=20 interval=1ms\n"
	for i := range 63 {
		branches += fmt.Sprintf("branch b%d of=main at=5s\nrun 1000h\n", i)
	}
	for name, c := range map[string]struct{ text, ends string }{
		"a chatty protocol":                  {"cluster chatter leaf=20 interval=1ms\nrun 1000h\n", "limit=2000000"},
		"messages without latency":           {"cluster chatter latency=0ms..0ms\ncommand n1 say echo\nrun 1000h\n", "limit=2000000"},
		"a load on a node that is paused":    {"cluster chatter\npause n1\nload n1 say hi every=1us\nrun 1000h\n", "limit=2000000"},
		"a load on a client that is waiting": {"cluster mutex\ncut n1 n2 both=true\nload n1 acquire every=1us\nrun 1000h\n", "limit=2000000"},
		"a load on a node that is down":      {"cluster chatter\ncrash n1\nload n1 say hi every=1us\nrun 1000h\n", "limit=2000000"},
		"a load on a node that is gone":      {"cluster chatter\nload n2 say hi every=1us\nremove n2\nrun 1000h\n", "limit=2000000"},
		"a step that sends too much":         {"cluster chatter leaf=30\ncommand n1 say hi times=1000000\n", "engine"},
		"messages to a node that is paused":  {"cluster chatter interval=1us leaf=2\npause n2\nrun 1000h\n", "limit=2000000"},
		"nothing but time":                   {"cluster chatter\nrun 1000h\n", "24h of virtual time"},
		"nothing but an unreachable goal":    {"cluster chatter\nrun until=words limit=1000h\n", "24h of virtual time"},
		"many branches":                      {branches, "all branches together"},
		"a place that never comes":           {"cluster chatter interval=1ms\nat 1ms#2147483647 crash n1\nrun 1s\n", ""},
	} {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			res, err := scenario.Run(parse(t, c.text))
			took := time.Since(start)
			var says string
			if err != nil {
				says = err.Error()
			} else {
				for _, e := range res.Failures() {
					says += e.Error() + "\n"
				}
			}
			if !strings.Contains(says, c.ends) || (says == "") != (c.ends == "") {
				t.Errorf("expected %q, got %q", c.ends, says)
			}
			if took > hang {
				t.Errorf("it took %v", took)
			}
		})
	}
}
