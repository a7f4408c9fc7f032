package bridge

import (
	"quorumlab/protocols/engine"
	"quorumlab/protocols/engine/say"
	"quorumlab/protocols/sim"
)

// inputsMax is how many inputs of one node are told: the last of them.
const inputsMax = 400

// sights tells for each node whether it can tell two branches apart at a time. Of one node, its inputs are told as well.
func (s *session) sights(d *doc, args []string, budget int) error {
	t, err := numberOf(args, 0)
	if err != nil {
		return err
	}
	if len(args) < 3 || s.find(args[1]) == nil || s.find(args[2]) == nil {
		return say.Errorf("sights: expected a time and the names of two branches")
	}
	var node engine.NodeID
	if len(args) > 3 {
		node, _ = engine.ParseID(args[3]) // an argument such as events=N is none
	}
	var recs [2]*sim.Recording
	var at [2]sim.EventID
	late := false
	for i, name := range args[1:3] {
		recs[i] = s.find(name).rec
		if !s.pending() {
			late = !reach(recs[i], engine.Time(t), budget) || late
		}
		at[i] = recs[i].CountAt(engine.Time(t))
	}
	d.kbool("more", late || s.pending())
	d.klist("nodes", func() {
		for _, id := range recs[0].Head().Global().IDs {
			if err == nil {
				err = sight(d, id, recs, at, id == node)
			}
		}
	})
	return err
}

// reach lets a recording go on to a time; it answers whether it has come there.
func reach(r *sim.Recording, t engine.Time, budget int) bool {
	for range budget {
		if !r.Next(t) {
			r.Reach(t)
			return true
		}
	}
	return false
}

// sight tells of one node whether it can tell the branches apart, and, with lists, what it was given in each.
func sight(d *doc, id engine.NodeID, recs [2]*sim.Recording, at [2]sim.EventID, lists bool) error {
	var sights [2]sim.Sight
	for i, r := range recs {
		v, there, err := r.Sight(id, at[i])
		if err != nil || !there {
			return err
		}
		sights[i] = v
	}
	apart := sights[0].Apart(sights[1])
	d.object(func() {
		d.kstr("node", id.String())
		d.kbool("same", apart < 0)
		d.kint("apart", int64(apart))
		d.klist("counts", func() { d.int(int64(len(sights[0].Inputs))); d.int(int64(len(sights[1].Inputs))) })
		d.klist("down", func() { d.bool(sights[0].Down); d.bool(sights[1].Down) })
		if !lists {
			return
		}
		d.klist("inputs", func() {
			for i, r := range recs {
				d.list(func() { inputs(d, r, sights[i].Inputs) })
			}
		})
	})
	return nil
}

func inputs(d *doc, r *sim.Recording, all []sim.Seen) {
	first := max(0, len(all)-inputsMax)
	for i, in := range all[first:] {
		d.object(func() {
			d.kint("i", int64(first+i))
			d.kint("event", int64(in.Event))
			d.kint("t", int64(r.Trace().Event(in.Event).At))
			d.kstr("text", engine.Plain(r.InputText(in)))
		})
	}
}
