package engine

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// quantiles are the values below which so many permille of many draws lie.
func quantiles(d Dist, permille ...int) []Duration {
	const draws = 200_000
	r := Stream(1, 2, 3, 4)
	all := make([]Duration, draws)
	for i := range all {
		all[i] = d.Draw(&r)
	}
	slices.Sort(all)
	var qs []Duration
	for _, p := range permille {
		qs = append(qs, all[draws/1000*p])
	}
	return qs
}

func TestDrawsHaveTheQuantilesOfTheirDistribution(t *testing.T) {
	for _, test := range []struct {
		d        Dist
		permille []int
		want     []Duration
		off      Duration // in percent
	}{
		{Exactly(5), []int{0, 500, 999}, []Duration{5, 5, 5}, 0},
		{Between(1000, 2000), []int{0, 250, 500, 999}, []Duration{1000, 1250, 1500, 1999}, 1},
		{Exponential(1000), []int{100, 500, 900, 990, 999}, []Duration{105, 693, 2303, 4605, 6908}, 3},
		{Normal(10_000, 1000), []int{1, 23, 159, 500, 841, 977, 999}, []Duration{6910, 8005, 9001, 10_000, 10_999, 11_995, 13_090}, 1},
		{LongTail(1000, 9000), []int{10, 159, 500, 841, 990}, []Duration{111, 389, 1000, 2570, 9000}, 4},
	} {
		for i, got := range quantiles(test.d, test.permille...) {
			want := test.want[i]
			if off := max(got-want, want-got); off*100 > want*test.off {
				t.Errorf("%v: %d ‰ of the draws are below %d µs, expected %d", test.d, test.permille[i], got, want)
			}
		}
	}
}

func anyDist() *rapid.Generator[Dist] {
	d := rapid.Map(rapid.Int64Range(-5, int64(DurationMax)+5), func(x int64) Duration { return Duration(x) })
	return rapid.Custom(func(t *rapid.T) Dist {
		a, b := d.Draw(t, "a"), d.Draw(t, "b")
		return rapid.SampledFrom([]Dist{
			Exactly(a), Between(a, b), Exponential(a), Normal(a, b), LongTail(a, b),
		}).Draw(t, "dist")
	})
}

func TestADistReadsBackAsItPrints(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := anyDist().Draw(t, "d")
		if got, err := ParseDist(d.String()); err != nil || got != d {
			t.Fatalf("%#v prints %v, which reads as %#v, %v", d, d, got, err)
		}
	})
}

func TestDrawsNeverLeaveTheRange(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := anyDist().Draw(t, "d")
		r := Stream(rapid.Uint64().Draw(t, "seed"), 0, 0, 0)
		for range 20 {
			if got := d.Draw(&r); got < 0 || got > DurationMax {
				t.Fatalf("%v draws %d µs", d, int64(got))
			}
		}
	})
}

func TestTheWidestDistsAreBoundedAtBothEnds(t *testing.T) {
	for _, d := range []Dist{Exponential(DurationMax), LongTail(1, DurationMax), LongTail(DurationMax, DurationMax), Normal(0, DurationMax)} {
		r := Stream(1, 0, 0, 0)
		short := 0 // at most the median of the tail
		for range 1000 {
			got := d.Draw(&r)
			if got < 0 || got > DurationMax {
				t.Fatalf("%v draws %d µs", d, int64(got))
			}
			if got <= 1 {
				short++
			}
		}
		if d == LongTail(1, DurationMax) && (short < 450 || short > 600) {
			t.Errorf("%v: %d of 1000 draws are at most the median", d, short)
		}
	}
}

func TestTheUnlikeliestDrawsStayInRange(t *testing.T) {
	for u, want := range map[uint64]fixed{0: 64 * ln2, 1: 64 * ln2, 1 << 63: ln2, ^uint64(0): 0} {
		if got := negLn(u); max(got, want)-min(got, want) > one/1_000_000 {
			t.Errorf("-ln(%#x/2⁶⁴) is %d/2³², expected %d", u, got, want)
		}
	}
	if got := DurationMax.times(negLn(0)); got/Hour != 44_361 {
		t.Errorf("the longest exponential draw is %v before it is bounded", got)
	}
	for _, test := range []struct {
		x    fixed
		want Duration
	}{
		{0, 1}, {one / 2, 1}, {one, 2}, {30 * one, 1 << 30}, {31*one - 1, 1 << 31}, {31 * one, 1 << 31}, {41 * one, 1 << 41},
		{42*one - 1, DurationMax}, {42 * one, DurationMax}, {200 * one, DurationMax},
	} {
		if got := exp2(test.x); max(got, test.want)-min(got, test.want) > test.want/1_000_000 {
			t.Errorf("2^(%d/2³²) is %d µs, expected %d", test.x, int64(got), int64(test.want))
		}
	}
}

