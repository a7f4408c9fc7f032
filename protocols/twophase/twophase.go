package twophase

import "quorumlab/protocols/engine"

// Protocol declares all that the kernel, the search, the page and the tests need to know.
var Protocol = engine.Protocol{
	Name:  "twophase",
	Title: "Two-phase commit",
	About: "A transaction over the accounts of several participants commits at all of them or at none, whatever crashes " +
		"and whatever is lost. A participant that has voted yes must wait for the outcome. Presumed abort: Mohan, Lindsay, " +
		"Obermarck, 1986; cooperative termination: Bernstein, Hadzilacos, Goodman, 1987.",
	Roles: []engine.Role{
		{
			Name: "coordinator", Letter: 'n', Min: 1, Default: 1, Max: 1,
			Help:     "asks for votes and decides",
			Commands: []any{Begin{}},
			New:      engine.New(func(c engine.Config[Params]) engine.Node { return &coordinator{Config: c} }),
		},
		{
			Name: "participant", Letter: 'n', Min: 1, Default: 2, Max: participantsMax,
			Help:     "keeps accounts, and votes",
			Commands: []any{Begin{}, Close{}},
			New:      engine.New(func(c engine.Config[Params]) engine.Node { return &participant{Config: c} }),
			Disk:     Disk{}, Write: writeDisk,
		},
		{
			Name: "client", Letter: 'c', Min: 0, Default: 1, Max: 9,
			Help:       "wants to know what is on an account",
			Commands:   []any{Read{}},
			New:        engine.New(func(c engine.Config[Params]) engine.Node { return &client{Config: c} }),
			Sequential: true, Outside: true,
		},
	},
	Params:   defaults(),
	Messages: []any{Prepare{}, Vote{}, Commit{}, Abort{}, Ack{}, Inquire{}, ReadRequest{}, ReadReply{}},
	Timers:   []any{voteTimeout{}, resend{}, inDoubt{}, retry{}},
	Results:  []any{Committed{}, Aborted{}, Balance{}, Refused{}, Closed{}},
	Facts:    []any{Voted{}, Decided{}},

	Invariants: invariants(),
	Monitors:   monitors(),
	Goals:      goals(),
	Explore:    exploration(),

	Layout:   engine.Star,
	Statuses: statuses(),
	Kinds:    kinds(),
	Panels:   panels(),
	Spans:    spans(),
}

// exploration is one transfer, with a crash of anybody at any point.
func exploration() engine.Exploration {
	return engine.Exploration{
		Counts: map[byte]int{'n': 3, 'c': 0},
		Commands: func([]engine.NodeID) []engine.Asked {
			return []engine.Asked{{To: coordinatorID(), Event: Begin{Tx: "t1", From: Account{engine.ID('n', 2), "alice"},
				To: []Account{{engine.ID('n', 3), "bob"}}, Amount: 40}}}
		},
		Faults: engine.Faults{Crashes: 1, Timeouts: 3},
	}
}
