package raftsmall

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"quorumlab/protocols/engine"
)

// One server alone, of three, that is given messages by hand.
type alone struct {
	*server
	t   *testing.T
	out *engine.Out
}

func n(i int) engine.NodeID { return engine.ID('n', i) }

// newAlone is n1 as a follower in a term, with a log of those terms.
func newAlone(t *testing.T, term int, log ...int) *alone {
	table, err := Protocol.Table()
	if err != nil {
		t.Fatal(err)
	}
	s := &server{hard: hard{Term: term}, first: setOf([]engine.NodeID{n(1), n(2), n(3)}),
		Config: engine.Config[Params]{Birth: engine.Birth{ID: n(1)}, Params: defaults()}}
	s.Params.NoOp = false
	for i, term := range log {
		s.push(*presetEntry(i+1, term, nil))
	}
	return &alone{s, t, engine.NewOut(table, true)}
}

// leads makes it the leader of the next term.
func (a *alone) leads() *alone {
	a.give(0, Campaign{})
	a.give(n(2), RequestVoteReply{Term: a.Term, VoteGranted: true})
	if a.status != leader {
		a.t.Fatal("expected n1 to lead")
	}
	return a
}

// give lets it take an input, and answers what it sends, a line each; timers and writes by their names.
func (a *alone) give(from engine.NodeID, event any) string {
	a.out.Begin(engine.Rand{}, nil)
	a.Step(engine.Input{Event: event, From: from, Op: 7}, a.out)
	var lines []string
	for _, e := range a.out.Effects() {
		switch e.Kind {
		case engine.Send:
			lines = append(lines, e.To.String()+" "+engine.TextOf(e.Body))
		case engine.SetTimer:
			lines = append(lines, "set "+engine.KindOf(e.Body))
		case engine.Persist, engine.Append:
			lines = append(lines, "write "+e.Key)
		case engine.Truncate:
			lines = append(lines, fmt.Sprintf("keep %d", e.Off))
		}
	}
	return strings.Join(lines, "\n")
}

func (a *alone) terms() (ts []int) {
	for _, e := range a.log {
		ts = append(ts, e.Term)
	}
	return ts
}

func entries(first int, terms ...int) (es []Entry) {
	for i, t := range terms {
		es = append(es, *presetEntry(first+i, t, nil))
	}
	return es
}

func TestAVoteIsGivenOnceATermAndToAnUpToDateLogOnly(t *testing.T) {
	for _, c := range []struct {
		name   string
		vote   engine.NodeID // given in term 3
		m      RequestVote
		grants bool
	}{
		{"the same log", 0, RequestVote{3, 2, 2}, true},
		{"a longer one", 0, RequestVote{3, 3, 2}, true},
		{"a shorter one of a later term", 0, RequestVote{3, 1, 3}, true},
		{"a shorter one", 0, RequestVote{3, 1, 2}, false},
		{"a longer one of an earlier term", 0, RequestVote{3, 9, 1}, false},
		{"an empty one", 0, RequestVote{3, 0, 0}, false},
		{"the one it voted for", n(2), RequestVote{3, 2, 2}, true},
		{"another than it voted for", n(3), RequestVote{3, 2, 2}, false},
		{"another than itself", n(1), RequestVote{3, 2, 2}, false},
		{"a term that is over", 0, RequestVote{2, 2, 2}, false},
		{"a new term after a vote", n(3), RequestVote{4, 2, 2}, true},
		{"a new term and a shorter log", n(3), RequestVote{4, 1, 2}, false},
	} {
		a := newAlone(t, 3, 1, 2)
		a.Vote = c.vote
		had := a.hard
		got := a.give(n(2), c.m)
		want := fmt.Sprintf("n2 RequestVoteReply term=%d vote-granted=%t", max(3, c.m.Term), c.grants)
		if c.grants {
			want += "\nset election"
		}
		if a.hard != had {
			want = "write hard\n" + want
		}
		if got != want {
			t.Errorf("%s: got\n%s\nexpected\n%s", c.name, got, want)
		}
		if c.grants != (a.Vote == n(2)) || a.Term != max(3, c.m.Term) {
			t.Errorf("%s: it has voted for %v in term %d", c.name, a.Vote, a.Term)
		}
	}
}

