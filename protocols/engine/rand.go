package engine

import (
	"math/bits"

	"quorumlab/protocols/engine/say"
)

// golden is 2⁶⁴ ÷ the golden ratio, made odd: multiples of it visit all 64-bit numbers and stay far apart.
const golden = 0x9e3779b97f4a7c15

// Mix scatters x: each bit of the input changes each bit of the result with a chance of about one half, and different
// inputs have different results. Mix(0) is 0. It is the finalizer of SplitMix64 (Steele, Lea, Flood 2014).
func Mix(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// Rand is a stream of draws: a counter hashed with a key, as in SplitMix64. Its whole state is plain data and so can be
// copied, compared and hashed. The zero Rand is a stream like any other.
type Rand struct {
	Key uint64 // which stream
	N   uint64 // how many draws were made
}

// Stream is the start of the stream with that name. Streams whose seed, kind, a or b differ are independent, so a draw
// from one shifts no other. What kind, a and b stand for is the caller's: say "a link", from and to.
func Stream(seed, kind, a, b uint64) Rand {
	key := seed
	for _, part := range [...]uint64{kind, a, b} {
		key = Mix(key+golden) ^ part
	}
	return Rand{Key: Mix(key + golden)}
}

// At is the start of a stream for the n-th item of r, whatever was drawn from r: an item that needs one draw more
// shifts the draws of no other item.
func (r Rand) At(n uint64) Rand { return Stream(r.Key, 0, 0, n) }

// Uint64 draws from all 64-bit numbers.
func (r *Rand) Uint64() uint64 {
	r.N++
	return Mix(r.Key + r.N*golden)
}

// IntN draws from 0 to n−1. A number's chance differs from 1/n by at most 2⁻⁶⁴. It panics when n < 1.
func (r *Rand) IntN(n int) int {
	if n < 1 {
		panic(say.Sprintf("engine: IntN(%d): a number of outcomes from 1 is expected", n))
	}
	return int(r.below(uint64(n)))
}

// below draws from 0 to n−1, n > 0.
func (r *Rand) below(n uint64) uint64 {
	hi, _ := bits.Mul64(r.Uint64(), n)
	return hi
}

// PerMillion is true with a chance of p in a million: never when p ≤ 0, always when p ≥ 1,000,000. It makes one draw in
// each case, so another p does not shift the draws that follow.
func (r *Rand) PerMillion(p int) bool { return r.IntN(1_000_000) < p }
