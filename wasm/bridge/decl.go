package bridge

import (
	"quorumlab/protocols/engine"
	"quorumlab/protocols/sim"
)

// declare writes what a protocol declares: all that a page knows of it.
func (d *doc) declare(p *engine.Protocol) {
	d.object(func() {
		d.kstr("name", p.Name)
		d.kstr("title", p.Title)
		d.kstr("about", p.About)
		d.kstr("layout", string(p.Layout))
		d.kstr("epoch", p.Epoch)
		d.klist("roles", func() {
			for i := range p.Roles {
				r := &p.Roles[i]
				d.object(func() {
					d.kstr("name", r.Name)
					d.kstr("letter", string(rune(r.Letter)))
					d.kint("min", int64(r.Min))
					d.kint("max", int64(r.Max))
					d.kint("default", int64(r.Default))
					d.kbool("outside", r.Outside)
					d.kstr("help", r.Help)
				})
			}
		})
		d.klist("statuses", func() {
			for _, s := range p.Statuses {
				d.object(func() {
					d.kstr("name", s.Name)
					d.kstr("shape", string(s.Shape))
					d.kstr("means", s.Means)
				})
			}
		})
		d.klist("kinds", func() {
			for _, k := range p.Kinds {
				d.object(func() {
					d.kstr("name", k.Name)
					d.kstr("intent", string(k.Intent))
					d.kstr("means", k.Means)
				})
			}
		})
		params, _ := engine.Describe(p.Params)
		d.klist("params", func() { d.fields(params, func(f *engine.Field) bool { return f.Mistake == "" }) })
		d.klist("mistakes", func() { d.fields(params, func(f *engine.Field) bool { return f.Mistake != "" }) })
		world, _ := engine.Describe(sim.DefaultSettings())
		d.klist("world", func() { d.fields(world, func(*engine.Field) bool { return true }) })
		d.klist("commands", func() {
			for i := range p.Roles {
				for _, c := range p.Roles[i].Commands {
					d.object(func() {
						d.kstr("name", engine.Hyphens(engine.KindOf(c)))
						d.kstr("role", p.Roles[i].Name)
						d.kstr("letter", string(rune(p.Roles[i].Letter)))
						d.form(c)
					})
				}
			}
		})
		d.klist("goals", func() {
			for _, g := range sim.Goals(p) {
				d.object(func() {
					d.kstr("name", g.Name)
					d.kstr("help", g.Help)
					d.form(g.Form)
				})
			}
		})
		d.klist("panels", func() {
			for _, x := range p.Panels {
				d.object(func() {
					d.kstr("name", x.Name)
					d.kstr("kind", string(x.Kind))
					d.kstr("legend", x.Legend)
				})
			}
		})
		d.klist("spans", func() {
			for i := range p.Spans {
				d.object(func() {
					d.kstr("name", p.Spans[i].Name)
					d.kstr("means", p.Spans[i].Means)
				})
			}
		})
		d.klist("invariants", func() {
			for _, x := range p.Invariants {
				d.object(func() {
					d.kstr("name", x.Name)
					d.kstr("title", x.Title)
				})
			}
			for _, x := range p.Monitors {
				d.object(func() {
					d.kstr("name", x.Name)
					d.kstr("title", x.Title)
				})
			}
			if p.Model != nil {
				d.object(func() {
					d.kstr("name", linearizable.Name)
					d.kstr("title", linearizable.Title)
				})
			}
		})
		d.kstr("assumes", p.Assumes.Sentence())
	})
}

func (d *doc) form(form any) {
	fs, _ := engine.Describe(form)
	d.klist("fields", func() { d.fields(fs, func(*engine.Field) bool { return true }) })
}

func (d *doc) fields(fs []engine.Field, match func(*engine.Field) bool) {
	for i := range fs {
		f := &fs[i]
		if !match(f) {
			continue
		}
		d.object(func() {
			d.kstr("name", f.Name)
			d.kstr("type", f.Type)
			d.kstr("value", f.Value)
			d.kopt("help", f.Help)
			d.kopt("min", f.Min)
			d.kopt("max", f.Max)
			d.kopt("mistake", f.Mistake)
			if len(f.OneOf) > 0 {
				d.kstrings("oneof", f.OneOf)
			}
			if f.Arg {
				d.kbool("arg", true)
			}
			if f.Optional {
				d.kbool("optional", true)
			}
		})
	}
}
