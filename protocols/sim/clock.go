package sim

import "quorumlab/protocols/engine"

const trueRate = 1_000_000

// A clock is a node's own: it has shown base since the virtual time when, and runs at rate millionths of true.
type clock struct {
	when engine.Time
	base engine.Time
	rate int64
}

func (c *clock) skewed() bool { return c.rate != trueRate || c.base != c.when }

// read is what the clock shows at a virtual time.
func (c *clock) read(now engine.Time) engine.Time {
	if c.rate == trueRate {
		return c.base + (now - c.when)
	}
	d := int64(now - c.when)
	return c.base + engine.Time(d/trueRate*c.rate+d%trueRate*c.rate/trueRate)
}

// stretch is how long a duration on this clock takes in virtual time.
func (c *clock) stretch(d engine.Duration) engine.Duration {
	if c.rate == trueRate {
		return d
	}
	n := int64(d)
	return engine.Duration(n/c.rate*trueRate + n%c.rate*trueRate/c.rate)
}

// skew changes a node's clock, and moves its armed timers to when they are due on it.
func (w *World) skew(a Skew) error {
	slot, n, err := w.lookup(a.Node)
	if err != nil {
		return err
	}
	was := n.clock
	n.clock = clock{when: w.now, base: was.read(w.now), rate: was.rate}
	if a.Rate != 0 {
		n.clock.rate = int64(a.Rate)
	}
	n.clock.base += engine.Time(a.Offset)
	for i := range n.timers {
		t := &n.timers[i]
		if t.waits {
			continue
		}
		left := int64(t.due - w.now)
		own := engine.Duration(left/trueRate*was.rate + left%trueRate*was.rate/trueRate)
		w.queue.kill(t.idx)
		t.due = w.now + engine.Time(n.clock.stretch(own))
		t.idx = w.queue.push(t.due, item{kind: itemTimer, typ: t.typ, slot: slot, cause: t.cause, off: t.off, n: t.n,
			body: t.body, scope: t.scope})
		t.gen = w.queue.items[t.idx].gen
	}
	return nil
}
