package bridge_test

import (
	"strings"
	"testing"
)

type (
	standing struct {
		From, Did int
		Until     int64
		Actions   *int
		Locked    []string
		Left      []struct {
			Verb     string
			Left, Of int
		}
		Goals []struct {
			Line      int
			Text, Got string
			OK        bool
		}
		Reached int
	}
	judged struct {
		More    bool
		Passed  int
		Verdict *struct {
			Reached                  bool
			Event, Line              int
			T                        int64
			Goal, Got, Refused, Text string
			Seed                     uint64
		}
		Error *struct {
			Line int
			Text string
		}
	}
)

const (
	threeServers = "cluster raft-small nodes=3 seed=1\ncommand n1 campaign\nrun until=leader n1\nrun 100ms\nexpect leader n1\ncrash n1\nrun 2s\n"
	anotherLeads = "goal leader term=2\ngoal not crashed n1\nbudget crash=1 restart=1\nlock n3\nactions 2\nfrom 110ms\nwithin 2s\n"
)

func (p *page) challenged(into *run, format string, args ...any) standing {
	p.t.Helper()
	var c struct{ Challenge standing }
	p.ask(&c, format, args...)
	if into != nil {
		*into = p.run(format, args...)
	}
	return c.Challenge
}

// judge asks until there is a verdict.
func (p *page) judge(s string, k int) judged {
	p.t.Helper()
	var j judged
	p.ask(&j, "judge %s %d events=20", s, k)
	for j.More && j.Error == nil {
		j = judged{}
		p.ask(&j, "judge %s events=20", s)
	}
	if j.Error != nil || j.Verdict == nil {
		p.t.Fatalf("judge %s %d: got %+v", s, k, j)
	}
	return j
}

func TestASessionWithAChallengeBeginsWhereTheRulesSayAndTellsWhatIsLeft(t *testing.T) {
	p := newPage(t)
	p.run("open a\n%s", threeServers)
	var r run
	c := p.challenged(&r, "challenge a\n%s", anotherLeads)
	if r.At != c.From || r.Keep != 0 || len(r.Events) != c.From || r.Now != 110_000 || !strings.Contains(r.Text, "command n1 campaign") || strings.Contains(r.Text, "crash n1") {
		t.Errorf("it begins as %+v, told as %+v", c, r)
	}
	if c.Until != 2_110_000 || c.Did != 0 || *c.Actions != 2 || len(c.Left) != 2 || c.Left[0].Verb != "crash" || c.Left[0].Left != 1 || c.Locked[0] != "n3" || c.Reached != 0 {
		t.Errorf("it stands as %+v", c)
	}
	if g := c.Goals; len(g) != 2 || g[0].Text != "leader term=2" || g[0].OK || g[0].Got != "no" || g[1].Line != 2 || !g[1].OK {
		t.Errorf("the goals stand as %+v", c.Goals)
	}
}

func TestWhatTheRulesForbidIsRefusedAtTheActAndSaysWhatIsLeft(t *testing.T) {
	p := newPage(t)
	p.run("open a\n%s", threeServers)
	start := p.run("challenge a\n%s", anotherLeads)
	for line, want := range map[string]string{
		"crash n3":  "n3 is locked here: no action names it",
		"pause n1":  "pause is not allowed here: left are crash (1 of 1), restart (1 of 1)",
		"cut n1 n2": "cut is not allowed here",
	} {
		if got := p.refused("act a %d\n%s", start.At, line); !strings.Contains(got, want) {
			t.Errorf("%s: expected %q, got %q", line, want, got)
		}
	}
	if got := p.refused("act a 3\ncrash n1"); !strings.Contains(got, "the challenge begins at 110ms") {
		t.Errorf("before the beginning: got %q", got)
	}
	c := p.challenged(nil, "act a %d\ncrash n1", start.At)
	if c.Did != 1 || *c.Actions != 1 || c.Left[0].Left != 0 || c.Left[1].Left != 1 {
		t.Errorf("after a crash it stands as %+v", c)
	}
	if got := p.refused("act a %d\ncrash n2", start.At+1); !strings.Contains(got, "crash may be done once here, and that is used up: left are restart (1 of 1)") {
		t.Errorf("a second crash: got %q", got)
	}
	var f struct{ Frame struct{ Challenge standing } }
	p.ask(&f, "frame a %d", start.At)
	if c := f.Frame.Challenge; c.Did != 0 || c.Left[0].Left != 1 {
		t.Errorf("before the crash it stands as %+v", c)
	}
	if c := p.challenged(nil, "act a %d\ncrash n2", start.At); c.Did != 1 || c.Left[0].Left != 0 {
		t.Errorf("another crash in its place: it stands as %+v", c)
	}
}

func TestAnActAtTheBeginningIsDoneWhereTheChallengeBegins(t *testing.T) {
	p := newPage(t)
	p.run("open a\n%s", threeServers)
	start := p.run("challenge a\n%s", anotherLeads)
	p.run("extend a 900000")
	r := p.run("act a %d\ncrash n1", start.At)
	if !strings.Contains(r.Text, "at 110ms crash n1\n") {
		t.Errorf("expected the crash at 110ms, got %s", r.Text)
	}
	if v := p.judge("a", r.At).Verdict; v.Refused != "" {
		t.Errorf("got %+v", v)
	}
}

func TestAnAttemptIsJudgedOnAFreshWorldAndComesToTheEventThatThePageShows(t *testing.T) {
	p := newPage(t)
	p.run("open a\n%s", threeServers)
	start := p.run("challenge a\n%s", anotherLeads)
	none := p.judge("a", start.At).Verdict
	if none.Reached || none.Event != 0 || none.Goal != "leader term=2" || none.Line != 1 || none.Seed != 1 || !strings.HasPrefix(none.Text, "expected leader term=2: that was so at no moment") {
		t.Errorf("nothing done: got %+v", none)
	}
	crash := p.run("act a %d\ncrash n1", start.At)
	half := p.judge("a", crash.At).Verdict
	if half.Reached || half.Goal != "not crashed n1" || half.Got != "yes" || half.Event <= crash.At {
		t.Errorf("a crash alone: got %+v", half)
	}
	p.run("extend a 1000000")
	back := p.run("act a %d\nrestart n1", half.Event)
	p.run("extend a 2000000")
	c := p.challenged(nil, "extend a 2000001")
	v := p.judge("a", back.At).Verdict
	if !v.Reached || v.Event != c.Reached || v.Event <= crash.At || v.T == 0 {
		t.Errorf("crash and restart: got %+v, and the page stands at %+v", v, c)
	}
	p.run("act a %d\nrestart n1", crash.At)
	if early := p.challenged(nil, "extend a 121000"); early.Reached != 0 {
		t.Errorf("after going back it stands as %+v", early)
	}
}

func TestRulesThatMakeNoSenseAreRefusedWithTheirLineAndLeaveTheSessionAsItWas(t *testing.T) {
	p := newPage(t)
	was := p.run("open a\n%s", threeServers)
	var r run
	p.ask(&r, "challenge a\ngoal leader n1\nbudget fly=1\n")
	if r.Error == nil || r.Error.Line != 2 || !strings.Contains(r.Error.Text, "budget: expected an action or a command") {
		t.Errorf("got %+v", r.Error)
	}
	if got := p.refused("judge a 3"); !strings.Contains(got, "expected a session with a challenge") {
		t.Errorf("got %q", got)
	}
	if now := p.run("extend a 3000000"); now.Hash == "" || now.Count < was.Count || now.Text != "" {
		t.Errorf("the session has changed: %+v", now)
	}
}
