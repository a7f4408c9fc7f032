package enginetest

import (
	"fmt"
	"reflect"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/sim"
)

// declaration judges what can be judged before anything runs.
func (s *suite) declaration() []string {
	if err := s.p.Validate(); err != nil {
		return []string{err.Error()}
	}
	var f findings
	var o sim.Options
	if len(s.source.Params) > 0 {
		o.Params = s.source.Params[0]
	}
	w, err := sim.New(s.p, o)
	if err != nil {
		return []string{err.Error()}
	}
	if e := ending(w); e != "" {
		f.add("its start: %s", e)
	}
	for i := range w.Global().IDs {
		s.plain(&f, w, i)
	}
	for i := range s.p.Monitors {
		m := &s.p.Monitors[i]
		t := reflect.TypeOf(m.New())
		if t.Kind() != reflect.Pointer || t.Elem().Kind() != reflect.Struct {
			f.add("monitor %s: expected a pointer to a struct, not %v", m.Name, t)
		} else if _, err := w.Table().Codec(t.Elem()); err != nil {
			f.add("monitor %s: its state is not plain data: %v", m.Name, err)
		}
	}
	for _, line := range s.goals {
		if _, err := parseGoal(s.p, line); err != nil {
			f.add("goal %q: %v", line, err)
		}
	}
	s.commandsCanBeWritten(&f)
	return f.all
}

// plain demands that a node can be copied and encoded.
func (s *suite) plain(f *findings, w *sim.World, slot int) {
	n := w.NodeAt(slot)
	if _, ok := n.Engine.(engine.Stateful); ok || w.CodecOf(slot) != nil {
		return
	}
	t := reflect.TypeOf(n.Engine)
	if t.Kind() != reflect.Pointer || t.Elem().Kind() != reflect.Struct {
		f.add("%s: expected a pointer to a struct, not %v", n.Role.Name, t)
		return
	}
	_, err := w.Table().Codec(t.Elem())
	f.add("%s: its state is neither plain data nor Stateful: %v", n.Role.Name, err)
}

// commandsCanBeWritten demands that what is given to a node can be a line of a scenario.
func (s *suite) commandsCanBeWritten(f *findings) {
	if s.source.Draw != nil {
		return
	}
	r := engine.Stream(1, 0, 0, 0)
	for i := range s.p.Roles {
		for _, c := range s.p.Roles[i].Commands {
			for range 20 {
				if _, err := s.source.Command(&r, []any{c}, []engine.NodeID{engine.ID(s.p.Roles[i].Letter, 1)}); err != nil {
					f.add("role %s: %v", s.p.Roles[i].Name, err)
					break
				}
			}
		}
	}
}

// name is a node and what it is, for a sentence.
func name(w *sim.World, slot int) string {
	return fmt.Sprintf("%v (%s)", w.Global().IDs[slot], w.NodeAt(slot).Role.Name)
}
