package random

import (
	"reflect"
	"strconv"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/engine/say"
)

// hostile are what strings are drawn from where one must never be shown as it is.
func hostile() []string { return []string{"x", "y", "z", "x", "y", "evil\u202e\x1b[31m"} }

// A filler draws values for the fields of commands.
type filler struct {
	r       *engine.Rand
	members []engine.NodeID
	hostile bool
}

// word is one of few, so that operations meet, or a number, so that what one of them has written is told from what others
// have.
func (d *filler) word() string {
	if d.hostile {
		return hostile()[d.r.IntN(len(hostile()))]
	}
	if d.r.IntN(2) == 0 {
		return []string{"x", "y", "z"}[d.r.IntN(3)]
	}
	return strconv.Itoa(1 + d.r.IntN(99))
}

// Command draws one of among with its fields filled by their types and tags, such that a scenario line can hold it.
func (s *Source) Command(r *engine.Rand, among []any, members []engine.NodeID) (any, error) {
	fill := filler{r, members, !s.Seek}
	c := among[r.IntN(len(among))]
	fields, err := engine.Describe(c)
	if err != nil {
		return nil, err
	}
	v := reflect.New(reflect.TypeOf(c)).Elem()
	v.Set(reflect.ValueOf(c))
	for i := range fields {
		if err := fill.field(v.Field(i), &fields[i]); err != nil {
			return nil, say.Errorf("%T.%s: %w", c, fields[i].Name, err)
		}
	}
	return v.Interface(), readBack(v.Interface(), among)
}

// readBack makes sure that a line can hold a command, for the run's text.
func readBack(c any, among []any) error {
	line := engine.Print(c)
	ws, err := engine.Words(line)
	if err != nil {
		return say.Errorf("%q: %w", line, err)
	}
	again, err := engine.Parse(among, ws)
	if err != nil {
		return say.Errorf("%q: %w", line, err)
	}
	if !reflect.DeepEqual(c, again) {
		return say.Errorf("%q is read as %s, not %s", line, engine.TextOf(again), engine.TextOf(c))
	}
	return nil
}

// field draws a value for one field. An optional one is left out every second time.
func (d *filler) field(v reflect.Value, f *engine.Field) error {
	if f.Optional && d.r.IntN(2) == 0 {
		return nil
	}
	if len(f.OneOf) > 0 {
		v.SetString(f.OneOf[d.r.IntN(len(f.OneOf))])
		return nil
	}
	switch x := v.Interface().(type) {
	case engine.NodeID:
		v.SetUint(uint64(d.members[d.r.IntN(len(d.members))]))
	case engine.Duration:
		v.SetInt(between(d.r, f, int64(engine.Millisecond), int64(100*engine.Millisecond), func(s string) (int64, error) {
			x, err := engine.ParseDuration(s)
			return int64(x), err
		}))
	case engine.Time:
		v.SetInt(between(d.r, f, 0, int64(engine.Second), func(s string) (int64, error) {
			t, err := engine.ParseTime(s)
			return int64(t), err
		}))
	case engine.PerMillion:
		v.SetInt(between(d.r, f, 0, 1_000_000, func(s string) (int64, error) {
			p, err := engine.ParsePerMillion(s)
			return int64(p), err
		}))
	case engine.Dist:
		v.Set(reflect.ValueOf(engine.Between(engine.Millisecond, engine.Duration(2+d.r.IntN(50))*engine.Millisecond)))
	default:
		return d.kind(v, f, x)
	}
	return nil
}

func (d *filler) kind(v reflect.Value, f *engine.Field, x any) error {
	number := func(s string) (int64, error) { return strconv.ParseInt(s, 10, 64) }
	switch {
	case v.Kind() == reflect.Bool:
		v.SetBool(d.r.IntN(2) == 0)
	case v.Kind() == reflect.String:
		w := d.word()
		if most, err := strconv.Atoi(f.Max); err == nil && len(w) > most {
			w = "x"
		}
		v.SetString(w)
	case v.CanInt():
		v.SetInt(between(d.r, f, 0, 3, number))
	case v.CanUint():
		v.SetUint(uint64(between(d.r, f, 0, 3, number)))
	case v.Kind() == reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1+d.r.IntN(3), 3))
		for i := range v.Len() {
			if err := d.field(v.Index(i), &engine.Field{}); err != nil {
				return err
			}
			if e := v.Index(i); e.Kind() == reflect.String && e.Len() > 1 {
				e.SetString("x") // a comma separates, and quotes stand around the whole list
			}
		}
	default:
		return say.Errorf("a %T can't be drawn: give a Draw", x)
	}
	return nil
}

// between draws a number within the field's bounds, or from low to high where it has none.
func between(r *engine.Rand, f *engine.Field, low, high int64, parse func(string) (int64, error)) int64 {
	least, errLeast := parse(f.Min)
	most, errMost := parse(f.Max)
	switch {
	case errLeast == nil && errMost == nil:
		low, high = least, most
	case errLeast == nil:
		low, high = least, least+high-low
	case errMost == nil:
		low, high = min(low, most), min(high, most)
	}
	return low + int64(r.IntN(int(high-low)+1))
}
