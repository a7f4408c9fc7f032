package bridge_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"quorumlab/protocols/all"
	"quorumlab/protocols/all/core"
	"quorumlab/wasm/bridge"
)

// A page is a bridge as a page uses it.
type page struct {
	t *testing.T
	b *bridge.Bridge
}

func newPage(t *testing.T) *page {
	return &page{t, bridge.New(core.Engines(all.Protocols()))}
}

type (
	run struct {
		Text     string
		Branch   string
		Branches []struct {
			Name, Of string
			Event    int
		}
		Keep, Count, At int
		Now             int64
		Found, More     bool
		Events          []event
		Expect          []struct {
			Line int
			OK   bool
			Got  string
		}
		Ended *struct{ Reason, Name, Text string }
		Hash  string
		Error *struct {
			Line int
			Text string
		}
	}
	event struct {
		T     int64
		K, N  string
		C, P  int
		From  string
		M, X  string
		Notes []string

		Asides []string
		Sends  []struct{ M, To, Kind, Intent, Fate string }
		Msgs   []struct{ M, What string }
		S      *struct {
			Status string
			Epoch  int
		}
		F     *string
		Spans []struct {
			Name  string
			On    bool
			Until int64
		}

		Calls, Answers []struct {
			Op   int
			Says string
		}
		Bad *struct{ Name, Text, Stack string }
	}
	invariant struct {
		Name         string
		OK, Unjudged bool
		Says         string
		Event        int
		Ops          []int
	}
	frame struct {
		Event int
		T     int64
		At    string
		Hash  string
		Nodes []struct {
			ID, Role, Status string
			Flags            []string
			Timers           []struct {
				Name     string
				Set, Due int64
			}
		}
		Wire       []struct{ M, From, To, Kind, State string }
		Links      []struct{ From, To, State string }
		Invariants []invariant
	}
)

// ask sends one request and reads the answer; every answer is valid JSON.
func (p *page) ask(into any, format string, args ...any) {
	p.t.Helper()
	answer := p.b.Handle(fmt.Appendf(nil, format, args...))
	if err := json.Unmarshal(answer, into); err != nil {
		p.t.Fatalf("the answer is no JSON: %v\n%s", err, answer)
	}
}

func (p *page) run(format string, args ...any) run {
	p.t.Helper()
	var r run
	p.ask(&r, format, args...)
	if r.Error != nil {
		p.t.Fatalf("%s: line %d: %s", fmt.Sprintf(format, args...), r.Error.Line, r.Error.Text)
	}
	return r
}

func (p *page) refused(format string, args ...any) string {
	p.t.Helper()
	var r run
	p.ask(&r, format, args...)
	if r.Error == nil {
		p.t.Fatalf("%s was not refused", fmt.Sprintf(format, args...))
	}
	return fmt.Sprintf("%d: %s", r.Error.Line, r.Error.Text)
}

// open opens a scenario and goes on until its lines are done; it returns the last answer with all events.
func (p *page) open(text string) run {
	p.t.Helper()
	r := p.run("open 1 events=300\n%s", text)
	all := r.Events
	for r.More {
		r = p.run("more 1 events=300")
		all = append(all[:r.Keep], r.Events...)
	}
	r.Events = all
	if len(all) != r.Count {
		p.t.Fatalf("told of %d events of %d", len(all), r.Count)
	}
	return r
}

func (p *page) frame(k int) frame {
	p.t.Helper()
	var f struct{ Frame frame }
	p.ask(&f, "frame 1 %d", k)
	return f.Frame
}

const crowd = `cluster mutex nodes=3 seed=4
load n1,n2,n3 acquire think=5ms count=40
run 400ms
expect not violated mutual-exclusion
`

func TestAPageIsToldEachEventOnceHoweverOftenItAsks(t *testing.T) {
	p := newPage(t)
	r := p.open(crowd)
	if r.Count < 100 || len(r.Expect) != 1 || !r.Expect[0].OK {
		t.Fatalf("unexpected run: %d events, %+v", r.Count, r.Expect)
	}
	for i, e := range r.Events {
		if e.C > i {
			t.Fatalf("event %d is caused by a later one, %d", i+1, e.C)
		}
		if i > 0 && e.T < r.Events[i-1].T {
			t.Fatalf("event %d is before the one before it", i+1)
		}
	}
	if again := p.run("more 1"); len(again.Events) != 0 || again.Hash != r.Hash || again.More {
		t.Fatalf("told again: %d events", len(again.Events))
	}
}

