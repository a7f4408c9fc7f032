package bridge

import (
	"quorumlab/protocols/engine"
	"quorumlab/protocols/engine/say"
	"quorumlab/protocols/scenario"
)

// rename gives the branch shown another name.
func (s *session) rename(d *doc, name string) error {
	b := s.shown
	switch {
	case b == s.branches[0]:
		return say.Errorf("name: %s is where all branches come from, and keeps its name", b.name)
	case b.runner != nil:
		return say.Errorf("name: %s stands in the scenario's own text; its name is changed there", b.name)
	case !scenario.IsBranchName(name):
		return say.Errorf("name: expected small letters, digits and hyphens, at most 40, not %s", engine.Quote(name))
	case s.find(name) != nil && name != b.name:
		return say.Errorf("name: there is a branch %s already", name)
	}
	for _, x := range s.branches {
		if x.of == b.name {
			x.of = name
		}
	}
	b.name = name
	s.run(d, 0)
	return nil
}
