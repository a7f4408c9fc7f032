package challenge

import (
	"strings"
	"testing"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/mutex"
	"quorumlab/protocols/raft"
	raftsmall "quorumlab/protocols/raft-small"
	"quorumlab/protocols/scenario"
	"quorumlab/protocols/sim"
	"quorumlab/protocols/twophase"
)

func lookup(name string) *engine.Protocol {
	for _, p := range []*engine.Protocol{&raft.Protocol, &raftsmall.Protocol, &twophase.Protocol, &mutex.Protocol} {
		if p.Name == name {
			return p
		}
	}
	return nil
}

// of is a challenge from texts.
func of(t testing.TB, start, rules string) *Challenge {
	t.Helper()
	s, err := scenario.Parse(start, lookup)
	if err != nil {
		t.Fatal(err)
	}
	r, err := Parse(s.Cluster.Protocol, rules)
	if err != nil {
		t.Fatal(err)
	}
	c, err := New(s, r)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// tried is the verdict on an attempt.
func tried(t testing.TB, c *Challenge, script string) Verdict {
	t.Helper()
	acts, err := c.Actions(script)
	if err != nil {
		t.Fatal(err)
	}
	trial, err := c.Judge(acts)
	if err != nil {
		t.Fatal(err)
	}
	for !trial.Step(100) {
	}
	return trial.Verdict()
}

const (
	leading = "cluster raft nodes=5 client=0 seed=1\ncommand n1 campaign\nrun until=leader n1\nrun 100ms\n"
	n3Wins  = "goal leader n3 term=2\nbudget crash=1 hold=2 drop=2\nlock n3\nwithin 2s\n"
)

func TestAnAttemptReachesTheGoalOrSaysHowNearItCame(t *testing.T) {
	c := of(t, leading, n3Wins)
	w, err := c.World()
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Apply(sim.Crash{Node: engine.ID('n', 1)}); err != nil {
		t.Fatal(err)
	}
	w.RunTo(sim.Position{At: 298_000}) // n4 has just asked for votes
	request := ""
	for _, m := range w.InFlight() {
		if m.From == engine.ID('n', 4) && m.To == engine.ID('n', 3) {
			request = m.ID.String()
		}
	}
	won := tried(t, c, "crash n1\nat 298ms hold from=n4 to=n2\nhold from=n4 to=n5\ndrop "+request)
	if !won.Reached || won.Event == 0 || won.At == 0 || won.Text != "reached at "+won.At.String() {
		t.Errorf("expected it to be reached, got %+v", won)
	}
	for name, x := range map[string]struct {
		script, text string
		event        bool
	}{
		"nothing":            {"", "expected leader n3 term=2: that was so at no moment from 118.413ms to 2118.413ms", false},
		"another leads":      {"crash n1", "expected leader n3 term=2: the nearest is at 318.465ms, where leader term=2 holds, but no more of it", true},
		"n3 leads too late":  {"crash n1\nhold from=n4 to=n2\nhold from=n4 to=n5", "expected leader n3 term=2: the nearest is at 516.078ms, where leader n3 holds, but no more of it", true},
		"the wrong one down": {"crash n4", "expected leader n3 term=2: that was so at no moment from 118.413ms to 2118.413ms", false},
	} {
		v := tried(t, c, x.script)
		if v.Reached || v.Text != x.text || v.Line != 1 || v.Goal != "leader n3 term=2" || (v.Event > 0) != x.event || v.Refused != "" {
			t.Errorf("%s: got %+v", name, v)
		}
	}
}

func TestAMissOfANumberSaysTheNumberAndAViolationWhatBroke(t *testing.T) {
	for rules, want := range map[string]string{
		"goal leaders >= 2\nbudget crash=1\nwithin 1s\n":                "expected leaders >= 2: at 118.413ms it is 1, and no moment up to 1118.413ms is nearer",
		"goal not crashed n1\ngoal crashed n2\nbudget crash=1\nlock n1": "expected crashed n2: that was so at no moment from 118.413ms to 10118.413ms",
		"goal leaders = 0\nbudget crash=1\nwithin 1s\n":                 "expected leaders = 0: at 118.413ms it is 1, and no moment up to 1118.413ms is nearer",
		"goal crashed n1\ngoal leaders >= 3\nbudget crash=1\n":          "expected crashed n1: that was so at no moment",
	} {
		if v := tried(t, of(t, leading, rules), ""); v.Reached || !strings.HasPrefix(v.Text, want) {
			t.Errorf("%q: got %q, want %q", rules, v.Text, want)
		}
	}
	c := of(t, leading, "goal crashed n1\ngoal leaders >= 3\nbudget crash=1\nwithin 1s\n")
	if v, want := tried(t, c, "crash n1"), "expected leaders >= 3: the nearest is at "; !strings.HasPrefix(v.Text, want) || !strings.HasSuffix(v.Text, ", where it is 1") {
		t.Errorf("got %q, want %q", v.Text, want)
	}
}

func TestAnAttemptEndsAtWhatTheRulesForbidOrWhatMakesNoSense(t *testing.T) {
	c := of(t, leading, n3Wins)
	for script, want := range map[string]string{
		"crash n3":               "n3 is locked here: no action names it",
		"pause n1":               "pause is not allowed here: left are crash (1 of 1), hold (2 of 2), drop (2 of 2)",
		"crash n1\ncrash n2":     "crash may be done once here, and that is used up: left are hold (2 of 2), drop (2 of 2)",
		"crash n1\nhold from=n4": "n3 is locked here: a hold needs from= and to=",
		"crash n1\ndrop held\ndrop held\ndrop held": "drop may be done 2 times here",
		"at 50ms crash n1":                          "expected a moment from 118.413ms on, and up to 2118.413ms",
		"at 3s crash n1":                            "expected a moment from 118.413ms on",
		"at 200ms crash n1\nat 150ms drop held":     "expected a moment from 200ms on",
		"drop n1.9999":                              "n1.9999",
		"crash n9":                                  "n9",
	} {
		v := tried(t, c, script)
		if v.Reached || v.Refused == "" || !strings.Contains(v.Text, want) {
			t.Errorf("%q: expected %q, got %+v", script, want, v)
		}
	}
}

func TestALockedNodesLinksAreNotSlowedNorHeldAndMayLoseWhatItDidNotSend(t *testing.T) {
	c := of(t, leading, "goal leader n3 term=9\nbudget delay=1 drop=1 hold=1 set=2 link=1 cut=1 release=1 duplicate=1\nlock n3\nfrom 117ms\nwithin 10ms\n")
	w, err := c.World()
	if err != nil {
		t.Fatal(err)
	}
	var toN3, toN2, fromN3 string
	w.RunTo(sim.Position{At: 119_000})
	for _, m := range w.InFlight() {
		switch {
		case m.To == engine.ID('n', 3):
			toN3 = m.ID.String()
		case m.From == engine.ID('n', 3):
			fromN3 = m.ID.String()
		case m.To == engine.ID('n', 2):
			toN2 = m.ID.String()
		}
	}
	if toN3 == "" || toN2 == "" {
		t.Fatalf("nothing is on its way: %q, %q, %q", toN3, toN2, fromN3)
	}
	for script, want := range map[string]string{
		"delay " + toN3 + " by=1s": "is on its way to it", "delay " + toN2 + " by=1s": "", "drop " + toN3: "", "duplicate " + toN3: "",
		"drop n3.1": "no action names it", "hold from=n1 to=n2": "", "hold kind=MsgVote": "a hold needs from= and to=",
		"set latency=1s": "set latency changes all links", "set check-quorum=true": "", "link n1 n3 latency=1s": "no action names it",
		"cut n1 n2": "", "partition n1 | n3": "no action names it", "release": "",
	} {
		if v := tried(t, c, "at 119ms "+script); want == "" && v.Refused != "" || want != "" && !strings.Contains(v.Text, want) {
			t.Errorf("%s: expected %q, got %+v", script, want, v)
		}
	}
}

func TestACommandMayBeAllowedWithSomeValuesOnly(t *testing.T) {
	c := of(t, leading+"add client\n", "goal acknowledged c1 = 1\nbudget get=1\nwith get how=read-index server=n1\nwithin 2s\n")
	for script, refused := range map[string]string{
		"command c1 get key=x how=read-index server=n1": "",
		"command c1 get key=x how=local server=n1":      "get is allowed here with how=read-index only",
		"command c1 get key=x server=n1":                "get is allowed here with how=read-index only",
		"command c1 get key=x how=read-index server=n2": "get is allowed here with server=n1 only",
	} {
		v := tried(t, c, "at 119ms "+script)
		if v.Reached != (refused == "") || !strings.Contains(v.Text, refused) {
			t.Errorf("%s: expected %q, got %+v", script, refused, v)
		}
	}
}

func TestARunThatBreaksAnInvariantHasMissedItsGoalUnlessTheGoalIsThat(t *testing.T) {
	mutual := "cluster mutex nodes=2 no-replies=true seed=1\nrun 1ms\n"
	attempt := "command n1 acquire\ncommand n2 acquire"
	v := tried(t, of(t, mutual, "goal acknowledged >= 1\nbudget acquire=2\n"), attempt)
	if v.Reached || v.Goal != "holds" || v.Line != 0 || v.Got != "n1 and n2 are both inside" || v.Event == 0 {
		t.Errorf("got %+v", v)
	}
	if v := tried(t, of(t, mutual, "goal violated mutual-exclusion\nbudget acquire=2\n"), attempt); !v.Reached {
		t.Errorf("when it is the goal: got %+v", v)
	}
	if v := tried(t, of(t, mutual, "goal not violated mutual-exclusion\ngoal acknowledged = 9\nbudget acquire=2\n"), attempt); v.Reached || v.Goal != "holds" {
		t.Errorf("when the goal is the contrary: got %+v", v)
	}
}

func TestAChallengeBeginsAmongTheStartsOwnActionsWithOtherParameters(t *testing.T) {
	start := leading + "crash n1\nrun 5s\nbranch other\ncrash n2\n"
	c := of(t, start, "goal leader term=2\nwhen check-quorum=true\nbudget crash=1\nfrom 110ms\n")
	if c.From().At != 110_000 || c.Until() != 10_110_000 || !strings.Contains(c.Start.Cluster.String(), "check-quorum=true") || len(c.Start.Branches) != 1 {
		t.Errorf("it begins at %v, ends at %v, with %s", c.From(), c.Until(), c.Start.Cluster.String())
	}
	if v := tried(t, c, ""); v.Reached {
		t.Errorf("the start's crash, which is later, was done: %+v", v)
	}
	if v := tried(t, of(t, start, "goal leader term=2\nbudget crash=1\n"), ""); !v.Reached {
		t.Errorf("the start's crash was not done: %+v", v)
	}
	s, _ := scenario.Parse(leading, lookup)
	for rules, want := range map[string]string{"goal leader\nlock n7": "lock: there is no node n7 in the start", "goal leader\nwhen fast=true": "expected", "goal leader\nwhen nodes=0": "expected 1 to 9, not 0"} {
		r, err := Parse(s.Cluster.Protocol, rules)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := New(s, r); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: expected %q, got %v", rules, want, err)
		}
	}
}