func TestAFollowersLogBecomesItsLeaders(t *testing.T) {
	for _, c := range []struct {
		name  string
		m     AppendEntries
		terms []int
		does  string
	}{
		{"a heartbeat that matches", AppendEntries{Term: 3, PrevLogIndex: 3, PrevLogTerm: 2}, []int{1, 2, 2}, "match-index=3"},
		{"what follows", AppendEntries{Term: 3, PrevLogIndex: 3, PrevLogTerm: 2, Entries: entries(4, 3)}, []int{1, 2, 2, 3}, "match-index=4"},
		{"what it has", AppendEntries{Term: 3, PrevLogIndex: 1, PrevLogTerm: 1, Entries: entries(2, 2)}, []int{1, 2, 2}, "match-index=2"},
		{"what it has and more", AppendEntries{Term: 3, PrevLogIndex: 2, PrevLogTerm: 2, Entries: entries(3, 2, 3)}, []int{1, 2, 2, 3}, "match-index=4"},
		{"a conflict", AppendEntries{Term: 3, PrevLogIndex: 1, PrevLogTerm: 1, Entries: entries(2, 3)}, []int{1, 3},
			"keep 1\nwrite log\nn2 AppendEntriesReply term=3 success=true match-index=2"},
		{"all of it", AppendEntries{Term: 3, Entries: entries(1, 3)}, []int{3},
			"keep 0\nwrite log\nn2 AppendEntriesReply term=3 success=true match-index=1"},
		{"another term there", AppendEntries{Term: 3, PrevLogIndex: 3, PrevLogTerm: 3, Entries: entries(4, 3)}, []int{1, 2, 2}, "success=false match-index=0 prev-log-index=3"},
		{"beyond its end", AppendEntries{Term: 3, PrevLogIndex: 4, PrevLogTerm: 3, Entries: entries(5, 3)}, []int{1, 2, 2}, "success=false match-index=0 prev-log-index=4"},
	} {
		a := newAlone(t, 3, 1, 2, 2)
		got := a.give(n(2), c.m)
		if !strings.Contains(got, "n2 AppendEntriesReply term=3") || !strings.Contains(got, c.does) || !strings.HasSuffix(got, "set election") {
			t.Errorf("%s: got\n%s\nexpected %s", c.name, got, c.does)
		}
		if fmt.Sprint(a.terms()) != fmt.Sprint(c.terms) {
			t.Errorf("%s: its log has %v, not %v", c.name, a.terms(), c.terms)
		}
	}
}

func TestALeaderOfATermThatIsOverChangesNothing(t *testing.T) {
	a := newAlone(t, 3, 1)
	if got := a.give(n(2), AppendEntries{Term: 2, Entries: entries(1, 2), LeaderCommit: 1}); got != "n2 AppendEntriesReply term=3 success=false match-index=0 prev-log-index=0 conflict-term=0 conflict-index=0" {
		t.Errorf("it answers %s", got)
	}
	if a.last() != 1 || a.term(1) != 1 || a.commit != 0 {
		t.Errorf("its log has %v, of which %d are committed", a.terms(), a.commit)
	}
}

// What follows in its own log may be of an earlier leader, and not be committed at all.
func TestAFollowerCommitsNoMoreThanItKnowsToBeItsLeaders(t *testing.T) {
	a := newAlone(t, 3, 1, 2, 2)
	a.give(n(2), AppendEntries{Term: 3, PrevLogIndex: 1, PrevLogTerm: 1, LeaderCommit: 3})
	if a.commit != 1 {
		t.Errorf("it commits up to %d", a.commit)
	}
	a.give(n(2), AppendEntries{Term: 3, PrevLogIndex: 1, PrevLogTerm: 1, Entries: entries(2, 3, 3), LeaderCommit: 2})
	if a.commit != 2 {
		t.Errorf("it commits up to %d", a.commit)
	}
	a.give(n(2), AppendEntries{Term: 3, PrevLogIndex: 1, PrevLogTerm: 1, LeaderCommit: 1})
	if a.commit != 2 {
		t.Error("an old message takes back what is committed")
	}
}

