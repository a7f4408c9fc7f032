package scenario

import (
	"reflect"
	"strconv"
	"strings"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/sim"
)

// Written is a run as lines: its cluster, its disks, and its actions, each with its position unless that is where the line
// before it stands. What the run expects, and how long it goes on, are for the caller to add.
func Written(p *engine.Protocol, o sim.Options, acts []sim.Placed) string {
	var b strings.Builder
	b.WriteString(ClusterLine(p, o) + "\n")
	for _, d := range o.Presets {
		b.WriteString(sim.Line(d) + "\n")
	}
	var at sim.Position
	for _, a := range acts {
		if a.At != at {
			at = a.At
			b.WriteString("at " + at.String() + " ")
		}
		b.WriteString(sim.Line(a.Action) + "\n")
	}
	return b.String()
}

// ClusterLine is the cluster line of a run: what differs from the defaults, and the seed.
func ClusterLine(p *engine.Protocol, o sim.Options) string {
	b := []byte("cluster " + p.Name)
	for i := range p.Roles {
		letter := p.Roles[i].Letter
		n, given := o.Counts[letter]
		if !given || !lastOf(p, i) {
			continue
		}
		word := "nodes"
		if letter != 'n' {
			word = p.Roles[i].Name
		}
		b = append(append(append(b, ' '), word...), '=')
		b = strconv.AppendInt(b, int64(n), 10)
	}
	b = appendChanged(b, o.Params, p.Params)
	b = appendChanged(b, o.Settings, sim.Settings{})
	b = append(b, " seed="...)
	return string(strconv.AppendUint(b, o.Seed, 10))
}

// lastOf tells whether a role is the last one of its letter.
func lastOf(p *engine.Protocol, i int) bool {
	for j := i + 1; j < len(p.Roles); j++ {
		if p.Roles[j].Letter == p.Roles[i].Letter {
			return false
		}
	}
	return true
}

// appendChanged appends " key=value" for the fields of form that differ from those of usual.
func appendChanged(b []byte, form, usual any) []byte {
	x, y := reflect.ValueOf(form), reflect.ValueOf(usual)
	if !x.IsValid() || x.Kind() != reflect.Struct {
		return b
	}
	for i := range x.NumField() {
		if was, is := engine.Format(y.Field(i)), engine.Format(x.Field(i)); was != is {
			b = append(append(b, ' '), engine.Hyphens(x.Type().Field(i).Name)...)
			b = append(append(b, '='), engine.Quote(is)...)
		}
	}
	return b
}
