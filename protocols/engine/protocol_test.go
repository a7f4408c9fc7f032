package engine

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// sound is a declaration with one of everything, and nothing wrong.
func sound() Protocol {
	return Protocol{
		Name: "sound", Title: "Sound", Params: struct{ N int }{3},
		Roles: []Role{{Name: "server", Letter: 'n', Min: 1, Default: 3, Max: 5, Commands: []any{hello{}}, New: func(Birth) Node { return &echo{} }},
			{Name: "client", Letter: 'c', Default: 1, Max: 5, Commands: []any{hello{}}, New: func(Birth) Node { return &echo{} }}},
		Messages: []any{struct{ A int }{}}, Timers: []any{tick{}}, Results: []any{done{}}, Facts: []any{true},
		Invariants: []Invariant{{Name: "safety", Check: func(*Global) error { return nil }}},
		Goals:      []Goal{When("there", "whether", func(*Global, struct{ N int }) bool { return true })},
		Layout:     Star,
		Statuses:   []Status{{Name: "up", Shape: Circle}},
		Kinds:      []Kind{{Name: "Vote", Intent: Ask}},
		Panels:     []Panel{{Name: "logs", Kind: LogPanel}},
		Spans:      []Span{{Name: "leads", Means: "believes that it leads", Holds: SpanOf(func(*echo) (bool, Time) { return true, 0 })}},
	}
}

func TestASoundDeclarationIsAccepted(t *testing.T) {
	p := sound()
	if err := p.Validate(); err != nil {
		t.Error(err)
	}
}