func TestSteppingBackShowsWhatWasShown(t *testing.T) {
	p := newPage(t)
	r := p.open(crowd)
	for _, k := range []int{r.Count, r.Count / 2, 10} {
		was := p.frame(k)
		if was.Event != k {
			t.Fatalf("asked for event %d, shown %d", k, was.Event)
		}
		p.frame(k / 2)
		if again := p.frame(k); fmt.Sprint(again) != fmt.Sprint(was) {
			t.Fatalf("event %d looks different the second time:\n%+v\n%+v", k, was, again)
		}
	}
}

func TestAnActionForgetsWhatCameLaterAndItsTextGivesTheSameRun(t *testing.T) {
	p := newPage(t)
	r := p.open(crowd)
	k := r.Count / 2
	acted := p.run("act 1 %d\npause n2", k)
	if acted.Keep != k || acted.At <= k || acted.Events[0].K != "action" || acted.Events[0].X != "pause n2" {
		t.Fatalf("unexpected answer: keep %d, at %d, %+v", acted.Keep, acted.At, acted.Events)
	}
	if f := p.frame(acted.At); !strings.Contains(fmt.Sprint(f.Nodes[1].Flags), "paused") {
		t.Fatalf("n2 is not shown as paused: %+v", f.Nodes[1])
	}
	more := p.run("extend 1 %d events=5000", 400_000)
	text := acted.Text
	if more.Text != "" {
		text = more.Text
	}
	other := newPage(t).open(text)
	if other.Hash != p.run("more 1").Hash {
		t.Fatalf("the text gives another run:\n%s", text)
	}
}

func TestARefusedActionChangesNothing(t *testing.T) {
	p := newPage(t)
	r := p.open(crowd)
	for action, want := range map[string]string{
		"crash n9":     "there is no node n9",
		"resume n1":    "n1 is not paused",
		"explode n1":   "expected an action",
		"drop n1.9999": "n1.9999 is not on its way",
		"command n1 x": "expected acquire",
		"":             "expected an action",
	} {
		if got := p.refused("act 1 %d\n%s", r.Count/2, action); !strings.Contains(got, want) {
			t.Errorf("%q: expected %q in %q", action, want, got)
		}
	}
	if again := p.run("more 1"); again.Hash != r.Hash || again.Count != r.Count || len(again.Events) != 0 {
		t.Fatal("a refused action has changed the run")
	}
}

func TestABranchLeavesTheRunThatItCameFrom(t *testing.T) {
	p := newPage(t)
	r := p.open(crowd)
	b := p.run("branch 1 %d calm", r.Count/2)
	if b.Branch != "calm" || b.Keep != 0 || len(b.Events) != r.Count/2 || len(b.Branches) != 2 || b.Branches[1].Event != r.Count/2 {
		t.Fatalf("unexpected branch: %+v", b.Branches)
	}
	p.run("act 1 %d\npause n1", r.Count/2)
	text := p.run("extend 1 800000 events=5000").Text
	_ = text
	back := p.run("switch 1 main")
	if back.Hash != r.Hash || back.Count != r.Count {
		t.Fatal("the branch has changed main")
	}
	var printed struct{ Text string }
	p.ask(&printed, "text 1")
	other := newPage(t)
	again := other.open(printed.Text)
	if again.Hash != r.Hash || len(again.Branches) != 2 {
		t.Fatalf("the text of both branches gives another run:\n%s", printed.Text)
	}
	p.run("prune 1 calm")
	if got := p.refused("switch 1 calm"); !strings.Contains(got, "name of a branch") {
		t.Fatal(got)
	}
}

func TestRunUntilFindsTheNextTimeThatAGoalIsReached(t *testing.T) {
	p := newPage(t)
	r := p.open(crowd)
	found := 0
	for k := 1; k < r.Count; {
		u := p.run("until 1 %d\ninside n2", k)
		if !u.Found || u.At <= k {
			break
		}
		k = u.At
		found++
		if f := p.frame(k); f.Nodes[1].Status != "inside" {
			t.Fatalf("at event %d n2 is %s", k, f.Nodes[1].Status)
		}
	}
	if found < 3 {
		t.Fatalf("found only %d times that n2 is inside", found)
	}
}

