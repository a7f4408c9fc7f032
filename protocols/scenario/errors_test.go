package scenario_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/scenario"
	"quorumlab/protocols/scenario/scenariotest"
)

// wrong are texts that can't be read or carried out.
func wrong() []string {
	of := func(lines ...string) (texts []string) {
		for _, l := range lines {
			texts = append(texts, "cluster chatter\n"+l+"\n")
		}
		return texts
	}
	var all []string
	all = append(all,
		"",
		"# only a comment\n",
		"crash n1\ncluster chatter\n",
		"nodes=3\n",
		"\"cluster\" chatter\n",
		"cluster\n",
		"cluster raft\n",
		"cluster name=chatter\n",
		"cluster chatter\ncluster chatter\n",
		"cluster chatter fast\n",
		"cluster chatter nodes=3 nodes=3\n",
		"cluster chatter nodes=three\n",
		"cluster chatter nodes=0\n",
		"cluster chatter nodes=400\n",
		"cluster chatter leaf=31\n",
		"cluster chatter hub=2\n",
		"cluster chatter leaf=2 nodes=3\n",
		"cluster chatter client=-1\n",
		"cluster chatter seed=-1\n",
		"cluster chatter seed=18446744073709551616\n",
		"cluster chatter trace=some\n",
		"cluster chatter colour=red\n",
		"cluster chatter interval=soon\n",
		"cluster chatter interval=2h\n",
		"cluster chatter mood=odd\n",
		"cluster chatter deaf=yes\n",
		"cluster chatter latency=0ms\n",
		"cluster chatter latency=9ms..1ms\n",
		"cluster chatter limit=0\n",
		"cluster chatter loss=101%\n",
		"cluster chatter greeting=\u202ehello\n",
		"cluster chatter greeting=\"hello\n",
		"cluster clashing\n",
		"cluster wrong-goal\n",
	)
	all = append(all, of(
		"leader",
		"crash=n1",
		"crash",
		"crash x",
		"crash n1 n2",
		"crash n1 disk=wet",
		"\"crash\" n1",
		"command",
		"command n1",
		"command c1 count 1",
		"command n1 say",
		"command n1 say hi times=many",
		"command n1 say hi times=-1",
		"command n1 say hi times=1 times=2",
		"command n1 say hi \x1b[31m",
		"fire n1 tock",
		"deliver 1",
		"delay n1.1",
		"partition n1 n2",
		"partition n1 | n1",
		"set interval",
		"load n1 say hi",
		"load n1,c1 say hi every=1ms",
		"load n1 say hi every=1ms count=0",
		"link n1 n2 latency=fast",
		"skew n1",
		"cut n1 n1",
		"at",
		"at 5ms",
		"at soon crash n1",
		"at -5ms crash n1",
		"at 5ms#0 crash n1",
		"at 5ms run 1s",
		"at 5ms expect quiet",
		"at 5ms disk n2 log=a",
		"run",
		"run -1s",
		"run 1s 2s",
		"run 2000h",
		"run limit=1s",
		"run until=leder",
		"run until=quiet limit=0s",
		"run until=quiet limit=1s limit=1s",
		"run until=words >= 3",
		"run until=quiet n1 n2",
		"expect",
		"expect not",
		"expect leder",
		"expect words >=",
		"expect words >= 3 4",
		"expect words >= 3s",
		"expect quiet >= 3",
		"expect unavailable >= 3",
		"expect words > 3",
		"expect violated",
		"expect violated peace",
		"expect violated politeness twice",
		"expect ended",
		"expect ended happily",
		"branch",
		"branch of=main",
		"branch Main",
		"branch main",
		"branch a of=b",
		"branch a of=a",
		"branch a at=soon",
		"branch a at=1s at=1s",
		"branch a now",
		"crash n1\ndisk n2 log=a",
		"disk n1 log=a",
		"disk n2 words=a",
		"disk n2 round=1.5",
		// What is refused where it stands, when it is carried out.
		"crash n9",
		"crash n1\ncrash n1",
		"disk n2 log=ok\ndisk n3 log=bad",
		"disk n20 log=ok",
		"command n9 say hi",
		"deliver n1.1",
		"fire n1 tick round=1",
		"run 10s\n\nat 3s crash n1",
		"set mood=odd",
		"set colour=red",
		"add leader",
		"run until=boom",
		"expect boom",
		"run 1s\nbranch a at=2s\ncrash n9",
	)...)
	all = append(all,
		"cluster chatter\n"+strings.Repeat("# "+strings.Repeat("x", 100)+"\n", 3000),
		"cluster chatter\n"+strings.Repeat("\n", scenario.LinesMax)+"run 1s\n",
		"cluster chatter\n# "+strings.Repeat("x", scenario.LineMax)+"\n",
		"cluster chatter\n# "+strings.Repeat("\x01", scenario.LineMax-2)+"\n",
		"cluster chatter\n"+branches(scenario.BranchMax),
	)
	return all
}

func branches(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "branch b%d\n", i)
	}
	return b.String()
}

func TestWhatIsWrongInATextIsSaidWithItsPlaceAndWhatWasExpected(t *testing.T) {
	clashing, wrongGoal := chatter, chatter
	clashing.Name, clashing.Params = "clashing", struct{ Leaf int }{}
	wrongGoal.Name = "wrong-goal"
	wrongGoal.Goals = []engine.Goal{engine.When("words", "", func(*engine.Global, struct{ Limit int }) bool { return false })}
	find := func(name string) *engine.Protocol {
		switch name {
		case clashing.Name:
			return &clashing
		case wrongGoal.Name:
			return &wrongGoal
		}
		return lookup(name)
	}
	var got strings.Builder
	got.WriteString("What is said of texts that can't be read or carried out: the text, then what is wrong with it.\n")
	for _, text := range wrong() {
		s, err := scenario.Parse(text, find)
		if err == nil {
			_, err = scenario.Run(s)
		}
		if err == nil {
			t.Errorf("%.200q is carried out", text)
			continue
		}
		if _, ok := err.(*scenario.Error); !ok {
			t.Errorf("%.200q: expected a *scenario.Error, not %T", text, err)
		}
		shown := strings.TrimPrefix(text, "cluster chatter\n")
		fmt.Fprintf(&got, "\n%.80q\n%v\n", shown, err)
	}
	golden(t, "testdata/errors.txt", got.String())
}

// golden compares with a file, or writes it when the test is run with -rewrite.
func golden(t *testing.T, file, got string) {
	t.Helper()
	if scenariotest.Rewrite() {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if d := scenariotest.Diff(string(want), got); d != "" {
		t.Errorf("%s (go test -rewrite writes it anew):\n%s", file, d)
	}
}
