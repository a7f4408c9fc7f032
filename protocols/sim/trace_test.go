package sim

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"quorumlab/protocols/engine"

	"pgregory.net/rapid"
)

// eventful is a run in which much happens: all kinds of events, actions and effects.
func eventful(t testing.TB, change func(*Options)) *World {
	t.Helper()
	w := toyWorld(t, func(o *Options) {
		o.Counts = map[byte]int{'o': 1}
		o.Settings.Latency, o.Settings.Fsync = engine.Between(msec, 30*msec), engine.Between(msec, 4*msec)
		o.Settings.Loss, o.Settings.Dup = 50_000, 50_000
		o.Explain, o.Watch = true, true
		if change != nil {
			change(o)
		}
	})
	play(t, w, 0, len(eventfulLines))
	return w
}

// eventfulLines act 7 ms apart, from 0 ms on.
var eventfulLines = strings.Split(strings.TrimSpace(`
load c1 ask to=n1 text=% think=3ms count=30
load o1 ask to=n2 text=% every=exp(5ms) count=30
command n1 flood
pause o1
command n2 draw name=x after=1ms..90ms
command n1 write key=k value=a to=n2
hold kind=Answer
command n3 tell to=n1 text=b times=4
pause n1
resume o1
cut n2 n3 both=true
manual n3 on patience=20ms
command n2 log add=a+b+c
crash n2 disk=torn
release
skew n1 rate=150% offset=3ms
resume n1
link n3 n1 latency=2ms dup=50%
restart n2
command n2 tell to=n3 text=c times=3
command n1 pick n=100
set step=9ms
heal
command n1 write key=k value=d to=n3
manual n3 off
add server
command n4 tell to=n1 text=e times=2
command c1 loop to=n1
crash c1
lose n3
restart c1
restart n3
remove n4
command n3 report text=z
`), "\n")

// play acts from one of the lines of eventful up to another, and runs on to the next.
func play(t testing.TB, w *World, from, to int) {
	t.Helper()
	for i := from; i < to; i++ {
		w.Run(ms(7 * i))
		if err := w.Apply(parse(t, eventfulLines[i])); err != nil {
			t.Fatalf("%s: %v", eventfulLines[i], err)
		}
	}
	w.Run(ms(7 * to))
	if e := w.Ending(); e != nil {
		t.Fatalf("the run ended: %+v", e)
	}
}

func TestEveryEventHasAnEarlierCauseUnlessNothingCausedIt(t *testing.T) {
	w := eventful(t, nil)
	trace := w.Trace()
	kinds := map[Kind]int{}
	for k := EventID(1); int(k) <= trace.Len(); k++ {
		e := trace.Event(k)
		kinds[e.Kind]++
		if e.Cause >= k {
			t.Fatalf("event %d is caused by event %d", k, e.Cause)
		}
		cause := Kind(0)
		if e.Cause > 0 {
			cause = trace.Event(e.Cause).Kind
		}
		ok := false
		switch e.Kind {
		case KindStart: // of the world; or by a restart or an add
			ok = e.At == 0 && e.Cause == 0 || cause == KindAction
		case KindAction:
			ok = e.Cause == 0
		case KindCommand: // a person's; a load's; or one that waited for the answer of the one before it, or a restart
			ok = e.Cause == 0 || cause == KindAction || e.Op > 0
		case KindRecv, KindLost:
			ok = e.Cause > 0 && (e.Msg == 0 || sends(trace, e.Cause, e.Msg))
			if e.Kind == KindLost && e.Msg == 0 {
				ok = true // a command for a node that is down
			}
		case KindTimer:
			ok = e.Cause > 0 && arms(trace, e.Cause, e)
		case KindReturn:
			ok = e.Cause > 0
		}
		if !ok {
			t.Errorf("event %d, %v, is caused by event %d, %v", k, e.Kind, e.Cause, cause)
		}
		if k > 1 && (e.At < trace.Event(k-1).At || e.At == trace.Event(k-1).At && e.Place < trace.Event(k-1).Place) {
			t.Errorf("event %d at %v, %d, is before the one before it", k, e.At, e.Place)
		}
	}
	for _, kind := range []Kind{KindStart, KindRecv, KindTimer, KindCommand, KindReturn, KindLost, KindAction} {
		if kinds[kind] == 0 {
			t.Errorf("the run has no %v", kind)
		}
	}
}