func TestAnAttemptMustReachTheGoalOnEachSeed(t *testing.T) {
	const any = "cluster raft-small nodes=3 seed=1\nrun 1ms\n"
	v := tried(t, of(t, any, "goal leader\nbudget crash=1\nseeds 5\n"), "")
	if !v.Reached || v.Passed != 6 || v.Seed == 1 {
		t.Errorf("a goal that all seeds reach: got %+v", v)
	}
	v = tried(t, of(t, any, "goal leader n3 term=1\nbudget crash=2\nseeds 50\n"), "crash n1")
	if first := tried(t, of(t, any, "goal leader n3 term=1\nbudget crash=2\n"), "crash n1"); first.Reached && (v.Reached || v.Passed < 1 || v.Passed > 49 || v.Seed == 1) {
		t.Errorf("a goal that some seeds reach: got %+v", v)
	} else if !first.Reached && (v.Passed != 0 || v.Seed != 1) {
		t.Errorf("a goal that the start's own seed does not reach: got %+v", v)
	}
}

func TestOfSeveralGoalsTheOneThatIsMissedAtTheNearestMomentIsNamed(t *testing.T) {
	c := of(t, leading, "goal leader term=2\ngoal not crashed n1\nbudget crash=1 restart=1\nwithin 2s\n")
	v := tried(t, c, "crash n1")
	if v.Goal != "not crashed n1" || v.Line != 2 || v.At != 318_465 {
		t.Errorf("got %+v", v)
	}
	v = tried(t, of(t, leading, "goal messages >= 1000\nbudget crash=1\nwithin 100ms\n"), "")
	if v.Goal != "messages >= 1000" || v.Event == 0 || v.Got == "0" || v.At < 200_000 {
		t.Errorf("a number comes nearest where it is least far away: got %+v", v)
	}
}
