package twophase

import "quorumlab/protocols/engine"

// Params are what a cluster line can set.
type Params struct {
	Opens string `help:"who opens a transaction: the coordinator (4N messages), or a participant by its own vote, without Acks (3N−1)" oneof:"coordinator participant"`

	Votes  engine.Duration `help:"how long the coordinator waits for votes before it aborts" min:"1ms" max:"1m"`
	Doubt  engine.Duration `help:"how long a participant that voted yes waits for the outcome before it asks, and asks again" min:"1ms" max:"1m"`
	Resend engine.Duration `help:"how long the coordinator waits for Acks before it sends Commit again" min:"1ms" max:"1m"`
	Retry  engine.Duration `help:"how long a client waits for an answer before it asks again" min:"1ms" max:"1m"`

	Balance int64 `help:"what is on each account at first" min:"0" max:"1000000000"`

	GivesUp         bool `mistake:"aborts by itself though it has voted yes"`
	GuessesCommit   bool `mistake:"commits by itself when it has voted yes and hears nothing"`
	ForgetsDecision bool `mistake:"does not write down what it decides"`
}

// openedBy are the values of Params.Opens.
const (
	byCoordinator = "coordinator"
	byParticipant = "participant"
)

// defaults let a run read well at the default latency of 8 to 16 ms, at which votes are in after 32 ms at the latest, and
// the outcome is with a participant 48 ms after its vote.
func defaults() Params {
	const ms = engine.Millisecond
	return Params{Opens: byCoordinator, Votes: 100 * ms, Doubt: 200 * ms, Resend: 200 * ms, Retry: 300 * ms, Balance: 100}
}
