package sim

import (
	"slices"
	"strconv"
	"strings"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/engine/say"
)

// A MsgID names a message: its sender, and the sender's own count of sends from 1. It prints as n1.482. An action put in
// earlier renames no message that it did not cause.
type MsgID uint64

func msgID(from engine.NodeID, n uint32) MsgID { return MsgID(from)<<32 | MsgID(n) }

// From is the sender.
func (m MsgID) From() engine.NodeID { return engine.NodeID(m >> 32) }

// Count is the sender's count.
func (m MsgID) Count() int { return int(uint32(m)) }

func (m MsgID) String() string {
	return m.From().String() + "." + strconv.Itoa(m.Count())
}

// ParseLiteral reads what String printed.
func (m *MsgID) ParseLiteral(s string) error {
	node, count, ok := strings.Cut(s, ".")
	id, err := engine.ParseID(node)
	n, err2 := strconv.ParseUint(count, 10, 32)
	if !ok || err != nil || err2 != nil || count[0] == '0' {
		return say.Errorf("expected a message such as n1.482, not %s", engine.Quote(s))
	}
	*m = msgID(id, uint32(n))
	return nil
}

// A Position is a moment of a run: At, when the queue has let Place things of that moment happen. It prints as 507ms#1; #0
// is left out.
type Position struct {
	At    engine.Time
	Place int
}

func (p Position) String() string {
	if p.Place == 0 {
		return p.At.String()
	}
	return p.At.String() + "#" + strconv.Itoa(p.Place)
}

// Before orders positions.
func (p Position) Before(q Position) bool { return p.At < q.At || p.At == q.At && p.Place < q.Place }

// ParsePosition reads what String printed.
func ParsePosition(s string) (Position, error) {
	at, place, ok := strings.Cut(s, "#")
	t, err := engine.ParseTime(at)
	p := Position{At: t}
	if ok && err == nil {
		var n uint64
		if n, err = strconv.ParseUint(place, 10, 31); n == 0 || place[0] == '0' {
			err = strconv.ErrSyntax
		}
		p.Place = int(n)
	}
	if err != nil {
		return p, say.Errorf("expected a moment such as 507ms or 507ms#2, not %s", engine.Quote(s))
	}
	return p, nil
}

// An Action is what a person, a scenario line or a room's log does to a run. Actions are values of the types below; they
// print as scenario lines (Line) and are read back (ParseAction).
type Action interface {
	do(w *World) error
}

