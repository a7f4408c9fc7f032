package engine

import (
	"strings"

	"quorumlab/protocols/engine/say"
)

// shape is a family of distributions. The zero one is what the zero Dist has.
type shape uint8

const (
	exactly shape = iota
	between
	exponential
	normal
	longTail
)

// Dist is a distribution of durations. It is plain data and comparable; the zero Dist is always 0ms. It computes with
// integers only, so that a seed means the same run on every machine.
//
// The functions that make one accept whatever a person may have set as a parameter: what is out of range counts as the
// nearest bound. Durations lie between 0 and DurationMax, and draws do as well.
type Dist struct {
	shape shape
	a, b  Duration // Invariant: 0 ≤ a, b ≤ DurationMax; further per shape, see the constructors
}

// Exactly is always d.
func Exactly(d Duration) Dist { return Dist{shape: exactly, a: inRange(d)} }

// Between is each microsecond from min to max, both included, with the same chance. Bounds the wrong way round are
// exchanged.
func Between(min, max Duration) Dist {
	a, b := inRange(min), inRange(max)
	if a > b {
		a, b = b, a
	}
	return Dist{between, a, b}
}

// Exponential is the time between events that come at random, one per mean.
func Exponential(mean Duration) Dist { return Dist{shape: exponential, a: inRange(mean)} }

// Normal is the bell curve around mean with standard deviation sd. What it has below 0 counts as 0.
func Normal(mean, sd Duration) Dist { return Dist{normal, inRange(mean), inRange(sd)} }

// LongTail is the log-normal distribution with that median, from 1 µs, and 99th percentile, from the median: most draws
// are near the median, and a few many times longer, as network delays are.
func LongTail(median, p99 Duration) Dist {
	a := max(Microsecond, inRange(median))
	return Dist{longTail, a, max(a, inRange(p99))}
}

func inRange(d Duration) Duration { return min(max(0, d), DurationMax) }

// IsZero reports whether d is always 0ms because it was never set, or set to that.
func (d Dist) IsZero() bool { return d == Dist{} }

// Draw draws a duration between 0 and DurationMax from r, to the nearest microsecond. Exactly draws nothing from r,
// Between and Exponential one number, Normal and LongTail pairs until one fits, which is the first in 79 of 100.
func (d Dist) Draw(r *Rand) Duration {
	switch d.shape {
	case between:
		return d.a + Duration(r.below(uint64(d.b-d.a)+1))
	case exponential:
		return inRange(d.a.times(negLn(r.Uint64())))
	case normal:
		z, below := gauss(r)
		if below {
			return inRange(d.a - d.b.times(z))
		}
		return inRange(d.a + d.b.times(z))
	case longTail:
		return d.drawLongTail(r)
	}
	return d.a
}

// drawLongTail is the median · 2^(σz), where z is normal and σ such that a z of 2.326 gives the 99th percentile.
func (d Dist) drawLongTail(r *Rand) Duration {
	median := log2(uint64(d.a))
	sigma := (log2(uint64(d.b)) - median).dividedBy(z99)
	z, below := gauss(r)
	x := sigma.times(z)
	switch {
	case x == 0:
		return d.a
	case !below:
		return exp2(median + x)
	case x > median:
		return 0 // less than 1 µs
	}
	return exp2(median - x)
}

// form is how a shape is written: its name, or "" for the two that have none, and how many durations it has.
func (s shape) form() (name string, durations int) {
	switch s {
	case between:
		return "", 2
	case exponential:
		return "exp", 1
	case normal:
		return "normal", 2
	case longTail:
		return "tail", 2
	}
	return "", 1
}

// String is exact, and what ParseDist reads: 5ms, 1ms..5ms, exp(5ms), normal(5ms,1ms) or tail(1ms,9ms).
func (d Dist) String() string {
	name, durations := d.shape.form()
	switch {
	case d.shape == between:
		return d.a.String() + ".." + d.b.String()
	case name == "":
		return d.a.String()
	case durations == 1:
		return name + "(" + d.a.String() + ")"
	}
	return name + "(" + d.a.String() + "," + d.b.String() + ")"
}

// ParseDist reads what String prints. Durations are not negative, and the second of 1ms..5ms and of tail(1ms,9ms) is
// not less than the first; the median of a tail is not 0.
func ParseDist(s string) (Dist, error) {
	d, err := parseShape(s)
	if err != nil {
		return Dist{}, err
	}
	switch {
	case d.a < 0 || d.b < 0:
		return Dist{}, say.Errorf("expected durations from 0ms on, not %.40q", s)
	case (d.shape == between || d.shape == longTail) && d.a > d.b:
		return Dist{}, say.Errorf("expected the shorter duration first, not %.40q", s)
	case d.shape == longTail && d.a == 0:
		return Dist{}, say.Errorf("expected a median above 0ms, not %.40q", s)
	}
	return d, nil
}

func parseShape(s string) (Dist, error) {
	if a, b, ok := strings.Cut(s, ".."); ok {
		return parseParts(s, between, a, b)
	}
	name, rest, ok := strings.Cut(s, "(")
	if !ok {
		if strings.Trim(s, "abcdefghijklmnopqrstuvwxyz") == "" {
			return Dist{}, errDist(s)
		}
		d, err := ParseDuration(s)
		return Dist{shape: exactly, a: d}, err
	}
	inner, closed := strings.CutSuffix(rest, ")")
	parts := strings.Split(inner, ",")
	for _, shape := range [...]shape{exponential, normal, longTail} {
		if n, durations := shape.form(); closed && n == name && durations == len(parts) {
			return parseParts(s, shape, parts...)
		}
	}
	return Dist{}, errDist(s)
}

func errDist(s string) error {
	return say.Errorf("expected a distribution such as 5ms, 1ms..5ms, exp(5ms), normal(5ms,1ms) or tail(1ms,9ms), not %.40q", s)
}

func parseParts(s string, shape shape, parts ...string) (Dist, error) {
	var d [2]Duration
	for i, part := range parts {
		var err error
		if d[i], err = ParseDuration(part); err != nil {
			return Dist{}, say.Errorf("in %.40q: %w", s, err)
		}
	}
	return Dist{shape, d[0], d[1]}, nil
}
