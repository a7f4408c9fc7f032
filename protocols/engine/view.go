package engine

import (
	"reflect"

	"quorumlab/protocols/engine/say"
)

// View is what a node fills to be shown. It is called for shown frames, and, in brief, after each step of a run that is
// watched: then only status, epoch and tally matter, and rows are dropped.
type View struct {
	pic   Picture
	brief bool
}

// Picture is what a View holds.
type Picture struct {
	Status  string
	Epoch   int64
	Epochal bool // Epoch was said
	Tally   string
	Locked  bool
	Tier    int
	Place   int
	Fields  []NamedValue
	Clocks  []Clock
	Rows    []*Row
}

// A NamedValue is one line of an inspector.
type NamedValue struct{ Name, Value string }

// A Clock is a timer that runs inside the engine, driven by a timer of the kernel's: Elapsed of Total had gone by when
// the driving timer was armed.
type Clock struct {
	Name           string
	By             any
	Elapsed, Total Duration
}

// A Mark says how sure a cell is.
type Mark string

// The marks of a cell.
const (
	Unmarked  Mark = ""
	Committed Mark = "committed" // settled: drawn filled
	Doubtful  Mark = "doubt"
	Undone    Mark = "undone"
	LockedBy  Mark = "locked"
)

// A Row is one row of a panel: cells from left to right. In a keyspace and a waterfall a cell reaches from its At to that of
// the next, the last one to Bar, and a cell without text is a gap.
type Row struct {
	Panel string
	Name  string // "" is the node's id
	Bar   int    // a line after that cell's At: a commit point; 0 for none
	Cells []Cell
}

// A Cell is one value; At is its place in the row, from 1, where that means something (an index in a log).
type Cell struct {
	Text  string
	Epoch int64 // 0 for none
	Mark  Mark
	At    int
}

// Brief tells that only status, epoch and tally are asked for.
func (v *View) Brief() bool { return v.brief }

// Status names one of the protocol's statuses.
func (v *View) Status(name string) { v.pic.Status = name }

// Epoch is the node's term, ballot or view. It tints the node.
func (v *View) Epoch(n int64) { v.pic.Epoch, v.pic.Epochal = n, true }

// Tally is a count that matters now, beside the status: v.Tally("% of % votes", 2, 5). % is as in Note.
func (v *View) Tally(format string, args ...any) { v.pic.Tally = string(appendNote(nil, format, args)) }

// Locked says that the node holds something that others wait for.
func (v *View) Locked() { v.pic.Locked = true }

// Tier and Place put the node into its layout: the tier from the top, from 0; the place on a ring or in a tier.
func (v *View) Tier(n int)  { v.pic.Tier = n }
func (v *View) Place(n int) { v.pic.Place = n }

// Field is one line of the inspector. What in a value is not printable is escaped, as everywhere in a picture.
func (v *View) Field(name string, value any) {
	if !v.brief {
		v.pic.Fields = append(v.pic.Fields, NamedValue{name, Plain(Format(reflect.ValueOf(value)))})
	}
}

// Fieldf is one line of the inspector, put together as in Note.
func (v *View) Fieldf(name, format string, args ...any) {
	if !v.brief {
		v.pic.Fields = append(v.pic.Fields, NamedValue{name, string(appendNote(nil, format, args))})
	}
}

// Clock shows a timer that runs inside the engine, counted by the armed timer by (which is then not shown itself).
func (v *View) Clock(name string, by any, elapsed, total Duration) {
	if !v.brief {
		v.pic.Clocks = append(v.pic.Clocks, Clock{name, by, elapsed, total})
	}
}

// Row adds a row to a declared panel and returns it to be filled.
func (v *View) Row(panel string) *Row {
	r := &Row{Panel: panel}
	if !v.brief {
		v.pic.Rows = append(v.pic.Rows, r)
	}
	return r
}

// Cell adds a cell at the end of the row.
func (r *Row) Cell(text string, epoch int64, mark Mark) {
	r.Cells = append(r.Cells, Cell{Text: Plain(text), Epoch: epoch, Mark: mark, At: len(r.Cells) + 1})
}

// Look is the picture of a node: its own, or its fields. brief: status, epoch and tally only.
func Look(n Node, brief bool) Picture {
	v := View{brief: brief}
	if x, ok := n.(Viewer); ok {
		x.View(&v)
		return v.pic
	}
	if brief {
		return v.pic
	}
	x := reflect.ValueOf(n)
	if x.Kind() != reflect.Pointer || x.Elem().Kind() != reflect.Struct {
		return v.pic
	}
	x = x.Elem()
	for i := range x.NumField() {
		if f := x.Type().Field(i); !f.Anonymous {
			v.pic.Fields = append(v.pic.Fields, NamedValue{Hyphens(f.Name), Plain(Format(x.Field(i)))})
		}
	}
	return v.pic
}

// TextOf prints a message, timer, command, result or fact whole: Text(), or its kind and its fields.
func TextOf(x any) string {
	if t, ok := x.(Texter); ok {
		return t.Text()
	}
	v := reflect.ValueOf(x)
	if !v.IsValid() {
		return "nothing"
	}
	if v.Kind() == reflect.Pointer && !v.IsNil() {
		v = v.Elem()
	}
	s := KindOf(x)
	if v.Kind() != reflect.Struct {
		return say.Sprintf("%s %s", s, Quote(Format(v)))
	}
	for i := range v.NumField() {
		if f := v.Type().Field(i); f.Name != "_" {
			s += " " + Hyphens(f.Name) + "=" + Quote(Format(v.Field(i)))
		}
	}
	return s
}