// Only a known mistake gets here; what judges it needs a commit index within the log.
func TestWhatIsDroppedThoughItWasCommittedIsCommittedNoMore(t *testing.T) {
	a := newAlone(t, 3, 1, 2, 2)
	a.give(n(2), AppendEntries{Term: 3, PrevLogIndex: 3, PrevLogTerm: 2, LeaderCommit: 3})
	a.give(n(3), AppendEntries{Term: 4, PrevLogIndex: 1, PrevLogTerm: 1, Entries: entries(2, 4)})
	if a.commit != 1 || a.last() != 2 {
		t.Errorf("of %d entries %d are committed", a.last(), a.commit)
	}
}

func TestADeposedLeaderWaitsForTheNext(t *testing.T) {
	for _, m := range []any{RequestVote{Term: 9}, AppendEntriesReply{Term: 9}, RequestVoteReply{Term: 9}} {
		a := newAlone(t, 3, 1).leads()
		if got := a.give(n(3), m); a.status != follower || strings.Count(got, "set election") != 1 {
			t.Errorf("after %s it has status %d, and does\n%s", engine.TextOf(m), a.status, got)
		}
	}
}

// A message that was sent is read when it arrives, whatever its sender has done since.
func TestWhatWasSentStaysAsItWas(t *testing.T) {
	a := newAlone(t, 3, 1).leads()
	a.give(0, Propose{"red"})
	var sent AppendEntries
	for _, e := range a.out.Effects() {
		if m, ok := e.Body.(AppendEntries); ok {
			sent = m
		}
	}
	a.give(n(2), AppendEntries{Term: 5, PrevLogIndex: 1, PrevLogTerm: 1, Entries: entries(2, 5)})
	a.give(n(2), AppendEntries{Term: 5, PrevLogIndex: 2, PrevLogTerm: 5, Entries: entries(3, 5)})
	if len(sent.Entries) != 1 || sent.Entries[0].Value != "red" {
		t.Errorf("it has become %s", engine.TextOf(sent))
	}
}

func TestACandidateFollowsTheLeaderOfItsTerm(t *testing.T) {
	a := newAlone(t, 3, 1)
	a.give(0, Campaign{})
	a.give(n(3), AppendEntries{Term: 4, PrevLogIndex: 1, PrevLogTerm: 1})
	if a.status != follower || a.Term != 4 || a.Vote != n(1) || a.votes != 0 {
		t.Errorf("it is %+v", a.server)
	}
}

func TestVotesOfAnotherTermAndRefusalsCountForNothing(t *testing.T) {
	a := newAlone(t, 3, 1)
	a.give(0, Campaign{})
	a.give(n(2), RequestVoteReply{Term: 3, VoteGranted: true})
	a.give(n(3), RequestVoteReply{Term: 4})
	if a.status != candidate {
		t.Fatalf("it has status %d", a.status)
	}
	a.give(0, election{})
	a.give(n(2), RequestVoteReply{Term: 4, VoteGranted: true})
	if a.status != candidate || a.Term != 5 {
		t.Fatalf("it has status %d in term %d", a.status, a.Term)
	}
	if got := a.give(n(2), RequestVoteReply{Term: 5, VoteGranted: true}); a.status != leader || !strings.Contains(got, "n3 AppendEntries term=5 prev-log-index=1") {
		t.Errorf("with a majority it has status %d, and sends\n%s", a.status, got)
	}
}

func TestALeaderGoesBackAndForthWithWhatFollowersAnswer(t *testing.T) {
	refusal := AppendEntriesReply{Term: 4, PrevLogIndex: 3}
	a := newAlone(t, 3, 1, 2, 2).leads()
	if got := a.give(n(2), refusal); got != "n2 AppendEntries term=4 prev-log-index=2 prev-log-term=2 leader-commit=0 [3.2 e3=t2]" {
		t.Errorf("after a refusal it sends %s", got)
	}
	if got := a.give(n(2), refusal); got != "" {
		t.Errorf("after the same refusal again it sends %s", got)
	}
	a.give(n(2), AppendEntriesReply{Term: 4, Success: true, MatchIndex: 3})
	if got := a.give(n(2), AppendEntriesReply{Term: 4, PrevLogIndex: 3}); got != "" || a.others[0].next != 4 {
		t.Errorf("after a refusal of what is known to match it sends %s", got)
	}
	a.give(n(2), AppendEntriesReply{Term: 4, Success: true, MatchIndex: 1})
	if a.others[0] != (progress{n(2), 4, 3}) {
		t.Errorf("after an old answer it knows %+v", a.others[0])
	}
}

