package scenario

import (
	"reflect"
	"strconv"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/engine/say"
	"quorumlab/protocols/sim"
)

// A clusterParser reads the keys of a cluster line.
type clusterParser struct {
	cluster  *Cluster
	settings []engine.Field
	params   []engine.Field
	seen     map[string]bool
	counted  map[byte]string // by which key a letter was counted
}

func parseCluster(line int, words []engine.Word, lookup func(string) *engine.Protocol) (Cluster, error) {
	c := Cluster{Line: line}
	if len(words) == 0 {
		return c, say.Errorf("cluster: expected the name of a protocol")
	}
	if words[0].Key == "" {
		c.Protocol = lookup(words[0].Value)
	}
	if c.Protocol == nil {
		return c, say.Errorf("column %d: cluster: expected a protocol that is here (`quorumlab list protocols`), not %s", words[0].Column, words[0])
	}
	p := clusterParser{cluster: &c, seen: map[string]bool{}, counted: map[byte]string{}}
	c.Options = sim.Options{Counts: map[byte]int{}, Params: c.Protocol.Params}
	if err := p.describe(); err != nil {
		return c, err
	}
	for _, w := range words[1:] {
		if w.Key == "" {
			return c, wrong(w, "expected key=value, not %s", w)
		}
		if p.seen[w.Key] {
			return c, wrong(w, "expected %s once", w.Key)
		}
		p.seen[w.Key] = true
		value, err := p.set(w)
		if err != nil {
			return c, err
		}
		c.Given = append(c.Given, Given{w.Key, value})
	}
	return c, nil
}

// wrong is an error about one word of a cluster line.
func wrong(w engine.Word, format string, args ...any) error {
	return say.Errorf("column %d: cluster: "+format, append([]any{w.Column}, args...)...)
}

