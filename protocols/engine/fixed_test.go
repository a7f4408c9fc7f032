package engine

import (
	"math"
	"testing"
)

// The tests measure with floating point what the engine computes without.

func float(f fixed) float64 { return float64(f) / float64(one) }

func TestTablesAreExact(t *testing.T) {
	for i := range log2Table {
		if got, want := float(log2Table[i]), math.Log2(1+float64(i)/512); math.Abs(got-want) > 1e-9 {
			t.Errorf("log2Table[%d] is %v, expected %v", i, got, want)
		}
		if got, want := float(exp2Table[i]), math.Exp2(float64(i)/512); math.Abs(got-want) > 1e-9 {
			t.Errorf("exp2Table[%d] is %v, expected %v", i, got, want)
		}
	}
}

func TestLogarithmsAndPowersAreOffByLessThanAMillionth(t *testing.T) {
	r := Stream(1, 0, 0, 0)
	for range 100_000 {
		x := r.Uint64()>>r.IntN(64) | 1
		if got, want := float(log2(x)), math.Log2(float64(x)); math.Abs(got-want) > 1e-6 {
			t.Fatalf("log2(%d) is %v, expected %v", x, got, want)
		}
		if got, want := float(negLn(x)), -math.Log(float64(x)/(1<<64)); math.Abs(got-want) > 1e-6 {
			t.Fatalf("-ln(%d/2⁶⁴) is %v, expected %v", x, got, want)
		}
		p := fixed(r.below(uint64(41 * one)))
		if got, want := float64(exp2(p)), math.Exp2(float(p)); math.Abs(got-want) > 0.5+want*1e-6 {
			t.Fatalf("2^%v is %v, expected %v", float(p), got, want)
		}
	}
}

func TestSquareRootsAreRoundedDown(t *testing.T) {
	r := Stream(1, 0, 0, 0)
	for i := range uint64(100_000) {
		x := r.Uint64() >> r.IntN(64)
		if i < 1000 {
			x = i
		}
		root := uint64(squareRoot(x))
		if root*root > x || root < 1<<32-1 && (root+1)*(root+1) <= x {
			t.Fatalf("√%d is %d", x, root)
		}
	}
	if got := squareRoot(math.MaxUint64); got != 1<<32-1 {
		t.Errorf("√(2⁶⁴−1) is %d", got)
	}
}

func TestGaussHasTheMomentsOfTheNormalDistribution(t *testing.T) {
	const draws = 400_000
	var sums [5]float64
	r := Stream(1, 0, 0, 0)
	for range draws {
		size, below := gauss(&r)
		z := float(size)
		if below {
			z = -z
		}
		for k := range sums {
			sums[k] += math.Pow(z, float64(k)) / draws
		}
	}
	for k, want := range []float64{1, 0, 1, 0, 3} {
		if math.Abs(sums[k]-want) > 0.05 {
			t.Errorf("moment %d is %v, expected %v", k, sums[k], want)
		}
	}
}
