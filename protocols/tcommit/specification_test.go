package tcommit

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"quorumlab/protocols/engine"
)

// tcNext is the next-state relation of module TCommit, written down from the paper: what each enabled action leads to. A state
// is rmState with a word for each RM.
func tcNext(s string) map[string]string {
	next := map[string]string{}
	rmState := strings.Fields(s)
	canCommit := !slices.ContainsFunc(rmState, func(r string) bool { return r != "prepared" && r != "committed" })
	notCommitted := !slices.Contains(rmState, "committed")
	action := func(name string, rm int, enabled bool, becomes string) {
		if enabled {
			t := slices.Clone(rmState)
			t[rm] = becomes
			next[fmt.Sprintf("%s rm=%d", name, rm+1)] = strings.Join(t, " ")
		}
	}
	for rm, is := range rmState {
		action("Prepare", rm, is == "working", "prepared")
		action("DecideCommit", rm, is == "prepared" && canCommit, "committed")
		action("DecideAbort", rm, (is == "working" || is == "prepared") && notCommitted, "aborted")
	}
	return next
}

// A moment is the node with the timers that it has armed.
type moment struct {
	node  engine.Node
	armed []any
}

func (m moment) state() string {
	var words []string
	for _, s := range m.node.(*node).rmState {
		words = append(words, s.String())
	}
	return strings.Join(words, " ")
}

// A stepper steps copies of the node, as a search does.
type stepper struct {
	clone func(engine.Node) engine.Node
	out   *engine.Out
}

func begin(t *testing.T, params Params) (*stepper, moment) {
	t.Helper()
	table, err := Protocol.Table()
	if err != nil {
		t.Fatal(err)
	}
	codec, err := table.Codec(reflect.TypeFor[node]())
	if err != nil {
		t.Fatal(err)
	}
	x := &stepper{func(n engine.Node) engine.Node { return engine.Clone(codec, n) }, engine.NewOut(table, false)}
	first := Protocol.Roles[0].New(engine.Birth{ID: engine.ID('s', 1), Members: []engine.NodeID{engine.ID('s', 1)}, Params: params})
	return x, x.step(moment{node: first}, engine.Start{Disk: engine.NewDisk(table)})
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

func TestTheEngineTakesExactlyTheStepsOfTheSpecification(t *testing.T) {
	for managers, want := range map[int]int{1: 4, 2: 12, 3: 34, 4: 96} {
		t.Run(fmt.Sprintf("managers=%d", managers), func(t *testing.T) {
			params := defaults()
			params.Managers = managers
			x, first := begin(t, params)
			seen, levels := map[string]bool{first.state(): true}, 0
			for level := []moment{first}; len(level) > 0; levels++ {
				level = x.successors(t, level, seen)
			}
			if len(seen) != want || levels != 2*managers+1 {
				t.Errorf("%d states on %d levels; expected %d on %d", len(seen), levels, want, 2*managers+1)
			}
		})
	}
}

// successors compares engine and module in each state of one level, and gives the states that were not seen before.
func (x *stepper) successors(t *testing.T, level []moment, seen map[string]bool) (news []moment) {
	t.Helper()
	for _, m := range level {
		want := tcNext(m.state())
		for _, action := range m.armed {
			to := x.step(m, action)
			if name := engine.TextOf(action); to.state() != want[name] {
				t.Fatalf("in %s %s leads to %s; expected %q", m.state(), name, to.state(), want[name])
			} else {
				delete(want, name)
			}
			if !seen[to.state()] {
				seen[to.state()] = true
				news = append(news, to)
			}
		}
		if len(want) > 0 {
			t.Fatalf("in %s the engine can't take %v", m.state(), want)
		}
	}
	return news
}
