package raft

import (
	"strings"
	"testing"

	pb "go.etcd.io/etcd/raft/v3/raftpb"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/sim"
)

func TestTheStoreDoesWhatItsCommandsSay(t *testing.T) {
	c := newCluster(t, sim.Options{Seed: 1, Counts: counts(3, 1)})
	steps := []struct {
		line string
		want any
	}{
		{"get key=x", Value{""}},
		{"put key=x value=1", Done{}},
		{"get key=x", Value{"1"}},
		{"compare-and-swap key=x old=2 value=3", Swapped{false, "1"}},
		{"compare-and-swap key=x old=1 value=3", Swapped{true, "1"}},
		{"compare-and-swap key=y value=7", Swapped{true, ""}},
		{"compare-and-swap key=y value=8", Swapped{false, "7"}},
		{"delete key=x", Done{}},
		{"get key=x", Value{""}},
		{"get key=y", Value{"7"}},
		{`put key=y value=""`, Done{}},
		{"get key=y", Value{""}},
	}
	for _, s := range steps {
		c.do("command c1 " + s.line)
	}
	c.run(5 * engine.Second)
	for i, s := range steps {
		if got := c.Ops()[i].Out; got != s.want {
			t.Errorf("%s answered %#v, not %#v", s.line, got, s.want)
		}
	}
	if n := len(c.server("n1").store.values); n != 0 {
		t.Errorf("%d keys are left, none of which has a value", n)
	}
}

func TestALeaderHandsOver(t *testing.T) {
	for _, asked := range []string{"n1", "n2", "n3"} { // the leader, the next one, and one that is neither
		c := newCluster(t, sim.Options{Seed: 37, Counts: counts(5, 0), Explain: true})
		c.until("agree")
		c.holds("leader n1 term=1")
		at := c.Now()
		c.do("command " + asked + " transfer to=n2")
		c.until("leader n2 term=2")
		if took := engine.Duration(c.Now() - at); took > 100*engine.Millisecond {
			t.Errorf("asked at %s, it took %v", asked, took)
		}
		if !strings.Contains(c.notes(), "n2 is told by n1 to take over. It asks for votes in term 2, without waiting.") {
			t.Errorf("asked at %s, it says:\n%s", asked, c.notes())
		}
		if c.Ops()[0].Out != (Done{}) {
			t.Errorf("asked at %s, it answers %v", asked, c.Ops()[0].Out)
		}
	}
}

func TestALeaderThatHandsOverTakesNoRequests(t *testing.T) {
	c := newCluster(t, sim.Options{Seed: 37, Counts: counts(5, 1), Explain: true})
	c.until("agree")
	c.do("crash n3", "command n1 propose key=x value=1")
	c.run(100 * engine.Millisecond)
	c.do("command n1 transfer to=n3", "command n1 propose key=x value=2", "command c1 put key=x value=3")
	if r, ok := c.Ops()[2].Out.(Refused); !ok || r.Why != "leadership is being handed over" {
		t.Errorf("a proposal meanwhile answers %v", c.Ops()[2].Out)
	}
	c.run(50 * engine.Millisecond)
	if !strings.Contains(c.notes(), "n1 is handing over to n3 and takes no requests. It tells c1.") {
		t.Errorf("it says:\n%s", c.notes())
	}
	c.until("value key=x is=3")
	c.holds("leader n1 term=1")
	if !strings.Contains(c.notes(), "n1 gives up handing over to n3: it has taken an election timeout.") {
		t.Errorf("it says:\n%s", c.notes())
	}
}

func TestWhatMakesNoSenseIsRefusedWithItsReason(t *testing.T) {
	c := newCluster(t, sim.Options{Seed: 37, Counts: counts(3, 1), Explain: true})
	lines := []struct{ line, why string }{
		{"command n1 propose key=x value=1", "no leader is known"},
		{"command n1 transfer to=n2", "no leader is known"},
		{"command n1 transfer to=n4", "n4 is no member of the cluster"},
		{"command n1 transfer to=c1", "c1 is no member of the cluster"},
		{"command n1 transfer", "world is no member of the cluster"},
	}
	for _, l := range lines {
		c.do(l.line)
	}
	c.until("agree")
	lead := LeaderOf(c.Global()).String()
	for _, l := range []string{"command " + lead + " campaign", "command " + lead + " transfer to=" + lead} {
		lines = append(lines, struct{ line, why string }{l, map[bool]string{true: "it leads already", false: lead + " leads already"}[strings.HasSuffix(l, "campaign")]})
		c.do(l)
	}
	for i, l := range lines {
		if got := c.Ops()[i].Out; got != (Refused{l.why}) {
			t.Errorf("%s answers %v, not %q", l.line, got, l.why)
		}
	}
	for _, never := range []string{"only server", "passes the wish", "hands over", "is told to campaign"} {
		if strings.Contains(c.notes(), never) {
			t.Errorf("it says %q:\n%s", never, c.notes())
		}
	}
}

func TestAFollowersProposalIsPassedOnByTheLibrary(t *testing.T) {
	c := newCluster(t, sim.Options{Seed: 37, Counts: counts(3, 0), Explain: true})
	c.until("agree")
	lead := LeaderOf(c.Global())
	follower := engine.ID('n', 1+lead.Index()%3)
	c.do("command " + follower.String() + " propose key=x value=9")
	seen := false
	for c.Ops()[0].Open() && c.Next(engine.Time(5*engine.Second)) {
		for _, m := range c.InFlight() {
			x, ok := m.Body.(*Message)
			seen = seen || ok && x.Type == pb.MsgProp && m.From == follower && m.To == lead
		}
	}
	if !seen || c.Ops()[0].Out != (Done{}) {
		t.Errorf("a MsgProp was seen: %t; the proposal answered %v", seen, c.Ops()[0].Out)
	}
	c.holds("value " + follower.String() + " key=x is=9")
	for _, want := range []string{follower.String() + " passes x=9 on to its leader, " + lead.String() + ".",
		lead.String() + " puts x=9, which " + follower.String() + " has passed on, into its log as entry 2."} {
		if !strings.Contains(c.notes(), want) {
			t.Errorf("expected %q in:\n%s", want, c.notes())
		}
	}
}

