package bridge_test

import (
	"strings"
	"testing"
)

const twoPasts = `cluster twophase nodes=3 seed=7
disk n3 accounts=bob:0
branch left
hold from=n1 to=n2 kind=Commit
command n1 begin tx=t1 from=n2.alice to=n3.bob amount=40
run 40ms
branch right of=main
command n3 close account=bob
hold from=n1 to=n2 kind=Abort
command n1 begin tx=t1 from=n2.alice to=n3.bob amount=40
run 40ms
`

type sighted struct {
	More  bool
	Nodes []struct {
		Node   string
		Same   bool
		Apart  int
		Counts []int
		Down   []bool
		Inputs [][]struct {
			I, Event int
			Text     string
		}
	}
}

// sights asks until all has been computed.
func (p *page) sights(args string) sighted {
	p.t.Helper()
	for range 100 {
		var s sighted
		if p.ask(&s, "sights 1 %s", args); !s.More {
			return s
		}
	}
	p.t.Fatal("there is always more to be computed")
	return sighted{}
}

func TestAPageIsToldWhichNodesCanTellTwoBranchesApart(t *testing.T) {
	p := newPage(t)
	p.open(twoPasts)
	apart := map[string]int{}
	s := p.sights("40000 left right n2")
	for _, n := range s.Nodes {
		if n.Same != (n.Apart < 0) {
			t.Errorf("%s: %+v", n.Node, n)
		}
		apart[n.Node] = n.Apart
		if (n.Inputs != nil) != (n.Node == "n2") {
			t.Errorf("%s: only of n2 inputs were asked for, got %v", n.Node, n.Inputs)
		}
		if n.Node == "n2" {
			left, right := n.Inputs[0], n.Inputs[1]
			if len(left) != 2 || len(right) != 2 || left[0].Text != "its start" || !strings.HasPrefix(left[1].Text, "Prepare ") || left[1].Text != right[1].Text {
				t.Errorf("n2 was given %v and %v", left, right)
			}
		}
	}
	if apart["n2"] != -1 || apart["n3"] != 1 || apart["c1"] != -1 {
		t.Errorf("told apart: %v", apart)
	}
	for _, n := range p.sights("0 left main").Nodes {
		if n.Same != (n.Node != "n1") {
			t.Errorf("at the start only n1 has been told anything: %+v", n)
		}
	}
}

func TestSightsComputeBothBranchesToTheTime(t *testing.T) {
	p := newPage(t)
	p.open(twoPasts)
	for _, n := range p.sights("900000 left right").Nodes {
		if n.Node == "n2" && (n.Same || n.Counts[0] < 4) {
			t.Errorf("by then n3 has told n2 how it ended: %+v", n)
		}
	}
	p.refused("sights 1 5 left")
	p.refused("sights 1 5 left up")
	p.refused("sights 1 x left right")
}
