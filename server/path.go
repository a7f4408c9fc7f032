package server

import (
	"quorumlab/server/catalog"
	"quorumlab/server/lesson"
)

// pathOf is the path of lessons as lists draw it.
func pathOf(c *lesson.Course) []catalog.Lesson {
	if c == nil {
		return nil
	}
	var path []catalog.Lesson
	for _, l := range c.Lessons() {
		stop := catalog.Lesson{ID: l.ID, Name: l.Name(), Title: l.Head.Title.Source, Part: l.Head.Part.Source, Minutes: l.Head.Minutes}
		for _, n := range l.Head.Needs {
			stop.Needs = append(stop.Needs, n.Source)
		}
		path = append(path, stop)
	}
	return path
}
