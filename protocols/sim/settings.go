package sim

import (
	"reflect"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/engine/say"
)

// Settings are the parameters of the world itself. A cluster line gives them beside the protocol's own; the zero value of
// a field means its default.
type Settings struct {
	Latency  engine.Dist       `help:"time a message takes from node to node"`
	Loss     engine.PerMillion `help:"share of messages that the links lose" max:"100%"`
	Dup      engine.PerMillion `help:"share of messages that arrive twice" max:"100%"`
	Order    string            `help:"whether links keep their order" oneof:"fifo any"`
	Fsync    engine.Dist       `help:"time until a batch of writes is durable"`
	Limit    int               `help:"events in one run" min:"1" max:"10000000"`
	Bytes    int               `help:"memory that one run may take, in bytes" min:"100000" max:"4000000000"`
	NodesMax int               `help:"nodes in one run; nodes=N counts the letter n" min:"1" max:"10000"`
	Time     engine.Time       `help:"virtual time that one run may take" min:"1ms" max:"3600000000ms"`
}

// DefaultSettings are what a cluster line leaves out. Order is the protocol's: fifo where it assumes so.
func DefaultSettings() Settings {
	return Settings{
		Latency:  engine.Between(8*engine.Millisecond, 16*engine.Millisecond),
		Limit:    200_000,
		Bytes:    512 << 20,
		NodesMax: 10_000,
		Time:     engine.Time(24 * engine.Hour),
	}
}

func (s Settings) withDefaults(p *engine.Protocol) Settings {
	d := DefaultSettings()
	d.Order = "any"
	if p.Assumes.FIFO {
		d.Order = "fifo"
	}
	x, y := reflect.ValueOf(&s).Elem(), reflect.ValueOf(d)
	for i := range x.NumField() {
		if x.Field(i).IsZero() {
			x.Field(i).Set(y.Field(i))
		}
	}
	return s
}

// set changes one parameter, the world's or the protocol's, for what happens from now on.
func (w *World) set(a Set) error {
	word := []engine.Word{{Key: a.Name, Value: a.Value}}
	if fs, err := engine.Describe(w.settings); err == nil && has(fs, a.Name) {
		form, err := engine.ParseForm(w.settings, "set", word)
		if err == nil {
			w.settings = form.(Settings)
		}
		return err
	}
	if fs, err := engine.Describe(w.params); err != nil || !has(fs, a.Name) {
		return say.Errorf("set: %s has no parameter %s", w.protocol.Name, engine.Quote(a.Name))
	}
	form, err := engine.ParseForm(w.params, "set", word)
	if err != nil {
		return err
	}
	w.params = form
	for i := range w.nodes {
		if c, ok := w.nodes[i].impl.(interface{ Configure(params any) }); ok {
			c.Configure(form)
		}
	}
	return nil
}

func has(fs []engine.Field, name string) bool {
	for _, f := range fs {
		if f.Name == name {
			return true
		}
	}
	return false
}