func TestWhatIsWrongWithADeclarationIsSaidWithItsPlace(t *testing.T) {
	for _, c := range []struct {
		spoil func(p *Protocol)
		want  string
	}{
		{func(p *Protocol) { p.Name = "" }, "protocol : expected a lower-case name"},
		{func(p *Protocol) { p.Name = "TwoPhase" }, "protocol TwoPhase: expected a lower-case name"},
		{func(p *Protocol) { p.Name = "two phase" }, "expected a lower-case name"},
		{func(p *Protocol) { p.Roles = nil }, "protocol sound: expected a role"},
		{func(p *Protocol) { p.Roles[0].Letter = 'N' }, `role "server": expected a name, a letter a…z and a constructor`},
		{func(p *Protocol) { p.Roles[0].Name = "" }, `role "": expected a name`},
		{func(p *Protocol) { p.Roles[0].New = nil }, `role "server": expected a name, a letter a…z and a constructor`},
		{func(p *Protocol) { p.Roles[0].Min = 4 }, "role server: expected 0 ≤ min ≤ default ≤ max, not 4, 3, 5"},
		{func(p *Protocol) { p.Roles[0].Max = 2 }, "role server: expected 0 ≤ min ≤ default ≤ max, not 1, 3, 2"},
		{func(p *Protocol) { p.Roles[0].Disk = struct{}{} }, "role server: Disk and Write go together"},
		{func(p *Protocol) { p.Roles[1].Name = "server" }, "two roles are called server"},
		{func(p *Protocol) { p.Messages = append(p.Messages, tick{}) }, "engine.tick stands in two lists, or twice in one"},
		{func(p *Protocol) { p.Facts = append(p.Facts, false) }, "bool stands in two lists, or twice in one"},
		{func(p *Protocol) { p.Messages = append(p.Messages, nil) }, "nil"},
		{func(p *Protocol) { p.Timers = append(p.Timers, nil) }, "nil"},
		{func(p *Protocol) { p.Messages = append(p.Messages, struct{ F func() }{}) }, "func() is not plain data"},
		{func(p *Protocol) { p.Timers = append(p.Timers, struct{ S []int }{}) }, "timer struct { S []int } is not comparable"},
		{func(p *Protocol) { p.Params = struct{ F float64 }{} }, "params: "},
		{func(p *Protocol) { p.Params = 3 }, "params: int: expected a struct"},
		{func(p *Protocol) { p.Roles[0].Commands = []any{struct{ M map[int]int }{}} }, "command: "},
		{func(p *Protocol) { p.Goals[0].Form = struct{ F func() }{} }, "goal there: "},
		{func(p *Protocol) { p.Goals[0].Reached = nil }, `goal "there": expected a name and a function`},
		{func(p *Protocol) { p.Goals[0].Name = "" }, `goal "": expected a name and a function`},
		{func(p *Protocol) { p.Goals = append(p.Goals, p.Goals[0]) }, "two goals are called there"},
		{func(p *Protocol) { p.Layout = "spiral" }, `layout "spiral": expected one of`},
		{func(p *Protocol) { p.Statuses[0].Shape = "star" }, `status up: shape "star": expected one of`},
		{func(p *Protocol) { p.Statuses = append(p.Statuses, p.Statuses[0]) }, "two statuses are called up"},
		{func(p *Protocol) { p.Kinds[0].Intent = "shout" }, `kind Vote: intent "shout": expected one of`},
		{func(p *Protocol) { p.Kinds = append(p.Kinds, p.Kinds[0]) }, "two kinds are called Vote"},
		{func(p *Protocol) { p.Panels[0].Kind = "table football" }, `panel logs: kind "table football": expected one of`},
		{func(p *Protocol) { p.Panels = append(p.Panels, p.Panels[0]) }, "two panels are called logs"},
		{func(p *Protocol) { p.Spans = append(p.Spans, p.Spans[0]) }, "two spans are called leads"},
		{func(p *Protocol) { p.Spans[0].Name = "" }, `span "": expected a name of one lower-case word, a meaning and a function`},
		{func(p *Protocol) { p.Spans[0].Name = "in doubt" }, `span "in doubt": expected a name of one lower-case word`},
		{func(p *Protocol) { p.Spans[0].Means = "" }, `span "leads": expected a name of one lower-case word, a meaning and a function`},
		{func(p *Protocol) { p.Spans[0].Holds = nil }, `span "leads": expected a name of one lower-case word, a meaning and a function`},
		{func(p *Protocol) { p.Spans = make([]Span, SpansMax+1) }, "expected at most 4 spans, not 5"},
		{func(p *Protocol) { p.Invariants[0].Check = nil }, `invariant "safety": expected a name and a check`},
		{func(p *Protocol) { p.Invariants[0].Name = "" }, `invariant "": expected a name and a check`},
		{func(p *Protocol) { p.Monitors = []Monitor{{Name: "safety", New: func() Observer { return nil }}} }, "two invariants are called safety"},
		{func(p *Protocol) { p.Monitors = []Monitor{{Name: "m"}} }, `monitor "m": expected a name and a constructor`},
	} {
		p := sound()
		c.spoil(&p)
		if err := p.Validate(); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("expected %q, got %v", c.want, err)
		}
	}
}

func TestAllThatIsWrongIsSaidAtOnce(t *testing.T) {
	p := sound()
	p.Layout, p.Roles[0].Min, p.Goals[0].Name = "spiral", 9, ""
	if err := p.Validate(); err == nil || strings.Count(err.Error(), "protocol sound: ") != 3 {
		t.Errorf("got %v", err)
	}
}

func TestARoleIsFoundByNumberWhereRolesShareALetter(t *testing.T) {
	p := sound()
	p.Roles = []Role{{Name: "head", Letter: 'n', Min: 1, Default: 1, Max: 1}, {Name: "tail", Letter: 'n', Min: 1, Default: 2, Max: 9}, {Name: "client", Letter: 'c', Default: 1, Max: 1}}
	for _, c := range []struct {
		id   NodeID
		n    int
		want string
	}{{ID('n', 1), 3, "head"}, {ID('n', 2), 3, "tail"}, {ID('n', 3), 3, "tail"}, {ID('n', 8), 8, "tail"}, {ID('c', 1), 3, "client"}} {
		if r := p.RoleOf(c.id, map[byte]int{'n': c.n, 'c': 1}); r == nil || r.Name != c.want {
			t.Errorf("%v of %d is %v; expected %s", c.id, c.n, r, c.want)
		}
	}
	if r := p.RoleOf(ID('x', 1), map[byte]int{'x': 1}); r != nil {
		t.Errorf("x1 is a %s", r.Name)
	}
}