// sends tells whether an event sent a message.
func sends(trace *Trace, k EventID, m MsgID) bool {
	for fx := range trace.EffectsOf(trace.Event(k)) {
		if (fx.Kind == engine.Send || fx.Kind == engine.SendUnsynced) && fx.Msg == m {
			return true
		}
	}
	return false
}

// arms tells whether an event armed the timer that fires in e, with the same bytes.
func arms(trace *Trace, k EventID, e *Event) bool {
	for fx := range trace.EffectsOf(trace.Event(k)) {
		if fx.Kind == engine.SetTimer && string(trace.Bytes(fx.Off, fx.Len)) == string(trace.Bytes(e.Off, e.Len)) {
			return true
		}
	}
	return false
}

func TestTheTraceSaysWhereEachMessageLands(t *testing.T) {
	w := toyWorld(t, func(o *Options) { o.Settings.Latency, o.Settings.Loss = engine.Exponential(20*msec), 200_000 })
	tellAll(t, w, "n1", "n2", 40)
	w.Run(ms(1000))
	lands := map[MsgID]engine.Time{}
	lost := 0
	for k := EventID(1); k <= w.Count(); k++ {
		for fx := range w.Trace().EffectsOf(w.Trace().Event(k)) {
			if fx.Kind == engine.Send {
				lands[fx.Msg] = fx.Lands
				if fx.Fate == LostByChance {
					lost++
				}
			}
		}
	}
	for k := EventID(1); k <= w.Count(); k++ {
		if e := w.Trace().Event(k); e.Kind == KindRecv {
			if lands[e.Msg] != e.At {
				t.Errorf("%v should have landed at %v, not %v", e.Msg, lands[e.Msg], e.At)
			}
			v, rest, err := w.Table().Load(w.Trace().Bytes(e.Off, e.Len))
			if want := (Said{fmt.Sprint(e.Msg.Count() - 1)}); err != nil || len(rest) > 0 || v != want {
				t.Errorf("%v is %v in the trace, %v; expected %v", e.Msg, v, err, want)
			}
		}
	}
	if lost == 0 || lost != w.Stats().Lost {
		t.Errorf("the trace has %d lost messages, the count is %d", lost, w.Stats().Lost)
	}
}

func TestAnActionRightAfterAnEventIsPutWhereTheTraceSaysTheEventIs(t *testing.T) {
	run := func() *World {
		w := toyWorld(t, nil)
		do(t, w, "command n1 tell to=n2 text=a times=3", "command n2 arm name=t after=10ms", "command n3 tell to=n2 text=b times=2")
		return w
	}
	w := run()
	w.Run(ms(50))
	for k := w.Count(); k > 0; k-- {
		e := w.Trace().Event(k)
		again := run()
		for again.Count() < k && again.Next(ms(50)) {
		}
		if again.Count() != k {
			continue
		}
		if got, want := again.Position(), (Position{e.At, int(e.Place)}); got != want {
			t.Errorf("after event %d the position is %v; the trace says %v", k, got, want)
		}
		there := run()
		there.RunTo(Position{e.At, int(e.Place)})
		if e.At > 0 && (there.Count() != k || there.Hash() != again.Hash()) {
			t.Errorf("running to %v leads to event %d, not %d", Position{e.At, int(e.Place)}, there.Count(), k)
		}
	}
}

func TestPlacesAreCountedAnewAtEachMoment(t *testing.T) {
	w := toyWorld(t, nil)
	do(t, w, "command n1 tell to=n2 text=a times=3", "command n1 arm name=x after=20ms")
	for _, want := range []Position{{ms(10), 1}, {ms(10), 2}, {ms(10), 3}, {ms(20), 1}} {
		if w.Next(ms(99)); w.Position() != want {
			t.Errorf("the position is %v; expected %v", w.Position(), want)
		}
	}
	if w.Run(ms(30)); w.Position() != (Position{At: ms(30)}) {
		t.Errorf("the position is %v", w.Position())
	}
}

