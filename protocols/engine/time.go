package engine

import (
	"math/bits"
	"strconv"
	"strings"

	"quorumlab/protocols/engine/say"
)

// Time is a moment, in microseconds since the run began. A node's own clock may show a moment before that.
type Time int64

// Duration is a span of time in microseconds.
type Duration int64

const (
	Microsecond Duration = 1
	Millisecond          = 1000 * Microsecond
	Second               = 1000 * Millisecond
	Minute               = 60 * Second
	Hour                 = 60 * Minute

	// DurationMax bounds what ParseDuration and ParseTime accept, to either side of 0, and what a Dist draws.
	DurationMax = 1000 * Hour
)

// unitsByName are the units that a duration may be written in, the finest first. "ms" ends in "s", so a name must be
// compared whole.
var unitsByName = [...]struct {
	name string
	unit Duration
}{
	{"us", Microsecond}, {"ms", Millisecond}, {"s", Second}, {"m", Minute}, {"h", Hour},
}

// String is exact, and what ParseDuration reads: whole hours, minutes or seconds as such, else milliseconds with up to
// three decimals, and less than one of them as microseconds. So 0ms, 250us, 50ms, 381.25ms, 1500ms, 3s, 90s, 1h.
func (d Duration) String() string {
	size := magnitude(int64(d))
	if size >= uint64(Second) {
		for i := len(unitsByName) - 1; unitsByName[i].unit >= Second; i-- {
			if unit := uint64(unitsByName[i].unit); size%unit == 0 {
				return sign(int64(d)) + strconv.FormatUint(size/unit, 10) + unitsByName[i].name
			}
		}
	}
	if 0 < size && size < uint64(Millisecond) {
		return sign(int64(d)) + strconv.FormatUint(size, 10) + "us"
	}
	return sign(int64(d)) + milliseconds(size)
}

// String is exact, and what ParseTime reads: milliseconds with up to three decimals, as in 507ms, 381.25ms and 0ms.
func (t Time) String() string { return sign(int64(t)) + milliseconds(magnitude(int64(t))) }

// magnitude is |x|, which for the least int64 is no int64.
func magnitude(x int64) uint64 {
	if x < 0 {
		return -uint64(x)
	}
	return uint64(x)
}

func sign(x int64) string {
	if x < 0 {
		return "-"
	}
	return ""
}

func milliseconds(us uint64) string {
	s := strconv.FormatUint(us/1000, 10)
	if rest := us % 1000; rest > 0 {
		s += "." + strings.TrimRight(say.Sprintf("%03d", rest), "0")
	}
	return s + "ms"
}

// ParseDuration reads digits, a point and more digits if need be, and one of the units us, ms, s, m and h, after a
// minus sign if need be. The result is exact: a finer part than a microsecond is an error, and so is more than
// DurationMax.
func ParseDuration(s string) (Duration, error) {
	us, err := parseMicroseconds(s)
	if err != nil {
		return 0, say.Errorf("expected a duration %w, not %.40q", err, s)
	}
	return Duration(us), nil
}

// ParseTime reads what ParseDuration does, as the time since the run began.
func ParseTime(s string) (Time, error) {
	us, err := parseMicroseconds(s)
	if err != nil {
		return 0, say.Errorf("expected a time %w, not %.40q", err, s)
	}
	return Time(us), nil
}

// A formError says what a duration or a time should have been like.
type formError string

func (e formError) Error() string { return string(e) }

const (
	errForm formError = "such as 50ms or 3s"
	errFine formError = "in whole microseconds"
	errFar  formError = "of at most 1000h"
)

func parseMicroseconds(s string) (int64, error) {
	digits, negative := strings.CutPrefix(s, "-")
	name := strings.TrimLeft(digits, "0123456789.")
	unit, ok := unitNamed(name)
	if !ok {
		return 0, errForm
	}
	whole, part, pointed := strings.Cut(digits[:len(digits)-len(name)], ".")
	if whole == "" || pointed && part == "" || strings.Contains(part, ".") {
		return 0, errForm
	}
	us, err := scaled(whole, part, uint64(unit))
	if negative {
		us = -us
	}
	return us, err
}

func unitNamed(name string) (Duration, bool) {
	for _, u := range unitsByName {
		if u.name == name {
			return u.unit, true
		}
	}
	return 0, false
}

// scaled is whole.part · unit, all of them digits.
func scaled(whole, part string, unit uint64) (int64, error) {
	n, err := digitsOf(whole)
	if err != nil {
		return 0, err
	}
	hi, us := bits.Mul64(n, unit)
	if hi > 0 {
		return 0, errFar
	}
	below, err := fraction(part, unit)
	if err == nil && us+below > uint64(DurationMax) {
		err = errFar
	}
	return int64(us + below), err
}

// digitsOf stops at the first digit beyond DurationMax, long before the number overflows.
func digitsOf(digits string) (uint64, error) {
	var n uint64
	for _, c := range []byte(digits) {
		if n = n*10 + uint64(c-'0'); n > uint64(DurationMax) {
			return 0, errFar
		}
	}
	return n, nil
}

// fraction is 0.part · unit. An hour has ten factors 2 and no unit more factors 2 or 5, so a longer part, which does not
// end in 0, leaves a remainder.
func fraction(part string, unit uint64) (uint64, error) {
	part = strings.TrimRight(part, "0")
	if len(part) > 10 {
		return 0, errFine
	}
	n, err := digitsOf(part)
	if err != nil {
		return 0, err
	}
	scale := uint64(1)
	for range part {
		scale *= 10
	}
	hi, lo := bits.Mul64(n, unit)
	us, rest := bits.Div64(hi, lo, scale)
	if rest > 0 {
		return 0, errFine
	}
	return us, nil
}
