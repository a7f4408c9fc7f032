package twophasespec

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"testing"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/engine/canon"
)

const rmsMax = 5

// A state has the variables of module TwoPhase, with the messages of msgs one by one.
type state struct {
	rmState    [rmsMax]string
	tmState    string
	tmPrepared [rmsMax]bool
	prepared   [rmsMax]bool // msgs has [type |-> "Prepared", rm |-> rm]
	commit     bool
	abort      bool
}

func tpInit(rms int) state {
	s := state{tmState: "init"}
	for rm := range rms {
		s.rmState[rm] = "working"
	}
	return s
}

// tpNext is the module's next-state relation, written down from the paper: what each enabled action leads to. Actions that
// change nothing are left out.
func tpNext(s state, rms int) map[string]state {
	next := map[string]state{}
	action := func(name string, rm int, enabled bool, change func(t *state)) {
		if t := s; enabled {
			if change(&t); t != s {
				next[fmt.Sprintf("%s(%d)", name, rm)] = t
			}
		}
	}
	all := true
	for rm := range rms {
		all = all && s.tmPrepared[rm]
	}
	action("TMCommit", 0, s.tmState == "init" && all, func(t *state) { t.tmState, t.commit = "committed", true })
	action("TMAbort", 0, s.tmState == "init", func(t *state) { t.tmState, t.abort = "aborted", true })
	for rm := range rms {
		action("TMRcvPrepared", rm, s.tmState == "init" && s.prepared[rm], func(t *state) { t.tmPrepared[rm] = true })
		action("RMPrepare", rm, s.rmState[rm] == "working", func(t *state) { t.rmState[rm], t.prepared[rm] = "prepared", true })
		action("RMChooseToAbort", rm, s.rmState[rm] == "working", func(t *state) { t.rmState[rm] = "aborted" })
		action("RMRcvCommitMsg", rm, s.commit, func(t *state) { t.rmState[rm] = "committed" })
		action("RMRcvAbortMsg", rm, s.abort, func(t *state) { t.rmState[rm] = "aborted" })
	}
	return next
}

// isTCommit tells whether a step is one of module TCommit, which TwoPhase implements (theorem TPSpec => TC!TCSpec), or changes
// no RM.
func isTCommit(from, to []string) bool {
	canCommit := !slices.Contains(from, "working") && !slices.Contains(from, "aborted")
	for rm := range from {
		if from[rm] == to[rm] {
			continue
		}
		if !slices.Equal(slices.Delete(slices.Clone(from), rm, rm+1), slices.Delete(slices.Clone(to), rm, rm+1)) {
			return false
		}
		switch from[rm] + " " + to[rm] {
		case "working prepared":
			return true
		case "prepared committed":
			return canCommit
		case "working aborted", "prepared aborted":
			return !slices.Contains(from, "committed")
		}
		return false
	}
	return true
}

// A message is one that was sent, and stays in the network.
type message struct {
	from, to engine.NodeID
	body     any
}

// A cluster is what the engine makes of a state: nodes, the timers that each has armed, and all messages ever sent.
type cluster struct {
	ids    []engine.NodeID
	nodes  []engine.Node
	timers []map[any]bool
	sent   map[message]bool
}

// A stepper steps copies of nodes, as a search does.
type stepper struct {
	table  *canon.Table
	codecs []*canon.Codec
	out    *engine.Out
}

func start(t *testing.T, rms int) (*stepper, cluster) {
	t.Helper()
	table, err := Protocol.Table()
	if err != nil {
		t.Fatal(err)
	}
	x := &stepper{table: table, out: engine.NewOut(table, false)}
	c := cluster{ids: []engine.NodeID{engine.ID('t', 1)}, sent: map[message]bool{}}
	for rm := range rms {
		c.ids = append(c.ids, engine.ID('r', rm+1))
	}
	for i, id := range c.ids {
		role := Protocol.Roles[min(i, 1)]
		n := role.New(engine.Birth{ID: id, Members: c.ids, Params: Protocol.Params})
		codec, err := table.Codec(reflect.TypeOf(n).Elem())
		if err != nil {
			t.Fatal(err)
		}
		x.codecs = append(x.codecs, codec)
		c.nodes, c.timers = append(c.nodes, n), append(c.timers, map[any]bool{})
	}
	for i := range c.ids {
		c = x.step(c, i, engine.Input{Event: engine.Start{Disk: engine.NewDisk(table)}})
	}
	return x, c
}

