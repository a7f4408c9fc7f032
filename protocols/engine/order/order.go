// Package order sorts with one piece of code for all types. Package slices has a copy of its own for each type that is
// sorted, 20 kB apiece in a module that a page loads.
package order

// few is up to how many things are sorted one by one, which keeps the order of equals.
const few = 24

// Sort puts n things in order. before tells whether the one at i belongs before the one at j; swap exchanges the two.
// More than 24 things that are equal may change places; the outcome is the same each time all the same.
func Sort(n int, before func(i, j int) bool, swap func(i, j int)) {
	if n <= few {
		for i := 1; i < n; i++ {
			for j := i; j > 0 && before(j, j-1); j-- {
				swap(j, j-1)
			}
		}
		return
	}
	for root := n/2 - 1; root >= 0; root-- {
		sink(root, n, before, swap)
	}
	for last := n - 1; last > 0; last-- {
		swap(0, last)
		sink(0, last, before, swap)
	}
}

// sink lets a thing sink below all in its heap of n that belong behind it.
func sink(root, n int, before func(i, j int) bool, swap func(i, j int)) {
	for {
		child := 2*root + 1
		if child >= n {
			return
		}
		if child+1 < n && before(child, child+1) {
			child++
		}
		if !before(root, child) {
			return
		}
		swap(root, child)
		root = child
	}
}

// Strings sorts strings.
func Strings(s []string) {
	Sort(len(s), func(i, j int) bool { return s[i] < s[j] }, func(i, j int) { s[i], s[j] = s[j], s[i] })
}

// Insert puts x at place i of s, as package slices does.
func Insert[E any](s []E, i int, x E) []E {
	s = append(s, x)
	copy(s[i+1:], s[i:])
	s[i] = x
	return s
}

// Keys are a map's keys, in order.
func Keys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m { // order: they are sorted
		keys = append(keys, k)
	}
	Strings(keys)
	return keys
}
