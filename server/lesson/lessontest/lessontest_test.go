package lessontest

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/raft"
	"quorumlab/server/lesson"
)

func lookup(name string) *engine.Protocol {
	if name == raft.Protocol.Name {
		return &raft.Protocol
	}
	return nil
}

// sample is the sample lesson, its text or its scenario changed: file, old, new, file, old, new…
func sample(t *testing.T, changes ...string) *lesson.Lesson {
	t.Helper()
	files := fstest.MapFS{}
	for _, name := range []string{"lesson.md", "two-leaders.txt", "nobody.proof"} {
		text, err := os.ReadFile("../testdata/lessons/what-leads/" + name)
		if err != nil {
			t.Fatal(err)
		}
		s := string(text)
		for i := 0; i < len(changes); i += 3 {
			if changes[i] != name {
				continue
			}
			if !strings.Contains(s, changes[i+1]) {
				t.Fatalf("%s has no %q", name, changes[i+1])
			}
			s = strings.Replace(s, changes[i+1], changes[i+2], 1)
		}
		files["what-leads/"+name] = &fstest.MapFile{Data: []byte(s)}
	}
	c, err := lesson.Load(files)
	if err != nil {
		t.Fatal(err)
	}
	return c.Lessons()[0]
}

func TestALessonThatSaysWhatItsRunsDoHasNoProblem(t *testing.T) {
	if ps := Runs(sample(t), lookup); len(ps) > 0 {
		t.Errorf("got %v", ps)
	}
}

func TestAChallengeThatIsWonByChanceIsFound(t *testing.T) {
	const want = "lesson.md:96: challenge nobody: expected fewer than one random script in a hundred to reach the goal, and "
	if ps := Chance(sample(t), lookup); len(ps) != 1 || !strings.Contains(ps[0].Error(), want) {
		t.Errorf("got %v", ps)
	}
	if ps := Chance(sample(t, "lesson.md", "goal leaders = 0", "goal leaders = 5"), lookup); len(ps) > 0 {
		t.Errorf("of one that is not won: got %v", ps)
	}
}

// claimed is the sample with a challenge that is said to be impossible.
func claimed(t *testing.T, goal string, changes ...string) *lesson.Lesson {
	return sample(t, append([]string{"lesson.md", "solve: |\n  crash n1\n", "impossible: true\n", "lesson.md", "goal leaders = 0\n  budget crash=1", goal, "lesson.md", "from 120ms", "from 70ms"}, changes...)...)
}

func TestAClaimThatAChallengeIsImpossibleIsHeldAgainstItsSearch(t *testing.T) {
	const locked = "goal crashed n2\n  budget cut=1"
	ps := Proofs(claimed(t, locked), lookup, nil)
	if len(ps) != 1 || !strings.Contains(ps[0].Error(), "lesson.md:96: what-leads/nobody.proof: expected below its ----\nverdict impossible\nNo run reaches it with no timer firing, ") {
		t.Fatalf("without a result: got %v", ps)
	}
	written := ""
	if ps := Proofs(claimed(t, locked), lookup, func(name, text string) error { written = name + "\n" + text; return nil }); len(ps) > 0 {
		t.Errorf("written anew: got %v", ps)
	}
	text, ok := strings.CutPrefix(written, "what-leads/nobody.proof\n")
	if !ok || !strings.HasPrefix(text, "# A crash takes down whom it names.\ntimeouts 0\n----\nverdict impossible\n") {
		t.Fatalf("it is written as\n%s", written)
	}
	if ps := Proofs(claimed(t, locked, "nobody.proof", "# A crash takes down whom it names.\ntimeouts 0\n", text), lookup, nil); len(ps) > 0 {
		t.Errorf("with its result: got %v", ps)
	}
	if ps := Proofs(claimed(t, "goal crashed n2\n  budget crash=1"), lookup, nil); len(ps) != 1 || !strings.Contains(ps[0].Error(), "it is said to be impossible, and the search says\nverdict reached\nA run of 1 steps") {
		t.Errorf("of a claim that is wrong: got %v", ps)
	}
}

