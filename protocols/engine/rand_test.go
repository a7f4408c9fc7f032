package engine

import (
	"slices"
	"testing"
)

func TestAStreamIsSplitMix64(t *testing.T) {
	// The reference generator seeded with 1234567, as Vigna's splitmix64.c prints it.
	want := []uint64{
		6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821,
	}
	r := Rand{Key: 1234567}
	for i, w := range want {
		if got := r.Uint64(); got != w {
			t.Errorf("draw %d is %d, expected %d", i, got, w)
		}
	}
}

func TestStreamsWithDifferentNamesDiffer(t *testing.T) {
	seen := map[uint64][4]uint64{}
	parts := []uint64{0, 1, 2, 3, 1 << 32, golden, ^uint64(0)}
	for _, seed := range parts {
		for _, kind := range parts {
			for _, a := range parts {
				for _, b := range parts {
					name := [4]uint64{seed, kind, a, b}
					r := Stream(seed, kind, a, b)
					for range 3 {
						x := r.Uint64()
						if other, ok := seen[x]; ok {
							t.Fatalf("%v and %v both draw %#x", name, other, x)
						}
						seen[x] = name
					}
				}
			}
		}
	}
}

func TestAnItemsStreamDoesNotDependOnWhatWasDrawn(t *testing.T) {
	r := Stream(1, 2, 3, 4)
	want := r.At(7)
	r.Uint64()
	if got := r.At(7); got != want {
		t.Errorf("after a draw it is %+v, before %+v", got, want)
	}
	seen := map[uint64]bool{r.Uint64(): true}
	for n := range uint64(1000) {
		item := r.At(n)
		if x := item.Uint64(); seen[x] {
			t.Errorf("item %d draws %#x, as another stream did", n, x)
		} else {
			seen[x] = true
		}
	}
}

func TestIntNDrawsEachNumberEquallyOften(t *testing.T) {
	const n, draws = 7, 70_000
	var count [n]int
	r := Stream(1, 0, 0, 0)
	for range draws {
		count[r.IntN(n)]++
	}
	if least, most := slices.Min(count[:]), slices.Max(count[:]); least < 9_700 || most > 10_300 {
		t.Errorf("got %v, expected about 10,000 each", count)
	}
}

func TestIntNWantsAnOutcome(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("IntN(0) did not panic")
		}
	}()
	new(Rand).IntN(0)
}

func TestPerMillionIsTrueSoOften(t *testing.T) {
	for _, test := range []struct{ p, least, most int }{
		{-1, 0, 0}, {0, 0, 0}, {250_000, 24_500, 25_500}, {1_000_000, 100_000, 100_000}, {2_000_000, 100_000, 100_000},
	} {
		r := Stream(1, 0, 0, 0)
		hits := 0
		for range 100_000 {
			if r.PerMillion(test.p) {
				hits++
			}
		}
		if hits < test.least || hits > test.most {
			t.Errorf("%d per million: %d of 100,000", test.p, hits)
		}
		if r.N != 100_000 {
			t.Errorf("%d per million: %d draws for 100,000 answers", test.p, r.N)
		}
	}
}

func TestMixChangesHalfOfTheBits(t *testing.T) {
	for bit := range 64 {
		changed := 0
		for x := range uint64(1000) {
			changed += popCount(Mix(x) ^ Mix(x^1<<bit))
		}
		if changed < 31_000 || changed > 33_000 {
			t.Errorf("bit %d changes %d of 64,000 bits", bit, changed)
		}
	}
}

func popCount(x uint64) (n int) {
	for ; x != 0; x &= x - 1 {
		n++
	}
	return n
}
