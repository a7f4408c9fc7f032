package catalog

// Featured is the scenario that stands on the home page, and FeaturedMoment what is seen of it first: the leader is down, and
// another node has just asked for votes.
const (
	Featured       = "raft/leader-crash"
	FeaturedMoment = "513ms"
)

// Where a figure stands: each place shows it with other things round it.
const (
	OnHome   = "home"
	InFrame  = "frame" // of another page
	InPlayer = "player"
	InLesson = "lesson"
)

// FirstKey names what stands in a page before a figure is alive there: a scenario at a moment, both as the element has them,
// in a branch; "" where the element has none.
func FirstKey(place, scenario, at, branch string) string {
	return place + " " + scenario + " " + at + " " + branch
}
