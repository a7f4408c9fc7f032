package order

import (
	"cmp"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestThingsAreSortedAsPackageSlicesSortsThem(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		xs := rapid.SliceOfN(rapid.IntRange(-50, 50), 0, 200).Draw(t, "numbers")
		want := slices.Sorted(slices.Values(xs))
		Sort(len(xs), func(i, j int) bool { return xs[i] < xs[j] }, func(i, j int) { xs[i], xs[j] = xs[j], xs[i] })
		if !slices.Equal(xs, want) {
			t.Fatalf("got %v, expected %v", xs, want)
		}
	})
}

func TestAFewEqualThingsKeepTheirOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		type thing struct{ key, at int }
		var xs []thing
		for i, k := range rapid.SliceOfN(rapid.IntRange(0, 3), 0, few).Draw(t, "keys") {
			xs = append(xs, thing{k, i})
		}
		want := slices.SortedStableFunc(slices.Values(xs), func(a, b thing) int { return cmp.Compare(a.key, b.key) })
		Sort(len(xs), func(i, j int) bool { return xs[i].key < xs[j].key }, func(i, j int) { xs[i], xs[j] = xs[j], xs[i] })
		if !slices.Equal(xs, want) {
			t.Fatalf("got %v, expected %v", xs, want)
		}
	})
}

func TestKeysAreInOrder(t *testing.T) {
	if got := Keys(map[string]int{"b": 1, "a": 2, "": 3}); !slices.Equal(got, []string{"", "a", "b"}) {
		t.Errorf("got %q", got)
	}
}

func TestAThingIsInsertedAsPackageSlicesInsertsIt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		xs := rapid.SliceOfN(rapid.Int(), 0, 20).Draw(t, "numbers")
		i := rapid.IntRange(0, len(xs)).Draw(t, "place")
		want := slices.Insert(slices.Clone(xs), i, 7)
		if got := Insert(xs, i, 7); !slices.Equal(got, want) {
			t.Fatalf("got %v, expected %v", got, want)
		}
	})
}
