package enginetest

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"

	"quorumlab/protocols/engine"
)

// A small protocol for the suite's own tests: members elect a leader for each epoch by majority. It is right, unless it is
// told to break in one of the ways that the suite must catch.

type (
	Vote struct { // asks for a vote
		Epoch  int
		Slogan string
		Seen   []int // how many messages the candidate had from each member
	}
	Grant    struct{ Epoch int }
	Refuse   struct{ Epoch int }
	Whisper  struct{} // never declared
	Campaign struct{ Slogan string }
	Won      struct{ Epoch int }
	Elected  struct{ Epoch int }
	retry    struct{}
)

// evil is the slogan as a careless engine shows it.
func (v Vote) Label() string {
	if v.Epoch < 0 {
		return v.Slogan
	}
	return engine.Plain(v.Slogan)
}

type votesParams struct{ Break string }

type ballot struct {
	Epoch int
	For   engine.NodeID
}

type member struct {
	engine.Config[votesParams]
	ballot  ballot
	granted map[engine.NodeID]bool
	refused bool
	leader  bool
	op      engine.OpID
	slogan  string
	seen    []int // messages from each member, by number
	kept    []int // broken engines only: what it received or sent
	looks   int   // broken engines only
}

// breaks tells whether the engine is to be wrong in that way.
func (m *member) breaks(how string) bool { return m.Params.Break == how }

// outside is what engines must not have: state outside of their nodes.
var outside int

func votes(how string) *engine.Protocol {
	p := &engine.Protocol{
		Name: "votes", Title: "Votes",
		Params: votesParams{how},
		Roles: []engine.Role{{Name: "member", Letter: 'n', Min: 1, Default: 3, Max: 5, Sequential: true, Commands: []any{Campaign{}},
			New: engine.New(func(c engine.Config[votesParams]) engine.Node { return newMember(c) })}},
		Messages: []any{Vote{}, Grant{}, Refuse{}}, Timers: []any{retry{}}, Results: []any{Won{}}, Facts: []any{Elected{}},
		Monitors: []engine.Monitor{{Name: "one leader", New: func() engine.Observer { return &leaders{Of: map[int]engine.NodeID{}} }}},
		Invariants: []engine.Invariant{{Name: "leaders", Check: func(g *engine.Global) error {
			for _, m := range engine.Each[*member](g) {
				if m.breaks("an invariant changes state") {
					m.looks++
				}
			}
			return nil
		}}},
		Goals: []engine.Goal{engine.When("leader", "whether there is a leader", func(g *engine.Global, _ struct{}) bool {
			for _, n := range g.Nodes {
				if m := memberOf(n); m != nil && m.leader {
					return true
				}
			}
			return false
		})},
		Epoch:    "epoch",
		Statuses: []engine.Status{{Name: "member", Shape: engine.Circle}, {Name: "leader", Shape: engine.Double}},
		Kinds:    []engine.Kind{{Name: "Vote", Intent: engine.Ask}, {Name: "Grant", Intent: engine.Yes}, {Name: "Refuse", Intent: engine.No}},
		Panels:   []engine.Panel{{Name: "seen", Kind: engine.TablePanel}},
		Spans:    []engine.Span{{Name: "leads", Means: "has won its epoch", Holds: leadsSpan}},
	}
	if how == "a kind that is not declared" {
		p.Kinds = p.Kinds[:1]
	}
	return p
}

func leadsSpan(n engine.Node) (bool, engine.Time) {
	m := memberOf(n)
	switch {
	case m == nil:
		return false, 0
	case m.breaks("a span changes state"):
		m.looks++
	case m.breaks("a span that counts how often it is asked"):
		outside++
		return outside%2 == 0, 0
	case m.breaks("a span that ends and does not hold"):
		return false, 7
	}
	return m.leader, 0
}

// leaders is a monitor: no epoch has two.
type leaders struct{ Of map[int]engine.NodeID }

func (l *leaders) Observe(at engine.NodeID, fact any) error {
	e := fact.(Elected)
	if had, ok := l.Of[e.Epoch]; ok && had != at {
		return engine.Violated("%v and %v were both elected for epoch %d", had, at, e.Epoch)
	}
	l.Of[e.Epoch] = at
	return nil
}

func memberOf(n engine.Node) *member {
	switch n := n.(type) {
	case *member:
		return n
	case *copier:
		return &n.member
	}
	return nil
}

func newMember(c engine.Config[votesParams]) engine.Node {
	m := member{Config: c}
	switch c.Params.Break {
	case "a copy shares a slice", "a copy forgets a field":
		return &copier{m}
	case "state that is not plain data":
		return &opaque{member: m, f: func() {}}
	}
	return &m
}

// opaque keeps what can't be copied.
type opaque struct {
	member
	f func()
}

// copier copies and encodes itself, wrongly.
type copier struct{ member }

func (c *copier) Clone() engine.Node {
	d := *c
	d.granted = maps.Clone(c.granted)
	if c.breaks("a copy shares a slice") {
		return &d
	}
	d.seen, d.kept, d.op = slices.Clone(c.seen), slices.Clone(c.kept), 0
	return &d
}