func TestCommandsOfSeveralRolesAreListedOnce(t *testing.T) {
	p := sound()
	if cs := p.Commands(); len(cs) != 1 || cs[0] != (hello{}) {
		t.Errorf("commands: %v", cs)
	}
}

// polite chooses its own intent and shows itself.
type polite struct{ yes bool }

func (p polite) Intent() Intent {
	if p.yes {
		return Yes
	}
	return No
}
func (polite) Kind() string { return "Vote" }
func (polite) Text() string { return "please" }

func TestAMessageHasItsOwnIntentOrItsKinds(t *testing.T) {
	p := sound()
	for _, c := range []struct {
		m    any
		want Intent
	}{{polite{true}, Yes}, {polite{}, No}, {named("Vote"), Ask}, {hello{}, Tell}} {
		if got := p.IntentOf(c.m); got != c.want {
			t.Errorf("%+v: %s; expected %s", c.m, got, c.want)
		}
	}
	if p.ShapeOf("up") != Circle || p.ShapeOf("never declared") != Circle {
		t.Error("a status without a shape does not take part")
	}
}

// named has the kind that it says.
type named string

func (n named) Kind() string { return string(n) }

func TestAKindIsWhatAValueSaysOrTheNameOfItsType(t *testing.T) {
	for _, c := range []struct {
		v    any
		want string
	}{{hello{}, "hello"}, {&hello{}, "hello"}, {named("x"), "x"}, {nil, "nothing"}, {true, "bool"}} {
		if got := KindOf(c.v); got != c.want {
			t.Errorf("%#v is a %s; expected %s", c.v, got, c.want)
		}
	}
	for _, c := range []struct {
		v    any
		want string
	}{{hello{"a b"}, `hello text="a b"`}, {&hello{"\u202e"}, `hello text="\u202e"`}, {polite{}, "please"}, {done{}, "done"}, {true, "bool true"}, {nil, "nothing"}} {
		if got := TextOf(c.v); got != c.want {
			t.Errorf("%#v is shown as %s; expected %s", c.v, got, c.want)
		}
	}
}

func TestWhatIsAssumedIsSaidInWords(t *testing.T) {
	for _, c := range []struct {
		a    Assumptions
		want string
	}{
		{Assumptions{}, "links may lose, double and reorder; nodes may crash and come back with their disks"},
		{Assumptions{FIFO: true, Reliable: true, Crashes: Never}, "links lose nothing and keep their order; no node crashes"},
		{Assumptions{Reliable: true, Crashes: Stop}, "links lose nothing but may reorder; nodes may crash for good"},
		{Assumptions{FIFO: true, WholeBatches: true, Synchronous: true, ReadsClock: true},
			"links may lose but keep their order; nodes may crash and come back with their disks; a batch of writes is on the disk whole or not at all; messages arrive within a known time; clocks are read"},
	} {
		if got := c.a.Sentence(); got != c.want {
			t.Errorf("%+v: %s", c.a, got)
		}
	}
}

func TestTheNodesOfATypeAreFoundAmongAll(t *testing.T) {
	a, b := &echo{1}, &echo{2}
	g := &Global{IDs: []NodeID{ID('n', 1), ID('n', 2), ID('n', 3), ID('c', 1)}, Nodes: []Node{a, nil, b, &other{}}, Stepped: -1}
	list := func(seq func(func(NodeID, *echo) bool)) string {
		s := ""
		for id, n := range seq {
			s += fmt.Sprintf("%v:%d ", id, n.heard)
		}
		return s
	}
	if got := list(Each[*echo](g)); got != "n1:1 n3:2 " {
		t.Errorf("each: %s", got)
	}
	if got := list(Changed[*echo](g)); got != "n1:1 n3:2 " {
		t.Errorf("changed, when any may have: %s", got)
	}
	for stepped, want := range map[int]string{0: "n1:1 ", 1: "", 2: "n3:2 ", 3: ""} {
		g.Stepped = stepped
		if got := list(Changed[*echo](g)); got != want {
			t.Errorf("changed, when %d stepped: %s; expected %s", stepped, got, want)
		}
	}
	for range Each[*echo](g) {
		break // a loop may end early
	}
	if n, ok := Find[*echo](g, ID('n', 3)); !ok || n != b {
		t.Errorf("n3 is %v, %v", n, ok)
	}
	for _, id := range []NodeID{ID('n', 2), ID('c', 1), ID('n', 9)} {
		if n, ok := Find[*echo](g, id); ok || n != nil {
			t.Errorf("%v is %v", id, n)
		}
	}
}

