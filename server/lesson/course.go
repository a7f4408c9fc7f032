package lesson

import (
	"cmp"
	"fmt"
	"io/fs"
	"path"
	"slices"
)

// A Course is all lessons, in the order of the path.
type Course struct {
	lessons []*Lesson            // in English
	others  map[string][]*Lesson // by id, in other languages
}

// Load reads the lessons of a folder: <id>/lesson.md, and <id>/lesson.<language>.md. A folder without lesson.md is none. The
// error is of type Problems, and has all that is wrong.
func Load(files fs.FS) (*Course, error) {
	found, err := fs.Glob(files, "*/lesson*.md")
	if err != nil {
		return nil, fmt.Errorf("lessons: %w", err)
	}
	c := &Course{others: map[string][]*Lesson{}}
	var problems Problems
	for _, file := range found {
		l, ps := parse(files, file)
		problems = append(problems, ps...)
		if path.Base(file) == "lesson.md" {
			c.lessons = append(c.lessons, l)
		} else {
			c.others[l.ID] = append(c.others[l.ID], l)
		}
	}
	slices.SortStableFunc(c.lessons, func(a, b *Lesson) int { return cmp.Compare(a.Head.Order, b.Head.Order) })
	problems = append(problems, c.path()...)
	return c, problems.Err()
}

// path sees to it that each place on the path is one lesson's, and that a lesson needs earlier ones only.
func (c *Course) path() Problems {
	var ps Problems
	for i, l := range c.lessons {
		if i > 0 && c.lessons[i-1].Head.Order == l.Head.Order {
			ps = append(ps, Problem{l.File, 2, fmt.Sprintf("order: expected another place than that of %s", c.lessons[i-1].ID)})
		}
		for _, n := range l.Head.Needs {
			ps = append(ps, c.earlier(l, n, "needs")...)
		}
		for _, q := range l.Questions() {
			if q.From.Source != "" {
				ps = append(ps, c.earlier(l, q.From, "from")...)
			}
		}
	}
	for id, ls := range c.others {
		if _, ok := c.Lesson(id, English); !ok {
			ps = append(ps, Problem{ls[0].File, 0, "expected lesson.md beside it"})
		}
	}
	return ps
}

func (c *Course) earlier(l *Lesson, id Text, what string) Problems {
	if n, ok := c.Lesson(id.Source, English); !ok || n.Head.Order >= l.Head.Order {
		return Problems{{l.File, id.Line, fmt.Sprintf("%s: expected an earlier lesson of the path, not %s", what, id)}}
	}
	return nil
}

// Lessons are the lessons in English, in the order of the path.
func (c *Course) Lessons() []*Lesson { return c.lessons }

// All are the lessons in all languages.
func (c *Course) All() []*Lesson {
	var all []*Lesson
	for _, l := range c.lessons {
		all = append(append(all, l), c.others[l.ID]...)
	}
	return all
}

// Lesson finds a lesson by its id and language.
func (c *Course) Lesson(id, language string) (*Lesson, bool) {
	in := c.others[id]
	if language == English {
		in = c.lessons
	}
	for _, l := range in {
		if l.ID == id && l.Language == language {
			return l, true
		}
	}
	return nil, false
}

// Around are the lessons before and after one on the path; nil where there is none.
func (c *Course) Around(id string) (before, after *Lesson) {
	i := slices.IndexFunc(c.lessons, func(l *Lesson) bool { return l.ID == id })
	if i > 0 {
		before = c.lessons[i-1]
	}
	if i >= 0 && i+1 < len(c.lessons) {
		after = c.lessons[i+1]
	}
	return before, after
}

// Languages are those that a lesson is in, English first.
func (c *Course) Languages(id string) []string {
	languages := []string{English}
	for _, l := range c.others[id] {
		languages = append(languages, l.Language)
	}
	return languages
}