func TestTheHashTellsRunsApart(t *testing.T) {
	seen := map[uint64]string{}
	for _, line := range []string{"", "command n1 tell to=n2 text=a", "command n1 tell to=n2 text=b", "command n1 tell to=n3 text=a", "command n2 tell to=n3 text=a",
		"command n1 arm name=a after=10ms", "command n1 arm name=a after=20ms", "command n1 arm name=b after=20ms", "command n1 pick n=2", "command n1 pick n=3",
		"command n1 disarm name=a", "command n1 write key=k value=a", "command n1 write key=l value=a", "command n1 log keep=1", "command n1 log keep=2",
		"command n1 unsynced to=n2 text=a", "crash n1", "crash n2", "pause n1", "hold", "hold from=n1", "set loss=1%", "skew n1 offset=1ms", "skew n1 offset=2ms"} {
		w := toyWorld(t, nil)
		if line != "" {
			do(t, w, line)
		}
		if had, ok := seen[w.Hash()]; ok {
			t.Errorf("%q and %q have one hash", had, line)
		}
		seen[w.Hash()] = line
	}
}

func TestStepToDoesWhatRunToDoesOneThingAtATime(t *testing.T) {
	a, b := toyWorld(t, nil), toyWorld(t, nil)
	for _, w := range []*World{a, b} {
		do(t, w, "pause n3", "command n1 tell to=n3 text=a", "command n1 tell to=n2 text=b times=3")
	}
	p := Position{ms(10), 3}
	a.RunTo(p)
	steps := 0
	for b.StepTo(p) {
		steps++
	}
	if a.Position() != p || b.Position() != p || a.Hash() != b.Hash() || steps != 3 {
		t.Errorf("RunTo leads to %v, StepTo in %d steps to %v", a.Position(), steps, b.Position())
	}
	b.StepTo(Position{At: ms(99)})
	for b.StepTo(Position{At: ms(99)}) {
	}
	if b.Now() != ms(99) {
		t.Errorf("the time is %v", b.Now())
	}
}

// contents is all that a trace holds.
func contents(trace *Trace) string {
	var b strings.Builder
	for k := EventID(1); int(k) <= trace.Len(); k++ {
		e := trace.Event(k)
		fmt.Fprintf(&b, "%d %+v %x %x\n", k, *e, trace.Bytes(e.Off, e.Len), trace.Bytes(e.Notes, uint32(e.NotesLen)))
		for fx := range trace.EffectsOf(e) {
			fmt.Fprintf(&b, "  %+v", *fx)
			if fx.Kind < engine.FateHeld && fx.Kind != engine.Truncate && fx.Kind != engine.DropFirst {
				fmt.Fprintf(&b, " %x", trace.Bytes(fx.Off, fx.Len))
			}
			b.WriteString("\n")
		}
	}
	return b.String()
}

func TestARewoundTraceIsAsItWasAndGrowsAsItDid(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var trace Trace
		var marks []Mark
		var was []string
		grow := func() {
			var base uint32
			for range rapid.IntRange(0, 3).Draw(t, "effects") {
				n := rapid.SampledFrom([]int{0, 1, 9, 70_000, 300_000}).Draw(t, "bytes")
				b := make([]byte, n)
				for i := 0; i < n; i += 997 {
					b[i] = byte(len(was))
				}
				base = uint32(trace.mark.Effects)
				trace.effect(Effect{Off: trace.put(b), Len: uint32(n), Msg: MsgID(len(was))})
			}
			trace.event(Event{Effects: base, Node: int32(len(was))})
		}
		sum := func() string {
			return fmt.Sprint(trace.mark.Events, trace.mark.Effects, len(contents(&trace)), trace.Size() > 0)
		}
		for range rapid.IntRange(1, 30).Draw(t, "events") {
			marks, was = append(marks, trace.here()), append(was, sum())
			grow()
		}
		k := rapid.IntRange(0, len(marks)-1).Draw(t, "back to")
		trace.rewind(marks[k])
		if got := sum(); got != was[k] {
			t.Fatalf("rewound to event %d it is %s, not %s", k, got, was[k])
		}
		grow()
		if trace.Len() != k+1 {
			t.Fatalf("it has %d events, not %d", trace.Len(), k+1)
		}
	})
}

