package twophase

import (
	"strings"
	"testing"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/sim"
)

func TestATransferIsAnsweredWithItsOutcome(t *testing.T) {
	for _, c := range []struct{ command, want string }{
		{"n1 begin tx=t1 from=n2.alice to=n3.bob amount=100", "committed"},
		{"n1 begin tx=t1 from=n2.alice to=n3.bob amount=101", `aborted why="n2 voted no"`},
		{"n1 begin tx=t1 from=n2.alice to=n3.zoe amount=1", `aborted why="n3 voted no"`},
		{"n1 begin tx=t1 from=n2.alice to=n2.ivan,n3.bob,n3.judy amount=33", "committed"},
		{"n1 begin tx=t1 from=n2.alice to=n2.ivan,n3.bob amount=51", `aborted why="n2 voted no"`},
		{"n1 begin tx=t1 from=n2.alice to=n4.carol amount=1", `refused why="n4 is no participant"`},
		{"n1 begin tx=t1 from=n1.alice to=n3.bob amount=1", `refused why="n1 is no participant"`},
		{"n1 begin tx=t1 from=c1.alice to=n3.bob amount=1", `refused why="c1 is no participant"`},
		{"n1 begin tx=t1 from=n2.alice to=n3.bob,n3.bob amount=1", `refused why="it names n3.bob twice"`},
		{"n1 begin tx=t1 from=n2.alice to=n2.alice amount=1", `refused why="it names n2.alice twice"`},
		{"n1 begin tx=t1 from=n2.alice to=n3.bob", `refused why="a transaction moves an amount of at least 1"`},
		{"n1 begin tx=t1 to=n3.bob amount=1", `refused why="a transaction moves from one account to others"`},
		{"n1 begin tx=t1 from=n2.alice amount=1", `refused why="a transaction moves from one account to others"`},
		{"n2 begin tx=t1 from=n2.alice to=n3.bob amount=1", `refused why="with opens=coordinator a transaction is begun at the coordinator"`},
	} {
		x := newCluster(t, 2, nil)
		x.do("command " + c.command)
		x.run(engine.Second)
		x.holds("settled")
		if got := x.answers(); got != c.want {
			t.Errorf("%s: answered with %s, not %s", c.command, got, c.want)
		}
	}
}

func TestATransferThatAParticipantOpensIsAnsweredWithItsOutcome(t *testing.T) {
	for _, c := range []struct{ command, want string }{
		{"n2 begin tx=t1 from=n2.alice to=n3.bob amount=100", "committed"},
		{"n3 begin tx=t1 from=n2.alice to=n3.bob amount=100", "committed"},
		{"n2 begin tx=t1 from=n2.alice to=n3.bob amount=101", `aborted why="n2 would have to vote no"`},
		{"n3 begin tx=t1 from=n2.alice to=n3.bob amount=101", `aborted why="not all voted yes in time"`},
		{"n2 begin tx=t1 from=n3.bob to=n3.judy amount=1", `refused why="it keeps none of the accounts"`},
		{"n2 begin tx=t1 from=n2.alice to=n9.bob amount=1", `refused why="n9 is no participant"`},
		{"n1 begin tx=t1 from=n2.alice to=n3.bob amount=1", `refused why="with opens=participant a transaction is begun at one of its participants"`},
	} {
		x := newCluster(t, 2, byVote)
		x.do("command " + c.command)
		x.run(engine.Second)
		x.holds("settled")
		if got := x.answers(); got != c.want {
			t.Errorf("%s: answered with %s, not %s", c.command, got, c.want)
		}
	}
}

func TestAParticipantThatWouldVoteNoTellsNobodyOfATransactionThatIsBegunThere(t *testing.T) {
	c := newCluster(t, 2, byVote)
	c.do("command n2 begin from=n2.alice to=n3.bob amount=101")
	c.run(engine.Second)
	if got := c.Stats().Sent; got != 0 {
		t.Errorf("%d messages", got)
	}
}

