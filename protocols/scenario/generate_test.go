package scenario_test

import (
	"strings"

	"pgregory.net/rapid"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/mutex"
	"quorumlab/protocols/scenario"
	"quorumlab/protocols/sim"
)

// These draw what a script can hold. Nodes are few, so that a good part of the actions makes sense where it stands.

func drawNode(t *rapid.T, letters string) engine.NodeID {
	letter := rapid.SampledFrom([]byte(letters)).Draw(t, "letter")
	return engine.ID(letter, rapid.IntRange(1, 4).Draw(t, "number"))
}

func drawDuration(t *rapid.T, least engine.Duration) engine.Duration {
	most := rapid.SampledFrom([]engine.Duration{least + 5, 50 * engine.Millisecond, engine.Second}).Draw(t, "scale")
	return engine.Duration(rapid.Int64Range(int64(least), int64(most)).Draw(t, "duration"))
}

func drawDist(t *rapid.T) engine.Dist {
	a, b := drawDuration(t, 1), drawDuration(t, 1)
	return rapid.SampledFrom([]engine.Dist{engine.Exactly(a), engine.Between(a, b), engine.Exponential(a),
		engine.Normal(a, b), engine.LongTail(min(a, b), max(a, b))}).Draw(t, "dist")
}

func drawText(t *rapid.T) string {
	return rapid.OneOf(rapid.SampledFrom([]string{"hi", "echo", "damn", "", " ", "#", "|", "a b", ">=", `"`, "\\", "\u202e", "\x1b[31m", "=", "held", "x=1"}),
		rapid.StringN(0, 8, 40)).Draw(t, "text")
}

func drawSay(t *rapid.T) Say {
	s := Say{Text: drawText(t), Times: rapid.IntRange(0, 3).Draw(t, "times"), Loud: rapid.Bool().Draw(t, "loud")}
	if rapid.Bool().Draw(t, "more") {
		s.After, s.To = drawDuration(t, 0), drawNode(t, "nc")
		for range rapid.IntRange(1, 3).Draw(t, "tags") {
			s.Tags = append(s.Tags, strings.ReplaceAll(drawText(t), ",", ""))
		}
	}
	return s
}

// drawCommand draws a command of a node.
func drawCommand(t *rapid.T, p *engine.Protocol, id engine.NodeID) any {
	switch {
	case p == &mutex.Protocol:
		return mutex.Acquire{}
	case id.Letter() == 'n' && rapid.Bool().Draw(t, "count"):
		return Count{rapid.IntRange(-2, 2).Draw(t, "start")}
	}
	return drawSay(t)
}

func letters(p *engine.Protocol) string {
	if p == &chatter {
		return "nnc"
	}
	return "n"
}