func TestWhyLeadsToTheRoot(t *testing.T) {
	p := newPage(t)
	r := p.open(crowd)
	var w struct{ Why []int }
	p.ask(&w, "why 1 %d", r.Count)
	if len(w.Why) < 3 || w.Why[0] != r.Count || r.Events[w.Why[len(w.Why)-1]-1].C != 0 {
		t.Fatalf("unexpected chain: %v", w.Why)
	}
}

func TestAReplayFromNothingHasTheSameHash(t *testing.T) {
	p := newPage(t)
	r := p.open(crowd)
	var x struct {
		Events int
		Hash   string
	}
	p.ask(&x, "replay 1 %d", r.Count)
	if x.Events != r.Count || x.Hash != r.Hash {
		t.Fatalf("replayed %d events to %s, not %d to %s", x.Events, x.Hash, r.Count, r.Hash)
	}
}

func TestBadRequestsAreAnsweredWithWhatWasExpected(t *testing.T) {
	p := newPage(t)
	p.open(crowd)
	for request, want := range map[string]string{
		"":                                       "0: expected a request",
		"frame 2 1":                              "0: frame: there is no session 2",
		"frame 1 x":                              "0: expected a number",
		"dance 1 1":                              "0: there is no request dance",
		"open":                                   "0: open: expected a session",
		"open 3\ncluster nosuch":                 "1: ",
		"open 3\ncluster mutex\n\nrun until=fun": "3: ",
		"check\ncluster mutex nodes=99":          "1: ",
		"more 1 events=0":                        "0: expected events=",
		"branch 1 10 bad\x01name":                "0: branch: expected a name of small letters",
		"declare nosuch":                         "0: expected declare",
	} {
		if got := p.refused("%s", request); !strings.HasPrefix(got, want) {
			t.Errorf("%q: expected %q, got %q", request, want, got)
		}
	}
	if got := p.refused("%s", strings.Repeat("x", 1<<20+1)); !strings.Contains(got, "at most") {
		t.Error(got)
	}
}

func TestWhatComesFromOutsideIsShownQuoted(t *testing.T) {
	p := newPage(t)
	p.open("cluster raft nodes=1 seed=1\nrun until=leader\ncommand c1 put key=\"a\\u202eb\" value=\"\\x1b[31m\"\nrun 1s\n")
	answer := string(p.b.Handle([]byte("frame 1 999999"))) + string(p.b.Handle([]byte("switch 1 main")))
	for _, bad := range []string{"\u202e", "\x1b"} {
		if strings.Contains(answer, bad) {
			t.Errorf("%q reaches the page as it is", bad)
		}
	}
}

func TestWhatAlwaysHappensIsSaidApartFromWhatIsTold(t *testing.T) {
	p := newPage(t)
	r := p.open("cluster raft nodes=3 seed=37\nrun until=leader\nrun 200ms\n")
	notes, asides := 0, 0
	for _, e := range r.Events {
		for _, s := range e.Notes {
			if notes++; strings.ContainsAny(s, "\t\n") {
				t.Errorf("a note has a mark in it: %q", s)
			}
		}
		for _, s := range e.Asides {
			if asides++; strings.ContainsAny(s, "\t\n") {
				t.Errorf("an aside has a mark in it: %q", s)
			}
		}
		if strings.HasPrefix(e.X, "MsgHeartbeat ") && len(e.Notes) == 0 && (len(e.Asides) != 1 || !strings.HasSuffix(e.Asides[0], "and waits anew.")) {
			t.Errorf("of %s it says %q", e.X, e.Asides)
		}
	}
	if notes == 0 || asides == 0 {
		t.Errorf("%d notes and %d asides", notes, asides)
	}
}

func TestOneEngineSFaultDoesNotEndTheOthers(t *testing.T) {
	p := newPage(t)
	p.open(crowd)
	for s := 2; s <= 64; s++ {
		p.run("open %d\n%s", s, "cluster mutex\nrun 1ms\n")
	}
	if got := p.refused("open 65\ncluster mutex\n"); !strings.Contains(got, "at most 64 sessions") {
		t.Fatal(got)
	}
	p.run("close 9")
	p.run("open 65\ncluster mutex\nrun 1ms\n")
}

