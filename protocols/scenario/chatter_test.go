package scenario_test

import (
	"quorumlab/protocols/engine"
)

// chatter is a protocol with one of everything that a scenario line can name: two roles that share a letter, clients,
// parameters of all types, a disk, timers, goals that measure, last and fall over.
type (
	word struct{ Text string }
	tick struct{ Round int }
	Say  struct {
		Text  string          `arg:"true"`
		Times int             `min:"0" max:"1000000"`
		After engine.Duration `max:"1h"`
		Tags  []string
		Loud  bool
		To    engine.NodeID
	}
	Count struct {
		Start int `arg:"true"`
	}
	said   struct{ Times int }
	heard  struct{ Text string }
	stored struct {
		Log   []string `help:"words, oldest first"`
		Round int
	}
	ears struct {
		Node engine.NodeID `arg:"true" optional:"true"`
		Text string
	}
	none struct{}
)

type chatterParams struct {
	Interval engine.Duration   `min:"0ms" max:"1h"`
	Volume   int               `min:"0" max:"11"`
	Greeting string            `help:"what a node says first"`
	Share    engine.PerMillion `max:"100%"`
	Pause    engine.Dist
	Deaf     bool   `mistake:"hears nothing"`
	Mood     string `oneof:"good bad"`
}

type hub struct {
	engine.Config[chatterParams]
	Words int
	Round int
}

func (n *hub) Step(in engine.Input, out *engine.Out) {
	switch e := in.Event.(type) {
	case engine.Start:
		var text string
		if e.Disk.Get("said", &text); text != "" {
			out.Note("% remembers %", n.ID, text)
		}
		if n.Params.Interval > 0 {
			out.SetTimer(tick{1}, n.Params.Interval)
		}
	case tick:
		n.Round = e.Round
		out.Broadcast(n.Peers(), word{"tick"})
		out.SetTimer(tick{e.Round + 1}, n.Params.Interval)
	case Say:
		out.Note("% says %", n.ID, e.Text)
		out.Persist("said", e.Text)
		if e.Text == "fall" {
			panic("fell over \x1b[31m\u202e")
		}
		for range max(1, e.Times) {
			out.Broadcast(n.Peers(), word{e.Text})
		}
		out.Observe(heard{e.Text})
		out.Return(in.Op, said{e.Times})
	case Count:
		n.Words = e.Start
		out.Return(in.Op, said{0})
	case word:
		if n.Words++; e.Text != "tick" {
			out.Note("% hears %", n.ID, e.Text)
		}
		if e.Text == "echo" {
			out.Send(in.From, word{"echo"})
		}
	}
}

func newHub(c engine.Config[chatterParams]) engine.Node { return &hub{Config: c} }

type polite struct{ Said int }

func (p *polite) Observe(at engine.NodeID, fact any) error {
	if h := fact.(heard); h.Text == "damn" {
		return engine.Violated("%v said %s", at, h.Text)
	}
	return nil
}

var chatter = engine.Protocol{
	Name: "chatter", Title: "Chatter", About: "Nodes talk.",
	Roles: []engine.Role{
		{Name: "hub", Letter: 'n', Min: 1, Default: 1, Max: 1, Commands: []any{Say{}, Count{}}, New: engine.New(newHub)},
		{Name: "leaf", Letter: 'n', Min: 0, Default: 2, Max: 30, Commands: []any{Say{}, Count{}}, New: engine.New(newHub),
			Disk: stored{}, Write: func(b engine.Birth, disk any, out *engine.Out) error {
				for _, w := range disk.(stored).Log {
					if w == "bad" {
						return engine.Violated("expected another word than %s", w)
					}
					out.Persist("said", w)
				}
				return nil
			}},
		{Name: "client", Letter: 'c', Min: 0, Default: 1, Max: 5, Outside: true, Sequential: true, Commands: []any{Say{}},
			New: engine.New(newHub)},
	},
	Params:   chatterParams{Greeting: "hello", Mood: "good"},
	Messages: []any{word{}}, Timers: []any{tick{}}, Results: []any{said{}}, Facts: []any{heard{}},
	Invariants: []engine.Invariant{{Name: "few words", Check: func(g *engine.Global) error {
		for id, n := range engine.Each[*hub](g) {
			switch {
			case n.Words > 1000 && n.Params.Volume == 11:
				return engine.Violated("%v has heard %d words", id, n.Words)
			case n.Words > 0 && n.Params.Volume == 10:
				panic("no words for this")
			}
		}
		return nil
	}}},
	Monitors: []engine.Monitor{{Name: "politeness", New: func() engine.Observer { return &polite{} }}},
	Goals: []engine.Goal{
		engine.Measure("words", "words heard", func(g *engine.Global, f ears) (n int64) {
			for id, h := range engine.Each[*hub](g) {
				if f.Node == 0 || f.Node == id {
					n += int64(h.Words)
				}
			}
			return n
		}),
		engine.When("quiet", "whether a node, or each, has heard nothing", func(g *engine.Global, f ears) bool {
			for id, h := range engine.Each[*hub](g) {
				if h.Words > 0 && (f.Node == 0 || f.Node == id) {
					return false
				}
			}
			return true
		}),
		engine.When("boom", "falls over", func(g *engine.Global, _ none) bool { panic("boom") }),
	},
}
