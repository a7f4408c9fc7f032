package server

import (
	"net/http"
	"slices"

	"quorumlab/server/lesson"
	"quorumlab/server/pages"
)

// lesson answers with a lesson: in English at /lessons/elections, in German at /lessons/elections/de.
func (s *Server) lesson(w http.ResponseWriter, r *http.Request) {
	id, language := r.PathValue("id"), r.PathValue("language")
	if language == "" {
		language = lesson.English
	} else if language == lesson.English {
		language = "" // it has one address, without its language
	}
	l, ok := s.findLesson(id, language)
	if !ok {
		f := &s.words.Failure
		s.missing(w, r, f.NoLesson, pages.Put(f.NoLessonCalled, "name", id))
		return
	}
	on := s.Lessons.Lessons()
	frame := s.figured(s.reader(r, l.Head.Title.Source, l.Lede()))
	frame.Styles = append(frame.Styles, s.files.LessonStyles)
	frame.Scripts = append(frame.Scripts, s.files.LessonScript)
	page := pages.Lesson{
		Frame:  frame,
		Lesson: l,
		Place:  1 + slices.IndexFunc(on, func(o *lesson.Lesson) bool { return o.ID == id }),
		Of:     len(on),
		Others: slices.DeleteFunc(s.Lessons.Languages(id), func(other string) bool { return other == language }),
	}
	page.Protocol, _ = s.Catalog.Protocol(l.Head.Protocol.Source)
	page.Before, page.After = s.Lessons.Around(id)
	for _, n := range l.Head.Needs {
		if needed, ok := s.Lessons.Lesson(n.Source, lesson.English); ok {
			page.Needs = append(page.Needs, needed)
		}
	}
	for _, q := range l.Questions() {
		if from, ok := s.Lessons.Lesson(q.From.Source, lesson.English); ok {
			page.Asked = append(page.Asked, from)
		}
	}
	s.page(w, r, http.StatusOK, page.Page())
}

func (s *Server) findLesson(id, language string) (*lesson.Lesson, bool) {
	if s.Lessons == nil {
		return nil, false
	}
	return s.Lessons.Lesson(id, language)
}
