package sim

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"quorumlab/protocols/engine"

	"pgregory.net/rapid"
)

func drawNode(t *rapid.T) engine.NodeID {
	return engine.ID(rapid.SampledFrom([]byte("nco")).Draw(t, "letter"), rapid.IntRange(1, 12).Draw(t, "number"))
}

func maybeNode(t *rapid.T) engine.NodeID {
	if rapid.Bool().Draw(t, "any node") {
		return 0
	}
	return drawNode(t)
}

func drawMsg(t *rapid.T) MsgID { return msgID(drawNode(t), rapid.Uint32Min(1).Draw(t, "count")) }

// drawText draws what a person may type, and what nobody should.
func drawText(t *rapid.T) string {
	return rapid.OneOf(rapid.SampledFrom([]string{"", "a", "x=1", "a b", `"`, `\`, "#", "|", ",", "held", ">=", "\u202e", "\x00", "\xff", "é", "日本", "a\nb", "-", "%"}), rapid.String()).Draw(t, "text")
}

func drawDuration(t *rapid.T, low, high engine.Duration) engine.Duration {
	return engine.Duration(rapid.Int64Range(int64(low), int64(high)).Draw(t, "duration"))
}

func drawDist(t *rapid.T) engine.Dist {
	a, b := drawDuration(t, 1, engine.Hour), drawDuration(t, 1, engine.Hour)
	return rapid.SampledFrom([]engine.Dist{engine.Exactly(a), engine.Between(a, b), engine.Exponential(a), engine.Normal(a, b), engine.LongTail(a, b)}).Draw(t, "dist")
}

func drawShare(t *rapid.T, low, high int) engine.PerMillion {
	return engine.PerMillion(rapid.IntRange(low, high).Draw(t, "share"))
}

func drawCommand(t *rapid.T) any {
	return rapid.SampledFrom([]any{
		Tell{To: maybeNode(t), Text: drawText(t), Times: rapid.Int().Draw(t, "times")},
		Write{Key: drawText(t), Value: drawText(t), To: maybeNode(t)},
		Arm{Name: drawText(t), After: drawDuration(t, 0, engine.Hour)},
		Draw{Name: drawText(t), After: drawDist(t)},
		Flood{Forever: rapid.Bool().Draw(t, "forever")},
		Pick{N: rapid.IntRange(-9, 9).Draw(t, "n")},
	}).Draw(t, "command")
}

func drawGroups(t *rapid.T) [][]engine.NodeID {
	ids := rapid.SliceOfNDistinct(rapid.Custom(drawNode), 2, 9, rapid.ID[engine.NodeID]).Draw(t, "members")
	cut := rapid.IntRange(1, len(ids)-1).Draw(t, "cut")
	return [][]engine.NodeID{ids[:cut:cut], ids[cut:]}
}

// actionKinds is how many kinds of actions drawAction draws.
const actionKinds = 30

// drawAction draws an action of one kind; the kinds are all types that a line can be.
func drawAction(t *rapid.T, kind int) Action {
	server := engine.ID('n', rapid.IntRange(1, 9).Draw(t, "server"))
	a, b := drawNode(t), drawNode(t)
	if a == b {
		b = engine.ID('n', 99)
	}
	load := Load{To: rapid.SliceOfN(rapid.Map(rapid.IntRange(1, 9), func(i int) engine.NodeID { return engine.ID('n', i) }), 1, 4).Draw(t, "to"), Event: drawCommand(t),
		Count: rapid.IntRange(0, 99).Draw(t, "count"), Until: engine.Time(drawDuration(t, 0, engine.Hour))}
	if rapid.Bool().Draw(t, "open") {
		load.Every = drawDist(t)
	} else {
		load.Think = drawDist(t)
	}
	actions := []Action{
		Command{server, drawCommand(t)},
		Deliver{drawMsg(t)}, Drop{drawMsg(t)}, Duplicate{drawMsg(t)},
		Delay{drawMsg(t), drawDuration(t, 1, engine.Hour)},
		DropHeld{maybeNode(t), maybeNode(t), drawText(t)},
		Hold{maybeNode(t), maybeNode(t), drawText(t)}, Release{maybeNode(t), maybeNode(t), drawText(t)},
		Fire{drawNode(t), alarm{drawText(t)}},
		Choose{drawNode(t), rapid.SliceOfN(rapid.IntRange(0, 99), 1, 100).Draw(t, "picks")},
		Manual{drawNode(t), rapid.SampledFrom([]string{"on", "off"}).Draw(t, "state"), drawDuration(t, msec, 10*engine.Minute)},
		Crash{drawNode(t), rapid.SampledFrom([]string{"", "lost", "kept", "torn"}).Draw(t, "disk")},
		Restart{drawNode(t)}, Pause{drawNode(t)}, Resume{drawNode(t)},
		Skew{drawNode(t), drawShare(t, 10_000, 10_000_000), drawDuration(t, -engine.Hour, engine.Hour)},
		Skew{drawNode(t), 0, drawDuration(t, 1, engine.Hour)},
		Lose{drawNode(t)},
		Preset{server, toyDisk{Key: drawText(t), Value: drawText(t)}},
		Preset{server, toyDisk{Log: rapid.SliceOfN(rapid.StringMatching(`[a-z"=# ]{1,4}`), 1, 3).Draw(t, "log")}},
		Cut{a, b, rapid.Bool().Draw(t, "both")},
		Partition{drawGroups(t)},
		Heal{}, Heal{a, b},
		Link{A: a, B: b}, Link{a, b, drawDist(t), drawShare(t, 0, 1_000_000), drawShare(t, 0, 1_000_000), rapid.SampledFrom([]string{"", "fifo", "any"}).Draw(t, "order"), rapid.Bool().Draw(t, "both")},
		Set{rapid.SampledFrom([]string{"latency", "step", "x-y"}).Draw(t, "name"), drawText(t)},
		Add{rapid.SampledFrom([]string{"server", "client"}).Draw(t, "role")}, Remove{drawNode(t)},
		load,
	}
	if len(actions) != actionKinds {
		t.Fatalf("there are %d kinds", len(actions))
	}
	return actions[kind]
}

func TestEveryActionIsReadBackFromItsLine(t *testing.T) {
	seen := map[string]bool{}
	kind := 0
	check := func(t *rapid.T) {
		a := drawAction(t, kind)
		seen[reflect.TypeOf(a).Name()] = true
		line := Line(a)
		if engine.Plain(line) != line || strings.ContainsAny(line, "\n\r") {
			t.Fatalf("%+v prints as %q", a, line)
		}
		ws, err := engine.Words(line)
		if err != nil {
			t.Fatalf("%+v prints as %s: %v", a, line, err)
		}
		b, err := ParseAction(&toy, ws)
		if err != nil {
			t.Fatalf("%+v prints as %s: %v", a, line, err)
		}
		if !reflect.DeepEqual(a, b) {
			t.Fatalf("%+v prints as %s, which is read as %+v", a, line, b)
		}
		if again := Line(b); again != line {
			t.Fatalf("%s is printed again as %s", line, again)
		}
	}
	for ; kind < actionKinds; kind++ {
		rapid.Check(t, check)
	}
	for _, a := range []Action{Command{}, Deliver{}, Drop{}, Duplicate{}, Delay{}, DropHeld{}, Hold{}, Release{}, Fire{}, Choose{}, Manual{}, Crash{}, Restart{},
		Pause{}, Resume{}, Skew{}, Lose{}, Preset{}, Cut{}, Partition{}, Heal{}, Link{}, Set{}, Add{}, Remove{}, Load{}} {
		if name := reflect.TypeOf(a).Name(); !seen[name] {
			t.Errorf("%s was never drawn", name)
		}
	}
}

func TestEveryVerbIsAnAction(t *testing.T) {
	verbs := Verbs()
	for verb := range simple() {
		if !slices.Contains(verbs, verb) {
			t.Errorf("%s is an action, and help does not show it", verb)
		}
	}
	for _, v := range verbs {
		if _, err := ParseAction(&toy, []engine.Word{{Value: v, Column: 1}}); err != nil && strings.Contains(err.Error(), "expected an action") {
			t.Errorf("help shows %s, which is no action", v)
		}
	}
}

func TestABadLineSaysItsColumnAndWhatWasExpected(t *testing.T) {
	for _, c := range []struct{ line, want string }{
		{"", "expected an action: one of command, crash"},
		{"explode n1", "column 1: expected an action (command, crash, restart"},
		{`"crash" n1`, `column 1: expected an action (`},
		{"crash=n1", "column 1: expected an action ("},
		{"crash", "crash: expected a node"},
		{"crash x", "column 7: crash: node: expected a node such as n1, not x"},
		{"crash n0", "column 7: crash: node: expected a node such as n1, not n0"},
		{"crash n01", "expected a node such as n1, not n01"},
		{"crash n99999999", "expected a node such as n1"},
		{"crash n1 n2", "column 10: crash: expected disk=, not n2"},
		{"crash n1 disk=burnt", "column 10: crash: disk: expected one of lost, kept or torn, not burnt"},
		{"crash n1 disk=lost disk=kept", "column 20: crash: expected disk once"},
		{"restart n1 now", "column 12: restart: expected nothing more, not now"},
		{"drop n1", "column 6: drop: msg: expected a message such as n1.482, not n1"},
		{"drop n1.0", "expected a message such as n1.482, not n1.0"},
		{"drop n1.007", "expected a message such as n1.482, not n1.007"},
		{"drop n1.4294967296", "expected a message such as n1.482"},
		{"drop held to=x", "column 11: drop held: to: expected a node"},
		{"drop held n1", "column 11: drop held: expected one of from=, to= or kind=, not n1"},
		{"delay n1.1", "delay: expected by= and a duration"},
		{"delay n1.1 by=soon", "column 12: delay: by: expected a duration such as 50ms or 3s"},
		{"delay n1.1 by=0ms", "column 12: delay: by: expected at least 1us"},
		{"delay n1.1 by=2h", "column 12: delay: by: expected at most 1h"},
		{"hold n1", "column 6: hold: expected one of from=, to= or kind=, not n1"},
		{"manual n1", "manual: expected a string as state"},
		{"manual n1 perhaps", "column 11: manual: state: expected one of on or off, not perhaps"},
		{"manual n1 on patience=11m", "patience: expected at most 10m"},
		{"skew n1", "skew: expected rate= or offset="},
		{"skew n1 rate=0.5%", "rate: expected at least 1%"},
		{"skew n1 rate=fast", "column 9: skew: rate: expected a share such as 10% or 0.25%, not fast"},
		{"cut n1", "cut: expected a node as b"},
		{"cut n1 n1", "cut: expected two different nodes"},
		{"heal n1", "heal: expected two nodes or none"},
		{"link n1 n2 loss=101%", "column 12: link: loss: expected at most 100%"},
		{"link n1 n2 latency=late", "column 12: link: latency: expected a distribution"},
		{"partition", "partition: expected groups of nodes with | between them"},
		{"partition n1 n2", "partition: expected groups of nodes with | between them"},
		{"partition n1 |", "partition: expected groups of nodes with | between them"},
		{"partition | n1", "partition: expected groups of nodes with | between them"},
		{"partition n1 | n2 | n1", "column 21: partition: expected n1 in one group"},
		{"partition n1 | who", "column 16: partition: expected a node or |, not who"},
		{`partition n1 "|" n2`, `column 14: partition: expected a node or |, not "|"`},
		{"set", "set: expected one param=value"},
		{"set loss", "set: expected one param=value"},
		{"set loss=1% dup=1%", "set: expected one param=value"},
		{"command", "command: expected a node"},
		{"command x", "column 9: command: expected a node such as n1, not x"},
		{"command n1", "command: expected one of "},
		{"command n1 dance", "command: column 12: expected one of tell, unsynced, write"},
		{"command n1 tell txt=a", "column 17: "},
		{"command c1 tell to=n1", "command: column 12: expected one of ask or loop, not tell"},
		{"fire n1", "fire: expected alarm"},
		{"fire n1 bell", "fire: column 9: expected alarm, not bell"},
		{"choose", "choose: expected a node"},
		{"choose n1", "choose: expected 1 to 100 numbers from 0 after n1, one for each choice"},
		{"choose n1 a", "column 11: choose: expected a number from 0, not a"},
		{"choose n1 -1", "column 11: choose: expected a number from 0, not -1"},
		{"choose n1 01", "column 11: choose: expected a number from 0, not 01"},
		{"choose n1 x=1", "column 11: choose: expected a number from 0, not x=1"},
		{"add", "add: expected a string as role"},
		{"disk c1 key=k", "disk: a line can't say what lies on c1's disk in toy"},
		{"disk n1 wind=3", "column 9: disk: expected one of key=, value= or log=, not wind="},
		{"load", "load: expected nodes, a command, and every= or think="},
		{"load n1", "load: expected nodes, a command, and every= or think="},
		{"load n1 report", "load: expected either every= or think=, and a time above 0"},
		{"load n1 report every=1ms think=1ms", "load: expected either every= or think=, and a time above 0"},
		{"load n1 report every=0ms", "load: expected either every= or think=, and a time above 0"},
		{"load n1,c1 report every=1ms", "column 6: load: expected nodes of one letter"},
		{"load n1,x report every=1ms", "column 6: load: expected a node such as n1, not x"},
		{"load n1 report every=often", "column 16: load: every: expected a distribution"},
		{"load n1 report every=1ms count=0", "column 26: load: count: expected a number from 1, not 0"},
		{"load n1 report every=1ms until=-1ms", "column 26: load: until: expected a time above 0"},
		{"load n1 dance every=1ms", "load: column 9: expected one of tell"},
	} {
		ws, err := engine.Words(c.line)
		if err != nil {
			t.Fatalf("%s: %v", c.line, err)
		}
		a, err := ParseAction(&toy, ws)
		if err == nil {
			t.Errorf("%s: was read as %+v", c.line, a)
		} else if !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: expected %q, got %q", c.line, c.want, err)
		}
	}
}

func TestPositionsAndMessagesReadBackAsTheyPrint(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := Position{engine.Time(rapid.Int64Range(0, int64(engine.DurationMax)).Draw(t, "at")), rapid.IntRange(0, 1<<31-1).Draw(t, "place")}
		if q, err := ParsePosition(p.String()); err != nil || q != p {
			t.Fatalf("%v is read as %v, %v", p, q, err)
		}
		m := drawMsg(t)
		var n MsgID
		if err := n.ParseLiteral(m.String()); err != nil || n != m || n.From() != m.From() || n.Count() != m.Count() {
			t.Fatalf("%v is read as %v, %v", m, n, err)
		}
	})
	for s, want := range map[string]string{
		"5": "expected a moment such as 507ms or 507ms#2, not 5", "": "expected a moment", "5ms#": "expected a moment", "5ms#0": "expected a moment",
		"5ms#01": "expected a moment", "5ms#-1": "expected a moment", "5ms#2147483648": "expected a moment", "#1": "expected a moment", "5ms#1#2": "expected a moment",
	} {
		if p, err := ParsePosition(s); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: expected %q, got %v, %v", s, want, p, err)
		}
	}
}