// describe refuses a protocol whose names mean two things in a scenario.
func (p *clusterParser) describe() (err error) {
	proto := p.cluster.Protocol
	if p.settings, err = engine.Describe(sim.Settings{}); err != nil {
		return err
	}
	if p.params, err = engine.Describe(proto.Params); err != nil {
		return err
	}
	names := map[string]bool{"seed": true, "trace": true, "nodes": true}
	take := func(name string) error {
		if names[name] {
			return say.Errorf("cluster: %s is declared wrongly: on its cluster lines %s means two things", proto.Name, name)
		}
		names[name] = true
		return nil
	}
	for _, f := range p.settings {
		names[f.Name] = true
	}
	for i := range proto.Roles {
		if err := take(proto.Roles[i].Name); err != nil {
			return err
		}
	}
	for _, f := range p.params {
		if err := take(f.Name); err != nil {
			return err
		}
	}
	for _, g := range proto.Goals {
		if g.Name == "not" || g.Name == "violated" || g.Name == "ended" || g.Name == sameView {
			return say.Errorf("cluster: %s is declared wrongly: on its expect lines %s means two things", proto.Name, g.Name)
		}
		fs, err := engine.Describe(g.Form)
		if err == nil && field(fs, "limit") != nil {
			err = say.Errorf("cluster: %s is declared wrongly: in run until=%s limit means two things", proto.Name, g.Name)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// set takes one key=value and gives the value in its canonical form.
func (p *clusterParser) set(w engine.Word) (string, error) {
	o := &p.cluster.Options
	switch w.Key {
	case "seed":
		n, err := strconv.ParseUint(w.Value, 10, 64)
		if err != nil {
			return "", wrong(w, "seed: expected a whole number from 0, not %s", engine.Quote(w.Value))
		}
		o.Seed = n
		return strconv.FormatUint(n, 10), nil
	case "trace":
		if w.Value != "all" {
			return "", wrong(w, "trace: expected all, not %s", engine.Quote(w.Value))
		}
		p.cluster.TraceAll = true
		return w.Value, nil
	case "nodes":
		return p.count(w, 'n', nil)
	}
	for i := range p.cluster.Protocol.Roles {
		if r := &p.cluster.Protocol.Roles[i]; r.Name == w.Key {
			return p.count(w, r.Letter, r)
		}
	}
	if field(p.settings, w.Key) != nil {
		form, value, err := p.parse(o.Settings, p.settings, w)
		if err != nil {
			return "", err
		}
		o.Settings = form.(sim.Settings)
		return value, p.checkZero(w)
	}
	if field(p.params, w.Key) != nil {
		form, value, err := p.parse(o.Params, p.params, w)
		if err == nil {
			o.Params = form
		}
		return value, err
	}
	return "", p.unknown(w)
}

// parse fills one field of form and gives its canonical text.
func (p *clusterParser) parse(form any, fs []engine.Field, w engine.Word) (any, string, error) {
	form, err := engine.ParseForm(form, "cluster", []engine.Word{w})
	if err != nil {
		return nil, "", err
	}
	now, err := engine.Describe(form)
	if err != nil {
		return nil, "", err
	}
	return form, field(now, w.Key).Value, nil
}

// checkZero refuses a setting that is zero, where the world takes that for its default.
func (p *clusterParser) checkZero(w engine.Word) error {
	given := reflect.ValueOf(p.cluster.Options.Settings)
	for i := range given.NumField() {
		if engine.Hyphens(given.Type().Field(i).Name) != w.Key || !given.Field(i).IsZero() {
			continue
		}
		if standard := reflect.ValueOf(sim.DefaultSettings()).Field(i); !standard.IsZero() {
			return wrong(w, "%s: expected more than %s", w.Key, engine.Quote(w.Value))
		}
	}
	return nil
}

// count takes a number of nodes, of a letter or of one role.
func (p *clusterParser) count(w engine.Word, letter byte, role *engine.Role) (string, error) {
	n, err := strconv.Atoi(w.Value)
	if err != nil || n < 0 || w.Value[0] == '+' {
		return "", wrong(w, "%s: expected a number of nodes, not %s", w.Key, engine.Quote(w.Value))
	}
	value := strconv.Itoa(n)
	first, last := p.sharing(letter)
	switch {
	case last == nil:
		return "", p.unknown(w)
	case role != nil && role != last:
		if n != role.Default {
			return "", wrong(w, "%s: expected %d, as always here; %s=N takes the rest of the letter %c", w.Key, role.Default, last.Name, letter)
		}
		return value, nil
	case p.counted[letter] != "":
		return "", wrong(w, "%s: expected either %s= or %s=", w.Key, p.counted[letter], w.Key)
	}
	p.counted[letter] = w.Key
	if role == last {
		n += first
	}
	if rest := n - first; rest < last.Min || rest > last.Max {
		if role == last {
			first = 0
		}
		return "", wrong(w, "%s: expected %d to %d, not %d", w.Key, last.Min+first, last.Max+first, rest+first)
	}
	p.cluster.Options.Counts[letter] = n
	return value, nil
}

// sharing is how many nodes of a letter its earlier roles take, and its last role; nil for none.
func (p *clusterParser) sharing(letter byte) (first int, last *engine.Role) {
	for i := range p.cluster.Protocol.Roles {
		if r := &p.cluster.Protocol.Roles[i]; r.Letter == letter {
			if last != nil {
				first += last.Default
			}
			last = r
		}
	}
	return first, last
}

func (p *clusterParser) unknown(w engine.Word) error {
	var names []string
	for i := range p.cluster.Protocol.Roles {
		names = append(names, p.cluster.Protocol.Roles[i].Name)
	}
	for _, f := range p.params {
		names = append(names, f.Name)
	}
	for _, f := range p.settings {
		names = append(names, f.Name)
	}
	return wrong(w, "expected %s, not %s=", engine.OneOf(append(names, "seed", "trace")), engine.Plain(w.Key))
}

func field(fs []engine.Field, name string) *engine.Field {
	for i := range fs {
		if fs[i].Name == name {
			return &fs[i]
		}
	}
	return nil
}
