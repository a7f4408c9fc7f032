package bridge

import (
	"quorumlab/protocols/engine"
	"quorumlab/protocols/sim"
)

// frame writes all that is shown of a world.
func (s *session) frame(d *doc, w *sim.World, at sim.Position) {
	p := w.Protocol()
	ids := w.Global().IDs
	pictures := make([]engine.Picture, len(ids))
	for i := range ids {
		if n := w.NodeAt(i); n.Engine != nil {
			pictures[i] = engine.Look(n.Engine, false)
		} else if last := w.LastEngine(i); last != nil {
			pictures[i] = engine.Look(last, false)
		}
	}
	d.object(func() {
		d.kint("event", int64(w.Count()))
		d.kint("t", int64(w.Now()))
		d.kstr("at", at.String())
		d.kstr("hash", hex64(w.Hash()))
		d.klist("nodes", func() {
			for i := range ids {
				if st := w.NodeAt(i); st.Flags&sim.FlagRemoved == 0 {
					s.node(d, w, &st, &pictures[i])
				}
			}
		})
		d.klist("links", func() {
			for _, l := range w.Links() {
				d.object(func() {
					d.kstr("from", l.From.String())
					d.kstr("to", l.To.String())
					d.kstr("state", string(l.State))
					d.kstr("says", l.Says)
				})
			}
		})
		d.klist("wire", func() {
			for _, m := range w.InFlight() {
				if m.State != sim.Waiting {
					s.message(d, &m)
				}
			}
		})
		var rules []string
		for _, r := range w.Rules() {
			rules = append(rules, sim.Line(r))
		}
		d.kstrings("rules", rules)
		s.standing(d, w)
		d.klist("panels", func() {
			for i := range p.Panels {
				d.panel(&p.Panels[i], ids, pictures)
			}
		})
		d.klist("invariants", func() {
			for _, x := range w.Judge() {
				d.object(func() {
					d.kstr("name", x.Name)
					d.kstr("title", x.Title)
					d.kbool("ok", x.Err == nil)
					says := x.Says
					if x.Err != nil {
						says = x.Err.Error()
					}
					d.kstr("says", says)
				})
			}
			s.clients(d, w)
		})
		d.klist("ops", func() {
			ops := w.Ops()
			for i := range ops {
				if o := &ops[i]; o.Open() {
					d.object(func() {
						d.kint("op", int64(o.ID))
						d.kstr("client", o.Client.String())
						d.kstr("text", engine.Print(o.In))
						d.kint("since", int64(o.CallAt))
					})
				}
			}
		})
	})
}

func (s *session) node(d *doc, w *sim.World, st *sim.NodeState, pic *engine.Picture) {
	flags := st.Flags
	if pic.Locked {
		flags |= sim.FlagLocked
	}
	d.object(func() {
		d.kstr("id", st.ID.String())
		d.kstr("role", st.Role.Name)
		d.kbool("outside", st.Role.Outside)
		d.kstr("status", pic.Status)
		d.kint("epoch", pic.Epoch)
		d.kstr("tally", pic.Tally)
		d.kint("tier", int64(pic.Tier))
		d.kint("place", int64(pic.Place))
		d.kstrings("flags", flagWords(flags))
		d.klist("fields", func() {
			for _, f := range pic.Fields {
				d.list(func() {
					d.str(f.Name)
					d.str(engine.Plain(f.Value))
				})
			}
		})
		d.klist("timers", func() {
			if st.Engine != nil {
				s.timers(d, w, st.ID, pic)
			}
		})
		d.klist("cells", func() {
			for _, r := range pic.Rows {
				if kindOfPanel(w.Protocol(), r.Panel) == engine.LogPanel {
					d.cells(r.Cells)
					break
				}
			}
		})
		d.klist("inbox", func() {
			for _, m := range st.Inbox {
				s.message(d, &m)
			}
		})
		var commands []string
		for _, c := range st.Role.Commands {
			commands = append(commands, engine.Hyphens(engine.KindOf(c)))
		}
		d.kstrings("commands", commands)
	})
}

// timers writes those that the node has armed, and, in place of one that only counts, the clocks inside the engine that
// it drives.
func (s *session) timers(d *doc, w *sim.World, id engine.NodeID, pic *engine.Picture) {
	for _, t := range w.Timers(id) {
		driven := false
		for _, c := range pic.Clocks {
			if t.Scope != "" || c.By != t.Body {
				continue
			}
			driven = true
			d.object(func() {
				d.kstr("name", c.Name)
				d.kint("set", int64(t.Set)-int64(c.Elapsed))
				d.kint("due", int64(t.Set)+int64(c.Total-c.Elapsed))
				d.kstr("fire", engine.Print(t.Body))
				d.kbool("waits", t.Waits)
			})
		}
		if driven {
			continue
		}
		d.object(func() {
			d.kstr("name", engine.Hyphens(engine.KindOf(t.Body)))
			d.kint("set", int64(t.Set))
			d.kint("due", int64(t.Due))
			d.kstr("fire", engine.Print(t.Body))
			d.kbool("waits", t.Waits)
		})
	}
}

func (s *session) message(d *doc, m *sim.Message) {
	d.object(func() {
		d.kstr("m", m.ID.String())
		d.kstr("from", m.From.String())
		d.kstr("to", m.To.String())
		s.kind(d, m.Body)
		d.kstr("text", engine.TextOf(m.Body))
		d.kint("leaves", int64(m.Leaves))
		d.kint("lands", int64(m.Lands))
		d.kstr("state", string(m.State))
	})
}

func kindOfPanel(p *engine.Protocol, name string) engine.PanelKind {
	for i := range p.Panels {
		if p.Panels[i].Name == name {
			return p.Panels[i].Kind
		}
	}
	return ""
}

func (d *doc) panel(p *engine.Panel, ids []engine.NodeID, pictures []engine.Picture) {
	d.object(func() {
		d.kstr("name", p.Name)
		d.kstr("kind", string(p.Kind))
		d.kstr("legend", p.Legend)
		d.klist("rows", func() {
			for i := range pictures {
				for _, r := range pictures[i].Rows {
					if r.Panel != p.Name {
						continue
					}
					d.object(func() {
						name := r.Name
						if name == "" {
							name = ids[i].String()
						}
						d.kstr("name", engine.Plain(name))
						d.kstr("node", ids[i].String())
						d.kint("epoch", pictures[i].Epoch)
						d.kint("bar", int64(r.Bar))
						d.klist("cells", func() { d.cells(r.Cells) })
					})
				}
			}
		})
	})
}

func (d *doc) cells(cs []engine.Cell) {
	for _, c := range cs {
		d.object(func() {
			d.kstr("text", engine.Plain(c.Text))
			d.kint("epoch", c.Epoch)
			d.kstr("mark", string(c.Mark))
			d.kint("at", int64(c.At))
		})
	}
}
