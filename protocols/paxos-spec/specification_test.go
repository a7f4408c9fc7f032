package paxosspec

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"quorumlab/protocols/engine"
)

const (
	acceptors = 3
	values    = 2
	ballots   = 2
)

// A state has the variables of module Paxos: three of each acceptor, and the set msgs, sorted.
type state struct {
	maxBal, maxVBal, maxVal [acceptors + 1]int // from 1
	msgs                    string
}

// A record is one message of msgs.
type record struct {
	kind                      string
	acc, bal, val, mbal, mval int
}

func (s state) records() (all []record) {
	for _, word := range strings.Fields(s.msgs) {
		var m record
		if _, err := fmt.Sscanf(strings.ReplaceAll(word, ",", " "), "%s %d %d %d %d %d", &m.kind, &m.acc, &m.bal, &m.val, &m.mbal, &m.mval); err != nil {
			panic(err)
		}
		all = append(all, m)
	}
	return all
}

func (s *state) send(m record) {
	words := append(strings.Fields(s.msgs), fmt.Sprintf("%s,%d,%d,%d,%d,%d", m.kind, m.acc, m.bal, m.val, m.mbal, m.mval))
	slices.Sort(words)
	s.msgs = strings.Join(slices.Compact(words), " ")
}

func paxosInit() state {
	s := state{}
	for a := 1; a <= acceptors; a++ {
		s.maxBal[a], s.maxVBal[a], s.maxVal[a] = -1, -1, -1
	}
	return s
}

// paxosNext is the next-state relation of the module, written down from its text: what each enabled action leads to. Actions that
// change nothing are left out.
func paxosNext(s state) map[string]state {
	next := map[string]state{}
	action := func(name string, change func(t *state)) {
		t := s
		if change(&t); t != s {
			next[name] = t
		}
	}
	msgs := s.records()
	for b := range ballots {
		action(fmt.Sprintf("Phase1a bal=%d", b), func(t *state) { t.send(record{kind: "1a", bal: b}) })
		for v := 1; v <= values; v++ {
			if phase2aEnabled(msgs, b, v) {
				action(fmt.Sprintf("Phase2a bal=%d val=%d", b, v), func(t *state) { t.send(record{kind: "2a", bal: b, val: v}) })
			}
		}
	}
	for a := 1; a <= acceptors; a++ {
		for _, m := range msgs {
			if m.kind == "1a" && m.bal > s.maxBal[a] {
				action(fmt.Sprintf("Phase1b bal=%d acc=%d", m.bal, a), func(t *state) {
					t.maxBal[a] = m.bal
					t.send(record{kind: "1b", acc: a, bal: m.bal, mbal: s.maxVBal[a], mval: s.maxVal[a]})
				})
			}
			if m.kind == "2a" && m.bal >= s.maxBal[a] {
				action(fmt.Sprintf("Phase2b bal=%d acc=%d", m.bal, a), func(t *state) {
					t.maxBal[a], t.maxVBal[a], t.maxVal[a] = m.bal, m.bal, m.val
					t.send(record{kind: "2b", acc: a, bal: m.bal, val: m.val})
				})
			}
		}
	}
	return next
}

// phase2aEnabled quantifies over quorums, as the module does.
func phase2aEnabled(msgs []record, b, v int) bool {
	if slices.ContainsFunc(msgs, func(m record) bool { return m.kind == "2a" && m.bal == b }) {
		return false
	}
	for _, q := range [][]int{{1, 2}, {1, 3}, {2, 3}, {1, 2, 3}} {
		var q1b, q1bv []record
		for _, m := range msgs {
			if m.kind == "1b" && m.bal == b && slices.Contains(q, m.acc) {
				q1b = append(q1b, m)
				if m.mbal >= 0 {
					q1bv = append(q1bv, m)
				}
			}
		}
		all := !slices.ContainsFunc(q, func(a int) bool { return !slices.ContainsFunc(q1b, func(m record) bool { return m.acc == a }) })
		highest := slices.ContainsFunc(q1bv, func(m record) bool {
			return m.mval == v && !slices.ContainsFunc(q1bv, func(o record) bool { return o.mbal > m.mbal })
		})
		if all && (len(q1bv) == 0 || highest) {
			return true
		}
	}
	return false
}

// A moment is the node with the timers that it has armed.
type moment struct {
	node  *node
	armed []any
}

// state is the node in the module's variables.
func (m moment) state() state {
	s := state{}
	for i, a := range m.node.acceptors {
		s.maxBal[i+1], s.maxVBal[i+1], s.maxVal[i+1] = int(a.maxBal), int(a.maxVBal), int(a.maxVal)
	}
	for _, x := range m.node.msgs {
		r := record{kind: x.Type, acc: int(x.Acc), bal: int(x.Bal), val: int(x.Val)}
		if x.Type == "1b" {
			r.val, r.mbal, r.mval = 0, int(x.MBal), int(x.Val)
		}
		s.send(r)
	}
	return s
}

// A stepper steps copies of the node, as a search does.
type stepper struct {
	clone func(*node) *node
	out   *engine.Out
}

