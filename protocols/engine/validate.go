package engine

import (
	"errors"
	"reflect"
	"slices"

	"quorumlab/protocols/engine/say"
)

// Validate tells what is wrong with a declaration: each error names the protocol and the place.
func (p *Protocol) Validate() error {
	var errs []error
	fail := func(format string, args ...any) {
		errs = append(errs, say.Errorf("protocol %s: "+format, append([]any{p.Name}, args...)...))
	}
	if p.Name == "" || Hyphens(p.Name) != p.Name || Quote(p.Name) != p.Name {
		fail("expected a lower-case name")
	}
	if len(p.Roles) == 0 {
		fail("expected a role")
	}
	for i := range p.Roles {
		r := &p.Roles[i]
		if r.Letter < 'a' || r.Letter > 'z' || r.Name == "" || r.New == nil {
			fail("role %q: expected a name, a letter a…z and a constructor", r.Name)
		}
		if r.Min < 0 || r.Default < r.Min || r.Max < r.Default {
			fail("role %s: expected 0 ≤ min ≤ default ≤ max, not %d, %d, %d", r.Name, r.Min, r.Default, r.Max)
		}
		if (r.Disk == nil) != (r.Write == nil) {
			fail("role %s: Disk and Write go together", r.Name)
		}
	}
	p.validateTypes(fail)
	if _, err := Describe(p.Params); err != nil {
		fail("params: %w", err)
	}
	for _, c := range p.Commands() {
		if _, err := Describe(c); err != nil {
			fail("command: %w", err)
		}
	}
	for _, g := range p.Goals {
		if _, err := Describe(g.Form); err != nil {
			fail("goal %s: %w", g.Name, err)
		}
		if g.Reached == nil && g.Value == nil || g.Name == "" {
			fail("goal %q: expected a name and a function", g.Name)
		}
	}
	p.validateExploration(fail)
	p.validateLook(fail)
	p.validateNames(fail)
	return errors.Join(errs...)
}

// validateNames refuses two things of one kind with one name: a line or a page that says it could mean either.
func (p *Protocol) validateNames(fail func(string, ...any)) {
	seen := map[string]bool{}
	once := func(kind, name string) {
		if key := kind + " " + name; seen[key] {
			fail("two %s are called %s", kind, name)
		} else {
			seen[key] = true
		}
	}
	for i := range p.Roles {
		once("roles", p.Roles[i].Name)
	}
	for i := range p.Goals {
		once("goals", p.Goals[i].Name)
	}
	for _, s := range p.Statuses {
		once("statuses", s.Name)
	}
	for _, k := range p.Kinds {
		once("kinds", k.Name)
	}
	for _, x := range p.Panels {
		once("panels", x.Name)
	}
	for i := range p.Spans {
		once("spans", p.Spans[i].Name)
	}
	for i := range p.Invariants {
		once("invariants", p.Invariants[i].Name)
	}
	for i := range p.Monitors {
		once("invariants", p.Monitors[i].Name)
	}
}

func (p *Protocol) validateTypes(fail func(string, ...any)) {
	var all []any
	for _, l := range [][]any{p.Messages, p.Timers, p.Commands(), p.Results, p.Facts} {
		for _, v := range l {
			if v == nil || declared(all, v) {
				fail("%T stands in two lists, or twice in one", v)
			}
			all = append(all, v)
		}
	}
	for _, t := range p.Timers {
		if t != nil && !reflect.TypeOf(t).Comparable() {
			fail("timer %T is not comparable", t)
		}
	}
	if _, err := p.Table(); err != nil {
		fail("%w", err)
	}
}

func (p *Protocol) validateLook(fail func(string, ...any)) {
	shapes := []Shape{Circle, Double, Dashed, Diamond, Hexagon, Square, Octagon, Pill}
	intents := []Intent{Ask, Order, Data, Beat, Tell, Yes, No, Ack}
	layouts := []Layout{"", Ring, Star, Chain, Tiers, Keyspace}
	panels := []PanelKind{LogPanel, TablePanel, QueuePanel, LedgerPanel, KeyspacePanel, ChartPanel, WaterfallPanel}
	if !slices.Contains(layouts, p.Layout) {
		fail("layout %q: expected one of %v", p.Layout, layouts[1:])
	}
	for _, s := range p.Statuses {
		if !slices.Contains(shapes, s.Shape) {
			fail("status %s: shape %q: expected one of %v", s.Name, s.Shape, shapes)
		}
	}
	for _, k := range p.Kinds {
		if !slices.Contains(intents, k.Intent) {
			fail("kind %s: intent %q: expected one of %v", k.Name, k.Intent, intents)
		}
	}
	for _, x := range p.Panels {
		if !slices.Contains(panels, x.Kind) {
			fail("panel %s: kind %q: expected one of %v", x.Name, x.Kind, panels)
		}
	}
	if len(p.Spans) > SpansMax {
		fail("expected at most %d spans, not %d", SpansMax, len(p.Spans))
	}
	for i := range p.Spans {
		if x := &p.Spans[i]; x.Name == "" || Hyphens(x.Name) != x.Name || Quote(x.Name) != x.Name || x.Means == "" || x.Holds == nil {
			fail("span %q: expected a name of one lower-case word, a meaning and a function", x.Name)
		}
	}
	for _, inv := range p.Invariants {
		if inv.Name == "" || inv.Check == nil {
			fail("invariant %q: expected a name and a check", inv.Name)
		}
	}
	for _, m := range p.Monitors {
		if m.Name == "" || m.New == nil {
			fail("monitor %q: expected a name and a constructor", m.Name)
		}
	}
}

func declared(among []any, v any) bool {
	for _, a := range among {
		if reflect.TypeOf(a) == reflect.TypeOf(v) {
			return true
		}
	}
	return false
}