type other struct{}

func (*other) Step(Input, *Out) {}

func TestANodeKnowsItsPeersAndOthersByLetter(t *testing.T) {
	b := Birth{ID: ID('n', 2), Members: []NodeID{ID('n', 1), ID('n', 2), ID('c', 1), ID('n', 3), ID('c', 2)}}
	if got := b.Peers(); !slices.Equal(got, []NodeID{ID('n', 1), ID('n', 3)}) {
		t.Errorf("peers: %v", got)
	}
	if got := b.Of('c'); !slices.Equal(got, []NodeID{ID('c', 1), ID('c', 2)}) {
		t.Errorf("clients: %v", got)
	}
	if got := b.Of('x'); len(got) != 0 {
		t.Errorf("nobody: %v", got)
	}
	alone := Birth{ID: ID('n', 1), Members: []NodeID{ID('n', 1)}}
	if got := alone.Peers(); len(got) != 0 {
		t.Errorf("peers of a node that is alone: %v", got)
	}
}

func TestATypedConstructorGetsItsParametersAndLaterChanges(t *testing.T) {
	type params struct{ N int }
	type node struct {
		Config[params]
		other
	}
	made := New(func(c Config[params]) Node { return &node{Config: c} })(Birth{ID: ID('n', 1), Params: params{3}}).(*node)
	if made.Params.N != 3 || made.ID != ID('n', 1) {
		t.Errorf("got %+v", made)
	}
	if made.Configure(params{4}); made.Params.N != 4 || made.Birth.Params != (params{4}) {
		t.Errorf("got %+v", made)
	}
	if made.Configure("rubbish"); made.Params.N != 4 {
		t.Errorf("got %+v", made)
	}
}

func TestGoalsAreReadByNameAndAnswer(t *testing.T) {
	type which struct {
		Node NodeID `arg:"true" optional:"true"`
		N    int
	}
	among := []Goal{
		When("up", "", func(g *Global, f which) bool { return f.Node == ID('n', 1) }),
		Measure("count", "", func(g *Global, f which) int64 { return int64(f.N) }),
	}
	read := func(line string) (*Goal, any, error) {
		ws, err := Words(line)
		if err != nil {
			t.Fatal(err)
		}
		return ParseGoal(among, ws)
	}
	g, form, err := read("up n1")
	if err != nil || !g.Reached(nil, form) || g.Value != nil || g.Amount(nil, form) != 1 || PrintGoal(g.Name, form) != "up n1" {
		t.Errorf("got %+v, %v", form, err)
	}
	if g, form, err = read("up n2"); err != nil || g.Reached(nil, form) || g.Amount(nil, form) != 0 {
		t.Errorf("got %+v, %v", form, err)
	}
	if g, form, err = read("count n=7"); err != nil || g.Amount(nil, form) != 7 || g.Reached != nil {
		t.Errorf("got %+v, %v", form, err)
	}
	if g, form, err = read("count"); err != nil || g.Amount(nil, form) != 0 {
		t.Errorf("got %+v, %v", form, err)
	}
	for line, want := range map[string]string{"": "expected one of up or count", "down": "column 1: expected one of up or count, not down", "up x": "column 4: up: node: expected a node", "count m=1": "column 7: count: expected n=, not m="} {
		if _, _, err := read(line); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: expected %q, got %v", line, want, err)
		}
	}
}

func TestAViolationSaysItsValues(t *testing.T) {
	inner := errors.New("inside")
	if err := Violated("%v and %v both lead term %d: %w", ID('n', 1), ID('n', 2), 7, inner); err.Error() != "n1 and n2 both lead term 7: inside" || !errors.Is(err, inner) {
		t.Errorf("got %v", err)
	}
}