func (c *copier) AppendState(b []byte) []byte {
	return fmt.Append(b, c.ballot, c.granted, c.refused, c.leader, c.op, c.slogan, c.seen)
}

func (m *member) Step(in engine.Input, out *engine.Out) {
	if in.From != 0 && len(m.seen) > 0 {
		m.seen[in.From.Index()-1]++
	}
	switch e := in.Event.(type) {
	case engine.Start:
		m.seen, m.granted = make([]int, len(m.Members)), map[engine.NodeID]bool{}
		e.Disk.Get("ballot", &m.ballot)
	case Campaign:
		m.op, m.slogan = in.Op, e.Slogan
		m.campaign(out)
	case retry:
		if m.breaks("silence is consent") && m.ballot.For == m.ID && !m.refused {
			m.win(out)
		} else if m.op != 0 {
			m.campaign(out)
		}
	case Vote:
		m.answer(e, in.From, out)
	case Grant:
		m.count(e, in.From, out)
	case Refuse:
		m.refused = m.refused || e.Epoch == m.ballot.Epoch
		if e.Epoch > m.ballot.Epoch && !m.breaks("it never moves on") {
			m.vote(ballot{e.Epoch, 0}, out)
		}
	}
}

func (m *member) campaign(out *engine.Out) {
	m.vote(ballot{m.ballot.Epoch + 1, m.ID}, out)
	m.granted[m.ID] = true
	vote := Vote{m.ballot.Epoch, m.slogan, slices.Clone(m.seen)}
	if m.breaks("it changes what it has sent") {
		m.kept = vote.Seen
	}
	if m.breaks("it sends what is not declared") {
		out.Send(m.ID, Whisper{})
	}
	if m.breaks("the order of a map") {
		to := map[engine.NodeID]bool{}
		for _, p := range m.Peers() {
			to[p] = true
		}
		for p := range to {
			out.Send(p, vote)
		}
	} else {
		out.Broadcast(m.Peers(), vote)
	}
	if m.breaks("it changes a message in the step that sends it") {
		vote.Seen[0]++
	}
	pause := engine.Between(50*engine.Millisecond, 300*engine.Millisecond)
	if m.breaks("randomness of its own") {
		pause = engine.Exactly(engine.Duration(50+rand.IntN(250)) * engine.Millisecond)
	}
	out.Note("% asks for votes in epoch %: %", m.ID, m.ballot.Epoch, m.slogan)
	out.SetTimerIn(retry{}, pause)
	m.count(Grant{m.ballot.Epoch}, m.ID, out)
}

func (m *member) vote(b ballot, out *engine.Out) {
	m.ballot, m.leader, m.refused, m.granted = b, false, false, map[engine.NodeID]bool{}
	if !m.breaks("it forgets to persist") {
		out.Persist("ballot", b)
	}
	switch {
	case m.breaks("a counter outside of the state"):
		outside++
		m.looks = outside
	case m.breaks("it changes its configuration"):
		m.Params.Break += "!"
		m.Params.Break = m.Params.Break[:len(m.Params.Break)-1]
		m.Seed++
	case m.breaks("it changes what it has sent") && len(m.kept) > 0:
		m.kept[0]++
	}
}

func (m *member) answer(e Vote, from engine.NodeID, out *engine.Out) {
	if m.breaks("it changes a message that it is given") {
		e.Seen[0]++
	}
	switch {
	case e.Epoch > m.ballot.Epoch || e.Epoch == m.ballot.Epoch && m.ballot.For == from:
		m.vote(ballot{e.Epoch, from}, out)
		if m.breaks("a vote leaves before it is on the disk") {
			out.SendUnsynced(from, Grant{e.Epoch})
		} else {
			out.Send(from, Grant{e.Epoch})
		}
	default:
		out.Send(from, Refuse{m.ballot.Epoch})
	}
}

func (m *member) count(e Grant, from engine.NodeID, out *engine.Out) {
	if e.Epoch != m.ballot.Epoch || m.ballot.For != m.ID || m.leader {
		return
	}
	if m.granted[from] = true; len(m.granted) > len(m.Members)/2 {
		m.win(out)
	}
}

func (m *member) win(out *engine.Out) {
	m.leader = true
	out.Observe(Elected{m.ballot.Epoch})
	out.CancelTimer(retry{})
	if !m.breaks("it never answers") {
		out.Return(m.op, Won{m.ballot.Epoch})
	}
	m.op = 0
}

func (m *member) View(v *engine.View) {
	if m.breaks("a picture changes state") {
		m.looks++
	}
	v.Status("member")
	if m.leader {
		v.Status("leader")
		if m.breaks("a status that is not declared") {
			v.Status("boss")
		}
	}
	v.Epoch(int64(m.ballot.Epoch))
	panel := "seen"
	if m.breaks("a panel that is not declared") {
		panel = "heard"
	}
	row := v.Row(panel)
	for _, n := range m.seen {
		row.Cell(fmt.Sprint(n), 0, engine.Unmarked)
	}
	if m.breaks("the order of a map in a picture") {
		for id := range m.granted {
			v.Field("granted", id)
		}
	}
	if m.breaks("a picture shows hostile text") {
		v.Tally(m.slogan)
	}
}
