package sim

import (
	"bytes"

	"quorumlab/protocols/engine"
)

// Seen is one input that a node was given.
type Seen struct {
	Event EventID
	Kind  Kind
	From  engine.NodeID // of a message
	Type  int16         // of what came, in the table of declared types; −1 for a start and for a choice
	Body  []byte        // its canonical bytes; of a start, what lay on the disk
}

// Equal tells whether two inputs are the same to whoever is given them. When they came, by which message's name and on
// whose behalf is no part of that.
func (s Seen) Equal(t Seen) bool {
	return s.Kind == t.Kind && s.From == t.From && s.Type == t.Type && bytes.Equal(s.Body, t.Body)
}

// A Sight is a node's view of a run up to a moment: all that can decide what it does next.
type Sight struct {
	Down   bool   // it sees nothing
	Inputs []Seen // since its last start, that start first
}

// Sight is the view that a node has after event k; false when there is no such node then.
//
// It is what the node has been given since it last started, in order: that start with what lay on its disk, messages with
// their senders and contents, timers, commands, and choices that a person made for it. What came before the last start is
// in it only as far as the disk kept it, for that is all that the node has of it. Not in it are the times at which things
// came, and what its clock showed: a node whose engine asks its clock may tell two runs apart that are the same here. Nor
// are the names of messages, and the numbers of operations, which count those of the whole world: in a view they are
// numbered in the order in which the node heard of them (unless they are hidden in bytes that only an engine can read).
//
// Two nodes of the same kind that have the same view do the same from here on, given the same inputs: an engine is a pure
// function of them, and draws chance from a stream of its own.
func (r *Recording) Sight(id engine.NodeID, k EventID) (Sight, bool, error) {
	slot := r.head.slot(id)
	if slot < 0 {
		return Sight{}, false, nil
	}
	s, named := Sight{Down: true}, operations{table: r.head.table}
	for i := EventID(1); i <= min(k, r.head.count); i++ {
		e := r.head.trace.Event(i)
		if e.Node != slot {
			continue
		}
		in := Seen{Event: i, Kind: e.Kind, From: e.From, Type: e.Type, Body: r.head.trace.Bytes(e.Off, e.Len)}
		switch e.Kind {
		case KindStart:
			s.Down, s.Inputs = false, []Seen{in}
			named.known = nil
		case KindRecv, KindTimer, KindCommand:
			if e.Kind == KindCommand {
				in.From = 0
			}
			in.Body = named.in(in.Type, in.Body)
			s.Inputs = append(s.Inputs, in)
		case KindAction:
			switch verb, _, _ := bytes.Cut(in.Body, []byte(" ")); string(verb) {
			case "crash", "remove":
				s.Down = true
			case "choose":
				s.Inputs = append(s.Inputs, in)
			}
		}
	}
	if len(s.Inputs) == 0 { // it has not come yet
		return s, false, nil
	}
	disk, err := r.diskAt(slot, s.Inputs[0].Event)
	s.Inputs[0].Body = disk
	return s, true, err
}

// diskAt is what lay on a node's disk when it started, which event k was.
func (r *Recording) diskAt(slot int32, k EventID) ([]byte, error) {
	if k <= r.firstEvents() { // what the scenario put there
		var lines []byte
		for _, p := range r.options.Presets {
			if p.Node == r.head.nodes[slot].id {
				lines = append(append(lines, Line(p)...), '\n')
			}
		}
		return lines, nil
	}
	w, err := r.Seek(k - 2) // before the action that started it
	if err != nil || int(slot) >= len(w.nodes) {
		return nil, err
	}
	return w.nodes[slot].disk.AppendCanon(nil), nil
}

// Apart is the first input at which two views differ, counted from 0; −1 when they are the same. Past the end of one of
// them there is none.
func (s Sight) Apart(t Sight) int {
	for i := range min(len(s.Inputs), len(t.Inputs)) {
		if !s.Inputs[i].Equal(t.Inputs[i]) {
			return i
		}
	}
	if len(s.Inputs) != len(t.Inputs) || s.Down != t.Down {
		return min(len(s.Inputs), len(t.Inputs))
	}
	return -1
}

// InputText is an input as text: what came, and from whom.
func (r *Recording) InputText(s Seen) string {
	e := r.head.trace.Event(s.Event)
	switch s.Kind {
	case KindStart:
		if e.Cause == 0 || len(s.Body) == 0 {
			return "its start"
		}
		return "its start, with what its disk kept"
	case KindAction:
		return string(s.Body)
	}
	v, _, err := r.head.table.Load(s.Body)
	if err != nil {
		return s.Kind.String()
	}
	switch s.Kind {
	case KindRecv:
		return engine.TextOf(v) + " from " + s.From.String()
	case KindTimer:
		return "timer " + engine.Print(v)
	}
	return "command " + engine.Print(v)
}
