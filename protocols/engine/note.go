package engine

import (
	"reflect"
	"strconv"
)

// Note says in one sentence why the step does what it does. Each % in format takes the next of args: node ids, strings,
// integers of any kind, bools, durations. The format is the key under which a translation is found, so it is a constant.
// When the run is not explained a Note costs nothing, and its arguments never reach the heap.
func (o *Out) Note(format string, args ...any) {
	if o.explain && len(o.notes) < notesMax {
		o.notes = append(appendNote(o.notes, format, args), '\n')
	}
}

// AsideMark begins an aside among a step's notes.
const AsideMark = '\t'

// Aside is a Note for whoever looks at this very step: why nothing comes of it, or only what always does, as of a
// heartbeat. A transcript leaves it out, and so does a narration that goes on.
func (o *Out) Aside(format string, args ...any) {
	if o.explain && len(o.notes) < notesMax {
		o.notes = append(appendNote(append(o.notes, AsideMark), format, args), '\n')
	}
}

// Explains tells whether notes are kept, for an engine whose sentences take work to find. It must change nothing else: an
// explained run is the same run.
func (o *Out) Explains() bool { return o.explain }

// appendNote knows a closed set of kinds and calls no method of an argument: that keeps the arguments on the stack.
func appendNote(b []byte, format string, args []any) []byte {
	for i := 0; i < len(format); i++ {
		if format[i] != '%' || len(args) == 0 {
			b = append(b, format[i])
			continue
		}
		b = appendArg(b, args[0])
		args = args[1:]
	}
	return b
}

func appendArg(b []byte, arg any) []byte {
	switch a := arg.(type) {
	case NodeID:
		return a.AppendText(b)
	case string:
		return appendPlain(b, a)
	case int:
		return strconv.AppendInt(b, int64(a), 10)
	case Duration:
		return append(b, a.String()...)
	}
	v := reflect.ValueOf(arg)
	switch {
	case v.CanInt():
		return strconv.AppendInt(b, v.Int(), 10)
	case v.CanUint():
		return strconv.AppendUint(b, v.Uint(), 10)
	case v.Kind() == reflect.Bool:
		return strconv.AppendBool(b, v.Bool())
	case v.Kind() == reflect.String:
		return appendPlain(b, v.String())
	}
	return append(b, '?')
}
