package register

import "quorumlab/protocols/engine"

// The operations that clients are asked for, as commands.
type (
	// Put writes a value.
	Put struct {
		Value string `max:"16" help:"what to write"`
	}
	// Get reads the value.
	Get struct{}
)

// The results of operations.
type (
	Done  struct{}               // the value is written
	Value struct{ Value string } // the value read; "" is nothing
	Busy  struct{}               // the client is at its script, and asked for nothing
)

func (Done) Text() string    { return "done" }
func (v Value) Text() string { return "value " + Text(v.Value) }
func (Busy) Text() string    { return "busy with its script" }

// Refuses marks it as an answer that says no.
func (Busy) Refuses() {}

// Text is a value as sentences and pictures have it.
func Text(value string) string {
	if value == "" {
		return "nothing"
	}
	return engine.Plain(value)
}

// Operations are the zero values of the commands that clients take.
func Operations() []any { return []any{Put{}, Get{}} }

// Results are the zero values of what operations return.
func Results() []any { return []any{Done{}, Value{}, Busy{}} }

// Model is a register as clients may see it.
func Model() *engine.Model {
	return &engine.Model{
		Init: func() any { return "" },
		Step: func(state, in, out any) (bool, any) {
			if out == (Busy{}) {
				return true, state
			}
			if p, ok := in.(Put); ok {
				return true, p.Value
			}
			return out == nil || out == Value{state.(string)}, state
		},
	}
}
