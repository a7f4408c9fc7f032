package twophasespec

import "quorumlab/protocols/engine"

func statuses() []engine.Status {
	return []engine.Status{
		{Name: "init", Shape: engine.Hexagon, Means: "the TM, which has not decided"},
		{Name: "working", Shape: engine.Circle, Means: "may still choose to abort"},
		{Name: "prepared", Shape: engine.Diamond, Means: "can commit, and waits for the TM's decision"},
		{Name: "committed", Shape: engine.Square, Means: "has committed"},
		{Name: "aborted", Shape: engine.Octagon, Means: "has aborted"},
	}
}

func (s status) String() string { return [...]string{"working", "prepared", "committed", "aborted"}[s] }

// View draws an RM.
func (r *rm) View(v *engine.View) {
	v.Status(r.status.String())
	v.Tier(1)
	if r.status == prepared {
		v.Locked()
	}
}

// View draws the TM in the middle.
func (t *tm) View(v *engine.View) {
	v.Field("tmPrepared", t.names())
	if t.status != working {
		v.Status(t.status.String())
		return
	}
	v.Status("init")
	v.Tally("% of % prepared", t.prepared.count(), len(t.Of('r')))
}

// names lists of whom it has received Prepared.
func (t *tm) names() (ids []engine.NodeID) {
	for i, id := range t.Of('r') {
		if t.prepared&(1<<i) != 0 {
			ids = append(ids, id)
		}
	}
	return ids
}
