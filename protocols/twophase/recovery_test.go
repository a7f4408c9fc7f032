package twophase

import (
	"reflect"
	"testing"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/sim"
)

func TestALogThatIsReadOntoALaterCheckpointChangesNothing(t *testing.T) {
	params := defaults()
	params.Opens = byParticipant
	s := newSingle(t, "n2", params)
	n := uint32(1)
	for ; len(s.participant().log) < checkpointAfter-2; n++ {
		s.hears(1, payment(n, 1))
		s.hears(1, Commit{nth(n), "t"})
	}
	own := Begin{"own", Account{s.id, "ivan"}, []Account{{engine.ID('n', 3), "judy"}}, 5}
	if sent := s.step(engine.Input{Event: own, Op: 9}); sent != "n1 Vote own yes" {
		t.Fatalf("it sends %s", sent)
	}
	s.keep = 2
	s.hears(1, payment(n, 1)) // the last record, and the checkpoint; that the log is dropped never reaches the disk
	s.keep = -1
	was := s.participant()
	if len(was.log) != 0 || len(engine.Records[record](s.disk, diskLog)) != checkpointAfter {
		t.Fatalf("the log has %d records, and on the disk %d", len(was.log), len(engine.Records[record](s.disk, diskLog)))
	}
	if sent := s.crash(); sent != "n1 Inquire own, n3 Inquire own, n1 Inquire t16, n3 Inquire t16" {
		t.Errorf("after the crash it sends %s", sent)
	}
	is := s.participant()
	was.doubts[0].Op = 0 // the command is answered no more
	for i := range is.doubts {
		is.doubts[i].Asked = false
	}
	if !reflect.DeepEqual(was.books, is.books) {
		t.Errorf("the books were\n%+v\nand are\n%+v", was.books, is.books)
	}
}

func TestTransfersLeaveNothingBehindAndAllOfItOutlivesACrash(t *testing.T) {
	w := transfers(t, 500, sim.Options{Check: true})
	c := cluster{w, t}
	small := func(when string) {
		t.Helper()
		if x := c.coordinator(); len(x.txs) > 0 || len(x.known) > 0 || len(x.log) >= checkpointAfter {
			t.Errorf("%s the coordinator keeps %d transactions, %d outcomes, %d records", when, len(x.txs), len(x.known), len(x.log))
		}
		for n := 2; n <= 3; n++ {
			if p := c.participant(n); len(p.doubts) > 0 || len(p.known) > 2 || len(p.log) >= checkpointAfter {
				t.Errorf("%s n%d keeps %d doubts, %d outcomes, %d records", when, n, len(p.doubts), len(p.known), len(p.log))
			}
		}
		c.holds("settled")
		if a, b := ledger(w, 2, "alice"), ledger(w, 3, "bob"); a != benchTransfers-500 || b != benchTransfers+500 {
			t.Errorf("%s alice has %d and bob %d", when, a, b)
		}
	}
	small("before a crash")
	c.do("crash n1", "crash n2", "crash n3", "restart n3", "restart n2", "restart n1")
	c.run(engine.Second)
	// What they had forgotten since the last checkpoint is back, and goes with the next transaction.
	c.do("command n1 begin from=n2.ivan to=n3.judy amount=1")
	c.run(engine.Second)
	small("after a crash")
}

func TestWithoutAcksOutcomesAreKeptForEverAndCheckpointsStayRare(t *testing.T) {
	const n = 300
	c := newCluster(t, 2, func(o *sim.Options, p *Params) { byVote(o, p); p.Balance = n })
	c.do("load n2 begin tx=t% from=n2.alice to=n3.bob amount=1 think=10ms count=300")
	c.run(60 * engine.Second)
	c.holds("settled")
	if p, q, x := len(c.participant(2).known), len(c.participant(3).known), len(c.coordinator().known); p != n || q != n || x != n {
		t.Errorf("of %d transactions n2 remembers %d, n3 %d, n1 %d", n, p, q, x)
	}
	written := 0
	for i := 1; i <= c.Trace().Len(); i++ {
		for f := range c.Trace().EffectsOf(c.Trace().Event(sim.EventID(i))) {
			if f.Kind == engine.Persist {
				written++
			}
		}
	}
	if written > 30 {
		t.Errorf("%d checkpoints were written", written)
	}
	c.do("crash n1", "crash n3", "restart n3", "restart n1")
	c.run(engine.Second)
	if q, x := len(c.participant(3).known), len(c.coordinator().known); q != n || x != n {
		t.Errorf("after a crash n3 remembers %d of %d, n1 %d", q, n, x)
	}
}