func TestPositionsAreOrderedByTimeThenPlace(t *testing.T) {
	ps := []Position{{0, 0}, {0, 1}, {ms(1), 0}, {ms(1), 2}, {ms(2), 1}}
	for i, p := range ps {
		for j, q := range ps {
			if p.Before(q) != (i < j) {
				t.Errorf("%v before %v: %v", p, q, p.Before(q))
			}
		}
	}
}

// FuzzParseAction: no line makes the parser panic, and what is read is read again as it prints.
func FuzzParseAction(f *testing.F) {
	for _, l := range eventfulLines {
		f.Add(l)
	}
	for _, v := range Verbs() {
		f.Add(v + " n1 n2 kind=\"x\" loss=1% by=3ms every=exp(1ms)")
	}
	f.Fuzz(func(t *testing.T, line string) {
		ws, err := engine.Words(line)
		if err != nil {
			return
		}
		a, err := ParseAction(&toy, ws)
		if err != nil {
			if s := err.Error(); engine.Plain(s) != s {
				t.Fatalf("the error is not printable: %q", s)
			}
			return
		}
		again := Line(a)
		ws, err = engine.Words(again)
		if err != nil {
			t.Fatalf("%q prints as %q: %v", line, again, err)
		}
		b, err := ParseAction(&toy, ws)
		if err != nil || fmt.Sprint(a) != fmt.Sprint(b) || Line(b) != again {
			t.Fatalf("%q prints as %q, which is read as %+v, %v", line, again, b, err)
		}
	})
}