func FuzzHandle(f *testing.F) {
	f.Add("open 1\ncluster mutex seed=1\nrun 100ms", "act 1 5\npause n1", "frame 1 7")
	f.Add("open 1 events=5\ncluster mutex", "until 1 2\ninside n1", "branch 1 3 x")
	f.Fuzz(func(t *testing.T, a, b, c string) {
		br := bridge.New(core.Engines(core.Protocols()))
		for _, request := range []string{a, b, c} {
			answer := br.Handle([]byte(request))
			if !json.Valid(answer) {
				t.Fatalf("%q is answered with no JSON: %q", request, answer)
			}
			if strings.Contains(string(answer), "a fault in the engine's host") {
				t.Fatalf("%q: %s", request, answer)
			}
		}
	})
}

func TestATextMayNotAskForMoreThanAPageHas(t *testing.T) {
	p := newPage(t)
	for text, want := range map[string]string{
		"cluster mutex\nset limit=10000000\n":                 "2: limit: expected at most 1000000",
		"cluster mutex bytes=4000000000\n":                    "1: bytes: expected at most",
		"cluster mutex\nbranch A\n":                           "2: branch: expected a name",
		"cluster mutex limit=10\nset latency=1ms\ncrash n9\n": "3: there is no node n9",
	} {
		if got := p.refused("open 1\n%s", text); !strings.Contains(got, want) {
			t.Errorf("%q: expected %q in %q", text, want, got)
		}
	}
	r := p.open(crowd)
	if got := p.refused("act 1 %d\nset limit=10000000", r.Count); !strings.Contains(got, "expected at most 1000000") {
		t.Error(got)
	}
	many := "cluster mutex limit=1000\n"
	for i := range 20 {
		many += fmt.Sprintf("branch b%d\nload n1 acquire think=1ms\nrun 2s\n", i)
	}
	if got := p.refused("open 2 events=20000\n%s", many); !strings.Contains(got, "in all branches together") {
		t.Error(got)
	}
}

func TestABranchThatIsDrivenBackBeyondItsForkIsItsTextStill(t *testing.T) {
	p := newPage(t)
	r := p.open(crowd)
	p.run("act 1 %d\npause n2", r.Count/2)
	p.run("extend 1 300000 events=5000")
	p.run("branch 1 %d calm", r.Count/2+20)
	p.run("act 1 %d\npause n1", r.Count/3)
	p.run("extend 1 300000 events=5000")
	calm := p.run("more 1").Hash
	p.run("switch 1 main")
	p.run("act 1 %d\npause n3", r.Count/4)
	p.run("extend 1 300000 events=5000")
	main := p.run("more 1").Hash
	var printed struct{ Text string }
	p.ask(&printed, "text 1")
	other := newPage(t)
	if again := other.open(printed.Text); again.Hash != main {
		t.Errorf("main is another run in the text:\n%s", printed.Text)
	}
	if again := other.run("switch 1 calm"); again.Hash != calm {
		t.Errorf("calm is another run in the text:\n%s", printed.Text)
	}
}

func TestAnActionBetweenTwoEventsIsDoneThen(t *testing.T) {
	p := newPage(t)
	r := p.open("cluster mutex nodes=3 seed=4\ncommand n1 acquire\nrun 5ms\n")
	k, last := r.Count, r.Events[r.Count-1].T
	was := p.frame(k).Hash
	acted := p.run("act 1 %d %d\ncrash n2", k, last+3000)
	if got := p.frame(acted.At).T; got != last+3000 {
		t.Fatalf("done at %d, expected %d", got, last+3000)
	}
	if got := p.frame(k).Hash; got != was {
		t.Fatalf("the moment before it has another hash: %s, was %s", got, was)
	}
	again := p.run("act 1 %d %d\ncrash n2", k, last+1000)
	if got := p.frame(again.At).T; got != last+1000 {
		t.Fatalf("done at %d, expected %d: time that has passed without an event comes back", got, last+1000)
	}
	// What happens next is not leapt over.
	if got := p.frame(p.run("act 1 %d %d\ncrash n2", k, int64(1)<<40).At).T; got != last {
		t.Fatalf("done at %d, beyond what happens next", got)
	}
}