func TestACommitThatNobodyHasAcknowledgedOutlivesACheckpointOfTheCoordinator(t *testing.T) {
	c := newCluster(t, 3, func(_ *sim.Options, p *Params) { p.Balance = 1000 })
	c.do("command n1 begin tx=old from=n2.alice to=n4.carol amount=7")
	c.until("prepared n4 tx=old")
	c.do("cut n2 n4 both=true", "cut n3 n4 both=true", "crash n4", "load n1 begin tx=t% from=n2.ivan to=n3.judy amount=1 think=20ms count=40")
	c.run(5 * engine.Second)
	if log := c.coordinator().log; len(log) >= checkpointAfter || len(log) > 0 && log[0].Tx == "old" {
		t.Fatalf("no checkpoint was taken: %d records", len(log))
	}
	c.do("crash n1", "restart n1", "restart n4")
	c.until("settled")
	c.holds("committed n4 tx=old")
	if got := ledger(c.World, 4, "carol"); got != 1007 {
		t.Errorf("carol has %d", got)
	}
}

func TestWhatIsOverIsForgottenAndItsLateMessagesDoNothing(t *testing.T) {
	s := newSingle(t, "n2", defaults())
	s.sends(1, payment(1, 1), "n1 Vote t1 yes")
	s.sends(1, payment(1, 1), "n1 Vote t1 yes") // a copy: the same vote
	s.sends(1, Commit{nth(1), "t1"}, "n1 Ack t1")
	s.sends(1, payment(1, 1), "")
	s.sends(3, Inquire{nth(1), "t1", false}, "n3 Commit t1")
	s.sends(1, payment(3, 3), "n1 Vote t3 yes")
	if known := s.participant().known; len(known) != 0 {
		t.Errorf("it still remembers %v", known)
	}
	s.sends(1, payment(1, 1), "")                 // over
	s.sends(1, payment(2, 2), "")                 // over, though it never came before
	s.sends(1, Commit{nth(1), "t1"}, "n1 Ack t1") // the coordinator may not have heard the first one
	s.sends(1, Abort{nth(1), "t1"}, "")
	s.sends(3, Inquire{nth(1), "t1", false}, "n3 Abort t1") // had it committed, n3 would have acknowledged it
	if got := s.participant().account("alice").Amount; got != 99 {
		t.Errorf("alice has %d", got)
	}
}

func TestAPromiseNeverToVoteYesOutlivesACrash(t *testing.T) {
	s := newSingle(t, "n2", defaults())
	s.sends(3, Inquire{nth(1), "t1", false}, "n3 Abort t1")
	s.crash()
	s.sends(1, payment(1, 1), "n1 Vote t1 no")
}

func TestAParticipantInDoubtHelpsNobodyAndIsNotPutOffByACrash(t *testing.T) {
	s := newSingle(t, "n2", defaults())
	s.sends(1, payment(1, 1), "n1 Vote t1 yes")
	s.sends(3, Inquire{nth(1), "t1", false}, "")
	if sent := s.crash(); sent != "n1 Inquire t1, n3 Inquire t1" {
		t.Errorf("after the crash it sends %q", sent)
	}
	s.sends(3, Inquire{nth(1), "t1", true}, "")
	s.sends(1, payment(1, 1), "n1 Vote t1 yes")
	s.sends(3, Commit{nth(1), "t1"}, "n1 Ack t1") // from one that knows; the coordinator gets the Ack
	if got := s.participant().account("alice").Amount; got != 99 {
		t.Errorf("alice has %d", got)
	}
}

func TestTheCoordinatorPresumesThatWhatItHasNoRecordOfAborted(t *testing.T) {
	s := newSingle(t, "n1", defaults())
	begin := Begin{"t1", Account{engine.ID('n', 2), "alice"}, []Account{{engine.ID('n', 3), "bob"}}, 1}
	if sent := s.step(engine.Input{Event: begin, Op: 1}); sent != "n2 Prepare t1, n3 Prepare t1" {
		t.Fatalf("it sends %q", sent)
	}
	s.sends(2, Inquire{nth(1), "t1", false}, "") // undecided
	s.sends(2, Vote{ID: nth(1), Tx: "t1", Yes: true}, "")
	s.sends(2, Vote{ID: nth(1), Tx: "t1", Yes: true}, "") // a copy is no second vote
	if notes := string(s.out.Notes()); notes != "\tn1 has counted that vote of n2 before.\n" {
		t.Errorf("it says %q", notes)
	}
	s.crash()
	s.sends(3, Vote{ID: nth(1), Tx: "t1", Yes: true}, "") // of its earlier life
	s.sends(2, Inquire{nth(1), "t1", false}, "n2 Abort t1")
	if sent := s.step(engine.Input{Event: begin, Op: 2}); sent != "n2 Prepare t1, n3 Prepare t1" {
		t.Fatalf("it sends %q", sent)
	}
	if id := s.coordinator().txs[0].ID; id != (ID{coordinatorID(), 2, 1}) {
		t.Errorf("its next transaction is %v", id)
	}
}

