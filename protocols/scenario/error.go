package scenario

import (
	"strconv"
	"strings"

	"quorumlab/protocols/engine/say"
)

// An Error says what in a scenario can't be read or done, and what was expected.
type Error struct {
	Line   int // from 1; 0: no line is at fault
	Column int // from 1, in bytes; 0: the line as a whole
	Text   string
}

// Error is the place and the text.
func (e *Error) Error() string {
	switch {
	case e.Line == 0:
		return "scenario: " + e.Text
	case e.Column == 0:
		return say.Sprintf("line %d: %s", e.Line, e.Text)
	}
	return say.Sprintf("line %d, column %d: %s", e.Line, e.Column, e.Text)
}

func errorAt(line, column int, format string, args ...any) *Error {
	return &Error{line, column, say.Sprintf(format, args...)}
}

// placed gives an error of the engine's parsers its line. They say "column 9: put: …", which becomes the Column.
func placed(line int, err error) *Error {
	text := err.Error()
	quoted := strings.IndexByte(text+`"`, '"') // what a person wrote stands in quotes, and means nothing here
	at := strings.Index(text[:quoted], "column ")
	if at < 0 || at > 0 && !strings.HasSuffix(text[:at], ": ") {
		return &Error{line, 0, text}
	}
	digits, rest, ok := strings.Cut(text[at+len("column "):], ": ")
	column, bad := strconv.Atoi(digits)
	if !ok || bad != nil {
		return &Error{line, 0, text}
	}
	return &Error{line, column, text[:at] + rest}
}

// OnLine gives an error of a parser of words its line and, where it says one, its column.
func OnLine(line int, err error) *Error { return placed(line, err) }
