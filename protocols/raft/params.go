package raft

import "quorumlab/protocols/engine"

// Params are the parameters of a cluster. Those of the library are read when a server starts.
type Params struct {
	Tick      engine.Duration `help:"length of a tick, by which the library counts time" min:"1ms" max:"1s"`
	Election  int             `help:"ticks without a leader after which a server campaigns: this many, or up to twice as many less one" min:"2" max:"1000"`
	Heartbeat int             `help:"ticks between two heartbeats of a leader; fewer than election" min:"1" max:"500"`
	Timers    string          `oneof:"ticks timeouts none" help:"how a server counts time: by ticks, as the library does; by whole timeouts, each one event, as a search needs; or none: only the command campaign starts an election, and nobody sends heartbeats"`

	PreVote     bool `help:"before a campaign a server asks whether it would win"`
	CheckQuorum bool `help:"a leader that hears no majority for an election timeout steps down, and servers that hear a leader ignore candidates"`

	LeaseReads bool `help:"a leader answers a read-index without asking the others whether it still leads, and so may answer with an old value; turns check-quorum on"`

	MessageBytes int `help:"bytes of entries in one MsgApp at most; 0 means one entry a message" min:"0" max:"1048576"`
	Inflight     int `help:"MsgApps under way to one follower at most" min:"1" max:"4096"`

	Compact int `help:"entries that a server has applied after which it replaces them by a snapshot; 0 means never" min:"0" max:"100000"`

	Retry engine.Duration `help:"time after which a client without an answer asks the next server" min:"1ms" max:"1m"`

	ForgetSessions bool `mistake:"a request that is sent again takes effect again"`
}

// defaults let a run read well at the default latency of 8 to 16 ms: election timeouts of 150 to 290 ms, as in the
// paper's figures (§9.3), and three heartbeats in the shortest of them.
func defaults() Params {
	return Params{
		Tick: 10 * engine.Millisecond, Election: 15, Heartbeat: 5, Timers: timersTicks,
		MessageBytes: 1 << 20, Inflight: 256,
		Retry: 300 * engine.Millisecond,
	}
}

// exploration is what a search tries: three servers, in which five timers fire, at any moment. A tick is one of them, and
// after two or three ticks without a leader a server campaigns.
func exploration() engine.Exploration {
	p := defaults()
	p.Election, p.Heartbeat = 2, 1
	return engine.Exploration{Counts: map[byte]int{'n': 3, 'c': 0}, Params: p, Faults: engine.Faults{Timeouts: 5}}
}