func TestALongTraceIsReadAsItWasWritten(t *testing.T) {
	var trace Trace
	const n = 3*chunkEvents + 7
	for i := range n {
		b := []byte(strings.Repeat("x", i%5) + fmt.Sprint(i))
		first := uint32(trace.mark.Effects)
		for range i % 3 {
			trace.effect(Effect{Off: trace.put(b), Len: uint32(len(b))})
		}
		trace.event(Event{Effects: first, NEffects: uint16(i % 3), Node: int32(i)})
	}
	if trace.Len() != n {
		t.Fatalf("it has %d events", trace.Len())
	}
	for i := range n {
		e := trace.Event(EventID(i + 1))
		effects := 0
		for fx := range trace.EffectsOf(e) {
			effects++
			if got := string(trace.Bytes(fx.Off, fx.Len)); !strings.HasSuffix(got, fmt.Sprint(i)) {
				t.Fatalf("event %d has the bytes %q", i, got)
			}
		}
		if e.Node != int32(i) || effects != i%3 {
			t.Fatalf("event %d is %+v with %d effects", i, e, effects)
		}
	}
}

func TestNotesAndWhatIsShownAreInTheTraceWhenAskedForOnly(t *testing.T) {
	count := func(w *World) (notes, shown int) {
		for k := EventID(1); k <= w.Count(); k++ {
			e := w.Trace().Event(k)
			notes += strings.Count(string(w.Trace().Bytes(e.Notes, uint32(e.NotesLen))), "\n")
			for fx := range w.Trace().EffectsOf(e) {
				if fx.Kind == ShownStatus || fx.Kind == ShownFlags {
					shown++
				}
			}
		}
		return
	}
	if notes, shown := count(eventful(t, nil)); notes < 100 || shown < 20 {
		t.Errorf("%d notes and %d changes of what is shown", notes, shown)
	}
	if notes, shown := count(eventful(t, func(o *Options) { o.Explain, o.Watch = false, false })); notes != 0 || shown != 0 {
		t.Errorf("%d notes and %d changes of what is shown, and nobody asked", notes, shown)
	}
}

func TestWhatIsShownOfANodeChangesWithItsStatusAndFlags(t *testing.T) {
	w := toyWorld(t, func(o *Options) { o.Watch, o.Check = true, false })
	seen := w.Count()
	shown := func() []string {
		var all []string
		for ; seen < w.Count(); seen++ {
			for fx := range w.Trace().EffectsOf(w.Trace().Event(seen + 1)) {
				switch fx.Kind {
				case ShownStatus:
					all = append(all, fmt.Sprintf("%s %s", toy.Statuses[fx.Type].Name, w.Trace().Bytes(fx.Off, fx.Len)))
				case ShownFlags:
					all = append(all, fmt.Sprintf("flags %b", fx.Type))
				}
			}
		}
		return all
	}
	for _, c := range []struct {
		line string
		want []string
	}{
		{"command n1 pick n=2", []string{"up 1 things"}},
		{"command n1 report text=x", nil},
		{"pause n1", []string{"flags 10"}},
		{"resume n1", []string{"flags 0"}},
		{"skew n1 offset=1ms", []string{"flags 100"}},
		{"crash n1", []string{"flags 101"}},
		{"restart n1", []string{"flags 100"}}, // its picture is as before it fell
		{"command n2 tell to=n3 text=bad", nil},
		{"deliver n2.1", []string{"loud 1 things"}},
	} {
		do(t, w, c.line)
		if got := shown(); !slices.Equal(got, c.want) {
			t.Errorf("%s: shown is %q; expected %q", c.line, got, c.want)
		}
	}
}

func TestTheHashChangesWithEventsOnly(t *testing.T) {
	w := toyWorld(t, func(o *Options) { *o = eventful(t, nil).options })
	silent := 0
	count, hash := w.Count(), w.Hash()
	look := func() {
		if w.Count() == count {
			if silent++; w.Hash() != hash {
				t.Fatalf("the hash changed at %v without an event", w.Position())
			}
		} else if w.Hash() == hash {
			t.Fatalf("the hash did not change with event %d", w.Count())
		}
		count, hash = w.Count(), w.Hash()
	}
	for i, line := range eventfulLines {
		for w.StepTo(Position{At: ms(7 * i), Place: 1 << 30}) {
			look()
		}
		do(t, w, line)
		look()
	}
	if silent == 0 {
		t.Error("nothing happened in silence: nothing was tested")
	}
}
