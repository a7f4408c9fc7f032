package main

import (
	"fmt"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strings"
)

// all is every state of a site: what there is of lessons, protocols and scenarios, its own lists say.
func all(site string) ([]state, error) {
	lessons, err := linked(site+"/lessons", `/lessons/([a-z0-9-]+)`)
	if err != nil {
		return nil, err
	}
	protocols, err := linked(site+"/protocols", `/protocols/([a-z0-9-]+)`)
	if err != nil {
		return nil, err
	}
	var scenarios []string
	for _, p := range protocols {
		found, err := linked(site+"/play/"+p, `/play/(`+p+`/[a-z0-9-]+)`)
		if err != nil {
			return nil, err
		}
		scenarios = append(scenarios, found...)
	}
	return slices.Concat(pages(lessons, protocols), lesson(), figures(scenarios)), nil
}

// linked is what the links of a page lead to, each once: the first group of a pattern.
func linked(address, pattern string) ([]string, error) {
	answer, err := http.Get(address)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		return nil, err
	}
	var found []string
	for _, m := range regexp.MustCompile(`href="`+pattern+`"`).FindAllStringSubmatch(string(body), -1) {
		if !slices.Contains(found, m[1]) {
			found = append(found, m[1])
		}
	}
	if len(found) == 0 {
		return nil, fmt.Errorf("%s answers %s and links to nothing like %s", address, answer.Status, pattern)
	}
	return found, nil
}

func slug(name string) string { return strings.ReplaceAll(name, "/", "-") }
