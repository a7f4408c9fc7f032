package random

import (
	"fmt"
	"reflect"
	"slices"
	"testing"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/sim"
)

// under is the toy, assuming that much.
func under(a engine.Assumptions) *engine.Protocol {
	p := toyOf()
	p.Assumes = a
	return p
}

// drawn are the runs of a few seeds.
func drawn(t *testing.T, p *engine.Protocol) []*Run {
	t.Helper()
	s := Source{Protocol: p}
	var all []*Run
	for seed := uint64(1); seed <= 25; seed++ {
		pl, err := s.Play(seed, 80, nil)
		if err != nil {
			t.Fatal(err)
		}
		if err := pl.Calm(); err != nil {
			t.Fatal(err)
		}
		all = append(all, pl.Run)
	}
	return all
}

func kindsOf(rs []*Run) map[string]bool {
	kinds := map[string]bool{}
	for _, r := range rs {
		for _, a := range r.Actions {
			kinds[fmt.Sprintf("%T", a.Action)] = true
			if c, ok := a.Action.(sim.Crash); ok {
				kinds["crash "+c.Disk] = true
			}
		}
	}
	return kinds
}

func TestAllFaultsAreDrawnWhereAProtocolAssumesNothing(t *testing.T) {
	kinds := kindsOf(drawn(t, under(engine.Assumptions{})))
	for _, want := range []string{"sim.Crash", "crash lost", "crash kept", "crash torn", "sim.Restart", "sim.Pause", "sim.Resume", "sim.Cut",
		"sim.Partition", "sim.Heal", "sim.Set", "sim.Drop", "sim.Duplicate", "sim.Deliver", "sim.Delay", "sim.Hold", "sim.Release",
		"sim.Link", "sim.Skew", "sim.Fire", "sim.Command"} {
		if !kinds[want] {
			t.Errorf("%s is never drawn", want)
		}
	}
}

func TestFaultsStayWithinWhatAProtocolAssumes(t *testing.T) {
	for _, c := range []struct {
		name   string
		a      engine.Assumptions
		barred []string
	}{
		{"reliable links", engine.Assumptions{Reliable: true},
			[]string{"sim.Cut", "sim.Partition", "sim.Drop", "sim.Duplicate"}},
		{"links that keep their order", engine.Assumptions{FIFO: true},
			[]string{"sim.Duplicate", "sim.Deliver", "sim.Delay"}},
		{"no crashes", engine.Assumptions{Crashes: engine.Never},
			[]string{"sim.Crash", "sim.Restart"}},
		{"crashes for good", engine.Assumptions{Crashes: engine.Stop},
			[]string{"sim.Restart"}},
		{"synchrony", engine.Assumptions{Synchronous: true},
			[]string{"sim.Pause", "sim.Hold", "sim.Delay", "sim.Deliver", "sim.Link", "sim.Skew", "sim.Fire"}},
		{"true clocks", engine.Assumptions{ReadsClock: true},
			[]string{"sim.Skew", "sim.Fire"}},
		{"whole batches", engine.Assumptions{WholeBatches: true},
			[]string{"crash torn"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			rs := drawn(t, under(c.a))
			kinds := kindsOf(rs)
			for _, k := range c.barred {
				if kinds[k] {
					t.Errorf("%s is drawn", k)
				}
			}
			for _, r := range rs {
				s := r.Options.Settings
				if c.a.Reliable && (s.Loss > 0 || s.Dup > 0) || c.a.FIFO && s.Order == "any" || c.a.Synchronous && !s.Latency.IsZero() {
					t.Errorf("its links are %+v", s)
				}
				for _, a := range r.Actions {
					if set, ok := a.Action.(sim.Set); ok && c.a.Reliable && set.Value != "0%" {
						t.Errorf("%s is drawn", sim.Line(set))
					}
					if h, ok := a.Action.(sim.Hold); ok && c.a.FIFO && h.Kind != "" {
						t.Errorf("%s would reorder a link", sim.Line(h))
					}
				}
			}
		})
	}
}