func TestTheConflictInTermsIsItsFirstEntryOfTheTerm(t *testing.T) {
	a := newAlone(t, 5, 1, 1, 2, 2, 2)
	a.Params.Probe = probeTerms
	for prev, want := range map[int]string{
		5: "prev-log-index=5 conflict-term=2 conflict-index=3",
		3: "prev-log-index=3 conflict-term=2 conflict-index=3",
		2: "prev-log-index=2 conflict-term=1 conflict-index=1",
		9: "prev-log-index=9 conflict-term=0 conflict-index=6",
	} {
		if got := a.give(n(2), AppendEntries{Term: 5, PrevLogIndex: prev, PrevLogTerm: 4}); !strings.Contains(got, want) {
			t.Errorf("to prevLogIndex %d it answers %s; expected %s", prev, got, want)
		}
	}
}

// Entries that it is known to have are not sent again, though its conflicting term begins before them.
func TestALeaderGoesBackNoFurtherThanWhatMatches(t *testing.T) {
	a := newAlone(t, 3, 1, 1, 2, 2).leads()
	a.Params.Probe = probeTerms
	a.others[0].match = 1
	if got := a.give(n(2), AppendEntriesReply{Term: 4, PrevLogIndex: 4, ConflictTerm: 1, ConflictIndex: 1}); !strings.Contains(got, "prev-log-index=1 ") {
		t.Errorf("it sends %s", got)
	}
}

func TestALeaderCommitsByCountingItsOwnTermOnly(t *testing.T) {
	a := newAlone(t, 3, 1, 2).leads()
	a.give(n(2), AppendEntriesReply{Term: 4, Success: true, MatchIndex: 2})
	if a.commit != 0 {
		t.Fatalf("entries of earlier terms are committed up to %d", a.commit)
	}
	a.give(0, Propose{"red"})
	a.give(n(3), AppendEntriesReply{Term: 4, Success: true, MatchIndex: 2})
	if a.commit != 0 {
		t.Fatalf("entries of earlier terms are committed up to %d", a.commit)
	}
	a.give(n(3), AppendEntriesReply{Term: 4, Success: true, MatchIndex: 3})
	if a.commit != 3 {
		t.Errorf("the commit index is %d", a.commit)
	}
}

// What is over would only make states differ that are the same: who voted, what a leader or candidate knew.
func TestEqualSituationsAreEqualStates(t *testing.T) {
	table, err := Protocol.Table()
	if err != nil {
		t.Fatal(err)
	}
	codec, err := table.Codec(reflect.TypeFor[server]())
	if err != nil {
		t.Fatal(err)
	}
	same := func(what string, a, b *alone) {
		if string(engine.AppendState(codec, nil, a.server)) != string(engine.AppendState(codec, nil, b.server)) {
			t.Errorf("%s: %+v and %+v", what, a.server, b.server)
		}
	}
	was := newAlone(t, 3, 1).leads()
	was.give(n(3), RequestVote{Term: 9})
	same("a follower that led", was, newAlone(t, 9, 1))
	was = newAlone(t, 3, 1)
	was.give(0, Campaign{})
	was.give(n(3), RequestVote{Term: 9})
	same("a follower that campaigned", was, newAlone(t, 9, 1))
	was = newAlone(t, 3, 1)
	was.give(0, Campaign{})
	was.give(n(3), RequestVoteReply{Term: was.Term, VoteGranted: true})
	same("a leader by another's vote", was, newAlone(t, 3, 1).leads())
	was = newAlone(t, 3, 1)
	was.give(n(2), AppendEntries{Term: 3, PrevLogIndex: 1, PrevLogTerm: 1, Entries: []Entry{{Term: 3, Config: Configuration{New: servers(1)}}}})
	was.give(n(3), AppendEntries{Term: 4, PrevLogIndex: 1, PrevLogTerm: 1, Entries: entries(2, 4)})
	same("a log that had a configuration", was, newAlone(t, 4, 1, 4))
}
