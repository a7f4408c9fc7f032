package challengetest

import (
	"math"
	"runtime"
	"slices"
	"strings"
	"sync"

	"quorumlab/protocols/challenge"
	"quorumlab/protocols/engine"
	"quorumlab/protocols/engine/say"
	"quorumlab/protocols/sim"
)

// Result is what became of random scripts.
type Result struct {
	Scripts, Passed int
	Lucky           bool   // chance wins too often: one time in a hundred, or more
	First           string // the first script that passed, as lines
}

// Random tries scripts that are drawn within the rules' budgets: as many actions as allowed or fewer, at moments of which more
// are early than late, on whatever the run has to offer there. It ends when it is all but certain whether fewer than one in a hundred
// pass, or with as many as eventsUsual allow; exactly, unless it is 0, says how many scripts are tried instead. The result is
// the same each time, on any number of processors. The protocol's nodes must be such as can be copied.
func Random(c *challenge.Challenge, exactly int) (Result, error) {
	start, err := c.Unjudged()
	if err != nil {
		return Result{}, err
	}
	if !start.Clonable() {
		return Result{}, say.Errorf("challengetest: a node of %s can't be copied", c.Start.Cluster.Protocol.Name)
	}
	var r Result
	odds, events := 0.0, 0
	for {
		for _, p := range batch(c, start, r.Scripts) {
			r.Scripts++
			events += p.events
			if p.passed == "" {
				odds += math.Log((1 - bad) / (1 - good))
			} else {
				odds += math.Log(bad / good)
				if r.Passed++; r.First == "" {
					r.First = p.passed
				}
			}
			if exactly > 0 && r.Scripts == exactly || exactly == 0 && (math.Abs(odds) >= certain || events >= eventsUsual) {
				r.Lucky = r.Passed*100 >= r.Scripts
				return r, nil
			}
		}
	}
}

// eventsUsual are a few seconds' worth.
const eventsUsual = 2_000_000

// Wald's sequential test between two shares of scripts that pass, with an error of one in a thousand either way.
const (
	bad     = 0.01
	good    = 0.005
	certain = 6.9
)

// A played script: as lines when it has passed, and how many events it took.
type played struct {
	passed string
	events int
}

// batch plays scripts from number from on.
func batch(c *challenge.Challenge, start *sim.World, from int) []played {
	all := make([]played, batchSize)
	workers := runtime.GOMAXPROCS(0)
	var work sync.WaitGroup
	for n := range workers {
		mine := start.Checkpoint()
		work.Go(func() {
			for i := n; i < batchSize; i += workers {
				all[i] = play(c, mine.Checkpoint(), uint64(from+i+1))
			}
		})
	}
	work.Wait()
	return all
}

const batchSize = 200

// nothing is a script without actions that passes.
const nothing = "# nothing\n"

// play plays one random script.
func play(c *challenge.Challenge, w *sim.World, seed uint64) played {
	was := w.Count()
	m := monkey{c: c, w: w, r: engine.Stream(seed, 0, 0, 0), until: c.Until()}
	script := m.play()
	return played{script, int(w.Count() - was)}
}

func (m *monkey) play() (passed string) {
	for _, at := range m.moments() {
		if m.runTo(at) {
			return m.passed()
		}
		m.act()
	}
	if m.runTo(m.until) {
		return m.passed()
	}
	return ""
}

// passed is the script, if it passes when it is judged as a reader's is.
func (m *monkey) passed() string {
	t, err := m.c.Judge(m.did)
	if err != nil {
		return ""
	}
	for !t.Step(1 << 14) {
	}
	if !t.Verdict().Reached {
		return ""
	}
	return m.script()
}

// A monkey plays one script.
type monkey struct {
	c     *challenge.Challenge
	w     *sim.World
	r     engine.Rand
	until engine.Time
	did   []sim.Placed
}

// moments are when it acts: more of them early than late.
func (m *monkey) moments() []engine.Time {
	most := 0
	for _, b := range m.c.Rules.Budgets {
		most += b.Most
	}
	if n := m.c.Rules.Actions; n > 0 {
		most = min(most, n)
	}
	if most == 0 {
		return nil
	}
	from := m.c.From().At
	ts := make([]engine.Time, 1+m.r.IntN(min(most, actionsMax)))
	for i := range ts {
		u := float64(m.r.IntN(1<<20)) / (1 << 20)
		ts[i] = from + engine.Time(float64(m.until-from)*(u*math.Sqrt(u)))
	}
	slices.Sort(ts)
	return ts
}

// actionsMax is how many actions a script has at most.
const actionsMax = 40

// runTo lets the run go on, and tells whether the goals were reached on the way.
func (m *monkey) runTo(t engine.Time) bool {
	at := sim.Position{At: t}
	for {
		was := m.w.Count()
		more := m.w.StepTo(at)
		if (m.w.Count() != was || !more) && m.c.Holds(m.w) {
			return true
		}
		if !more || m.w.Ending() != nil {
			return false
		}
	}
}

// act does one thing that is allowed and makes sense, if one is drawn in a few tries.
func (m *monkey) act() {
	for range triesMax {
		a := m.draw()
		if a == nil || m.c.Rules.Allow(m.w, m.did, a) != nil {
			continue
		}
		at := m.w.Position()
		if m.w.Apply(a) == nil {
			m.did = append(m.did, sim.Placed{At: at, Action: a})
			return
		}
	}
}

const triesMax = 20

func (m *monkey) script() string {
	if len(m.did) == 0 {
		return nothing
	}
	var b strings.Builder
	for _, a := range m.did {
		b.WriteString("at " + a.At.String() + " " + sim.Line(a.Action) + "\n")
	}
	return b.String()
}
