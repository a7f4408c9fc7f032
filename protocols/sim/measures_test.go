package sim

import (
	"strings"
	"testing"

	"quorumlab/protocols/engine"
)

// asked is a world in which c1 has asked three times and been told an answer, a refusal, and nothing; c2 once.
func asked(t *testing.T) *World {
	w := toyWorld(t, func(o *Options) { o.Counts = map[byte]int{'c': 2} })
	do(t, w, "command c1 ask to=n1 text=red")
	w.Run(ms(30))
	do(t, w, "command c1 ask to=n1 text=no", "command c2 ask to=n2 text=blue")
	w.Run(ms(60))
	do(t, w, "command c1 ask to=n1 text=silence")
	w.Run(ms(100))
	return w
}

func TestOnlyWhatWasNotRefusedIsAcknowledged(t *testing.T) {
	w := asked(t)
	for line, want := range map[string]int64{
		"acknowledged": 2, "acknowledged c1": 1, "acknowledged value=red": 1, "acknowledged value=no": 0, "acknowledged c2 value=red": 0,
		"acknowledged op=ask": 2, "acknowledged op=tell": 0, "open value=silence": 1, "open value=red": 0, "open": 1,
	} {
		value(t, w, line, want)
	}
}

func TestAClientIsUnavailableWhileItsOwnOperationsHaveNoAnswer(t *testing.T) {
	w := asked(t)
	value(t, w, "unavailable c1", int64(40*msec))
	value(t, w, "unavailable c2", 0)
	value(t, w, "unavailable", int64(40*msec))
}

func TestSuccessAndTimesAreOfTheWindowAndTheClientAskedFor(t *testing.T) {
	w := asked(t)
	for line, want := range map[string]int64{
		"success": 500_000, "success c1": 333_333, "success c2": 1_000_000, "success since=60ms": 0, "success since=1s": 0,
		"p50": int64(20 * msec), "p99": int64(40 * msec), "p99 c2": int64(20 * msec), "p50 c1 since=60ms": int64(40 * msec), "p99 since=1s": 0,
	} {
		value(t, w, line, want)
	}
	g := goal(t, "success")
	if got := g.Amount(g.Value(w)); got != "50%" || !g.Share || !g.Numeric {
		t.Errorf("it is printed as %s", got)
	}
}

func TestAClientSawWhatItWasEverToldOfAKey(t *testing.T) {
	w := asked(t)
	for line, want := range map[string]int64{
		"saw c1 red red": 1, "saw c1 n1 red": 1, "saw c1 n2 red": 0, "saw c2 red red": 0, "saw c2 blue blue": 1, "saw c1 silence silence": 0, "saw c1 red blue": 0,
	} {
		value(t, w, line, want)
	}
}

func TestAGapIsTheLongestTimeInWhichANumberStoodStill(t *testing.T) {
	w := toyWorld(t, nil)
	all, late := goal(t, "gap said"), goal(t, "gap said since=50ms")
	w.Follow(all)
	w.Follow(late)
	does := func(at int, allWant, lateWant engine.Duration) {
		t.Helper()
		w.Run(ms(at))
		if got, gotLate := engine.Duration(all.Value(w)), engine.Duration(late.Value(w)); got != allWant || gotLate != lateWant {
			t.Errorf("at %dms they are %v and %v; expected %v and %v", at, got, gotLate, allWant, lateWant)
		}
	}
	does(30, 30*msec, 0)
	do(t, w, "command n1 tell to=n2 text=a") // heard at 40 ms
	does(45, 40*msec, 0)
	does(70, 40*msec, 20*msec)
	do(t, w, "command n1 tell to=n2 text=b") // heard at 80 ms
	does(90, 40*msec, 30*msec)
	c := w.Checkpoint()
	does(200, 120*msec, 120*msec)
	if got := engine.Duration(all.Value(c)); got != 40*msec {
		t.Errorf("a copy made at 90ms has %v", got)
	}
	if !all.Counts() || !all.Timed || all.Text != "gap said" || late.Text != "gap said since=50ms" {
		t.Errorf("got %+v", all)
	}
	for line, want := range map[string]string{"gap": "gap: expected a string as measure", "gap peace": "gap: peace: ", "gap idle": "gap: idle: expected a goal that is a number"} {
		ws, _ := engine.Words(line)
		if _, err := ParseGoal(&toy, ws); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: expected %q, got %v", line, want, err)
		}
	}
}

func TestARecordIsOverwrittenWhenOthersComeInItsPlace(t *testing.T) {
	for name, fsync := range map[string]engine.Dist{"a disk without delay": {}, "a slow disk": engine.Exactly(40 * msec)} {
		w := toyWorld(t, func(o *Options) { o.Settings.Fsync = fsync })
		do(t, w, "command n1 log add=a+b+c", "command n1 log add=d", "command n1 log keep=3")
		value(t, w, "overwritten n1", 0)
		do(t, w, "command n1 log add=d", "command n1 log keep=2 add=x")
		if got := goal(t, "overwritten n1").Value(w); got != 2 {
			t.Errorf("%s: %d are overwritten; expected 2", name, got)
		}
		value(t, w, "overwritten n2", 0)
		do(t, w, "command n1 log drop=1", "command n1 log keep=1 add=y")
		value(t, w, "overwritten n1", 3)
	}
}

func TestAHistoryIsJudgedAnewOnlyAfterAnAnswer(t *testing.T) {
	judged := 0
	p := toy
	p.Model = &engine.Model{Init: func() any { judged++; return "" }, Step: func(state, in, out any) (bool, any) { return out != Done{"red"}, state }}
	w, err := New(&p, Options{Settings: Settings{Latency: engine.Exactly(10 * msec)}})
	if err != nil {
		t.Fatal(err)
	}
	g, err := ParseGoal(&p, []engine.Word{{Value: Linearizable}})
	if err != nil {
		t.Fatal(err)
	}
	do(t, w, "command c1 ask to=n1 text=red")
	w.Run(ms(15))
	open := g.Reached(w)
	was := judged
	if !open || !g.Reached(w) || judged != was {
		t.Errorf("without an answer it is %v, judged %d times more", open, judged-was)
	}
	w.Run(ms(30))
	if g.Reached(w) || g.Reached(w) || judged == was {
		t.Errorf("with an answer it is %v, judged %d times more", g.Reached(w), judged-was)
	}
}
