package catalog

// Featured is the scenario that stands on the home page, and FeaturedMoment what is seen of it first: the leader is down, and
// another node has just asked for votes.
const (
	Featured       = "raft/leader-crash"
	FeaturedMoment = "513ms"
)

// FirstKey names what stands in a page before a figure is alive there: a scenario at a moment, both as the element has them,
// in a branch; "" where the element has none.
func FirstKey(scenario, at, branch string) string { return scenario + " " + at + " " + branch }