func TestATransactionWithoutANameIsCalledByItsNumber(t *testing.T) {
	c := newCluster(t, 2, nil)
	c.do("command n1 begin from=n2.alice to=n3.bob amount=1", "command n1 begin from=n2.ivan to=n3.judy amount=1")
	c.until("committed n2 tx=t1")
	c.until("committed n2 tx=t2")
	c = newCluster(t, 2, byVote)
	c.do("command n2 begin from=n2.alice to=n3.bob amount=1", "command n2 begin from=n2.ivan to=n3.judy amount=1")
	c.until("committed n3 tx=t1")
	c.until("committed n3 tx=t2")
}

func TestACommandWhoseNodeCrashesIsNotAnswered(t *testing.T) {
	c := newCluster(t, 2, byVote)
	c.do("command n2 begin tx=t1 from=n2.alice to=n3.bob amount=1")
	c.until("prepared n3")
	c.do("crash n2", "restart n2")
	c.run(engine.Second)
	c.holds("settled", "committed n2", "committed n3")
	if got := c.answers(); got != "open" {
		t.Errorf("answered with %s", got)
	}
}

func TestTransactionsBegunBeforeASettingChangesEndAsTheyBegan(t *testing.T) {
	c := newCluster(t, 2, nil)
	c.do("command n1 begin tx=t1 from=n2.alice to=n3.bob amount=1")
	c.until("prepared n2")
	c.do("set opens=participant", "command n2 begin tx=t2 from=n2.ivan to=n3.judy amount=1")
	c.until("prepared n3 tx=t2")
	c.do("set opens=coordinator")
	c.run(engine.Second)
	c.holds("settled", "committed n2 tx=t2")
	if got := c.answers(); got != "committed, committed" {
		t.Errorf("answered with %s", got)
	}
	if got := c.Stats().Sent; got != 8+5 {
		t.Errorf("%d messages, not 8 and 5", got)
	}
}

func TestAClientReadsWhatIsSettled(t *testing.T) {
	c := newCluster(t, 2, nil)
	c.do("command c1 read account=n2.alice", "command c2 read account=n3.zoe", "command c3 read account=n1.bob")
	c.run(engine.Second)
	if got, want := c.answers(), `balance account=n2.alice amount=100, refused why="there is no account n3.zoe", refused why="n1 is no participant"`; got != want {
		t.Errorf("answered with %s, not %s", got, want)
	}
}

func TestAReaderWaitsUntilTheAccountIsUnlocked(t *testing.T) {
	for outcome, amount := range map[string]string{"Commit": "60", "Abort": "100"} {
		c := newCluster(t, 2, func(_ *sim.Options, p *Params) { p.Retry = 10 * engine.Second })
		if outcome == "Abort" {
			c.do("crash n3")
		}
		c.do("hold from=n1 kind="+outcome, "command n1 begin tx=t1 from=n2.alice to=n3.bob amount=40")
		c.until("prepared n2")
		c.do("command c1 read account=n2.alice", "command c2 read account=n2.ivan")
		c.run(150 * engine.Millisecond)
		if got := c.answers(); !strings.HasSuffix(got, "open, balance account=n2.ivan amount=100") {
			t.Errorf("while %s is held the reads are answered with %s", outcome, got)
		}
		c.do("release")
		c.run(30 * engine.Millisecond)
		if got := c.answers(); !strings.Contains(got, "balance account=n2.alice amount="+amount) {
			t.Errorf("after %s the reads are answered with %s", outcome, got)
		}
	}
}

func TestAReaderAsksAgainWhenItsAnswerIsLostOrItsParticipantForgets(t *testing.T) {
	c := newCluster(t, 2, nil)
	c.do("hold to=c1 kind=ReadReply", "command c1 read account=n2.alice")
	c.run(100 * engine.Millisecond)
	c.do("drop held", "release")
	c.until("acknowledged c1")
	c.do("hold from=n1 kind=Commit", "command n1 begin tx=t1 from=n2.alice to=n3.bob amount=40")
	c.until("prepared n2")
	c.do("command c2 read account=n2.alice")
	c.run(100 * engine.Millisecond)
	c.do("crash n2", "restart n2", "release")
	c.until("acknowledged c2")
	if got := strings.Count(c.notes(), "c2 has its answer: alice has 60."); got != 1 {
		t.Errorf("c2 was answered %d times", got)
	}
}