func TestOutOfRangeParametersCountAsTheNearestBound(t *testing.T) {
	for _, test := range []struct{ got, want Dist }{
		{Exactly(-1), Exactly(0)},
		{Exactly(DurationMax + 1), Exactly(DurationMax)},
		{Between(5, 1), Between(1, 5)},
		{Between(-5, 1), Between(0, 1)},
		{Exponential(-1), Exponential(0)},
		{Normal(-1, -1), Normal(0, 0)},
		{LongTail(0, 9), LongTail(1, 9)},
		{LongTail(9, 1), LongTail(9, 9)},
		{Dist{}, Exactly(0)},
	} {
		if test.got != test.want {
			t.Errorf("got %#v, expected %#v", test.got, test.want)
		}
	}
	if !Exactly(0).IsZero() || Exponential(0).IsZero() || Exactly(1).IsZero() {
		t.Error("IsZero is not true of the zero Dist only")
	}
}

func TestDistsWithoutSpreadDrawTheirOnlyDuration(t *testing.T) {
	const d = 777 * Hour
	for _, dist := range []Dist{Exactly(d), Between(d, d), Normal(d, 0), LongTail(d, d)} {
		r := Stream(1, 0, 0, 0)
		for range 100 {
			if got := dist.Draw(&r); got != d {
				t.Errorf("%v draws %v", dist, got)
			}
		}
	}
}

func TestWhatIsNoDistIsRefusedWithWhatWasExpected(t *testing.T) {
	const forms = "expected a distribution such as 5ms, 1ms..5ms, exp(5ms), normal(5ms,1ms) or tail(1ms,9ms), not "
	for s, want := range map[string]string{
		"":               forms + `""`,
		"fast":           forms + `"fast"`,
		"exp":            forms + `"exp"`,
		"exp(5ms":        forms + `"exp(5ms"`,
		"exp(5ms) ":      forms + `"exp(5ms) "`,
		"exp(1ms,2ms)":   forms + `"exp(1ms,2ms)"`,
		"tail(1ms)":      forms + `"tail(1ms)"`,
		"zipf(1ms)":      forms + `"zipf(1ms)"`,
		"(5ms)":          forms + `"(5ms)"`,
		"5":              `expected a duration such as 50ms or 3s, not "5"`,
		"1001h":          `expected a duration of at most 1000h, not "1001h"`,
		"1ms..x":         `in "1ms..x": expected a duration such as 50ms or 3s, not "x"`,
		"1ms..2ms..3ms":  `in "1ms..2ms..3ms": expected a duration such as 50ms or 3s, not "2ms..3ms"`,
		"normal(1ms, 2)": `in "normal(1ms, 2)": expected a duration such as 50ms or 3s, not " 2"`,
		"-1ms":           `expected durations from 0ms on, not "-1ms"`,
		"normal(1s,-1s)": `expected durations from 0ms on, not "normal(1s,-1s)"`,
		"5ms..1ms":       `expected the shorter duration first, not "5ms..1ms"`,
		"tail(9ms,1ms)":  `expected the shorter duration first, not "tail(9ms,1ms)"`,
		"tail(0ms,1ms)":  `expected a median above 0ms, not "tail(0ms,1ms)"`,
	} {
		if got, err := ParseDist(s); err == nil || err.Error() != want {
			t.Errorf("%q: got %v, %v, expected %s", s, got, err, want)
		}
	}
}

// FuzzParseDist finds text that is read as something which is written otherwise, or is drawn out of range.
func FuzzParseDist(f *testing.F) {
	for _, s := range []string{"5ms", "1ms..5ms", "exp(5ms)", "normal(5ms,1ms)", "tail(1ms,9ms)", "tail(1us,1000h)"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := ParseDist(s)
		if err != nil {
			return
		}
		if again, err := ParseDist(d.String()); err != nil || again != d {
			t.Errorf("%q reads as %#v, which reads as %#v, %v", s, d, again, err)
		}
		r := Stream(1, 0, 0, 0)
		if got := d.Draw(&r); got < 0 || got > DurationMax {
			t.Errorf("%v draws %d µs", d, int64(got))
		}
	})
}

// These draws are the same natively and in WebAssembly, today and in a year: traces are shared by seed.
func TestASeedDrawsTheSameForEver(t *testing.T) {
	for _, test := range []struct {
		d     Dist
		first []Duration
		hash  uint64 // of 10,000 draws
	}{
		{Exactly(5 * Millisecond), []Duration{5000, 5000, 5000, 5000, 5000, 5000}, 0x7937324717292b5e},
		{Between(Millisecond, 5*Millisecond), []Duration{2625, 3413, 2713, 4086, 4467, 4406}, 0x49bd6bad2b866629},
		{Exponential(5 * Millisecond), []Duration{4503, 2527, 4240, 1298, 715, 804}, 0x730ec9430c35de10},
		{Normal(5*Millisecond, Millisecond), []Duration{3993, 4672, 3000, 7203, 5111, 1895}, 0xaf4544821627d26},
		{LongTail(Millisecond, 9*Millisecond), []Duration{386, 734, 151, 8010, 1110, 53}, 0x43f8dbabed0c2fbf},
	} {
		r := Stream(1, 2, 3, 4)
		var first []Duration
		var hash uint64
		for i := range 10_000 {
			d := test.d.Draw(&r)
			if i < 6 {
				first = append(first, d)
			}
			hash = Mix(hash ^ uint64(d))
		}
		if !slices.Equal(first, test.first) || hash != test.hash {
			t.Errorf("%v draws %d …, hash %#x\nexpected %d …, hash %#x", test.d, first, hash, test.first, test.hash)
		}
	}
}
