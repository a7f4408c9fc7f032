package sim

import (
	"fmt"
	"slices"
	"testing"
)

func TestASpanIsToldWhenItBeginsMovesItsEndOrIsOver(t *testing.T) {
	w := toyWorld(t, func(o *Options) { o.Watch, o.Check = true, false })
	seen := w.Count()
	told := func() (all []string) {
		for ; seen < w.Count(); seen++ {
			e := w.Trace().Event(seen + 1)
			for fx := range w.Trace().EffectsOf(e) {
				if fx.Kind == ShownSpan {
					all = append(all, fmt.Sprintf("%v %s %d", w.Global().IDs[e.Node], toy.Spans[fx.Type].Name, fx.Lands))
				}
			}
		}
		return all
	}
	do(t, w, "command n2 tell to=n1 text=a times=2", "command n1 tell to=n2 text=a")
	w.reach(5000)
	told()
	for _, c := range []struct {
		line string
		want []string
	}{
		{"deliver n2.1", []string{"n1 fresh 50000"}},
		{"skew n1 rate=200%", []string{"n1 fresh 27500"}},         // 45 of its milliseconds are left, in half the time
		{"skew n1 rate=100% offset=60ms", []string{"n1 fresh 1"}}, // its clock is past that, as it was before the run began
		{"deliver n2.2", []string{"n1 fresh -1"}},
		{"deliver n1.1", []string{"n2 fresh 50000"}},
		{"pause n2", nil},
		{"resume n2", nil},
		{"crash n2", nil}, // whoever is told of that knows that it has ended
		{"restart n2", []string{"n2 quiet 0", "n2 fresh 50000"}},
	} {
		do(t, w, c.line)
		if got := told(); !slices.Equal(got, c.want) {
			t.Errorf("%s: told is %q; expected %q", c.line, got, c.want)
		}
	}
}
