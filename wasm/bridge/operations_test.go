package bridge_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// turns are the calls and answers of a run, each as "event node op says".
func turns(r run) (calls, answers []string) {
	for i, e := range r.Events {
		for _, c := range e.Calls {
			calls = append(calls, fmt.Sprint(i+1, " ", e.N, " ", c.Op, " ", c.Says))
		}
		for _, a := range e.Answers {
			answers = append(answers, fmt.Sprint(i+1, " ", e.N, " ", a.Op, " ", a.Says))
		}
	}
	return calls, answers
}

// clients is what a frame says of what clients have seen.
func (p *page) clients(k int) invariant {
	p.t.Helper()
	for _, x := range p.frame(k).Invariants {
		if x.Name == "linearizable" {
			return x
		}
	}
	p.t.Fatalf("at event %d nothing is said of what clients have seen", k)
	return invariant{}
}

func like(t *testing.T, got []string, want ...string) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("expected %d, got %q", len(want), got)
	}
	for i, w := range want {
		if !strings.HasSuffix(got[i], w) {
			t.Errorf("expected %q at the end of %q", w, got[i])
		}
	}
}

const twoCopies = `cluster single-copy nodes=2 client=2 seed=1
command c1 put value=A
run 200ms
command c1 get
run 200ms
`

func TestAnEventSaysWhatIsCalledAndWhatIsAnsweredInFewWords(t *testing.T) {
	p := newPage(t)
	calls, answers := turns(p.open(twoCopies))
	like(t, calls, " c1 1 put A", " c1 2 get")
	like(t, answers, " c1 1 done", " c1 2 nothing")

	p = newPage(t)
	calls, answers = turns(p.open("cluster raft nodes=3 seed=37\nrun until=leader\ncommand c1 put key=x value=9\ncommand c1 get key=x\nrun 1s\n"))
	like(t, calls, " c1 1 put x=9", " c1 2 get x")
	like(t, answers, " c1 1 done", " c1 2 9")

	p = newPage(t)
	calls, _ = turns(p.open("cluster raft nodes=3 seed=37\nrun until=leader\ncommand c1 put key=x value=" + strings.Repeat("9", 100) + "\nrun 1s\n"))
	if len(calls) != 1 || !strings.HasSuffix(calls[0], "9…") || len(calls[0]) > 60 {
		t.Errorf("a long value is not cut short: %q", calls)
	}
}

func TestACommandThatWaitsForItsTurnIsCalledWhenItHasIt(t *testing.T) {
	p := newPage(t)
	r := p.open("cluster single-copy nodes=1 client=1 seed=1\ncommand c1 put value=A\n")
	waits := p.run("act 1 %d\ncommand c1 get", r.Count)
	if calls, _ := turns(waits); len(calls) != 0 {
		t.Errorf("it is called while it waits: %q", calls)
	}
	calls, answers := turns(p.run("extend 1 200000"))
	like(t, calls, " c1 2 get")
	like(t, answers, " c1 1 done", " c1 2 A")
}

func TestWhatClientsDoByThemselvesIsCalledToo(t *testing.T) {
	p := newPage(t)
	calls, _ := turns(p.open("cluster single-copy nodes=1 client=1 script=put-get seed=1\nrun 200ms\n"))
	like(t, calls, " c1 1 put A", " c1 2 get")
}

func TestTheVerdictIsThatOfItsMomentAndNamesTheFirstAnswerThatCannotBe(t *testing.T) {
	p := newPage(t)
	r := p.open(twoCopies + "command c2 put value=B\nrun 200ms\n")
	_, answers := turns(r)
	var second int
	fmt.Sscan(answers[1], &second)
	if v := p.clients(1); !v.OK || v.Says != "0 operations" {
		t.Errorf("at the start: %+v", v)
	}
	if v := p.clients(second - 1); !v.OK || v.Says != "2 operations" {
		t.Errorf("before the answer: %+v", v)
	}
	for _, k := range []int{second, r.Count} { // whatever comes after it
		v := p.clients(k)
		if v.OK || v.Event != second || !slices.Equal(v.Ops, []int{1, 2}) {
			t.Fatalf("at event %d: %+v", k, v)
		}
		if want := "none explains c1 put value=A → done; c1 get → value nothing"; v.Says != want {
			t.Errorf("expected %q, got %q", want, v.Says)
		}
	}
	for _, x := range newPage(t).frameOf(crowd).Invariants {
		if x.Name == "linearizable" {
			t.Error("clients are judged where a protocol has no model of them")
		}
	}
}

// frameOf is the last frame of a scenario.
func (p *page) frameOf(text string) frame {
	p.t.Helper()
	return p.frame(p.open(text).Count)
}

func TestAnotherFutureIsJudgedAnew(t *testing.T) {
	p := newPage(t)
	r := p.open("cluster single-copy nodes=2 client=1 seed=1\ncommand c1 put value=\"\"\nrun 200ms\ncommand c1 get\nrun 200ms\n")
	if v := p.clients(r.Count); !v.OK {
		t.Fatalf("nothing was put and nothing got: %+v", v)
	}
	// The same events at the same times, but for the value.
	first := 0
	for i, e := range r.Events {
		if len(e.Calls) > 0 {
			first = i
			break
		}
	}
	p.run("act 1 %d\ncommand c1 put value=A", first)
	at := p.run("extend 1 200000").Count
	p.run("act 1 %d\ncommand c1 get", at)
	at = p.run("extend 1 400000").Count
	if v := p.clients(at); v.OK {
		t.Errorf("A was put and nothing got: %+v", v)
	}
}

func TestMoreOperationsThanAPageJudgesAreSaidToBeUnjudged(t *testing.T) {
	p := newPage(t)
	r := p.open("cluster single-copy nodes=1 client=2 seed=1\nload c1,c2 put value=A think=1ms count=600\nrun 20s\n")
	v := p.clients(r.Count)
	if !v.OK || !v.Unjudged || !strings.Contains(v.Says, "500 operations at most") {
		t.Errorf("%+v", v)
	}
	if v := p.clients(r.Count / 2); !v.OK || v.Unjudged || v.Says == "" {
		t.Errorf("half of them: %+v", v)
	}
}
