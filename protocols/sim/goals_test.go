package sim

import (
	"strings"
	"testing"

	"quorumlab/protocols/engine"
)

func goal(t testing.TB, line string) *Goal {
	t.Helper()
	ws, err := engine.Words(line)
	if err != nil {
		t.Fatal(err)
	}
	g, err := ParseGoal(&toy, ws)
	if err != nil {
		t.Fatalf("%s: %v", line, err)
	}
	return g
}

func value(t testing.TB, w *World, line string, want int64) {
	t.Helper()
	g := goal(t, line)
	if got := g.Value(w); got != want || g.Reached(w) != (want != 0) {
		t.Errorf("%s at %v is %d, reached %v; expected %d", line, w.Now(), got, g.Reached(w), want)
	}
}

func TestARunStopsAtTheEventThatReachesAGoal(t *testing.T) {
	w := toyWorld(t, nil)
	do(t, w, "command n1 tell to=n2 text=a", "command n1 tell to=n3 text=b")
	if !w.RunUntil(goal(t, "heard a"), ms(100)) || w.Now() != ms(10) || len(log(t, w, "n3")) != 0 {
		t.Errorf("it stopped at %v, with n3 having heard %q", w.Now(), log(t, w, "n3"))
	}
	if !w.RunUntil(goal(t, "heard a n2"), ms(100)) || w.Now() != ms(10) {
		t.Errorf("a goal that is reached already: it stopped at %v", w.Now())
	}
	if w.RunUntil(goal(t, "heard a n3"), ms(60)) || w.Now() != ms(60) {
		t.Errorf("a goal that is never reached: it stopped at %v", w.Now())
	}
}

func TestTheKernelsOwnGoalsCount(t *testing.T) {
	w := toyWorld(t, func(o *Options) { o.Counts = map[byte]int{'c': 2} })
	questions := goal(t, "messages kind=Question")
	w.Follow(questions)
	value(t, w, "idle", 1)
	do(t, w, "command c1 ask to=n1 text=a", "command c2 ask to=n2 text=silence", "command n1 tell to=n9 text=x")
	value(t, w, "idle", 0)
	value(t, w, "unavailable", 0)
	w.Run(ms(15))
	value(t, w, "acknowledged", 1) // tell answers at once
	value(t, w, "open", 2)
	value(t, w, "open c1", 1)
	w.Run(ms(30))
	value(t, w, "acknowledged", 2)
	value(t, w, "acknowledged c1", 1)
	value(t, w, "acknowledged c2", 0)
	value(t, w, "open", 1)
	value(t, w, "unavailable", int64(10*msec)) // since c1 was answered at 20 ms
	value(t, w, "messages", 4)
	value(t, w, "losses", 1)
	value(t, w, "actions", 3)
	value(t, w, "events", int64(w.Count()))
	if got := questions.Value(w); got != 2 {
		t.Errorf("%d questions; expected 2", got)
	}
	value(t, w, "crashed n1", 0)
	do(t, w, "crash n1")
	value(t, w, "crashed n1", 1)
	value(t, w, "said", 1) // n2 was asked; n1 is down
	for line, want := range map[string]string{"unavailable": "10ms", "open": "1", "idle": "1"} {
		g := goal(t, line)
		if got := g.Amount(g.Value(w)); line != "idle" && got != want {
			t.Errorf("%s is printed as %s; expected %s", line, got, want)
		}
	}
}

func TestAGoalLastsSinceItWasLastReachedWithoutABreak(t *testing.T) {
	w := toyWorld(t, nil)
	down := goal(t, "crashed n1")
	w.Follow(down)
	if d := w.Lasting(down); d != -1 {
		t.Errorf("a goal that is not reached lasts %v", d)
	}
	w.Run(ms(10))
	do(t, w, "crash n1")
	w.Run(ms(25))
	if d := w.Lasting(down); d != 15*msec {
		t.Errorf("it lasts %v; expected 15ms", d)
	}
	do(t, w, "restart n1")
	if d := w.Lasting(down); d != -1 {
		t.Errorf("a goal that is not reached any more lasts %v", d)
	}
	w.Run(ms(30))
	do(t, w, "crash n1")
	w.Run(ms(37))
	c := w.Checkpoint()
	if d := w.Lasting(down); d != 7*msec || c.Lasting(down) != d {
		t.Errorf("it lasts %v, in a copy %v; expected 7ms", d, c.Lasting(down))
	}
	c.Run(ms(50))
	if w.Lasting(down) != 7*msec || c.Lasting(down) != 20*msec {
		t.Errorf("after the copy went on they last %v and %v", w.Lasting(down), c.Lasting(down))
	}
}

func TestAGoalIsPrintedAsItIsRead(t *testing.T) {
	for _, line := range []string{"heard a", "heard a n2", `heard "a b"`, "said", "acknowledged c1", "messages kind=Said", "idle"} {
		if g := goal(t, line); g.Text != line || g.String() != line {
			t.Errorf("%s is printed as %s", line, g.Text)
		}
	}
	if g := goal(t, "said"); !g.Numeric || g.Timed {
		t.Error("a measure is no number")
	}
	if g := goal(t, "idle"); g.Numeric {
		t.Error("a question of yes or no is a number")
	}
	if g := goal(t, "unavailable"); !g.Timed {
		t.Error("how long is no duration")
	}
}

func TestABadGoalSaysWhatWasExpected(t *testing.T) {
	for line, want := range map[string]string{
		"":                 "expected one of heard, said, acknowledged",
		"peace":            "column 1: expected one of heard, said, acknowledged",
		"heard":            "heard: expected a string as text",
		"heard a x":        "column 9: heard: node: expected a node such as n1, not x",
		"idle now":         "column 6: idle: expected nothing more, not now",
		"messages sort=x":  "column 10: messages: expected kind=, not sort=",
		"crashed":          "crashed: expected a node",
		"acknowledged a b": "column 14: acknowledged: node: expected a node",
	} {
		ws, err := engine.Words(line)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := ParseGoal(&toy, ws); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: expected %q, got %v", line, want, err)
		}
	}
}

func TestAProtocolsOwnWordWins(t *testing.T) {
	p := toy
	p.Goals = append(p.Goals[:len(p.Goals):len(p.Goals)], engine.Measure("open", "something else", func(*engine.Global, struct{}) int64 { return 42 }))
	g, err := ParseGoal(&p, []engine.Word{{Value: "open", Column: 1}})
	if err != nil {
		t.Fatal(err)
	}
	if got := g.Value(toyWorld(t, nil)); got != 42 {
		t.Errorf("got %d", got)
	}
	names := map[string]int{}
	for _, h := range Goals(&p) {
		if h.Help == "" {
			t.Errorf("goal %s has no help", h.Name)
		}
		names[h.Name]++
	}
	if names["open"] != 1 || names["heard"] != 1 || names["idle"] != 1 {
		t.Errorf("help lists %v", names)
	}
}
