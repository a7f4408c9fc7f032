package engine

import "iter"

// Global is the state of all nodes at one moment. Nodes are read, never changed.
type Global struct {
	IDs     []NodeID
	Nodes   []Node // nil while down, and for a node that was removed
	Stepped int    // the position of the node that just stepped; -1: any may have changed
}

// Each ranges over the nodes up whose engine is a T, in order.
func Each[T Node](g *Global) iter.Seq2[NodeID, T] {
	return func(yield func(NodeID, T) bool) {
		for i, n := range g.Nodes {
			if t, ok := n.(T); ok && !yield(g.IDs[i], t) {
				return
			}
		}
	}
}

// Changed ranges over those of Each that may have changed since the last check: the node that stepped, or, in a search
// and after an action, all.
func Changed[T Node](g *Global) iter.Seq2[NodeID, T] {
	if g.Stepped < 0 {
		return Each[T](g)
	}
	return func(yield func(NodeID, T) bool) {
		if t, ok := g.Nodes[g.Stepped].(T); ok {
			yield(g.IDs[g.Stepped], t)
		}
	}
}

// Find is the node of that id when it is up and its engine is a T.
func Find[T Node](g *Global, id NodeID) (T, bool) {
	for i, n := range g.Nodes {
		if g.IDs[i] == id {
			t, ok := n.(T)
			return t, ok
		}
	}
	var none T
	return none, false
}