func TestWhatARunDoesNotDoIsFound(t *testing.T) {
	const text, scenario = "lesson.md", "two-leaders.txt"
	for _, c := range []struct{ file, old, new, want string }{
		{scenario, "expect leaders = 2", "expect leaders = 3", "what-leads/lesson.md:17: figure two-leaders: line 10: expect leaders = 3: got 2"},
		{scenario, "cluster raft", "cluster raff", "what-leads/lesson.md:17: figure two-leaders: line 3"},
		{text, "protocol: raft", "protocol: mutex", "lesson.md:8: protocol: expected raft, which the figure runs"},
		{text, "[cluster, spacetime, narration]", "[cluster, tree]", "lesson.md:23: view: expected one of cluster, spacetime, checks, narration, timeline, "},
		{text, "tools: [crash, heal]", "tools: [crash, mend]", "lesson.md:24: tools: expected one of command, crash, "},
		{text, "tools: [crash, heal]", "spans: [sleeps]", "lesson.md:24: spans: expected one of leads, "},
		{text, "speed: 1/20", "branch: other", "lesson.md:22: expected a branch of two-leaders.txt, not other"},
		{text, "speed: 1/20", "curtain: {client: c9, among: [main, main]}", "lesson.md:22: curtain: expected a client of the figure, not c9"},
		{text, "do: crash n1", "do: crash n7", "lesson.md:26: act Crash n1: it can be done neither"},
		{text, "do: crash n1", "do: smash n1", "lesson.md:27: do: "},
		{text, "[another](two-leaders@278.465ms)", "[another](two-leaders@278.466ms)", "lesson.md:43: expected an event of two-leaders at 278.466ms in branch main"},
		{text, "see:    278.465ms#1", "see:    278.465ms#9", "lesson.md:51: expected an event of two-leaders at 278.465ms#9 in branch main"},
		{text, "(two-leaders@257.092ms)", "(two-leaders/other@257.092ms)", "lesson.md:60: expected a branch of two-leaders.txt, not other"},
		{text, "expect: leaders = 1", "expect: leaders >= 1", "lesson.md:42: option A is not right, but it is so at 2118.413ms: leaders >= 1"},
		{text, "expect: leaders = 2", "expect: leaders = 4", "lesson.md:48: option C is right, but not so at 2118.413ms: leaders = 4: got 2"},
		{text, "expect: leaders = 2", "expect: kings = 2", "lesson.md:48: option C: "},
		{text, "until:  2118.413ms", "until:  200ms", "lesson.md:42: option A is not right, but it is so at 200ms"},
		{text, "until:  2118.413ms", "until:  100ms", "lesson.md:39: until: expected a moment after 118.413ms"},
		{text, `bind: "client=2 seed={1}", min: 1, max: 9`, `bind: "nodes={5}", min: 1, max: 50`, "lesson.md:32: slider at cluster raft nodes=50 "},
		{text, "step: 1}", "step: 1}\nswitch: {label: Many, bind: \"nodes={5}\", on: \"50\"}", "lesson.md:33: switch on: "},
		{text, "goal leaders = 0", "goal kings = 0", "lesson.md:100: rules: "},
		{text, "budget crash=1", "budget smash=1", "lesson.md:101: rules: "},
		{text, "  crash n1\ntricks", "  crash n2\ntricks", "lesson.md:104: solve: expected to reach the goal: "},
		{text, "goal leaders = 0", "goal leaders = 1", "lesson.md:96: challenge nobody: expected nothing not to reach the goal: reached at "},
		{text, "do:  crash n2", "do:  crash n1", "lesson.md:107: trick 1: expected not to reach the goal: reached at "},
		{text, "do:  crash n2", "do:  mend n2", "lesson.md:107: trick 1: expected not to reach the goal: "},
	} {
		var found []string
		for _, p := range Runs(sample(t, c.file, c.old, c.new), lookup) {
			found = append(found, p.Error())
		}
		if all := strings.Join(found, "\n"); !strings.Contains(all, c.want) {
			t.Errorf("%q for %q:\ngot  %s\nwant %s", c.new, c.old, all, c.want)
		}
	}
}