func TestFewerThanHalfCrashForGood(t *testing.T) {
	for _, r := range drawn(t, under(engine.Assumptions{Crashes: engine.Stop})) {
		w, err := r.World(nil)
		if err != nil {
			t.Fatal(err)
		}
		crashes := 0
		for _, a := range r.Actions {
			if _, ok := a.Action.(sim.Crash); ok {
				crashes++
			}
		}
		if n := len(w.Global().IDs); 2*crashes >= n {
			t.Errorf("%d of %d crashed", crashes, n)
		}
	}
}

func TestAClientIsLeftAlone(t *testing.T) {
	p := toyOf()
	p.Roles[0].Outside = true
	kinds := kindsOf(drawn(t, p))
	for _, k := range []string{"sim.Crash", "sim.Pause", "sim.Fire"} {
		if kinds[k] {
			t.Errorf("%s is drawn", k)
		}
	}
}

func TestASeedAlwaysMeansTheSameRun(t *testing.T) {
	texts := map[string]bool{}
	for i, first := range drawn(t, toyOf()) {
		second := drawn(t, toyOf())[i]
		if first.Text() != second.Text() {
			t.Fatalf("a seed was drawn as\n%s\nthen as\n%s", first.Text(), second.Text())
		}
		texts[first.Text()] = true
		if i == 3 {
			break
		}
	}
	if len(texts) != 4 {
		t.Errorf("4 seeds gave %d runs", len(texts))
	}
}

// Every has a field of each type that a line can hold, with and without bounds.
type Every struct {
	Node   engine.NodeID `arg:"true"`
	Name   string        `arg:"true"`
	Count  int           `min:"5" max:"7"`
	Size   uint8
	Flag   bool
	For    engine.Duration `min:"2ms" max:"9ms"`
	At     engine.Time
	Share  engine.PerMillion `max:"50%"`
	Dist   engine.Dist
	Mode   string `oneof:"fast slow"`
	Short  string `max:"1"`
	Others []engine.NodeID
	Keys   []string
	Maybe  int `optional:"true" min:"1" max:"2"`
}

func TestACommandIsDrawnWithinTheBoundsOfItsFields(t *testing.T) {
	r := engine.Stream(1, 2, 3, 4)
	members := []engine.NodeID{engine.ID('n', 1), engine.ID('c', 2)}
	seen := map[string]bool{}
	for range 400 {
		c, err := (&Source{}).Command(&r, []any{Every{}}, members)
		if err != nil {
			t.Fatal(err)
		}
		e := c.(Every)
		bad := !slices.Contains(members, e.Node) || e.Name == "" || e.Count < 5 || e.Count > 7 ||
			e.For < 2*engine.Millisecond || e.For > 9*engine.Millisecond || e.Share > 500_000 || e.Mode != "fast" && e.Mode != "slow" ||
			len(e.Short) > 1 || len(e.Others) < 1 || len(e.Others) > 3 || len(e.Keys) == 0 || e.Maybe < 0 || e.Maybe > 2
		if bad {
			t.Fatalf("drawn: %+v", e)
		}
		x := reflect.ValueOf(e)
		for i := range x.NumField() {
			seen[fmt.Sprint(x.Type().Field(i).Name, x.Field(i).IsZero())] = true
			seen[fmt.Sprint(x.Type().Field(i).Name, " ", engine.Format(x.Field(i)))] = true
		}
	}
	for _, want := range []string{"Maybetrue", "Maybefalse", "Flagtrue", "Flagfalse", "Mode fast", "Mode slow", "Count 5", "Count 7", "Node n1", "Node c2"} {
		if !seen[want] {
			t.Errorf("%s is never drawn", want)
		}
	}
}

// Odd has a field that a line can't hold.
type Odd struct{ F func() }

// Secret writes itself, in a way that nobody can guess.
type Secret struct{ n int }

func (s Secret) String() string { return fmt.Sprint("secret-", s.n) }
func (s *Secret) ParseLiteral(text string) error {
	return fmt.Errorf("expected a secret, not %s", text)
}

func TestWhatCannotBeDrawnIsSaid(t *testing.T) {
	r := engine.Stream(1, 2, 3, 4)
	if _, err := (&Source{}).Command(&r, []any{struct{ S Secret }{}}, nil); err == nil {
		t.Error("expected an error for a literal of the protocol's own")
	}
	if _, err := (&Source{}).Command(&r, []any{Odd{}}, nil); err == nil {
		t.Error("expected an error for a field that a line can't hold")
	}
}
