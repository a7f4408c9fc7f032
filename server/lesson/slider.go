package lesson

import (
	"math"
	"regexp"
	"strconv"
	"strings"
)

// A Range is what a slider goes over, in its unit: "ms", or "" for a number without one.
type Range struct {
	Min, Max, Step, Value float64
	Unit                  string
}

var quantity = regexp.MustCompile(`^(-?[0-9]+(?:\.[0-9]+)?)([a-z%µ]*)$`)

// Range is what the slider goes over; false when a value is none, or has another unit.
func (s *Slider) Range() (r Range, ok bool) {
	_, rest, _ := strings.Cut(s.Bind.Source, "{")
	value, _, _ := strings.Cut(rest, "}")
	for i, v := range []struct {
		text string
		to   *float64
	}{{s.Min.Source, &r.Min}, {s.Max.Source, &r.Max}, {s.Step.Source, &r.Step}, {value, &r.Value}} {
		m := quantity.FindStringSubmatch(v.text)
		if m == nil || i > 0 && m[2] != r.Unit {
			return Range{}, false
		}
		r.Unit = m[2]
		*v.to, _ = strconv.ParseFloat(m[1], 64) // m has checked it
	}
	return r, true
}

// At is the scenario's text when the slider stands at a value.
func (s *Slider) At(text string, value float64) string {
	r, _ := s.Range()
	return put(text, s.Bind, strconv.FormatFloat(value, 'f', -1, 64)+r.Unit)
}

// Values are where a test looks: both ends, the middle, and where the slider stands at first.
func (r Range) Values() []float64 {
	middle := r.Min + r.Step*math.Round((r.Max-r.Min)/2/r.Step)
	return []float64{r.Min, middle, r.Max, r.Value}
}

// Set is the scenario's text with the switch on.
func (s *Switch) Set(text string) string { return put(text, s.Bind, s.On.Source) }

// put is the text with another value where a bind has its own.
func put(text string, bind Text, value string) string {
	before, rest, _ := strings.Cut(bind.Source, "{")
	was, after, _ := strings.Cut(rest, "}")
	return strings.Replace(text, before+was+after, before+value+after, 1)
}

func (p *parser) slider(f *Figure, s *Slider) {
	p.inline(&s.Label)
	if p.bound(f, s.Bind) == "" {
		return
	}
	r, ok := s.Range()
	switch steps := (r.Value - r.Min) / r.Step; {
	case !ok:
		p.problem(s.Bind.Line, "slider: expected min, max, step and the value in braces in one unit, such as 0ms, 800ms, 20ms and 300ms")
	case r.Step <= 0 || r.Min >= r.Max:
		p.problem(s.Min.Line, "slider: expected min below max, and a step above 0")
	case r.Value < r.Min || r.Value > r.Max || math.Abs(steps-math.Round(steps)) > 1e-9:
		p.problem(s.Bind.Line, "slider: expected the value in braces from min to max, a whole number of steps above min")
	}
}