// The actions. A field tagged arg stands as a bare word; the others are key=value.
type (
	// Command gives a node one of its role's commands; it opens a client operation.
	Command struct {
		To    engine.NodeID
		Event any
	}

	// Deliver lets a message arrive now: one on its way, held, or waiting at a node that is paused or driven by hand.
	Deliver struct {
		Msg MsgID `arg:"true"`
	}
	// Drop loses a message that is on its way, held or waiting.
	Drop struct {
		Msg MsgID `arg:"true"`
	}
	// DropHeld loses all held messages that match; a zero field matches any.
	DropHeld struct {
		From engine.NodeID
		To   engine.NodeID
		Kind string
	}
	// Duplicate sends a second copy of a message after it; the copy draws a latency of its own.
	Duplicate struct {
		Msg MsgID `arg:"true"`
	}
	// Delay lets a message arrive later by that much.
	Delay struct {
		Msg MsgID           `arg:"true"`
		By  engine.Duration `min:"1us" max:"1h"`
	}
	// Hold keeps what is sent from now on, and what matches is on its way, at the end of the wire. A zero field matches any.
	Hold struct {
		From engine.NodeID
		To   engine.NodeID
		Kind string
	}
	// Release lets go what is held and matches, and ends the rules that hold it.
	Release struct {
		From engine.NodeID
		To   engine.NodeID
		Kind string
	}

	// Fire lets an armed timer fire now.
	Fire struct {
		Node  engine.NodeID
		Timer any
	}
	// Choose settles what the next choices of a node come to (Out.Choose): each pick is a number from 0, and one that is
	// too large for its choice is drawn after all.
	Choose struct {
		Node  engine.NodeID
		Picks []int
	}
	// Manual hands a node to a person: what arrives waits until it is delivered, dropped or fired. With patience each waits
	// that long at most.
	Manual struct {
		Node     engine.NodeID   `arg:"true"`
		State    string          `arg:"true" oneof:"on off"`
		Patience engine.Duration `min:"1ms" max:"10m"`
	}

	// Crash ends a node's process. Disk says what becomes of writes that are not synced yet: lost (the default), kept, or
	// torn (the first half of the oldest batch stays).
	Crash struct {
		Node engine.NodeID `arg:"true"`
		Disk string        `oneof:"lost kept torn"`
	}
	// Restart starts a node that is down, with what is on its disk.
	Restart struct {
		Node engine.NodeID `arg:"true"`
	}
	// Pause stops a node for a while, as a long garbage collection does: what arrives waits, its clock runs on.
	Pause struct {
		Node engine.NodeID `arg:"true"`
	}
	// Resume ends a Pause: what waits is taken in, in its order.
	Resume struct {
		Node engine.NodeID `arg:"true"`
	}
	// Skew changes a node's clock: its rate from now on (100% is true), and what is added to it. Zero leaves as it is.
	Skew struct {
		Node   engine.NodeID     `arg:"true"`
		Rate   engine.PerMillion `min:"1%" max:"1000%" help:"how fast its clock runs"`
		Offset engine.Duration   `min:"-1h" max:"1h" help:"how far its clock is ahead"`
	}
	// Lose destroys a node's disk; a node that is up crashes.
	Lose struct {
		Node engine.NodeID `arg:"true"`
	}
	// Preset says what lies on a node's disk before the start. Disk has the role's own form.
	Preset struct {
		Node engine.NodeID
		Disk any
	}

	// Cut cuts the way from A to B, with both the way back too. What is on a way that is cut when it would arrive is lost.
	Cut struct {
		A    engine.NodeID `arg:"true"`
		B    engine.NodeID `arg:"true"`
		Both bool
	}
	// Partition cuts all ways between nodes of different groups. A node in no group keeps its ways.
	Partition struct {
		Groups [][]engine.NodeID
	}
	// Heal mends every cut, or, with A and B, the ways between the two.
	Heal struct {
		A engine.NodeID `arg:"true" optional:"true"`
		B engine.NodeID `arg:"true" optional:"true"`
	}
	// Link gives the way from A to B, for what is sent from now on, its own latency, loss, share of doubles or order; what is
	// left out is as in the rest of the world.
	Link struct {
		A       engine.NodeID `arg:"true"`
		B       engine.NodeID `arg:"true"`
		Latency engine.Dist
		Loss    engine.PerMillion `max:"100%"`
		Dup     engine.PerMillion `max:"100%"`
		Order   string            `oneof:"fifo any"`
		Both    bool
	}

	// Set changes one parameter of the world or of the protocol, in its written form.
	Set struct{ Name, Value string }
	// Add adds a node of a role; it gets the next number of the role's letter.
	Add struct {
		Role string `arg:"true"`
	}
	// Remove takes a node out for good.
	Remove struct {
		Node engine.NodeID `arg:"true"`
	}
	// Load gives nodes commands by itself: Every (open loop) draws the time between two arrivals, Think (closed loop) the
	// time from an answer to the next command of the same node. In the command's strings % is replaced by the arrival's
	// number, from 1. Count or Until ends it, else the run does.
	Load struct {
		To    []engine.NodeID
		Event any
		Every engine.Dist
		Think engine.Dist
		Count int
		Until engine.Time
	}
)

// simple are the actions whose line follows from their fields alone.
func simple() map[string]Action {
	return map[string]Action{
		"deliver": Deliver{}, "drop": Drop{}, "duplicate": Duplicate{}, "delay": Delay{}, "hold": Hold{},
		"release": Release{}, "manual": Manual{}, "crash": Crash{}, "restart": Restart{}, "pause": Pause{},
		"resume": Resume{}, "skew": Skew{}, "lose": Lose{}, "cut": Cut{}, "heal": Heal{}, "link": Link{},
		"add": Add{}, "remove": Remove{},
	}
}

// Verbs are the first words of all actions, in the order in which help shows them.
func Verbs() []string {
	return []string{"command", "crash", "restart", "pause", "resume", "skew", "lose", "manual", "fire", "choose", "deliver", "drop",
		"duplicate", "delay", "hold", "release", "partition", "cut", "heal", "link", "set", "add", "remove", "load", "disk"}
}

