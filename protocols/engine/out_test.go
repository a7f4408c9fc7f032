package engine

import (
	"bytes"
	"fmt"
	"slices"
	"testing"
)

type (
	hello struct{ Text string }
	tick  struct{ N int }
	done  struct{}
)

func outOf(t *testing.T, explain bool) *Out {
	t.Helper()
	p := Protocol{Name: "x", Messages: []any{hello{}}, Timers: []any{tick{}}, Results: []any{done{}}}
	table, err := p.Table()
	if err != nil {
		t.Fatal(err)
	}
	o := NewOut(table, explain)
	o.KeepFacts(true)
	o.Begin(Stream(1, 2, 3, 4), nil)
	return o
}

func TestAStepsWishesAreKeptInTheirOrderWithTheirBytes(t *testing.T) {
	o := outOf(t, false)
	o.Send(ID('n', 1), hello{"a"})
	o.Broadcast([]NodeID{ID('n', 2), ID('n', 3)}, hello{"b"})
	o.Broadcast(nil, hello{"nobody"})
	o.SendUnsynced(ID('n', 1), hello{"c"})
	o.SetTimer(tick{1}, Second)
	o.SetTimerIn(tick{2}, Exponential(Second))
	o.CancelTimer(tick{1})
	o.Persist("k", 7)
	o.Append("log", "record")
	o.Truncate("log", -3)
	o.DropFirst("log", 4)
	o.Invoke(hello{"mine"})
	o.Return(9, done{})
	o.Observe(hello{"fact"})
	kinds := []EffectKind{Send, Send, Send, SendUnsynced, SetTimer, SetTimer, CancelTimer, Persist, Append, Truncate, DropFirst, Invoke, Return, Observe}
	effects := o.Effects()
	for i, e := range effects {
		if i >= len(kinds) || e.Kind != kinds[i] {
			t.Fatalf("wish %d is %+v", i, e)
		}
	}
	if len(effects) != len(kinds) {
		t.Fatalf("%d wishes; expected %d", len(effects), len(kinds))
	}
	if a, b := effects[1], effects[2]; a.To != ID('n', 2) || b.To != ID('n', 3) || a.Off != b.Off || a.Len != b.Len {
		t.Errorf("a broadcast is encoded twice: %+v, %+v", a, b)
	}
	if e := effects[9]; e.Key != "log" || e.Off != 0 {
		t.Errorf("a log is cut at a negative place: %+v", e)
	}
	if e := effects[10]; e.Off != 4 {
		t.Errorf("got %+v", e)
	}
	v, rest, err := o.table.Load(o.Bytes()[effects[3].Off : effects[3].Off+effects[3].Len])
	if err != nil || len(rest) > 0 || v != (hello{"c"}) {
		t.Errorf("the bytes of a message are %v, %v, %v", v, rest, err)
	}
	var n int
	if e := effects[7]; o.table.LoadAny(o.Bytes()[e.Off:e.Off+e.Len], &n) != nil || n != 7 {
		t.Errorf("the bytes of a write are %d", n)
	}
	o.Begin(Rand{}, nil)
	if len(o.Effects()) != 0 || len(o.Bytes()) != 0 || len(o.Notes()) != 0 {
		t.Error("the next step begins with the wishes of the last")
	}
}

func TestAPointerIsWrittenAsTheValue(t *testing.T) {
	o := outOf(t, false)
	v := 7
	o.Persist("a", v)
	o.Persist("b", &v)
	v = 8 // what was written does not change with it
	e := o.Effects()
	a, b := o.Bytes()[e[0].Off:e[0].Off+e[0].Len], o.Bytes()[e[1].Off:e[1].Off+e[1].Len]
	if !bytes.Equal(a, b) {
		t.Errorf("the value is written as %x, the pointer as %x", a, b)
	}
}

// echo is an engine that is embedded.
type echo struct{ heard int }

func (e *echo) Step(in Input, out *Out) {
	e.heard++
	out.Send(in.From, hello{"echo"})
	out.SetTimer(tick{1}, Second)
	out.CancelTimer(tick{2})
	out.Persist("k", e.heard)
	out.Append("log", "x")
	if in.Scope != "" {
		panic("an embedded engine sees its scope")
	}
}

func TestWhatAnEmbeddedEngineWantsBearsItsScope(t *testing.T) {
	o := outOf(t, false)
	o.Send(ID('n', 1), hello{"own"})
	o.In("left/", &echo{}, Input{From: ID('n', 2), Scope: "left/"})
	o.Send(ID('n', 1), hello{"own"})
	var keys []string
	for _, e := range o.Effects() {
		keys = append(keys, e.Key)
	}
	if want := []string{"", "left/", "left/", "left/", "left/k", "left/log", ""}; !slices.Equal(keys, want) {
		t.Errorf("scopes: %q; expected %q", keys, want)
	}
}

