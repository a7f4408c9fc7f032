package scenario

import (
	"strings"
	"unicode/utf8"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/history"
	"quorumlab/protocols/sim"
)

const (
	chartWidth = 40 // columns of the time axis
	chartLeft  = 34 // columns before it
	chartMost  = 40 // operations and faults each, at most
)

// chart draws the operations that no order explains, each from its call to its answer, and the faults on the same axis of
// time; "" when there are none, or the protocol has no model of what clients may see.
func chart(w *sim.World, acts []sim.Placed) string {
	m := w.Protocol().Model
	if m == nil {
		return ""
	}
	failing := failingOps(w)
	if len(failing) == 0 {
		return ""
	}
	c := axis{from: failing[0].CallAt, until: w.Now()}
	if c.until <= c.from {
		c.until = c.from + 1
	}
	var b strings.Builder
	for _, o := range failing[:min(len(failing), chartMost)] {
		b.WriteString(c.operation(o))
	}
	for _, a := range faults(acts, c.from) {
		b.WriteString(c.moment(a))
	}
	left := c.from.String()
	right := c.until.String()
	gap := max(1, chartWidth-len(left)-len(right))
	b.WriteString(strings.Repeat(" ", chartLeft) + left + strings.Repeat(" ", gap) + right + "\n")
	return b.String()
}

// failingOps are the operations of the first part of the history that is not linearizable, by their calls.
func failingOps(w *sim.World) (ops []sim.Op) {
	taken, seen := w.History()
	for _, h := range history.Failing(w.Protocol().Model, seen) {
		for i := range seen {
			if seen[i].Client == h.Client && seen[i].Call == h.Call {
				ops = append(ops, taken[i])
			}
		}
	}
	return ops
}

// faults are the actions from a moment on by which something goes wrong, or right again.
func faults(acts []sim.Placed, from engine.Time) (all []sim.Placed) {
	for _, a := range acts {
		switch a.Action.(type) {
		case sim.Crash, sim.Restart, sim.Pause, sim.Resume, sim.Skew, sim.Lose, sim.Cut, sim.Partition, sim.Heal, sim.Drop, sim.DropHeld,
			sim.Duplicate, sim.Delay, sim.Hold, sim.Release, sim.Link, sim.Remove:
			if a.At.At >= from && len(all) < chartMost {
				all = append(all, a)
			}
		}
	}
	return all
}

// An axis places moments.
type axis struct{ from, until engine.Time }

func (c axis) column(t engine.Time) int {
	t = max(c.from, min(t, c.until))
	return int(int64(t-c.from) * (chartWidth - 1) / int64(c.until-c.from))
}

func (c axis) operation(o sim.Op) string {
	from, to, end, answer := c.column(o.CallAt), chartWidth-1, "─", "no answer"
	if !o.Open() {
		to, end, answer = c.column(o.ReturnAt), "┤", "→ "+engine.Plain(engine.TextOf(o.Out))
	}
	to = max(to, from+1)
	bar := strings.Repeat(" ", from) + "├" + strings.Repeat("─", to-from-1) + end
	return c.line(o.Client.String()+" "+engine.Print(o.In), bar, to+1, answer)
}

func (c axis) moment(a sim.Placed) string {
	at := c.column(a.At.At)
	return c.line(sim.Line(a.Action), strings.Repeat(" ", at)+"×", at+1, "")
}

// line is a label, what stands on the axis and how wide that is, and what comes after.
func (c axis) line(label, mark string, width int, after string) string {
	label = engine.Plain(label)
	if n := utf8.RuneCountInString(label); n >= chartLeft-4 {
		label = string([]rune(label)[:chartLeft-6]) + "…"
	}
	pad := max(0, chartLeft-4-utf8.RuneCountInString(label))
	s := "    " + label + strings.Repeat(" ", pad) + mark
	if after != "" {
		s += strings.Repeat(" ", max(1, chartWidth+1-width)) + after
	}
	return s + "\n"
}