func begin(t *testing.T) (*stepper, moment) {
	t.Helper()
	table, err := Protocol.Table()
	if err != nil {
		t.Fatal(err)
	}
	codec, err := table.Codec(reflect.TypeFor[node]())
	if err != nil {
		t.Fatal(err)
	}
	x := &stepper{func(n *node) *node { return engine.Clone(codec, n).(*node) }, engine.NewOut(table, false)}
	first := Protocol.Roles[0].New(engine.Birth{ID: engine.ID('s', 1), Members: []engine.NodeID{engine.ID('s', 1)}, Params: Protocol.Params})
	return x, x.step(moment{node: first.(*node)}, engine.Start{Disk: engine.NewDisk(table)})
}

func (x *stepper) step(m moment, event any) moment {
	m = moment{x.clone(m.node), slices.DeleteFunc(slices.Clone(m.armed), func(a any) bool { return a == event })}
	x.out.Begin(engine.Rand{}, nil)
	m.node.Step(engine.Input{Event: event, From: engine.ID('s', 1)}, x.out)
	for _, e := range x.out.Effects() {
		m.armed = slices.DeleteFunc(m.armed, func(a any) bool { return a == e.Body })
		if e.Kind == engine.SetTimer {
			m.armed = append(m.armed, e.Body)
		}
	}
	return m
}

func TestTheEngineTakesExactlyTheStepsOfTheSpecificationInItsPublishedNumberOfStates(t *testing.T) {
	x, first := begin(t)
	if first.state() != paxosInit() {
		t.Fatalf("it starts with %+v", first.state())
	}
	seen, levels := map[state]bool{first.state(): true}, 0
	for level := []moment{first}; len(level) > 0; levels++ {
		level = x.successors(t, level, seen)
	}
	if len(seen) != 3921 || levels != 17 {
		t.Errorf("%d states on %d levels; expected 3921 on 17", len(seen), levels)
	}
}

// successors compares engine and module in each state of one level, demands the invariants, and gives the states that were not
// seen before.
func (x *stepper) successors(t *testing.T, level []moment, seen map[state]bool) (news []moment) {
	t.Helper()
	for _, m := range level {
		s := m.state()
		want := paxosNext(s)
		for _, action := range m.armed {
			to := x.step(m, action)
			name := engine.TextOf(action)
			if to.state() != want[name] {
				t.Fatalf("in %+v %s leads to %+v; expected %+v", s, name, to.state(), want[name])
			}
			delete(want, name)
			if !seen[to.state()] {
				seen[to.state()] = true
				news = append(news, to)
			}
			x.judge(t, to)
		}
		if len(want) > 0 {
			t.Fatalf("in %+v the engine can't take %v", s, want)
		}
	}
	return news
}

func (x *stepper) judge(t *testing.T, m moment) {
	t.Helper()
	g := &engine.Global{IDs: []engine.NodeID{engine.ID('s', 1)}, Nodes: []engine.Node{m.node}, Stepped: -1}
	for _, inv := range Protocol.Invariants {
		if err := inv.Check(g); err != nil {
			t.Fatalf("%s: in %+v %v", inv.Name, m.state(), err)
		}
	}
}

func TestTwoVotesInOneBallotForDifferentValuesAreFound(t *testing.T) {
	n := &node{acceptors: make([]acceptor, 3), msgs: []message{{Type: "2b", Bal: 1, Acc: 1, Val: 1}, {Type: "2b", Bal: 1, Acc: 2, Val: 2}}}
	if err := oneValuePerBallot(n); err == nil || err.Error() != "in ballot 1 acceptor 1 votes for v1, acceptor 2 for v2" {
		t.Errorf("got %v", err)
	}
	n.msgs[1].Bal = 2
	if err := oneValuePerBallot(n); err != nil {
		t.Errorf("two ballots may differ: %v", err)
	}
}

// With two ballots all earlier votes are in one; here there are three, and promises for the last tell of votes in either other.
func TestWhatThePromisesShowIsWhatTheModuleFindsByTryingEveryQuorum(t *testing.T) {
	type last struct{ mbal, mval int8 } // -2: no promise
	options := []last{{-2, 0}, {none, none}, {0, 1}, {0, 2}, {1, 1}, {1, 2}}
	for _, a := range options {
		for _, b := range options {
			for _, c := range options {
				n := &node{acceptors: make([]acceptor, acceptors), start: start{Params: Params{Ballots: 3, Values: values}}}
				for i, l := range []last{a, b, c} {
					if l.mbal != -2 {
						n.send(message{Type: "1b", Bal: 2, Acc: int8(i + 1), MBal: l.mbal, Val: l.mval})
					}
				}
				s := moment{node: n}.state()
				for v := 1; v <= values; v++ {
					if got, want := n.canPropose(2, int8(v)), phase2aEnabled(s.records(), 2, v); got != want {
						t.Errorf("promises %v: v%d can be proposed: %v; expected %v", []last{a, b, c}, v, got, want)
					}
				}
			}
		}
	}
}
