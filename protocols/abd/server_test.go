package abd

import (
	"testing"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/register"
)

// A bench is one server whose inputs a test gives it.
type bench struct {
	*server
	out *engine.Out
}

func newBench(t *testing.T, servers int) *bench {
	t.Helper()
	table, err := Protocol.Table()
	if err != nil {
		t.Fatal(err)
	}
	var members []engine.NodeID
	for i := range servers {
		members = append(members, engine.ID('n', i+1))
	}
	s := Protocol.Roles[0].New(engine.Birth{ID: members[0], Members: members, Params: Protocol.Params}).(*server)
	return &bench{s, engine.NewOut(table, false)}
}

func (b *bench) give(from engine.NodeID, event any) {
	b.out.Begin(engine.Rand{}, nil)
	b.Step(engine.Input{Event: event, From: from}, b.out)
}

func TestAnAnswerToAnEarlierOperationCountsForNoLaterOne(t *testing.T) {
	b := newBench(t, 3)
	c1, n2, n3 := engine.ID('c', 1), engine.ID('n', 2), engine.ID('n', 3)
	first, second := register.Request{Client: c1, N: 1}, register.Request{Client: c1, N: 2}
	b.give(c1, register.PutMsg{Req: first, Value: "A"})
	b.give(n2, AckQuery{Req: first})
	b.give(n2, AckRecord{first})
	b.give(c1, register.GetMsg{Req: second})
	b.give(n3, AckQuery{Req: first})
	if b.serves == nil || b.serves.Recording || len(b.serves.Heard) != 1 {
		t.Errorf("after a late answer it serves %+v", b.serves)
	}
	b.give(n3, AckQuery{Req: second, Seq: Seq{2, n3}, Value: "B"})
	if b.serves == nil || !b.serves.Recording || b.value != "B" {
		t.Errorf("after the right one it serves %+v, and has %q", b.serves, b.value)
	}
}

func TestAnAnswerThatComesTwiceCountsOnce(t *testing.T) {
	b := newBench(t, 5)
	c1, n2 := engine.ID('c', 1), engine.ID('n', 2)
	r := register.Request{Client: c1, N: 1}
	b.give(c1, register.GetMsg{Req: r})
	b.give(n2, AckQuery{Req: r})
	b.give(n2, AckQuery{Req: r})
	if b.serves.Recording || len(b.serves.Heard) != 2 {
		t.Errorf("it serves %+v", b.serves)
	}
}

func TestTwoValuesWithOneNumberAreFound(t *testing.T) {
	x, y := newBench(t, 2).server, newBench(t, 2).server
	x.seq, x.value = Seq{1, x.ID}, "A"
	y.seq, y.value = Seq{1, x.ID}, "B"
	g := &engine.Global{IDs: []engine.NodeID{x.ID, engine.ID('n', 2)}, Nodes: []engine.Node{x, y}, Stepped: -1}
	if err := oneValuePerNumber(g); err == nil || err.Error() != "n1 has A and n2 has B, both with number 1 of n1" {
		t.Errorf("got %v", err)
	}
	y.value = "A"
	if err := oneValuePerNumber(g); err != nil {
		t.Errorf("two copies of one put: %v", err)
	}
}