func TestAPredictionMayAskWhetherANodeCanTellTwoBranchesApart(t *testing.T) {
	// In the branch nobody is cut off: n1 gets answers there, and none in main.
	const text, scenario = "lesson.md", "two-leaders.txt"
	asks := func(expect string) lesson.Problems {
		return Runs(sample(t, scenario, "----\n", "branch whole at=118.413ms\nrun 100ms\n----\n",
			text, "expect: leaders = 2", "expect: "+expect,
			text, "expect: leaders = 1", "expect: same-view n1 main whole"), lookup)
	}
	if ps := asks("not same-view n1 main whole"); len(ps) > 0 {
		t.Errorf("n1 tells them apart: got %v", ps)
	}
	for expect, want := range map[string]string{
		"same-view n2 whole main":  "option C is right, but not so at 2118.413ms: same-view n2 whole main: got input ",
		"same-view n1 main nobody": "option C: column 19: expect same-view: expected a branch from above, not nobody",
		"same-view n1 main":        "option C: expect same-view: expected a node and two branches",
	} {
		if ps := asks(expect); len(ps) != 1 || !strings.Contains(ps[0].Error(), want) {
			t.Errorf("%s: got %v, want %s", expect, ps, want)
		}
	}
}

func TestHowALessonIsNotWrittenIsFound(t *testing.T) {
	long := strings.Repeat("word ", 29)
	for _, c := range []struct{ old, new, want string }{
		{"Two leaders, one majority", "Two leaders and one majority", "lesson.md:18: title: expected one idea, without an and"},
		{"alt:   \"Five servers.", "alt:   \"A picture of five servers.", "lesson.md:19: alt: expected who is in which state"},
		{"You asked n1", "You " + long + " n1", "lesson.md:1: expected a hook of at most 40 words before the first figure, not "},
		{"You asked n1 for red, and n1 has not answered. It says that it leads.", "## At once", "lesson.md:1: expected a hook of at most 40 words before the first figure, not 0"},
		{"The four others heard", "The " + long + " heard", "lesson.md:60: expected a sentence of at most 28 words, not "},
		{"It was silent.", "It was silent!", "lesson.md:56: expected no exclamation mark: It was silent!"},
		{"Disks that lie.", "Disks that simply lie.", `lesson.md:90: expected no "simply"`},
		{"Change the seed.", "Let's change the seed.", `lesson.md:68: expected no "let's"`},
		{"It is the oldest", "All of the above", "lesson.md:84: expected an option that says what it means"},
	} {
		var found []string
		for _, p := range Craft(sample(t, "lesson.md", c.old, c.new)) {
			found = append(found, p.Error())
		}
		if all := strings.Join(found, "\n"); !strings.Contains(all, c.want) {
			t.Errorf("%q for %q:\ngot  %s\nwant %s", c.new, c.old, all, c.want)
		}
	}
}

func TestALessonHasTwoFiguresThreeQuestionsAndAModellingNote(t *testing.T) {
	var found []string
	for _, p := range Craft(sample(t)) {
		found = append(found, p.Text)
	}
	if got, want := strings.Join(found, "; "), "expected two to four figures, not 1; expected three questions, not 1"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	without := sample(t, "lesson.md", "```model\nreal:   etcd/raft decides.\nout:    Disks that lie.\ntime:   Chosen to be seen.\nfitted: Nothing.\n```\n", "")
	var all strings.Builder
	for _, p := range Craft(without) {
		all.WriteString(p.Text + "\n")
	}
	if !strings.Contains(all.String(), "expected one modelling note, not 0") {
		t.Errorf("got %s", all.String())
	}
}

func TestTheRightOptionsDoNotAllBearOneLetter(t *testing.T) {
	question := "```question\nask: Why?\noptions:\n  - {text: a, why: a}\n  - {text: b, why: b}\n  - {text: c, right: true, why: c}\n```\n\n"
	const want = "expected the right options at different letters, not all at C"
	for old, found := range map[string]bool{
		"```question\nask: Why does n1 go on?\noptions:\n  - {text: Nothing tells it to stop, right: true, why: It hears nothing.}\n  - {text: It is the oldest, why: Age is no part of the rules.}\n  - {text: It has the longest log, why: Its log is as long as the others.}\n```\n": true,
		"```model": false, // the question about n1 stays, whose right option is A
	} {
		with := question + question
		if !found {
			with += old
		}
		said := Craft(sample(t, "lesson.md", old, with)).Error()
		if strings.Contains(said, want) != found {
			t.Errorf("expected to be told %v, got\n%s", found, said)
		}
	}
}
