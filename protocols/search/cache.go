package search

// A cache remembers numbers by key, and forgets by itself: two keys that fall on one place take turns.
type cache struct {
	keys    []uint64 // a key plus 1; 0 for a free place
	values  []int32
	evicted int
}

const (
	cacheLeast = 1 << 12
	cacheMost  = 1 << 20
)

func (c *cache) place(key uint64) uint64 {
	return (key * 0x9e3779b97f4a7c15) >> 20 & uint64(len(c.keys)-1)
}

func (c *cache) get(key uint64) (int32, bool) {
	if len(c.keys) == 0 {
		return 0, false
	}
	i := c.place(key)
	return c.values[i], c.keys[i] == key+1
}

func (c *cache) put(key uint64, value int32) {
	if len(c.keys) == 0 || c.evicted > len(c.keys)/4 && len(c.keys) < cacheMost {
		c.grow()
	}
	i := c.place(key)
	if c.keys[i] != 0 && c.keys[i] != key+1 {
		c.evicted++
	}
	c.keys[i], c.values[i] = key+1, value
}

func (c *cache) grow() {
	old := *c
	n := max(cacheLeast, 4*len(old.keys))
	*c = cache{keys: make([]uint64, n), values: make([]int32, n)}
	for i, k := range old.keys {
		if k != 0 {
			j := c.place(k - 1)
			c.keys[j], c.values[j] = k, old.values[i]
		}
	}
}

func (c *cache) clear() {
	clear(c.keys)
	c.evicted = 0
}

// bytes is what it takes.
func (c *cache) bytes() int64 { return int64(len(c.keys)) * 12 }
