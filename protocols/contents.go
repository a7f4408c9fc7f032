package protocols

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
)

// A Group is some of a protocol's scenarios under one heading, in the order in which they are best seen.
type Group struct {
	Title string
	Names []string // of files, without .txt
}

// Contents are a protocol's scenarios in groups, from the file scenarios/contents of its folder: a heading at the margin,
// under it names that are indented, an empty line between groups. Nil for a protocol that has no such file.
func Contents(protocol string) ([]Group, error) {
	text, err := fs.ReadFile(Scenarios(protocol), "scenarios/contents")
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("protocols: %w", err)
	}
	var groups []Group
	number := 0
	for line := range strings.Lines(string(text)) {
		number++
		line = strings.TrimRight(line, " \n")
		switch word := strings.TrimSpace(line); {
		case word == "":
		case word == line:
			groups = append(groups, Group{Title: word})
		case len(groups) == 0:
			return nil, fmt.Errorf("protocols: %s/scenarios/contents, line %d: expected a heading before %q", protocol, number, word)
		default:
			g := &groups[len(groups)-1]
			g.Names = append(g.Names, word)
		}
	}
	return groups, nil
}
