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