func TestAMessageThatIsDeliveredTwiceIsTheSameMessage(t *testing.T) {
	c := newCluster(t, sim.Options{Seed: 37, Counts: counts(3, 0)})
	c.until("agree")
	lead := LeaderOf(c.Global())
	follower := engine.ID('n', 1+lead.Index()%3)
	c.do("command " + follower.String() + " propose key=x value=9")
	m := c.InFlight()[len(c.InFlight())-1]
	for _, x := range c.InFlight() {
		if x.From == follower && engine.KindOf(x.Body) == "MsgProp" {
			m = x
		}
	}
	before := string(m.Body.(*Message).AppendCanon(nil))
	c.until("stored 9")
	if string(m.Body.(*Message).AppendCanon(nil)) != before {
		t.Error("the leader has written into the proposal that it was sent")
	}
}

func TestAClientFollowsHintsAndAsksOthersWhenNobodyAnswers(t *testing.T) {
	c := newCluster(t, sim.Options{Seed: 37, Counts: counts(5, 2), Explain: true})
	c.until("agree") // n1 leads; c2 knows nobody and begins with n2
	c.do("command c2 put key=x value=9")
	c.until("value key=x is=9")
	if n := c.notes(); !strings.Contains(n, "n2 is not the leader: n1 is. It tells c2.") || !strings.Contains(n, "c2 asks n1, which n2 calls the leader.") {
		t.Errorf("it says:\n%s", n)
	}
	c.run(engine.Second)
	c.do("crash n1", "command c2 put key=x value=10")
	c.until("value key=x is=10")
	if n := c.notes(); !strings.Contains(n, "c2 has no answer from n1. It asks n2, with the same number, so that it takes effect once.") {
		t.Errorf("it says:\n%s", n)
	}
}

// A lonely client is one whose messages the test reads, and answers.
type lonely struct {
	*client
	out *engine.Out
	now []engine.Effect
}

func newLonely(t *testing.T) *lonely {
	table, err := Protocol.Table()
	if err != nil {
		t.Fatal(err)
	}
	birth := engine.Birth{ID: engine.ID('c', 1), Members: []engine.NodeID{engine.ID('n', 1), engine.ID('n', 2), engine.ID('c', 1)}}
	l := &lonely{client: &client{Config: engine.Config[Params]{Birth: birth, Params: defaults()}}, out: engine.NewOut(table, false)}
	l.step(engine.Input{Event: engine.Start{Disk: engine.NewDisk(table)}})
	return l
}

// step gives whom the client then asks; zero for nobody.
func (l *lonely) step(in engine.Input) (asked engine.NodeID) {
	l.out.Begin(engine.Rand{}, nil)
	l.Step(in, l.out)
	l.now = l.out.Effects()
	for _, e := range l.now {
		if e.Kind == engine.Send {
			asked = e.To
		}
	}
	return asked
}

func TestTwoServersThatNameEachOtherDoNotSendAClientToAndFro(t *testing.T) {
	l := newLonely(t)
	at := l.step(engine.Input{Event: Put{"x", "9"}, Op: 1})
	hops := 0
	for ; at != 0 && hops < 100; hops++ {
		at = l.step(engine.Input{Event: NotLeader{1, 1, engine.ID('n', 3-at.Index())}, From: at})
	}
	if hops != hintsMax+1 {
		t.Errorf("it went to and fro %d times", hops)
	}
	if l.leader != 0 {
		t.Errorf("it takes %v for the leader", l.leader)
	}
	if at := l.step(engine.Input{Event: retry{}}); at == 0 {
		t.Error("after its wait it asks nobody")
	}
}

func TestAClientHeedsOnlyAnswersToWhatItAsks(t *testing.T) {
	l := newLonely(t)
	l.step(engine.Input{Event: Put{"x", "9"}, Op: 1})
	n1, n2 := engine.ID('n', 1), engine.ID('n', 2)
	for _, in := range []engine.Input{
		{Event: NotLeader{1, 1, n1}, From: n2},          // it has asked n1
		{Event: NotLeader{1, 0, n2}, From: n1},          // an earlier request
		{Event: ClientReply{1, 2, outcome{}}, From: n1}, // a later one
		{Event: ClientReply{0, 1, outcome{}}, From: n1}, // of an earlier life
		{Event: ClientReply{1, 0, outcome{}}, From: n1}, // an earlier one
	} {
		if l.step(in); len(l.now) != 0 {
			t.Errorf("%s from %v makes it do %d things", engine.TextOf(in.Event), in.From, len(l.now))
		}
	}
	l.step(engine.Input{Event: ClientReply{1, 1, outcome{OK: true}}, From: n1})
	var returned any
	for _, e := range l.now {
		if e.Kind == engine.Return && e.Op == 1 {
			returned = e.Body
		}
	}
	if returned != (Done{}) || l.open {
		t.Errorf("its answer makes it return %v", returned)
	}
	if l.step(engine.Input{Event: retry{}}); len(l.now) != 0 {
		t.Error("with nothing open it asks")
	}
}