func TestAParticipantKeepsOneReadOfAClient(t *testing.T) {
	s := newSingle(t, "n2", defaults())
	s.sends(1, payment(1, 1), "n1 Vote t1 yes")
	ask := func(op engine.OpID, account string) string {
		return s.step(engine.Input{Event: ReadRequest{op, account}, From: engine.ID('c', 1)})
	}
	for range 2 {
		if sent := ask(1, "alice"); sent != "" {
			t.Errorf("it answers %s", sent)
		}
	}
	ask(2, "alice") // its client has started anew
	if got := s.participant().readers; len(got) != 1 || got[0].Op != 2 {
		t.Errorf("it keeps %v", got)
	}
	s.sends(1, Commit{nth(1), "t1"}, "c1 ReadReply 99, n1 Ack t1")
	if got := s.participant().readers; len(got) != 0 {
		t.Errorf("it still keeps %v", got)
	}
}

func TestAClientTakesNoAnswerToAnEarlierQuestion(t *testing.T) {
	s := newSingle(t, "c1", defaults())
	ask := func(op engine.OpID, name string) string {
		return s.step(engine.Input{Event: Read{Account{engine.ID('n', 2), name}}, Op: op})
	}
	answered := func() (all []any) {
		for _, e := range s.out.Effects() {
			if e.Kind == engine.Return {
				all = append(all, e.Body)
			}
		}
		return all
	}
	if sent := ask(1, "alice"); sent != "n2 ReadRequest alice" {
		t.Errorf("it sends %s", sent)
	}
	s.crash()
	ask(2, "ivan")
	if s.hears(2, ReadReply{Op: 1, Amount: 7}); len(answered()) != 0 {
		t.Errorf("it answers %v", answered())
	}
	if s.sends(2, retry{}, "n2 ReadRequest ivan"); len(answered()) != 0 {
		t.Errorf("it answers %v", answered())
	}
	if s.hears(2, ReadReply{Op: 2, Amount: 8}); len(answered()) != 1 || answered()[0] != any(Balance{Account{engine.ID('n', 2), "ivan"}, 8}) {
		t.Errorf("it answers %v", answered())
	}
	s.sends(2, retry{}, "")
}

func TestAnAccountIsClosedWhenItIsEmptyAndNoTransactionMayStillChangeIt(t *testing.T) {
	for _, c := range []struct {
		before, close, want string
	}{
		{"", "bob", `refused why="100 are on it"`},
		{"", "zoe", `refused why="there is no such account"`},
		{"n1 begin tx=t1 from=n3.bob to=n2.alice amount=100", "bob", "committed, closed"},
	} {
		x := newCluster(t, 2, nil)
		if c.before != "" {
			x.do("command " + c.before)
			x.run(engine.Second)
		}
		x.do("command n3 close account=" + c.close)
		if got := x.answers(); got != c.want {
			t.Errorf("%s: answered with %s, not %s", c.close, got, c.want)
		}
	}

	x := newCluster(t, 2, nil)
	x.do("command n1 begin tx=t1 from=n3.bob to=n3.judy amount=100")
	x.run(engine.Second)
	x.do("command n1 begin tx=t2 from=n2.alice to=n3.bob amount=1", "hold from=n1 kind=Commit")
	x.until("prepared n3")
	x.do("command n3 close account=bob")
	if got := x.answers(); !strings.Contains(got, `refused why="t2 has it locked"`) {
		t.Errorf("while t2 is in doubt: answered with %s", got)
	}
}

func TestAClosedAccountStaysClosedAfterACrash(t *testing.T) {
	x := newCluster(t, 2, nil)
	x.do("command n1 begin tx=t1 from=n3.bob to=n2.alice amount=100")
	x.run(engine.Second)
	x.do("command n3 close account=bob")
	x.run(100 * engine.Millisecond)
	x.do("crash n3", "restart n3", "command n1 begin tx=t2 from=n2.alice to=n3.bob amount=1")
	x.run(engine.Second)
	if got := x.answers(); !strings.HasSuffix(got, `aborted why="n3 voted no"`) {
		t.Errorf("answered with %s", got)
	}
	if n := x.participant(3); n.sum() != 100 {
		t.Errorf("%d are left at n3", n.sum())
	}
}