// Line prints an action as a scenario has it.
func Line(a Action) string {
	switch a := a.(type) {
	case Command:
		return "command " + a.To.String() + " " + engine.Print(a.Event)
	case Fire:
		return "fire " + a.Node.String() + " " + engine.Print(a.Timer)
	case Choose:
		line := "choose " + a.Node.String()
		for _, p := range a.Picks {
			line += " " + strconv.Itoa(p)
		}
		return line
	case DropHeld:
		return string(engine.AppendForm([]byte("drop held"), a))
	case Partition:
		var b strings.Builder
		b.WriteString("partition")
		for i, g := range a.Groups {
			if i > 0 {
				b.WriteString(" |")
			}
			for _, id := range g {
				b.WriteString(" " + id.String())
			}
		}
		return b.String()
	case Set:
		return "set " + a.Name + "=" + engine.Quote(a.Value)
	case Preset:
		return string(engine.AppendForm([]byte("disk "+a.Node.String()), a.Disk))
	case Load:
		return a.line()
	}
	return engine.Print(a)
}

func (a Load) line() string {
	b := []byte("load ")
	for i, id := range a.To {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, id.String()...)
	}
	b = append(append(b, ' '), engine.Print(a.Event)...)
	for _, d := range []struct {
		name string
		dist engine.Dist
	}{{"every", a.Every}, {"think", a.Think}} {
		if !d.dist.IsZero() {
			b = append(append(append(b, ' '), d.name...), '=')
			b = append(b, engine.Quote(d.dist.String())...)
		}
	}
	if a.Count > 0 {
		b = say.Appendf(b, " count=%d", a.Count)
	}
	if a.Until > 0 {
		b = say.Appendf(b, " until=%v", a.Until)
	}
	return string(b)
}

// ParseAction reads an action of a protocol's world; words[0] is its verb.
func ParseAction(p *engine.Protocol, words []engine.Word) (Action, error) {
	if len(words) == 0 {
		return nil, say.Errorf("expected an action: one of %s", strings.Join(Verbs(), ", "))
	}
	verb, rest := words[0].Value, words[1:]
	if words[0].Key != "" || words[0].Quoted {
		verb = words[0].String()
	}
	if verb == "drop" && len(rest) > 0 && rest[0].Key == "" && rest[0].Value == "held" {
		form, err := engine.ParseForm(DropHeld{}, "drop held", rest[1:])
		if err != nil {
			return nil, err
		}
		return form.(DropHeld), nil
	}
	if a, ok := simple()[verb]; ok {
		form, err := engine.ParseForm(a, verb, rest)
		if err != nil {
			return nil, err
		}
		return form.(Action), checkShape(form.(Action))
	}
	switch verb {
	case "command":
		id, rest, err := target(verb, rest)
		if err != nil {
			return nil, err
		}
		c, err := engine.Parse(commandsOf(p, id), rest)
		if err != nil {
			return nil, say.Errorf("command: %w", err)
		}
		return Command{To: id, Event: c}, nil
	case "fire":
		id, rest, err := target(verb, rest)
		if err != nil {
			return nil, err
		}
		t, err := engine.Parse(p.Timers, rest)
		if err != nil {
			return nil, say.Errorf("fire: %w", err)
		}
		return Fire{Node: id, Timer: t}, nil
	case "choose":
		return parseChoose(rest)
	case "partition":
		return parsePartition(rest)
	case "set":
		if len(rest) != 1 || rest[0].Key == "" {
			return nil, say.Errorf("set: expected one param=value")
		}
		return Set{Name: rest[0].Key, Value: rest[0].Value}, nil
	case "disk":
		return parsePreset(p, rest)
	case "load":
		return parseLoad(p, rest)
	}
	return nil, say.Errorf("column %d: expected an action (%s), not %s", words[0].Column, strings.Join(Verbs(), ", "), engine.Quote(verb))
}

// checkShape refuses what the fields alone allow and makes no sense.
func checkShape(a Action) error {
	switch a := a.(type) {
	case Delay:
		if a.By == 0 {
			return say.Errorf("delay: expected by= and a duration")
		}
	case Heal:
		if a.A != 0 && a.B == 0 {
			return say.Errorf("heal: expected two nodes or none")
		}
	case Cut:
		if a.A == a.B {
			return say.Errorf("cut: expected two different nodes")
		}
	case Skew:
		if a.Rate == 0 && a.Offset == 0 {
			return say.Errorf("skew: expected rate= or offset=")
		}
	}
	return nil
}

func target(verb string, words []engine.Word) (engine.NodeID, []engine.Word, error) {
	if len(words) == 0 || words[0].Key != "" {
		return 0, nil, say.Errorf("%s: expected a node", verb)
	}
	id, err := engine.ParseID(words[0].Value)
	if err != nil {
		return 0, nil, say.Errorf("column %d: %s: %w", words[0].Column, verb, err)
	}
	return id, words[1:], nil
}