func TestTheCoordinatorKeepsOnTellingUntilAllHaveAcknowledged(t *testing.T) {
	s := newSingle(t, "n1", defaults())
	s.step(engine.Input{Event: Begin{"t1", Account{engine.ID('n', 2), "alice"}, []Account{{engine.ID('n', 3), "bob"}}, 1}, Op: 1})
	s.sends(3, Vote{ID: nth(1), Tx: "t1", Yes: true}, "")
	s.sends(2, Vote{ID: nth(1), Tx: "t1", Yes: true}, "n2 Commit t1, n3 Commit t1")
	s.sends(1, resend{nth(1)}, "n2 Commit t1, n3 Commit t1")
	s.sends(3, Ack{nth(1), "t1"}, "")
	s.sends(3, Ack{nth(1), "t1"}, "")
	s.sends(1, resend{nth(1)}, "n2 Commit t1")
	if sent := s.crash(); sent != "n2 Commit t1, n3 Commit t1" {
		t.Errorf("after a crash it sends %q", sent)
	}
	s.sends(2, Ack{nth(1), "t1"}, "")
	s.sends(2, Inquire{nth(1), "t1", false}, "n2 Commit t1")
	s.sends(3, Ack{nth(1), "t1"}, "")
	if sent := s.crash(); sent != "" || len(s.coordinator().txs) != 0 {
		t.Errorf("it is not forgotten: after a crash it sends %q", sent)
	}
}

func TestAVoteThatCouldOpenATransactionAgainDoesNot(t *testing.T) {
	s := newSingle(t, "n1", defaults())
	id := ID{engine.ID('n', 2), 1, 1}
	open := Vote{id, "t1", true, payment(1, 1).Moves}
	s.sends(2, open, "n3 Prepare t1")
	s.sends(2, open, "")
	s.sends(3, Vote{ID: id, Tx: "t1"}, "n2 Abort t1")
	s.sends(2, open, "")
	s.crash()
	s.sends(2, open, "")
	s.sends(2, Inquire{id, "t1", false}, "n2 Abort t1")
	late := Vote{ID{engine.ID('n', 2), 1, 2}, "t2", true, open.Moves}
	s.sends(2, Inquire{late.ID, "t2", false}, "n2 Abort t2") // the question is quicker than the vote
	s.crash()
	s.sends(2, late, "")
}

func TestWhatACrashEndsIsNotTakenFromACheckpoint(t *testing.T) {
	params := defaults()
	params.Opens = byParticipant
	s := newSingle(t, "n2", params)
	s.step(engine.Input{Event: Begin{"own", Account{s.id, "ivan"}, []Account{{engine.ID('n', 3), "judy"}}, 5}, Op: 9})
	s.sends(2, inDoubt{ID{s.id, 1, 1}}, "n1 Inquire own, n3 Inquire own")
	for n := uint32(1); n < checkpointAfter; n++ {
		s.hears(1, payment(n, n))
		s.hears(1, Commit{nth(n), "t"})
	}
	s.crash()
	for _, e := range s.out.Effects() {
		if i, ok := e.Body.(Inquire); ok && i.Again {
			t.Error("it asks as if it had asked before")
		}
	}
	s.sends(1, Commit{ID{s.id, 1, 1}, "own"}, "")
	for _, e := range s.out.Effects() {
		if e.Kind == engine.Return {
			t.Errorf("it answers a command of its earlier life: %v", e.Body)
		}
	}
}

func TestAParticipantThatHasGivenUpDoesNotAcknowledgeTheCommit(t *testing.T) {
	params := defaults()
	params.GivesUp = true
	s := newSingle(t, "n2", params)
	s.sends(1, payment(1, 1), "n1 Vote t1 yes")
	s.sends(2, inDoubt{nth(1)}, "")
	s.sends(1, Commit{nth(1), "t1"}, "")
	if got := s.participant().account("alice").Amount; got != 100 {
		t.Errorf("alice has %d", got)
	}
}
