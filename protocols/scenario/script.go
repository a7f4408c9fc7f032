package scenario

import (
	"quorumlab/protocols/engine"
	"quorumlab/protocols/sim"
)

// Main is the name of the branch that every script has.
const Main = "main"

// UntilLimit is how long `run until=` waits when no limit is given, in virtual time.
const UntilLimit = 60 * engine.Second

// What a text may have.
const (
	TextMax   = 256 << 10 // bytes, output included
	LinesMax  = 10_000    // above the ----
	LineMax   = 4 << 10   // bytes of such a line
	BranchMax = 64
)

// A Script is a scenario as it was read. Lines that say nothing are kept, so that each line is printed at its own number.
type Script struct {
	Head     []Item // comments above the cluster line
	Cluster  Cluster
	Branches []Branch // the first is main

	Golden    string // what stands below the ----
	HasGolden bool
}

// A Cluster is what the cluster line says.
type Cluster struct {
	Line     int
	Protocol *engine.Protocol
	Given    []Given // as the line has them; what it leaves out has its default
	Options  sim.Options
	TraceAll bool
	Comment  string
}

// Given is one key=value of a cluster line, the value in its canonical form.
type Given struct{ Name, Value string }

// A Branch is one run of the script: main, or one that forks from an earlier branch.
type Branch struct {
	Line    int // 0 for main
	Name    string
	Of      string        // the parent; "" for main
	GivenOf bool          // the line says of=
	At      *sim.Position // where it forks; nil: where its parent's lines have led
	Comment string
	Items   []Item
}

// An Item is one line.
type Item struct {
	Line    int
	At      *sim.Position // only with an Act
	Do      Statement     // nil: a comment, or an empty line
	Comment string        // with its #
}

// A Statement is Act, Pass, Until or Expect.
type Statement interface{ String() string }

// Act does an action.
type Act struct{ Action sim.Action }

// Pass lets time go on.
type Pass struct{ For engine.Duration }

// Until lets time go on until a goal is reached.
type Until struct {
	Goal  *sim.Goal
	Limit engine.Duration // 0: UntilLimit
}

// Branch is the branch of that name.
func (s *Script) Branch(name string) *Branch {
	for i := range s.Branches {
		if s.Branches[i].Name == name {
			return &s.Branches[i]
		}
	}
	return nil
}

// Follows are the goals that a run has to follow from its start.
func (s *Script) Follows() []*sim.Goal {
	var gs []*sim.Goal
	for i := range s.Branches {
		for _, it := range s.Branches[i].Items {
			switch do := it.Do.(type) {
			case Until:
				if do.Goal.Counts() {
					gs = append(gs, do.Goal)
				}
			case Expect:
				if do.Follows() {
					gs = append(gs, do.Goal)
				}
			}
		}
	}
	return gs
}

// presets are the disk lines.
func (s *Script) presets() (ps []sim.Preset, lines []int) {
	for _, it := range s.Branches[0].Items {
		if act, ok := it.Do.(Act); ok {
			if p, ok := act.Action.(sim.Preset); ok {
				ps, lines = append(ps, p), append(lines, it.Line)
			}
		}
	}
	return ps, lines
}
