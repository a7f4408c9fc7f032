package lessontest

import (
	"slices"
	"strings"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/scenario"
	"quorumlab/protocols/sim"
	"quorumlab/server/lesson"
)

// figure runs a figure's scenario, and sees to it that what the figure names is there.
func (c *checker) figure(f *lesson.Figure) {
	script, res, err := run(f.Text, c.lookup)
	if err != nil {
		c.problem(f.Name.Line, "figure %s: %v", f.Name, err)
		return
	}
	for _, e := range res.Failures() {
		c.problem(f.Name.Line, "figure %s: %v", f.Name, e)
	}
	s := &shown{figure: f, script: script, branches: map[string]*scenario.Runner{}}
	for _, r := range res.Branches {
		s.branches[r.Branch().Name] = r
	}
	c.shown[f.Name.Source] = s
	p := script.Cluster.Protocol
	if p.Name != c.lesson.Head.Protocol.Source && len(c.lesson.Figures()) == 1 {
		c.problem(c.lesson.Head.Protocol.Line, "protocol: expected %s, which the figure runs", p.Name)
	}
	c.names(f, p)
	if !c.branchesOf(f, s) {
		return
	}
	for _, m := range []lesson.Text{f.From, f.Stop} {
		if m.Source != "" {
			c.moment(s, m.Line, f.Branch.Source, moment(m))
		}
	}
	c.acts(s)
	c.values(f)
}

// names are those of parts, tools and spans.
func (c *checker) names(f *lesson.Figure, p *engine.Protocol) {
	views := []string{"cluster", "spacetime", "checks", "narration", "timeline"}
	for i := range p.Panels {
		views = append(views, p.Panels[i].Name)
	}
	spans := []string{}
	for i := range p.Spans {
		spans = append(spans, p.Spans[i].Name)
	}
	c.among(f.View, "view", views)
	c.among(f.Spans, "spans", spans)
	c.among(f.Tools, "tools", verbs(p))
}

// verbs are the actions that somebody can do, and the protocol's commands.
func verbs(p *engine.Protocol) []string {
	vs := slices.DeleteFunc(sim.Verbs(), func(v string) bool { return v == "disk" })
	for _, command := range p.Commands() {
		vs = append(vs, engine.Hyphens(engine.KindOf(command)))
	}
	return vs
}

func (c *checker) among(named []lesson.Text, what string, known []string) {
	for _, n := range named {
		if !slices.Contains(known, n.Source) {
			c.problem(n.Line, "%s: expected one of %s, not %s", what, strings.Join(known, ", "), n)
		}
	}
}

// branchesOf sees to it that branches that are named are there.
func (c *checker) branchesOf(f *lesson.Figure, s *shown) bool {
	named := slices.Clone(f.Compare)
	if f.Branch.Source != "" {
		named = append(named, f.Branch)
	}
	if f.Curtain != nil {
		named = append(named, f.Curtain.Among...)
	}
	ok := true
	for _, n := range named {
		if _, is := s.branches[n.Source]; !is {
			c.problem(n.Line, "expected a branch of %s.txt, not %s", f.Name, n)
			ok = false
		}
	}
	if f.Curtain != nil {
		id, err := engine.ParseID(f.Curtain.Client.Source)
		if _, is := s.branches[scenario.Main].Recording().Head().Node(id); err != nil || !is {
			c.problem(f.Curtain.Client.Line, "curtain: expected a client of the figure, not %s", f.Curtain.Client)
		}
	}
	return ok
}

// acts sees to it that each act can be done where the figure begins, or after the acts above it there, or where it stops.
func (c *checker) acts(s *shown) {
	r, ok := s.branch("")
	if !ok {
		return
	}
	var above []sim.Action
	for _, a := range s.figure.Acts {
		do, ok := c.actions(s.script.Cluster.Protocol, a)
		if !ok {
			continue
		}
		refused := s.doable(r, s.begin(), nil, do)
		if refused != nil && s.doable(r, s.begin(), above, do) != nil && s.doable(r, s.stop(r), nil, do) != nil {
			c.problem(a.Label.Line, "act %s: it can be done neither where the figure begins, nor after the acts above it, nor where it stops: %v", a.Label, refused)
		}
		above = append(above, do...)
	}
}

// actions are an act's lines, read.
func (c *checker) actions(p *engine.Protocol, a lesson.Act) ([]sim.Action, bool) {
	var acts []sim.Action
	for _, line := range a.Do {
		act, err := action(p, line.Source)
		if err != nil {
			c.problem(line.Line, "do: %v", err)
			return nil, false
		}
		acts = append(acts, act)
	}
	return acts, true
}

// doable is what the engine has against actions at a moment, where others have been done before them.
func (s *shown) doable(r *scenario.Runner, m sim.Position, before, acts []sim.Action) error {
	w, err := s.at(r, m, nil)
	for _, a := range before {
		if err == nil {
			_ = w.Apply(a) // it may have nothing to do any more
		}
	}
	for _, a := range acts {
		if err == nil {
			err = w.Apply(a)
		}
	}
	return err
}

// begin is the moment that a figure shows first.
func (s *shown) begin() sim.Position {
	if s.figure.From.Source != "" {
		return moment(s.figure.From)
	}
	return sim.Position{}
}

// stop is the moment at which a figure stops.
func (s *shown) stop(r *scenario.Runner) sim.Position {
	if s.figure.Stop.Source != "" {
		return moment(s.figure.Stop)
	}
	return sim.Position{At: r.Recording().Head().Now()}
}

// values runs the figure with its slider at both ends, in the middle and where it stands at first, and with its switch on.
func (c *checker) values(f *lesson.Figure) {
	try := func(line int, what, text string) {
		if _, _, err := run(text, c.lookup); err != nil {
			c.problem(line, "%s: %v", what, err)
		}
	}
	for _, s := range f.Slider {
		if r, ok := s.Range(); ok {
			for _, v := range r.Values() {
				text := s.At(f.Lines(), v)
				try(s.Bind.Line, "slider at "+bound(text, s.Bind), text)
			}
		}
	}
	for _, s := range f.Switch {
		try(s.Bind.Line, "switch on", s.Set(f.Lines()))
	}
}

// bound is the line of the text in which a bind stands.
func bound(text string, bind lesson.Text) string {
	before, _, _ := strings.Cut(bind.Source, "{")
	for line := range strings.Lines(text) {
		if strings.Contains(line, before) {
			return strings.TrimSpace(line)
		}
	}
	return bind.Source
}

// link sees to it that a link leads to an event.
func (c *checker) link(l lesson.Link) {
	if s := c.of(l.Figure); s != nil {
		c.event(s, l.Line, l.Branch, moment(lesson.Text{Source: l.At}))
	}
}

func (c *checker) event(s *shown, line int, branch string, m sim.Position) {
	r, ok := s.branch(branch)
	if !ok {
		c.problem(line, "expected a branch of %s.txt, not %s", s.figure.Name, branch)
		return
	}
	if _, ok := event(r, m); !ok {
		c.problem(line, "expected an event of %s at %v in branch %s", s.figure.Name, m, r.Branch().Name)
	}
}

// moment is as event, but that a moment without # need not be one at which something happens.
func (c *checker) moment(s *shown, line int, branch string, m sim.Position) {
	if m.Place > 0 {
		c.event(s, line, branch, m)
	}
}
