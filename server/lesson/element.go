package lesson

import "strings"

// Attributes are what the element is told of a figure of the lesson id.
func (f *Figure) Attributes(id string) map[string]string {
	name := "lesson/" + id + "/" + f.Name.Source
	a := map[string]string{"scenario": name, "controls": "lesson", "more": "/play/" + name}
	set := func(key, value string) {
		if value != "" {
			a[key] = value
		}
	}
	set("at", f.From.Source)
	set("stop", f.Stop.Source)
	set("speed", f.Speed.Source)
	set("window", f.Window.Source)
	set("branch", f.Branch.Source)
	set("compare", words(f.Compare))
	set("view", words(f.View))
	set("spans", words(f.Spans))
	a["tools"] = words(f.Tools) // empty: none
	if c := f.Curtain; c != nil {
		a["curtain"], a["among"] = c.Client.Source, words(c.Among)
	}
	return a
}

// words are texts as an attribute holds several.
func words(ts []Text) string {
	ws := make([]string, len(ts))
	for i, t := range ts {
		ws[i] = t.Source
	}
	return strings.Join(ws, " ")
}