// commandsOf are the commands of all roles of the node's letter.
func commandsOf(p *engine.Protocol, id engine.NodeID) []any {
	var cs []any
	for i := range p.Roles {
		if p.Roles[i].Letter != id.Letter() {
			continue
		}
		for _, c := range p.Roles[i].Commands {
			if !slices.ContainsFunc(cs, func(d any) bool { return engine.SameType(c, d) }) {
				cs = append(cs, c)
			}
		}
	}
	return cs
}

// picksMax bounds how many choices one action settles.
const picksMax = 100

func parseChoose(words []engine.Word) (Action, error) {
	id, rest, err := target("choose", words)
	if err != nil {
		return nil, err
	}
	if len(rest) == 0 || len(rest) > picksMax {
		return nil, say.Errorf("choose: expected 1 to %d numbers from 0 after %v, one for each choice", picksMax, id)
	}
	c := Choose{Node: id}
	for _, w := range rest {
		n, err := strconv.ParseUint(w.Value, 10, 31)
		if err != nil || w.Key != "" || strconv.FormatUint(n, 10) != w.Value {
			return nil, say.Errorf("column %d: choose: expected a number from 0, not %s", w.Column, w)
		}
		c.Picks = append(c.Picks, int(n))
	}
	return c, nil
}

func parsePartition(words []engine.Word) (Action, error) {
	p := Partition{Groups: [][]engine.NodeID{nil}}
	seen := map[engine.NodeID]bool{}
	for _, w := range words {
		if w.Key == "" && !w.Quoted && w.Value == "|" {
			p.Groups = append(p.Groups, nil)
			continue
		}
		id, err := engine.ParseID(w.Value)
		if err != nil || w.Key != "" {
			return nil, say.Errorf("column %d: partition: expected a node or |, not %s", w.Column, w)
		}
		if seen[id] {
			return nil, say.Errorf("column %d: partition: expected %v in one group", w.Column, id)
		}
		seen[id] = true
		last := len(p.Groups) - 1
		p.Groups[last] = append(p.Groups[last], id)
	}
	for _, g := range p.Groups {
		if len(g) == 0 || len(p.Groups) < 2 {
			return nil, say.Errorf("partition: expected groups of nodes with | between them")
		}
	}
	return p, nil
}

func parsePreset(p *engine.Protocol, words []engine.Word) (Action, error) {
	id, rest, err := target("disk", words)
	if err != nil {
		return nil, err
	}
	for i := range p.Roles {
		if r := &p.Roles[i]; r.Letter == id.Letter() && r.Disk != nil {
			form, err := engine.ParseForm(r.Disk, "disk", rest)
			if err != nil {
				return nil, err
			}
			return Preset{Node: id, Disk: form}, nil
		}
	}
	return nil, say.Errorf("disk: a line can't say what lies on %v's disk in %s", id, p.Name)
}

func parseLoad(p *engine.Protocol, words []engine.Word) (Action, error) {
	if len(words) < 2 || words[0].Key != "" {
		return nil, say.Errorf("load: expected nodes, a command, and every= or think=")
	}
	var l Load
	for _, s := range strings.Split(words[0].Value, ",") {
		id, err := engine.ParseID(s)
		if err != nil {
			return nil, say.Errorf("column %d: load: %w", words[0].Column, err)
		}
		if len(l.To) > 0 && id.Letter() != l.To[0].Letter() {
			return nil, say.Errorf("column %d: load: expected nodes of one letter", words[0].Column)
		}
		l.To = append(l.To, id)
	}
	var rest []engine.Word
	for _, w := range words[1:] {
		var err error
		switch w.Key {
		case "every":
			l.Every, err = engine.ParseDist(w.Value)
		case "think":
			l.Think, err = engine.ParseDist(w.Value)
		case "until":
			if l.Until, err = engine.ParseTime(w.Value); err == nil && l.Until <= 0 {
				err = say.Errorf("expected a time above 0ms, not %s", engine.Quote(w.Value))
			}
		case "count":
			if l.Count, err = strconv.Atoi(w.Value); err != nil || l.Count < 1 {
				err = say.Errorf("expected a number from 1, not %s", engine.Quote(w.Value))
			}
		default:
			rest = append(rest, w)
		}
		if err != nil {
			return nil, say.Errorf("column %d: load: %s: %w", w.Column, w.Key, err)
		}
	}
	if l.Every.IsZero() == l.Think.IsZero() {
		return nil, say.Errorf("load: expected either every= or think=, and a time above 0")
	}
	c, err := engine.Parse(commandsOf(p, l.To[0]), rest)
	if err != nil {
		return nil, say.Errorf("load: %w", err)
	}
	l.Event = c
	return l, nil
}