func drawAction(t *rapid.T, p *engine.Protocol) sim.Action {
	node := func() engine.NodeID { return drawNode(t, letters(p)) }
	maybe := func() engine.NodeID {
		if rapid.Bool().Draw(t, "any") {
			return 0
		}
		return node()
	}
	msg := func() sim.MsgID {
		var m sim.MsgID
		if err := m.ParseLiteral(node().String() + rapid.SampledFrom([]string{".1", ".2", ".3", ".17"}).Draw(t, "count")); err != nil {
			t.Fatal(err)
		}
		return m
	}
	kind := rapid.SampledFrom([]string{"", "word", "Request", "no such"})
	both := rapid.Bool()
	share := func() engine.PerMillion { return engine.PerMillion(rapid.Int32Range(0, 1_000_000).Draw(t, "share")) }
	a := node()
	b := node()
	for b == a {
		b = engine.ID(a.Letter(), a.Index()%4+1)
	}
	switch rapid.IntRange(0, 24).Draw(t, "action") {
	case 0, 1, 2, 3:
		return sim.Command{To: a, Event: drawCommand(t, p, a)}
	case 4:
		return sim.Deliver{Msg: msg()}
	case 5:
		return sim.Drop{Msg: msg()}
	case 6:
		return sim.DropHeld{From: maybe(), To: maybe(), Kind: kind.Draw(t, "kind")}
	case 7:
		return sim.Duplicate{Msg: msg()}
	case 8:
		return sim.Delay{Msg: msg(), By: drawDuration(t, 1)}
	case 9:
		return sim.Hold{From: maybe(), To: maybe(), Kind: kind.Draw(t, "kind")}
	case 10:
		return sim.Release{From: maybe(), To: maybe(), Kind: kind.Draw(t, "kind")}
	case 11:
		if p == &chatter {
			return sim.Fire{Node: a, Timer: tick{rapid.IntRange(0, 2).Draw(t, "round")}}
		}
		return sim.Manual{Node: a, State: "on", Patience: drawDuration(t, engine.Millisecond)}
	case 12:
		return sim.Manual{Node: a, State: rapid.SampledFrom([]string{"on", "off"}).Draw(t, "state")}
	case 13:
		return sim.Crash{Node: a, Disk: rapid.SampledFrom([]string{"", "lost", "kept", "torn"}).Draw(t, "disk")}
	case 14:
		return sim.Restart{Node: a}
	case 15:
		return sim.Pause{Node: a}
	case 16:
		return sim.Resume{Node: a}
	case 17:
		return sim.Skew{Node: a, Rate: 10_000 + share(), Offset: drawDuration(t, 0)}
	case 18:
		return sim.Lose{Node: a}
	case 19:
		return sim.Cut{A: a, B: b, Both: both.Draw(t, "both")}
	case 20:
		return sim.Partition{Groups: [][]engine.NodeID{{a}, {b}}}
	case 21:
		if both.Draw(t, "all") {
			return sim.Heal{}
		}
		return sim.Heal{A: a, B: b}
	case 22:
		l := sim.Link{A: a, B: b, Loss: share(), Dup: share(), Both: both.Draw(t, "both"),
			Order: rapid.SampledFrom([]string{"", "fifo", "any"}).Draw(t, "order")}
		if both.Draw(t, "slow") {
			l.Latency = drawDist(t)
		}
		return l
	case 23:
		return sim.Set{Name: "loss", Value: share().String()}
	}
	l := sim.Load{To: []engine.NodeID{a}, Event: drawCommand(t, p, a), Count: rapid.IntRange(1, 20).Draw(t, "count")}
	if l.Until = engine.Time(drawDuration(t, 0)); both.Draw(t, "closed") {
		l.Think = drawDist(t)
	} else {
		l.Every = drawDist(t)
	}
	return l
}

