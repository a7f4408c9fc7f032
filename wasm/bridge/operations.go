package bridge

import (
	"strings"
	"unicode/utf8"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/engine/say"
	"quorumlab/protocols/history"
	"quorumlab/protocols/sim"
)

const (
	judgedMax = 500    // operations of a run that are judged
	stepsMax  = 50_000 // that the judge takes for a part of them: some tens of milliseconds in a browser
	seenMax   = 12     // operations that a verdict names
	briefMax  = 40     // characters of an operation or an answer on a line of time
)

// turns are the operations that the events of a run call and answer.
type turns struct{ calls, answers map[sim.EventID][]*sim.Op }

// turnsOf finds those of the events after one, up to another.
func (s *session) turnsOf(after, to sim.EventID) turns {
	t := turns{map[sim.EventID][]*sim.Op{}, map[sim.EventID][]*sim.Op{}}
	trace, ops := s.rec.Head().Trace(), s.rec.Head().Ops()
	for i := range ops {
		o := &ops[i]
		// One that waits for its client's turn was asked for in an action, and is not called yet.
		if o.Call > after && o.Call <= to && trace.Event(o.Call).Kind != sim.KindAction {
			t.calls[o.Call] = append(t.calls[o.Call], o)
		}
		if o.Return > after && o.Return <= to {
			t.answers[o.Return] = append(t.answers[o.Return], o)
		}
	}
	return t
}

// write writes what event k calls and answers.
func (t *turns) write(d *doc, k sim.EventID) {
	list := func(name string, ops []*sim.Op, says func(*sim.Op) string) {
		if len(ops) == 0 {
			return
		}
		d.klist(name, func() {
			for _, o := range ops {
				d.object(func() {
					d.kint("op", int64(o.ID))
					d.kstr("says", says(o))
				})
			}
		})
	}
	list("calls", t.calls[k], func(o *sim.Op) string { return briefCall(o.In) })
	list("answers", t.answers[k], func(o *sim.Op) string { return briefAnswer(o.Out) })
}

// briefCall is a command in as few words as tell it: its name, and its label or its values. A value follows its key with a
// sign of its own: put x=9.
func briefCall(v any) string {
	name := engine.Hyphens(engine.KindOf(v))
	if l, ok := v.(engine.Labeler); ok {
		return short(name + " " + engine.Plain(l.Label()))
	}
	words, err := engine.Words(engine.Print(v))
	if err != nil {
		return short(name)
	}
	for i, w := range words[1:] {
		between := " "
		if w.Key == "value" && words[i].Key == "key" {
			between = "="
		}
		name += between + engine.Plain(w.Value)
	}
	return short(name)
}

// briefAnswer is a result in as few words: that it is a value need not be said.
func briefAnswer(v any) string {
	if l, ok := v.(engine.Labeler); ok {
		return short(engine.Plain(l.Label()))
	}
	return short(strings.TrimPrefix(engine.TextOf(v), "value "))
}

// short cuts what is too long for a line.
func short(s string) string {
	if utf8.RuneCountInString(s) <= briefMax {
		return s
	}
	return string([]rune(s)[:briefMax-1]) + "…"
}

// A verdict is what is known of a history: it is judged anew only when it has changed.
type verdict struct {
	of    uint64 // a hash of the history's calls and answers; 0 before the first
	found history.Finding
}

// clients writes, as one more invariant, whether some order of the operations explains every answer.
func (s *session) clients(d *doc, w *sim.World) {
	m := w.Protocol().Model
	if m == nil {
		return
	}
	d.object(func() {
		d.kstr("name", linearizable.Name)
		d.kstr("title", linearizable.Title)
		if n := len(w.Ops()); n > judgedMax {
			d.kbool("ok", true)
			d.kbool("unjudged", true)
			d.kstr("says", say.Sprintf("not judged: a page judges %d operations at most, and these are %d", judgedMax, n))
			return
		}
		ops, seen := w.History()
		f := s.judge(m, ops, seen)
		d.kbool("ok", f.Verdict != history.Not)
		switch f.Verdict {
		case history.Unknown:
			d.kbool("unjudged", true)
			d.kstr("says", "not judged: too many operations overlap")
		case history.Linearizable:
			d.kstr("says", counted(len(ops)))
		case history.Not:
			d.kstr("says", "none explains "+lastSeen(f.Ops))
			d.kint("event", int64(ops[f.Answer].Return))
			d.klist("ops", func() {
				for _, i := range f.Places {
					d.int(int64(ops[i].ID))
				}
			})
		}
	})
}

// linearizable is how a page calls it; a scenario has a goal of that name.
var linearizable = struct{ Name, Title string }{"linearizable", "Some order of the operations explains every answer"}

func (s *session) judge(m *engine.Model, ops []sim.Op, seen []history.Op) history.Finding {
	sum := uint64(1)
	for _, o := range ops {
		sum = engine.Mix(engine.Mix(sum^uint64(o.Call)) ^ uint64(o.Return))
	}
	if sum != s.verdict.of {
		s.verdict = verdict{sum, history.Judge(m, seen, stepsMax)}
	}
	return s.verdict.found
}

// lastSeen prints the last of some operations.
func lastSeen(ops []history.Op) string {
	if n := len(ops) - seenMax; n > 0 {
		return say.Sprintf("%s; and %d before", history.Seen(ops[n:]), n)
	}
	return history.Seen(ops)
}

func counted(n int) string {
	if n == 1 {
		return "1 operation"
	}
	return say.Sprintf("%d operations", n)
}
