package random

import (
	"maps"
	"reflect"
	"slices"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/sim"
)

// fewerNodes takes nodes away, but for those that the caller counts.
func (s *shrinker) fewerNodes() {
	for _, l := range letters(s.best.Run.Protocol) {
		if _, fixed := s.best.fixed[l.letter]; fixed {
			continue
		}
		for n := countOf(s.best.Run, l); n > 0; n-- {
			if r := without(s.best.Run, engine.ID(l.letter, n), countOf(s.best.Run, l)); within(&r) {
				s.try(r)
			}
		}
	}
}

// within tells whether fewer than half of the nodes of each role crash, where they do so for good.
func within(r *Run) bool {
	if r.Protocol.Assumes.Crashes != engine.Stop {
		return true
	}
	w, err := r.World(nil)
	if err != nil {
		return false
	}
	up, fall := map[string]int{}, map[string]int{}
	for i := range w.Global().IDs {
		up[w.NodeAt(i).Role.Name]++
	}
	for _, a := range r.Actions {
		if c, ok := a.Action.(sim.Crash); ok {
			n, _ := w.Node(c.Node)
			if fall[n.Role.Name]++; 2*fall[n.Role.Name] >= up[n.Role.Name] {
				return false
			}
		}
	}
	return true
}

// without is a run without one of the nodes of a letter, of which it has count: those behind it move up by one, and what
// was done to it alone is left out.
func without(r *Run, gone engine.NodeID, count int) Run {
	less := *r
	less.Options.Counts = maps.Clone(r.Options.Counts)
	if less.Options.Counts == nil {
		less.Options.Counts = map[byte]int{}
	}
	less.Options.Counts[gone.Letter()] = count - 1
	less.Actions, less.aims = nil, map[sim.MsgID]aim{}
	for id, a := range r.aims { // order: writes to different keys
		m := removal{gone: gone}
		less.aims[m.message(id)] = aim{m.node(a.from), m.node(a.to), a.kind, a.later}
	}
	for _, a := range r.Actions {
		m := removal{gone: gone}
		v := m.of(reflect.ValueOf(a.Action))
		if p, ok := v.Interface().(sim.Partition); ok {
			m.hit = slices.ContainsFunc(p.Groups, func(g []engine.NodeID) bool { return len(g) == 0 })
		}
		if !m.hit {
			a.Action = v.Interface().(sim.Action)
			less.Actions = append(less.Actions, a)
		}
	}
	return less
}

// A removal rewrites values for a world without one node.
type removal struct {
	gone engine.NodeID
	hit  bool // the value is about that node
}

func (m *removal) node(id engine.NodeID) engine.NodeID {
	switch {
	case id == m.gone:
		m.hit = true
	case id.Letter() == m.gone.Letter() && id.Index() > m.gone.Index():
		return id - 1
	}
	return id
}

func (m *removal) message(id sim.MsgID) sim.MsgID {
	return id - sim.MsgID(id.From()-m.node(id.From()))<<32
}

// of rewrites a value of any plain type. From lists of nodes the one is left out.
func (m *removal) of(v reflect.Value) reflect.Value {
	switch x := v.Interface().(type) {
	case engine.NodeID:
		return reflect.ValueOf(m.node(x))
	case []engine.NodeID:
		var ids []engine.NodeID
		for _, id := range x {
			if id != m.gone {
				ids = append(ids, m.node(id))
			}
		}
		return reflect.ValueOf(ids)
	case sim.MsgID:
		return reflect.ValueOf(m.message(x))
	}
	switch v.Kind() {
	case reflect.Interface:
		if v.IsNil() {
			return v
		}
		return m.of(v.Elem())
	case reflect.Struct:
		c := reflect.New(v.Type()).Elem()
		c.Set(v)
		for i := range c.NumField() {
			if c.Field(i).CanSet() {
				c.Field(i).Set(m.of(v.Field(i)))
			}
		}
		return c
	case reflect.Slice:
		c := reflect.MakeSlice(v.Type(), 0, v.Len())
		for i := range v.Len() {
			c = reflect.Append(c, m.of(v.Index(i)))
		}
		return c
	}
	return v
}
