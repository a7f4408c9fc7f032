package register

import "quorumlab/protocols/engine"

// A Server is a node that has a copy of the register.
type Server interface {
	engine.Node
	Stored() string // its copy's value
}

// The forms of goals.
type (
	Got struct {
		Node  engine.NodeID `arg:"true" help:"which client"`
		Value string        `help:"the value; left out: nothing"`
	}
	Stored struct {
		Node  engine.NodeID `arg:"true" optional:"true" help:"which server; left out: any"`
		Value string        `help:"the value; left out: nothing"`
	}
)

// Goals are those that all registers have.
func Goals() []engine.Goal {
	return []engine.Goal{
		engine.When("got", "whether a client's last get was answered with a value", func(g *engine.Global, f Got) bool {
			c, ok := engine.Find[*Client](g, f.Node)
			return ok && c.gets > 0 && c.got == f.Value
		}),
		engine.Measure("stored", "how many servers have a value, or whether that one has", func(g *engine.Global, f Stored) (n int64) {
			for id, s := range engine.Each[Server](g) {
				if (f.Node == 0 || f.Node == id) && s.Stored() == f.Value {
					n++
				}
			}
			return n
		}),
	}
}
