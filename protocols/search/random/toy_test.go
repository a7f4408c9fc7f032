package random

import (
	"quorumlab/protocols/engine"
	"quorumlab/protocols/sim"
)

// The toy: nodes say words, numbered from 1, to all others, and once more a while later.
type (
	Say struct { // command
		Word string        `optional:"true"`
		To   engine.NodeID `optional:"true"`
	}
	Ask    struct{} // command: what have you heard?
	Word   struct{ N int }
	Got    struct{ N int }
	Done   struct{ N int } // result
	Said   struct{ N int } // fact
	Heard  struct{ N int } // result
	repeat struct{ N int } // timer
)

type toyParams struct {
	Odd bool `help:"it panics at its third word"`
}

type toy struct {
	engine.Config[toyParams]
	Said  int   // words
	Once  int   // what was on the disk at the start
	Heard []int // words of each member, by number
	Skips bool  // it has heard a word without the one before it
	Again bool  // it has heard a word again
}

func (n *toy) Step(in engine.Input, out *engine.Out) {
	switch e := in.Event.(type) {
	case engine.Start:
		n.Heard = make([]int, len(n.Members)+1)
		e.Disk.Get("said", &n.Said)
		n.Once = n.Said
	case Say:
		if n.Said++; n.Params.Odd && n.Said == 3 {
			panic("three words")
		}
		out.Persist("said", n.Said)
		out.Broadcast(n.Peers(), Word{n.Said})
		out.SetTimer(repeat{n.Said}, 60*engine.Millisecond)
		out.Observe(Said{n.Said})
		out.Return(in.Op, Done{n.Said})
	case Ask:
		out.Return(in.Op, Heard{n.Heard[1]})
	case repeat:
		out.Broadcast(n.Peers(), Word{e.N})
	case Word:
		at := &n.Heard[in.From.Index()]
		n.Skips = n.Skips || e.N > *at+1
		n.Again = n.Again || e.N <= *at
		*at = max(*at, e.N)
		out.Send(in.From, Got{e.N})
	}
}

// toyOf is the toy with invariants, of which each breaks when the toy of its name does so.
func toyOf(breaks ...string) *engine.Protocol {
	p := &engine.Protocol{
		Name: "toy", Title: "Toy", About: "A toy.",
		Params: toyParams{},
		Roles: []engine.Role{{Name: "node", Letter: 'n', Min: 1, Default: 3, Max: 5, Sequential: true, Commands: []any{Say{}, Ask{}},
			New: engine.New(func(c engine.Config[toyParams]) engine.Node { return &toy{Config: c} })}},
		Messages: []any{Word{}, Got{}}, Timers: []any{repeat{}}, Results: []any{Done{}, Heard{}}, Facts: []any{Said{}},
	}
	for _, name := range breaks {
		p.Invariants = append(p.Invariants, engine.Invariant{Name: name, Title: name, Check: func(g *engine.Global) error {
			for id, n := range engine.Each[*toy](g) {
				if mistakes()[name](n) {
					return engine.Violated("%v: %s", id, name)
				}
			}
			return nil
		}})
	}
	return p
}

func mistakes() map[string]func(n *toy) bool {
	return map[string]func(*toy) bool{
		"one word":    func(n *toy) bool { return n.Said > 0 },
		"three words": func(n *toy) bool { return n.Said >= 3 },
		"many words":  func(n *toy) bool { return n.Said >= 200 },
		"a gap":       func(n *toy) bool { return n.Skips },
		"an echo":     func(n *toy) bool { return n.Again },
		"a memory":    func(n *toy) bool { return n.Once > 1 },
		"a rhyme": func(n *toy) bool { // n3 speaks when the others have said an even number of words, but for none
			even := func(i int) bool { return n.Heard[i] > 0 && n.Heard[i]%2 == 0 }
			return n.ID.Index() == 3 && n.Said == 1 && len(n.Heard) > 4 && even(1) && even(2) && even(4)
		},
		"two friends": func(n *toy) bool { return len(n.Heard) > 4 && n.Heard[3] > 0 && n.Heard[4] > 0 },
	}
}

func linesOf(acts ...sim.Placed) string {
	s := ""
	for _, a := range acts {
		s += a.At.String() + " " + sim.Line(a.Action) + "\n"
	}
	return s
}
