package abd

import (
	"strconv"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/register"
)

// What servers send each other.
type (
	Query    struct{ Req register.Request } // what do you have?
	AckQuery struct {
		Req   register.Request
		Seq   Seq
		Value string
	}
	Record struct { // keep this, unless you have a later one
		Req   register.Request
		Seq   Seq
		Value string
	}
	AckRecord struct{ Req register.Request }
)

// Seq is the number of a put: later ones have greater ones. The zero value is that of nothing, before all puts.
type Seq struct {
	Clock int
	By    engine.NodeID // the server that gave it
}

// less orders numbers by clock, and by server where two gave one clock.
func (s Seq) less(t Seq) bool { return s.Clock < t.Clock || s.Clock == t.Clock && s.By < t.By }

// String prints 2 of n1.
func (s Seq) String() string {
	if s == (Seq{}) {
		return "none"
	}
	return strconv.Itoa(s.Clock) + " of " + s.By.String()
}

func (m AckQuery) Label() string { return register.Text(m.Value) }
func (m Record) Label() string   { return register.Text(m.Value) }
func (m AckQuery) Epoch() int64  { return int64(m.Seq.Clock) }
func (m Record) Epoch() int64    { return int64(m.Seq.Clock) }

// Params are what a cluster line can set.
type Params struct {
	Script      string `help:"what clients do by themselves: nothing; put a value of their own and then get; or c1 puts and the others get twice" oneof:"none put-get one-writer"`
	Queue       bool   `help:"a server that is busy keeps other requests for later"`
	NoWriteBack bool   `mistake:"a get is answered with the latest value of a majority, which is not written back"`
}

// Protocol declares all that the kernel, the search, the page and the tests need to know.
var Protocol = engine.Protocol{
	Name:  "abd",
	Title: "A register on several servers (ABD)",
	About: "Servers share one register that is linearizable as long as a majority answers: a put asks a majority for the latest " +
		"number and then has a majority record the value; a get writes back what it has read. Attiya, Bar-Noy, Dolev, Sharing " +
		"Memory Robustly in Message-Passing Systems, 1995.",
	Roles: []engine.Role{
		{Name: "server", Letter: 'n', Min: 1, Default: 3, Max: 5, Help: "keeps a copy, and serves clients",
			New: engine.New(func(c engine.Config[Params]) engine.Node { return &server{Config: c} })},
		register.ClientRole(func(p Params) string { return p.Script }),
	},
	Params:   Params{Script: register.NoScript, Queue: true},
	Messages: append(register.Messages(), Query{}, AckQuery{}, Record{}, AckRecord{}),
	Results:  register.Results(),
	Invariants: []engine.Invariant{
		{Name: "one value per number", Title: "Copies with one number have one value", Check: oneValuePerNumber},
	},
	Model:   register.Model(),
	Goals:   register.Goals(),
	Assumes: engine.Assumptions{Reliable: true, Crashes: engine.Never},
	Explore: engine.Exploration{Counts: map[byte]int{'n': 2}, Params: Params{Script: register.PutGet}},

	Layout: engine.Ring,
	Epoch:  "number",
	Statuses: append(register.Statuses(),
		engine.Status{Name: "ready", Shape: engine.Circle, Means: "a server that serves nobody now"},
		engine.Status{Name: "querying", Shape: engine.Diamond, Means: "a server that asks a majority what they have"},
		engine.Status{Name: "recording", Shape: engine.Hexagon, Means: "a server that has a majority record a value"}),
	Kinds: append(register.Kinds(),
		engine.Kind{Name: "Query", Intent: engine.Ask, Means: "what do you have?"},
		engine.Kind{Name: "AckQuery", Intent: engine.Tell, Means: "a value and its number"},
		engine.Kind{Name: "Record", Intent: engine.Data, Means: "keep this, unless you have a later one"},
		engine.Kind{Name: "AckRecord", Intent: engine.Ack, Means: "recorded, or later"}),
	Panels: []engine.Panel{{Name: "copies", Kind: engine.TablePanel, Legend: "the value that each server has, and its number"}},
}

func oneValuePerNumber(g *engine.Global) error {
	for id, s := range engine.Each[*server](g) {
		for other, t := range engine.Each[*server](g) {
			if s.seq == t.seq && s.value != t.value {
				return engine.Violated("%v has %s and %v has %s, both with number %v", id, register.Text(s.value), other, register.Text(t.value), s.seq)
			}
		}
	}
	return nil
}
