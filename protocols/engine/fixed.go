package engine

import "math/bits"

// A fixed is a number from 0 to 2³² in steps of 2⁻³².
type fixed uint64

const (
	one fixed = 1 << 32
	ln2 fixed = 2977044472 // ln 2
	z99 fixed = 9991588038 // the 99th percentile of the standard normal distribution, 2.32635
)

// times is f·g to the nearest step. The product must be below 2³².
func (f fixed) times(g fixed) fixed {
	hi, lo := bits.Mul64(uint64(f), uint64(g))
	lo, carry := bits.Add64(lo, 1<<31, 0)
	return fixed((hi+carry)<<32 | lo>>32)
}

// dividedBy is f/g, rounded down. The quotient must be below 2³².
func (f fixed) dividedBy(g fixed) fixed {
	q, _ := bits.Div64(uint64(f)>>32, uint64(f)<<32, uint64(g))
	return fixed(q)
}

// times is d·f to the nearest microsecond, for d between 0 and DurationMax. The product must be below 2⁶³ µs.
func (d Duration) times(f fixed) Duration { return Duration(fixed(d).times(f)) }

// tableBits is log2 of the number of steps in a table. Between two entries, log2 and exp2 are taken to be straight,
// which is off by less than 10⁻⁶.
const tableBits = 9

// log2Table[i] is log2(1 + i/512), and exp2Table[i] is 2^(i/512). Both are never written again.
var (
	log2Table = makeLog2Table()
	exp2Table = makeExp2Table()
)

func makeLog2Table() (t [1<<tableBits + 1]fixed) {
	for i := range t {
		t[i] = exactLog2(uint64(1<<tableBits+i)) - tableBits*one
	}
	return t
}

// exactLog2 is log2 of x > 0, rounded down: squaring a number doubles its logarithm, so each square tells one more bit.
func exactLog2(x uint64) fixed {
	n := bits.Len64(x) - 1
	m := x << (63 - n) // from 1 to 2 in steps of 2⁻⁶³
	log := fixed(n) * one
	for bit := one / 2; bit > 0; bit /= 2 {
		hi, lo := bits.Mul64(m, m)
		if hi>>63 == 1 {
			m = hi
			log += bit
		} else {
			m = hi<<1 | lo>>63
		}
	}
	return log
}

func makeExp2Table() (t [1<<tableBits + 1]fixed) {
	const step = 9235867122425417553 // 2^(1/512) in steps of 2⁻⁶³
	x := uint64(1 << 63)             // in the same steps
	for i := range t[:len(t)-1] {
		t[i] = fixed((x>>30 + 1) >> 1)
		hi, lo := bits.Mul64(x, step)
		x = hi<<1 | lo>>63
	}
	t[len(t)-1] = 2 * one
	return t
}

// lookUp is the value of a table at i/512, with a fraction of a step in 2⁻³².
func lookUp(t *[1<<tableBits + 1]fixed, i uint64, fraction fixed) fixed {
	return t[i] + (t[i+1] - t[i]).times(fraction)
}

// log2 is the binary logarithm of x > 0.
func log2(x uint64) fixed {
	n := bits.Len64(x) - 1
	m := x << (63 - n) << 1 // what follows the leading 1
	return fixed(n)*one + lookUp(&log2Table, m>>(64-tableBits), fixed(m<<tableBits>>32))
}

// exp2 is 2^x microseconds, to the nearest one, and at most DurationMax.
func exp2(x fixed) Duration {
	n, m := x/one, uint64(x%one)
	y := lookUp(&exp2Table, m>>(32-tableBits), fixed(m<<(32+tableBits)>>32))
	switch {
	case n < 31: // y is below 2³³, so that y << n and the half still fit
		return Duration((y<<n + one/2) / one)
	case n < 42:
		return inRange(Duration(y >> 11 << (n - 21)))
	}
	return DurationMax
}

// negLn is −ln of u/2⁶⁴, where 0 counts as 1: from 0 to 44.4.
func negLn(u uint64) fixed { return (64*one - log2(max(u, 1))).times(ln2) }

// gauss draws from the standard normal distribution: a size, up to 9.5, and whether it is below 0. It is Marsaglia's
// polar method (1964): from a random point (u, v) in the unit circle, at the squared distance s, u·√(−2 ln s ÷ s).
func gauss(r *Rand) (size fixed, below bool) {
	for {
		draw := r.Uint64()
		u, v := int64(int32(draw>>32)), int64(int32(draw)) // in steps of 2⁻³¹
		s := uint64(u*u) + uint64(v*v)                     // in steps of 2⁻⁶²
		if s == 0 || s >= 1<<62 {
			continue
		}
		// z² = −2 ln s · u²/s in steps of 2⁻⁵⁶, up to 86. The quotient is below 1 unless v is 0.
		share := ^uint64(0)
		if v != 0 {
			share, _ = bits.Div64(uint64(u*u), 0, s)
		}
		square, _ := bits.Mul64(uint64(2*negLn(s<<2))<<24, share)
		return squareRoot(square) << 4, u < 0
	}
}

// squareRoot is √x, rounded down, by Newton's method from above.
func squareRoot(x uint64) fixed {
	if x == 0 {
		return 0
	}
	root := uint64(1) << ((bits.Len64(x) + 1) / 2)
	for {
		next := (root + x/root) / 2
		if next >= root {
			return fixed(root)
		}
		root = next
	}
}
