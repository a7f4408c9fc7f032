package protocols

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// A Library finds built-in scenarios by name: raft/leader-crash is the raft protocol's own, lesson/elections/split-vote is
// a figure of a lesson. The zero Library is empty.
type Library struct {
	names []string
	texts map[string]string
}

// AddProtocol takes in a protocol's own scenarios, the files scenarios/*.txt of its folder.
func (l *Library) AddProtocol(name string) error {
	return l.add(name, Scenarios(name), "scenarios/*.txt")
}

// AddLessons takes in the figures of all lessons, the files */*.txt.
func (l *Library) AddLessons(files fs.FS) error { return l.add("lesson", files, "*/*.txt") }

func (l *Library) add(prefix string, files fs.FS, pattern string) error {
	found, err := fs.Glob(files, pattern)
	if err != nil {
		return fmt.Errorf("protocols: %w", err)
	}
	if l.texts == nil {
		l.texts = map[string]string{}
	}
	for _, f := range found {
		text, err := fs.ReadFile(files, f)
		if err != nil {
			return fmt.Errorf("protocols: %w", err)
		}
		name := path.Join(prefix, strings.TrimPrefix(strings.TrimSuffix(f, ".txt"), "scenarios/"))
		if _, ok := l.texts[name]; ok {
			return fmt.Errorf("protocols: two scenarios are called %s", name)
		}
		l.texts[name] = string(text)
		l.names = append(l.names, name)
	}
	slices.Sort(l.names)
	return nil
}

// Names are the names of all scenarios, in order.
func (l *Library) Names() []string { return slices.Clone(l.names) }

// Text is a scenario's text; false when there is none of that name.
func (l *Library) Text(name string) (string, bool) {
	text, ok := l.texts[name]
	return text, ok
}
