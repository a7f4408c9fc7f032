package engine

// SpansMax is how many spans a protocol may declare: more could not be told apart over one line.
const SpansMax = 4

// A Span is something that is so of a node for a while, by what the node itself holds: that it leads, that its lease is
// valid. It may hold for two nodes at once, and be wrong: that is what it is drawn for.
type Span struct {
	Name  string // "leads": one word, for the bar itself and for those who ask for it
	Means string // "believes that it leads": a sentence's end, the node being its subject

	// Holds tells whether it is so of a node that is up, and until when it will be by the node's own clock if nothing comes
	// in between; 0 where the node does not know. It reads the node, and changes nothing.
	Holds func(n Node) (holds bool, until Time)
}

// SpanOf makes a Span's function of one for nodes that are a T; of no other node it is ever so.
func SpanOf[T Node](holds func(n T) (bool, Time)) func(Node) (bool, Time) {
	return func(n Node) (bool, Time) {
		if t, ok := n.(T); ok {
			return holds(t)
		}
		return false, 0
	}
}