// step is the cluster in which one node has taken one input.
func (x *stepper) step(c cluster, slot int, in engine.Input) cluster {
	c.nodes, c.timers = slices.Clone(c.nodes), slices.Clone(c.timers)
	c.nodes[slot] = engine.Clone(x.codecs[slot], c.nodes[slot])
	armed := maps.Clone(c.timers[slot])
	delete(armed, in.Event)
	c.sent = maps.Clone(c.sent)
	x.out.Begin(engine.Rand{}, nil)
	c.nodes[slot].Step(in, x.out)
	for _, e := range x.out.Effects() {
		switch e.Kind {
		case engine.SetTimer:
			armed[e.Body] = true
		case engine.CancelTimer:
			delete(armed, e.Body)
		case engine.Send:
			c.sent[message{c.ids[slot], e.To, e.Body}] = true
		default:
			panic(e.Kind)
		}
	}
	c.timers[slot] = armed
	return c
}

// next is what each timer that is armed and each message that was ever sent leads to.
func (x *stepper) next(c cluster) map[string]cluster {
	next := map[string]cluster{}
	for slot, id := range c.ids {
		for timer := range c.timers[slot] {
			next[fmt.Sprintf("%s(%d)", engine.KindOf(timer), max(slot-1, 0))] = x.step(c, slot, engine.Input{Event: timer, From: id})
		}
	}
	for m := range c.sent {
		slot := slices.Index(c.ids, m.to)
		name, rm := "RMRcv"+engine.KindOf(m.body)+"Msg", slot-1
		if slot == 0 {
			name, rm = "TMRcv"+engine.KindOf(m.body), m.from.Index()-1
		}
		next[fmt.Sprintf("%s(%d)", name, rm)] = x.step(c, slot, engine.Input{Event: m.body, From: m.from})
	}
	return next
}

// state is the cluster in the module's variables.
func (c cluster) state() state {
	t := c.nodes[0].(*tm)
	s := state{tmState: [...]string{"init", "prepared", "committed", "aborted"}[t.status]}
	for i, id := range c.ids[1:] {
		s.rmState[i] = c.nodes[i+1].(*rm).status.String()
		s.tmPrepared[i] = t.prepared&(1<<i) != 0
		s.prepared[i] = c.sent[message{id, c.ids[0], Prepared{}}]
	}
	s.commit = c.sent[message{c.ids[0], c.ids[1], Commit{}}]
	s.abort = c.sent[message{c.ids[0], c.ids[1], Abort{}}]
	return s
}

// text is all that a search would tell states apart by.
func (x *stepper) text(c cluster) string {
	var b []byte
	for slot, n := range c.nodes {
		b = engine.AppendState(x.codecs[slot], b, n)
		b = fmt.Append(b, c.timers[slot])
	}
	return string(fmt.Append(b, len(c.sent)))
}

func TestTheEngineTakesExactlyTheStepsOfTheSpecificationWhichAreThoseOfTCommit(t *testing.T) {
	for rms, want := range []int{1: 12, 2: 56, 3: 288, 4: 1568, 5: 8832} {
		if rms == 0 {
			continue
		}
		t.Run(fmt.Sprintf("%d resource managers", rms), func(t *testing.T) {
			x, first := start(t, rms)
			if got := first.state(); got != tpInit(rms) {
				t.Fatalf("it starts with %+v", got)
			}
			seen := map[state]string{first.state(): x.text(first)}
			levels := 0
			for level := []cluster{first}; len(level) > 0; levels++ {
				level = x.successors(t, level, rms, seen)
			}
			if len(seen) != want || levels != 3*rms+2 {
				t.Errorf("%d states on %d levels; expected %d on %d", len(seen), levels, want, 3*rms+2)
			}
		})
	}
}

// successors compares engine and module in each state of one level, and gives the states that were not seen before.
func (x *stepper) successors(t *testing.T, level []cluster, rms int, seen map[state]string) (news []cluster) {
	t.Helper()
	for _, c := range level {
		s := c.state()
		want := tpNext(s, rms)
		for action, d := range x.next(c) {
			to, text := d.state(), x.text(d)
			should, enabled := want[action]
			if !enabled {
				should = s
			}
			if to != should {
				t.Fatalf("in %+v %s leads to %+v; expected %+v", s, action, to, should)
			}
			if !isTCommit(s.rmState[:rms], to.rmState[:rms]) {
				t.Fatalf("%v to %v is no step of TCommit", s.rmState, to.rmState)
			}
			delete(want, action)
			switch had, ok := seen[to]; {
			case !ok:
				seen[to] = text
				news = append(news, d)
			case had != text:
				t.Fatalf("the engine has two states where the module has one: %+v is %q and %q", to, had, text)
			}
		}
		if len(want) > 0 {
			t.Fatalf("in %+v the engine can't take %v", s, want)
		}
	}
	return news
}
