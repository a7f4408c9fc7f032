package enginetest

import (
	"quorumlab/protocols/search/random"
	"quorumlab/protocols/sim"
)

// faultRounds is how many commands and faults a run has.
const faultRounds = 80

// faults demands the invariants under random faults, progress once they have stopped, and that what clients have seen in
// all that can be explained.
func (s *suite) faults() []string {
	var f findings
	for _, seed := range s.seeds {
		pl, text, err := s.faulty(seed)
		if err != nil {
			return []string{err.Error()}
		}
		if text != "" {
			f.add("seed %d: %s\n%s", seed, text, s.replay("faults", seed, pl.Run))
		}
		if f.full() {
			break
		}
	}
	return f.all
}

// faulty plays the run of one seed, and says what is wrong with it; "" when all is well.
func (s *suite) faulty(seed uint64) (pl *random.Player, text string, err error) {
	pl, err = s.source.Play(seed, faultRounds, func(o *sim.Options) { o.Check = true })
	if err == nil && !pl.Over() {
		err = pl.Calm()
	}
	if err == nil && !pl.Over() {
		text, err = s.progress(pl)
	}
	if err == nil {
		if e := ending(pl.World); e != "" {
			text = e
		}
	}
	if err == nil && text == "" && !s.unjudged {
		text = random.Unexplained(pl.World)
	}
	return pl, text, err
}
