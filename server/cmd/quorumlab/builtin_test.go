package main

import (
	"strings"
	"testing"
)

func TestEveryKnownMistakeHasItsShortestRunInTheCatalogue(t *testing.T) {
	c, err := builtin()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range c.Protocols() {
		for _, m := range p.Reference.Mistakes {
			runs := p.Wrong(m.Name)
			if len(runs) == 0 || !runs[len(runs)-1].Shortest() {
				t.Errorf("%s: %s has no shortest run among %d", p.Name, m.Name, len(runs))
			}
		}
		if p.Reference.Doc == "" || len(p.Reference.Roles) == 0 || len(p.Groups) == 0 {
			t.Errorf("%s: its reference is empty", p.Name)
		}
	}
}

func TestEveryListedAddressOfTheSiteIsThere(t *testing.T) {
	site := served(t)
	c, err := builtin()
	if err != nil {
		t.Fatal(err)
	}
	paths := []string{"/", "/lessons", "/play", "/protocols", "/about"}
	for _, p := range c.Protocols() {
		paths = append(paths, "/play/"+p.Name, "/protocols/"+p.Name)
	}
	for _, s := range c.Scenarios() {
		paths = append(paths, "/play/"+s.Name, "/embed/"+s.Name)
	}
	for _, path := range paths {
		r, body := get(t, site+path)
		if r.StatusCode != 200 || !strings.Contains(string(body), "<h1") {
			t.Errorf("%s: %s", path, r.Status)
		}
	}
}