func drawGoal(t *rapid.T, p *engine.Protocol) *sim.Goal {
	lines := []string{"acknowledged", "open n1", "messages kind=word", "messages", "unavailable", "crashed n2", "idle", "events"}
	if p == &chatter {
		lines = append(lines, "words", "words n2", `quiet n1 text="a b"`, "quiet", "words text=#1")
	} else {
		lines = append(lines, "inside", "inside n2", "entered n1", "entered")
	}
	words, err := engine.Words(strings.Replace(rapid.SampledFrom(lines).Draw(t, "goal"), "#1", `"#1"`, 1))
	if err != nil {
		t.Fatal(err)
	}
	g, err := sim.ParseGoal(p, words)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func drawExpect(t *rapid.T, p *engine.Protocol) scenario.Expect {
	e := scenario.Expect{Not: rapid.Bool().Draw(t, "not")}
	switch rapid.IntRange(0, 9).Draw(t, "what") {
	case 0:
		e.Violated = "engine"
	case 1:
		e.Ended = rapid.SampledFrom([]sim.Reason{sim.LimitEvents, sim.LimitBytes, sim.LimitTime}).Draw(t, "reason")
	default:
		e.Goal = drawGoal(t, p)
		if e.Op = rapid.SampledFrom([]string{"", ">=", "<=", "=", "!="}).Draw(t, "op"); e.Op != "" {
			e.Lasting = !e.Goal.Numeric
			e.Amount = rapid.Int64Range(-3, 5_000_000).Draw(t, "amount")
		}
	}
	return e
}

func drawStatement(t *rapid.T, p *engine.Protocol) scenario.Statement {
	switch rapid.IntRange(0, 5).Draw(t, "statement") {
	case 0:
		return scenario.Pass{For: drawDuration(t, 0)}
	case 1:
		u := scenario.Until{Goal: drawGoal(t, p)}
		if rapid.Bool().Draw(t, "limited") {
			u.Limit = drawDuration(t, 1)
		}
		return u
	case 2:
		return drawExpect(t, p)
	}
	return scenario.Act{Action: drawAction(t, p)}
}

func drawPosition(t *rapid.T) *sim.Position {
	return &sim.Position{At: engine.Time(drawDuration(t, 0)), Place: rapid.IntRange(0, 3).Draw(t, "place")}
}

func drawComment(t *rapid.T) string {
	if rapid.IntRange(0, 3).Draw(t, "commented") > 0 {
		return ""
	}
	return strings.TrimRight(engine.Plain("#"+drawText(t)), " \t\r")
}

func drawItems(t *rapid.T, p *engine.Protocol, line *int) []scenario.Item {
	var items []scenario.Item
	for range rapid.IntRange(0, 8).Draw(t, "items") {
		*line++
		it := scenario.Item{Line: *line, Comment: drawComment(t)}
		if rapid.IntRange(0, 6).Draw(t, "says") > 0 {
			it.Do = drawStatement(t, p)
			if _, ok := it.Do.(scenario.Act); ok && rapid.Bool().Draw(t, "placed") {
				it.At = drawPosition(t)
			}
		}
		items = append(items, it)
	}
	return items
}

// drawScript draws a script of a protocol; its cluster line is one of a few, since it has no typed form of its own.
func drawScript(t *rapid.T, p *engine.Protocol) *scenario.Script {
	lines := []string{"cluster mutex", "cluster mutex seed=7 process=4 hold=1500ms loss=0.25% order=any", "cluster mutex no-replies=true nodes=2 trace=all"}
	if p == &chatter {
		lines = []string{"cluster chatter", "cluster chatter hub=1 leaf=3 client=2 seed=1", `cluster chatter interval=20ms greeting="a b" mood=bad latency=exp(5ms) fsync=1ms..9ms limit=3000`}
	}
	s, err := scenario.Parse(rapid.SampledFrom(lines).Draw(t, "cluster"), lookup)
	if err != nil {
		t.Fatal(err)
	}
	line := 1
	s.Branches[0].Items = drawItems(t, p, &line)
	for _, name := range []string{"b", "c", "d"}[:rapid.IntRange(0, 3).Draw(t, "branches")] {
		line++
		b := scenario.Branch{Line: line, Name: name, Of: scenario.Main, Comment: drawComment(t)}
		if rapid.Bool().Draw(t, "of") {
			b.Of, b.GivenOf = s.Branches[rapid.IntRange(0, len(s.Branches)-1).Draw(t, "parent")].Name, true
		}
		if rapid.Bool().Draw(t, "at") {
			b.At = drawPosition(t)
		}
		b.Items = drawItems(t, p, &line)
		s.Branches = append(s.Branches, b)
	}
	trim(s)
	if rapid.Bool().Draw(t, "golden") {
		s.HasGolden, s.Golden = true, "0ms        you: crash n1\n"
	}
	return s
}

// trim takes the empty lines off the end, which a text does not keep.
func trim(s *scenario.Script) {
	items := &s.Branches[len(s.Branches)-1].Items
	for n := len(*items); n > 0 && (*items)[n-1].Do == nil && (*items)[n-1].Comment == ""; n-- {
		*items = (*items)[:n-1]
	}
	if len(*items) == 0 {
		*items = nil
	}
}
