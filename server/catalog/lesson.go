package catalog

// A Lesson is one stop on the path of lessons.
type Lesson struct {
	ID      string // of its folder: "elections"
	Name    string // "Commit is a promise"
	Title   string // the insight, as a sentence
	Part    string // the part of the path that it belongs to: "One log"
	Minutes int
	Needs   []string // ids of earlier lessons
}

// A Part is a stretch of the path.
type Part struct {
	Title   string
	Lessons []Lesson
}

// Parts cuts a path where the part changes.
func Parts(path []Lesson) []Part {
	var parts []Part
	for _, l := range path {
		if n := len(parts); n == 0 || parts[n-1].Title != l.Part {
			parts = append(parts, Part{Title: l.Part})
		}
		last := &parts[len(parts)-1]
		last.Lessons = append(last.Lessons, l)
	}
	return parts
}
