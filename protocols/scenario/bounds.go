package scenario

import (
	"strconv"

	"quorumlab/protocols/engine/say"
	"quorumlab/protocols/sim"
)

// Bounds are what a text from outside may ask of the one who runs it; zero bounds nothing.
type Bounds struct {
	Events int // of one run: limit=
	Bytes  int // of memory of one run: bytes=
}

// Check refuses a script that asks for more. The error is an *Error.
func (b Bounds) Check(s *Script) error {
	if err := b.settings(s.Cluster.Options.Settings); err != nil {
		return placed(s.Cluster.Line, err)
	}
	for i := range s.Branches {
		for _, it := range s.Branches[i].Items {
			if act, ok := it.Do.(Act); ok {
				if err := b.CheckAction(act.Action); err != nil {
					return placed(it.Line, err)
				}
			}
		}
	}
	return nil
}

func (b Bounds) settings(s sim.Settings) error {
	if err := bound("limit", s.Limit, b.Events); err != nil {
		return err
	}
	return bound("bytes", s.Bytes, b.Bytes)
}

// CheckAction refuses an action that asks for more.
func (b Bounds) CheckAction(a sim.Action) error {
	set, ok := a.(sim.Set)
	if !ok {
		return nil
	}
	n, err := strconv.Atoi(set.Value)
	if err != nil {
		return nil // the world itself says what is wrong with it
	}
	switch set.Name {
	case "limit":
		return bound(set.Name, n, b.Events)
	case "bytes":
		return bound(set.Name, n, b.Bytes)
	}
	return nil
}

func bound(name string, n, most int) error {
	if most > 0 && n > most {
		return say.Errorf("%s: expected at most %d here, not %d", name, most, n)
	}
	return nil
}
