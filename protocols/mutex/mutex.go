package mutex

import (
	"slices"
	"strconv"

	"quorumlab/protocols/engine"
)

// What processes send each other bears the sender's clock.
type (
	Request struct{ Clock int } // asks each other process for the critical section
	Reply   struct{ Clock int } // has put the request into the queue
	Release struct{ Clock int } // has left: take my request out of the queue
)

// Label shows the clock beside a message's name.
func (m Request) Label() string { return strconv.Itoa(m.Clock) }
func (m Reply) Label() string   { return strconv.Itoa(m.Clock) }
func (m Release) Label() string { return strconv.Itoa(m.Clock) }

// Acquire asks a process to enter the critical section when its turn comes; Done answers once it has left again.
type (
	Acquire struct{}
	Done    struct {
		Clock int // that its request bore
	}
	leave struct{} // timer: the time inside is over
)

// Params are what a cluster line can set.
type Params struct {
	Hold      engine.Duration `help:"time spent inside" min:"1ms" max:"10s"`
	NoReplies bool            `mistake:"enters without waiting for the replies"`
}

// Which limits a goal to one process.
type Which struct {
	Node engine.NodeID `arg:"true" optional:"true"`
}

// Protocol declares all that the kernel, the page and the tests need to know.
var Protocol = engine.Protocol{
	Name:  "mutex",
	Title: "Lamport's mutual exclusion",
	About: "Processes enter a critical section one at a time, in the order of the logical clocks on their requests, " +
		"with 3(N−1) messages each time. Lamport, Time, Clocks, and the Ordering of Events in a Distributed System, 1978.",
	Roles: []engine.Role{{Name: "process", Letter: 'n', Min: 2, Default: 3, Max: 9, Help: "asks for the critical section",
		Commands: []any{Acquire{}}, Sequential: true,
		New: engine.New(func(c engine.Config[Params]) engine.Node { return &node{Config: c} })}},
	Params:   Params{Hold: 20 * engine.Millisecond},
	Messages: []any{Request{}, Reply{}, Release{}},
	Timers:   []any{leave{}},
	Results:  []any{Done{}},
	Assumes:  engine.Assumptions{FIFO: true, Reliable: true, Crashes: engine.Never},
	Explore: engine.Exploration{Commands: func(members []engine.NodeID) (all []engine.Asked) {
		for _, id := range members {
			all = append(all, engine.Asked{To: id, Event: Acquire{}})
		}
		return all
	}},
	Invariants: []engine.Invariant{{Name: "mutual exclusion", Title: "One process at most is inside",
		Check: func(g *engine.Global) error {
			if in := inside(g); len(in) > 1 {
				return engine.Violated("%v and %v are both inside", in[0], in[1])
			}
			return nil
		},
		Says: func(g *engine.Global) string {
			if in := inside(g); len(in) > 0 {
				return in[0].String() + " is inside"
			}
			return "nobody is inside"
		}}},
	Goals: []engine.Goal{
		engine.When("inside", "whether a process, or that one, is inside", func(g *engine.Global, w Which) bool {
			in := inside(g)
			return len(in) > 0 && w.Node == 0 || slices.Contains(in, w.Node)
		}),
		engine.Measure("entered", "how often processes, or that one, have entered", func(g *engine.Global, w Which) (times int64) {
			for id, n := range engine.Each[*node](g) {
				if w.Node == 0 || w.Node == id {
					times += int64(n.entered)
				}
			}
			return times
		}),
	},
	Layout: engine.Ring,
	Statuses: []engine.Status{
		{Name: "idle", Shape: engine.Circle, Means: "wants nothing"},
		{Name: "waiting", Shape: engine.Diamond, Means: "has asked, and waits for its turn"},
		{Name: "inside", Shape: engine.Double, Means: "is in the critical section"},
	},
	Kinds: []engine.Kind{
		{Name: "Request", Intent: engine.Ask, Means: "asks for the critical section"},
		{Name: "Reply", Intent: engine.Ack, Means: "has queued the request"},
		{Name: "Release", Intent: engine.Tell, Means: "has left the critical section"},
	},
	Panels: []engine.Panel{{Name: "requests", Kind: engine.QueuePanel, Legend: "each process's own queue: who asked, at which clock"}},
}

func inside(g *engine.Global) (in []engine.NodeID) {
	for id, n := range engine.Each[*node](g) {
		if n.inside {
			in = append(in, id)
		}
	}
	return in
}
