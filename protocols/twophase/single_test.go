package twophase

import (
	"fmt"
	"strings"
	"testing"

	"quorumlab/protocols/engine"
)

// A single is one node alone with its disk: a test says what comes to it, and sees what it sends.
type single struct {
	t    *testing.T
	role *engine.Role
	id   engine.NodeID
	node engine.Node
	out  *engine.Out
	disk *engine.Disk
	keep int // how many of a step's writes reach the disk; all when it is below 0
}

// newSingle is a node on an empty disk.
func newSingle(t *testing.T, name string, params Params) *single {
	t.Helper()
	table, err := Protocol.Table()
	if err != nil {
		t.Fatal(err)
	}
	id, err := engine.ParseID(name)
	if err != nil {
		t.Fatal(err)
	}
	s := &single{t: t, role: Protocol.RoleOf(id, map[byte]int{'n': 3, 'c': 1}), id: id, out: engine.NewOut(table, true), disk: engine.NewDisk(table), keep: -1}
	s.start(params, false)
	return s
}

// start makes the node anew, from what is on its disk.
func (s *single) start(params Params, again bool) string {
	s.t.Helper()
	s.node = s.role.New(engine.Birth{ID: s.id, Members: []engine.NodeID{engine.ID('n', 1), engine.ID('n', 2), engine.ID('n', 3)}, Params: params})
	return s.step(engine.Input{Event: engine.Start{Disk: s.disk, Restart: again}})
}

// crash lets it start again.
func (s *single) crash() string { return s.start(defaults(), true) }

// hears takes a message, and answers with what the node sends: "n1 Vote t1 yes; ".
func (s *single) hears(from int, m any) string {
	s.t.Helper()
	return s.step(engine.Input{Event: m, From: engine.ID('n', from)})
}

func (s *single) step(in engine.Input) string {
	s.out.Begin(engine.Rand{}, nil)
	s.node.Step(in, s.out)
	var sent []string
	writes := 0
	for _, e := range s.out.Effects() {
		switch {
		case e.Kind == engine.Send:
			sent = append(sent, strings.TrimSpace(fmt.Sprintf("%v %s %s", e.To, engine.KindOf(e.Body), e.Body.(engine.Labeler).Label())))
		case e.Kind >= engine.Persist && e.Kind <= engine.DropFirst:
			if writes++; s.keep < 0 || writes <= s.keep {
				var bytes []byte
				if e.Kind == engine.Persist || e.Kind == engine.Append {
					bytes = append(bytes, s.out.Bytes()[e.Off:e.Off+e.Len]...)
				}
				s.disk.Apply(e.Kind, e.Key, bytes, int(e.Off))
			}
		}
	}
	return strings.Join(sent, ", ")
}

// sends demands what a message makes the node send.
func (s *single) sends(from int, m any, want string) {
	s.t.Helper()
	if got := s.hears(from, m); got != want {
		s.t.Errorf("%v hears %s of n%d, and sends %q, not %q", s.id, engine.TextOf(m), from, got, want)
	}
}

func (s *single) participant() *participant { return s.node.(*participant) }
func (s *single) coordinator() *coordinator { return s.node.(*coordinator) }

// nth is the ID of the n-th transaction of the coordinator's first life.
func nth(n uint32) ID { return ID{coordinatorID(), 1, n} }

// payment asks to prepare the n-th transaction: 1 from alice to bob. All before oldest are over.
func payment(n, oldest uint32) Prepare {
	return Prepare{nth(n), fmt.Sprintf("t%d", n), []Move{{Account{engine.ID('n', 2), "alice"}, -1}, {Account{engine.ID('n', 3), "bob"}, 1}}, nth(oldest)}
}