func TestWhatIsNotDeclaredCannotBeSent(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("expected a panic")
		}
	}()
	outOf(t, false).Send(ID('n', 1), struct{ Secret int }{})
}

func TestARunawayStepIsStoppedBeforeTheMemoryIsGone(t *testing.T) {
	defer func() {
		if r := recover(); r == nil {
			t.Error("expected a panic")
		}
	}()
	o := outOf(t, false)
	for {
		o.Send(ID('n', 1), hello{"x"})
	}
}

func TestInARunAChoiceIsDrawnAndTheStreamGoesOn(t *testing.T) {
	o := outOf(t, false)
	r := Stream(1, 2, 3, 4)
	for range 20 {
		if got, want := o.Choose(6), r.IntN(6); got != want {
			t.Fatalf("chose %d, the stream has %d", got, want)
		}
	}
	if o.Rand() != r {
		t.Error("the stream is left elsewhere")
	}
}

func TestInASearchEveryChoiceIsMadeOnce(t *testing.T) {
	// The second choice depends on the first, and sometimes there is a third.
	step := func(o *Out) string {
		a := o.Choose(3)
		b := o.Choose(a + 1)
		s := fmt.Sprint(a, b)
		if b == 1 {
			s += fmt.Sprint(" ", o.Choose(2))
		}
		return s
	}
	o := outOf(t, false)
	var script Choices
	var all []string
	for {
		o.Begin(Rand{}, &script)
		all = append(all, step(o))
		if !script.Next() {
			break
		}
	}
	if want := []string{"0 0", "1 0", "1 1 0", "1 1 1", "2 0", "2 1 0", "2 1 1", "2 2"}; !slices.Equal(all, want) {
		t.Errorf("chosen: %q; expected %q", all, want)
	}
	if o.Rand() != (Rand{}) {
		t.Error("a search drew from the stream")
	}
	var none Choices
	o.Begin(Rand{}, &none)
	if none.Next() {
		t.Error("a step without a choice has another outcome")
	}
}

func TestANotePutsItsArgumentsIn(t *testing.T) {
	type term uint64
	type name string
	type flag bool
	o := outOf(t, true)
	o.Note("% of % in % after %: % % %", ID('n', 1), 3, "x\u202ey", 1500*Millisecond, term(7), name("a b"), flag(true))
	o.Note("nothing to put in")
	o.Note("% alone", -1)
	o.Note("too few: % %", 1)
	o.Note("too many", 1, 2)
	o.Note("% %", struct{}{}, 1.5)
	want := "n1 of 3 in x\\u202ey after 1500ms: 7 a b true\nnothing to put in\n-1 alone\ntoo few: 1 %\ntoo many\n? ?\n"
	if got := string(o.Notes()); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	if !o.Explains() || outOf(t, false).Explains() {
		t.Error("an engine is told wrongly whether notes are kept")
	}
}

func TestAnAsideIsTellableFromANote(t *testing.T) {
	o := outOf(t, true)
	o.Note("% leads", ID('n', 1))
	o.Aside("% lives", "\tn2")
	if got, want := string(o.Notes()), "n1 leads\n"+string(AsideMark)+"\\tn2 lives\n"; got != want {
		t.Errorf("got %q, not %q", got, want)
	}
	bare := outOf(t, false)
	if bare.Aside("% lives", 2); len(bare.Notes()) != 0 {
		t.Errorf("it is kept though nobody reads it: %q", bare.Notes())
	}
}

func TestANoteCostsNothingWhenNobodyReadsIt(t *testing.T) {
	o := outOf(t, false)
	id, text, n := ID('n', 1), "x", 1<<40
	if allocs := testing.AllocsPerRun(100, func() { o.Note("% says % for the % time, after %", id, text, n, Duration(n)) }); allocs != 0 {
		t.Errorf("%v allocations", allocs)
	}
	if len(o.Notes()) != 0 {
		t.Errorf("it is kept: %q", o.Notes())
	}
}

func TestNotesOfARunawayStepAreCutOff(t *testing.T) {
	o := outOf(t, true)
	for range 100_000 {
		o.Note("again and again and again")
	}
	if n := len(o.Notes()); n > notesMax+100 {
		t.Errorf("%d bytes of notes", n)
	}
}
