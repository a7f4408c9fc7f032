package engine

import (
	"reflect"
	"slices"
	"strconv"
	"strings"

	"quorumlab/protocols/engine/order"
	"quorumlab/protocols/engine/say"
)

// A Field is one field of a parameter, command, goal or action struct, as forms, scenario lines and reference pages show
// it. Its name is the Go field's in lower case with hyphens (NoReplies: no-replies). Struct tags:
//
//	help:"…"     one phrase
//	min, max     bounds, inclusive, as the value is written; of strings and lists the length
//	oneof:"a b"  the only values of a string
//	arg:"true"   stands as a bare word, in the order of the fields, before the key=value words
//	mistake:"…"  a bool that makes the engine wrong: what it then does
//	optional:"true"   may be left out of a line even where the zero value means something else than the default
type Field struct {
	Name, Type, Value, Help, Min, Max, Mistake string
	OneOf                                      []string
	Arg, Optional                              bool

	index int
}

var (
	durationType   = reflect.TypeFor[Duration]()
	timeType       = reflect.TypeFor[Time]()
	nodeIDType     = reflect.TypeFor[NodeID]()
	perMillionType = reflect.TypeFor[PerMillion]()
	distType       = reflect.TypeFor[Dist]()
	literalType    = reflect.TypeFor[Literal]()
)

// A Literal is a field type of another package that writes and reads itself; ParseLiteral has a pointer receiver.
type Literal interface {
	String() string
	ParseLiteral(s string) error
}

// Describe lists the fields of a struct; the values are the defaults. It fails when a field has a type that no line can
// hold, or tags that don't parse.
func Describe(form any) ([]Field, error) {
	if form == nil {
		return nil, nil
	}
	x := reflect.ValueOf(form)
	if x.Kind() != reflect.Struct {
		return nil, say.Errorf("%T: expected a struct", form)
	}
	var fs []Field
	for i := range x.NumField() {
		t := x.Type().Field(i)
		if !t.IsExported() {
			return nil, say.Errorf("%T.%s: expected an exported field", form, t.Name)
		}
		f := Field{Name: Hyphens(t.Name), Type: typeWord(t.Type), Value: Format(x.Field(i)), index: i,
			Help: t.Tag.Get("help"), Min: t.Tag.Get("min"), Max: t.Tag.Get("max"), Mistake: t.Tag.Get("mistake"),
			Arg: t.Tag.Get("arg") != "", Optional: t.Tag.Get("optional") != ""}
		if of := t.Tag.Get("oneof"); of != "" {
			f.OneOf = strings.Fields(of)
		}
		if f.Type == "" {
			return nil, say.Errorf("%T.%s: %v can't be written in a line", form, t.Name, t.Type)
		}
		if f.OneOf != nil && t.Type.Kind() != reflect.String {
			return nil, say.Errorf("%T.%s: expected oneof on a string only", form, t.Name)
		}
		if f.Mistake != "" && t.Type.Kind() != reflect.Bool {
			return nil, say.Errorf("%T.%s: expected mistake on a bool only", form, t.Name)
		}
		if slices.ContainsFunc(fs, func(g Field) bool { return g.Name == f.Name }) {
			return nil, say.Errorf("%T: two fields are written %s", form, f.Name)
		}
		for _, tag := range []string{f.Min, f.Max} {
			if _, ok := bound(t.Type, tag); !ok && tag != "" {
				return nil, say.Errorf("%T.%s: expected a bound, not %q", form, t.Name, tag)
			}
		}
		fs = append(fs, f)
	}
	return fs, nil
}

// Hyphens is a Go name as scenario lines have it: CompareAndSwap is compare-and-swap, TTL is ttl.
func Hyphens(s string) string {
	var b []byte
	upper := func(i int) bool { return i < len(s) && s[i] >= 'A' && s[i] <= 'Z' }
	for i := range len(s) {
		c := s[i]
		if upper(i) {
			if i > 0 && (!upper(i-1) || i+1 < len(s) && !upper(i+1)) {
				b = append(b, '-')
			}
			c += 'a' - 'A'
		}
		b = append(b, c)
	}
	return string(b)
}

func typeWord(t reflect.Type) string {
	switch {
	case t == durationType:
		return "duration"
	case t == timeType:
		return "time"
	case t == nodeIDType:
		return "node"
	case t == perMillionType:
		return "share"
	case t == distType:
		return "distribution"
	case reflect.PointerTo(t).Implements(literalType):
		return Hyphens(t.Name())
	}
	switch t.Kind() {
	case reflect.Bool:
		return "bool"
	case reflect.String:
		if t.PkgPath() != "" {
			return Hyphens(t.Name())
		}
		return "string"
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64,
		reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return "int"
	case reflect.Slice:
		if e := typeWord(t.Elem()); e != "" && t.Elem().Kind() != reflect.Slice {
			return "list of " + e
		}
	}
	return ""
}

// Format prints one value as a scenario line or an inspector has it. Strings are not quoted.
func Format(v reflect.Value) string { return string(appendValue(nil, v)) }

func appendValue(b []byte, v reflect.Value) []byte {
	if !v.IsValid() {
		return append(b, "–"...)
	}
	switch v.Type() {
	case durationType:
		return append(b, Duration(v.Int()).String()...)
	case timeType:
		return append(b, Time(v.Int()).String()...)
	case nodeIDType:
		return append(b, NodeID(v.Uint()).String()...)
	case perMillionType:
		return append(b, PerMillion(v.Int()).String()...)
	case distType:
		d := reflect.New(distType).Elem()
		d.Set(v)
		return append(b, d.Interface().(Dist).String()...)
	}
	if reflect.PointerTo(v.Type()).Implements(literalType) {
		p := reflect.New(v.Type())
		p.Elem().Set(v)
		return append(b, p.Interface().(Literal).String()...)
	}
	switch v.Kind() {
	case reflect.Bool:
		return strconv.AppendBool(b, v.Bool())
	case reflect.String:
		return append(b, v.String()...)
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendValue(b, v.Index(i))
		}
		return b
	case reflect.Struct:
		b = append(b, '(')
		for i := range v.NumField() {
			if i > 0 {
				b = append(b, ' ')
			}
			b = appendValue(b, v.Field(i))
		}
		return append(b, ')')
	case reflect.Pointer:
		if v.IsNil() {
			return append(b, "–"...)
		}
		return appendValue(b, v.Elem())
	case reflect.Interface:
		return appendValue(b, v.Elem())
	case reflect.Map:
		return appendMap(b, v)
	}
	if v.CanInt() {
		return strconv.AppendInt(b, v.Int(), 10)
	}
	if v.CanUint() {
		return strconv.AppendUint(b, v.Uint(), 10)
	}
	return append(b, '?')
}

func appendMap(b []byte, v reflect.Value) []byte {
	keys := v.MapKeys()
	sortValues(keys)
	for i, k := range keys {
		if i > 0 {
			b = append(b, ' ')
		}
		b = append(appendValue(b, k), ':')
		b = appendValue(b, v.MapIndex(k))
	}
	return b
}

// Print is a command, timer, goal or action as a scenario line has it: name, bare words, key=value for all that differs
// from zero.
func Print(v any) string {
	x := reflect.ValueOf(v)
	if x.Kind() == reflect.Pointer {
		x = x.Elem()
	}
	return string(AppendForm([]byte(Hyphens(KindOf(v))), x.Interface()))
}

// AppendForm appends " word key=value" for the fields of a struct that differ from zero, bare words first.
func AppendForm(b []byte, form any) []byte {
	x := reflect.ValueOf(form)
	if x.Kind() != reflect.Struct {
		return b
	}
	for _, args := range []bool{true, false} {
		for i := range x.NumField() {
			t := x.Type().Field(i)
			if (t.Tag.Get("arg") != "") != args {
				continue
			}
			if x.Field(i).IsZero() && (!args || t.Tag.Get("optional") != "") {
				continue // an argument that a line may not leave out stands even where it is zero
			}
			b = append(b, ' ')
			if !args {
				b = append(append(b, Hyphens(t.Name)...), '=')
			}
			if v := x.Field(i); v.Kind() == reflect.String {
				b = append(b, Quote(v.String())...)
			} else {
				b = append(b, Quote(Format(v))...)
			}
		}
	}
	return b
}

// Parse reads a command, timer or goal among the declared ones: words[0] is its name.
func Parse(among []any, words []Word) (any, error) {
	names := make([]string, 0, len(among))
	for _, c := range among {
		name := Hyphens(KindOf(c))
		if len(words) > 0 && words[0].Key == "" && words[0].Value == name {
			return ParseForm(c, name, words[1:])
		}
		names = append(names, name)
	}
	if len(words) == 0 {
		return nil, say.Errorf("expected %s", OneOf(names))
	}
	return nil, say.Errorf("column %d: expected %s, not %s", words[0].Column, OneOf(names), Quote(words[0].Value))
}

// ParseForm fills a copy of form, a struct whose values are the defaults, from words. Errors name the column, what and
// the field: "column 9: put: ttl: expected …".
func ParseForm(form any, what string, words []Word) (any, error) {
	fs, err := Describe(form)
	if err != nil {
		return nil, err
	}
	p := reflect.New(reflect.TypeOf(form)).Elem()
	p.Set(reflect.ValueOf(form))
	seen := make([]bool, len(fs))
	for _, w := range words {
		i := 0
		for i < len(fs) && (seen[i] || fs[i].Arg != (w.Key == "") || w.Key != "" && fs[i].Name != w.Key) {
			i++
		}
		if i == len(fs) {
			return nil, say.Errorf("column %d: %s: %s", w.Column, what, unexpected(fs, seen, w))
		}
		seen[i] = true
		if err := fs[i].parse(p.Field(fs[i].index), w.Value); err != nil {
			return nil, say.Errorf("column %d: %s: %s: %w", w.Column, what, fs[i].Name, err)
		}
	}
	for i, f := range fs {
		if f.Arg && !f.Optional && !seen[i] {
			if f.Type == f.Name {
				return nil, say.Errorf("%s: expected %s", what, article(f.Type))
			}
			return nil, say.Errorf("%s: expected %s as %s", what, article(f.Type), f.Name)
		}
	}
	return p.Interface(), nil
}

func unexpected(fs []Field, seen []bool, w Word) string {
	var names []string
	for i, f := range fs {
		if f.Name == w.Key && seen[i] {
			return say.Sprintf("expected %s once", f.Name)
		}
		if !f.Arg {
			names = append(names, f.Name+"=")
		}
	}
	got := Quote(w.Value)
	if w.Key != "" {
		got = Plain(w.Key) + "="
	}
	if len(names) == 0 {
		return say.Sprintf("expected nothing more, not %s", got)
	}
	return say.Sprintf("expected %s, not %s", OneOf(names), got)
}

func (f *Field) parse(v reflect.Value, s string) error {
	if len(f.OneOf) > 0 {
		for _, o := range f.OneOf {
			if o == s {
				v.SetString(s)
				return nil
			}
		}
		return say.Errorf("expected %s, not %s", OneOf(f.OneOf), Quote(s))
	}
	if err := parseInto(v, s); err != nil {
		return err
	}
	unit := ""
	if v.Kind() == reflect.String || v.Kind() == reflect.Slice {
		unit = " bytes"
		if v.Kind() == reflect.Slice {
			unit = " values"
		}
	}
	if low, ok := bound(v.Type(), f.Min); ok && size(v) < low {
		return say.Errorf("expected at least %s%s, not %s", f.Min, unit, Quote(s))
	}
	if high, ok := bound(v.Type(), f.Max); ok && size(v) > high {
		return say.Errorf("expected at most %s%s, not %s", f.Max, unit, Quote(s))
	}
	return nil
}

// bound reads a min or max tag: a value of the type, or, for strings and lists, a length.
func bound(t reflect.Type, tag string) (int64, bool) {
	if tag == "" {
		return 0, false
	}
	v := reflect.New(t).Elem()
	if t.Kind() == reflect.String || t.Kind() == reflect.Slice {
		v = reflect.New(reflect.TypeFor[int]()).Elem()
	}
	err := parseInto(v, tag)
	return size(v), err == nil
}

func size(v reflect.Value) int64 {
	switch {
	case v.CanInt():
		return v.Int()
	case v.CanUint():
		return int64(min(v.Uint(), 1<<62))
	case v.Kind() == reflect.String || v.Kind() == reflect.Slice:
		return int64(v.Len())
	}
	return 0
}

// parseInto reads what Format printed.
func parseInto(v reflect.Value, s string) error {
	set := func(n int64, err error) error {
		if err == nil {
			v.SetInt(n)
		}
		return err
	}
	switch v.Type() {
	case durationType:
		d, err := ParseDuration(s)
		return set(int64(d), err)
	case timeType:
		t, err := ParseTime(s)
		return set(int64(t), err)
	case perMillionType:
		p, err := ParsePerMillion(s)
		return set(int64(p), err)
	case nodeIDType:
		id, err := ParseID(s)
		v.SetUint(uint64(id))
		return err
	case distType:
		d, err := ParseDist(s)
		if err == nil {
			v.Set(reflect.ValueOf(d))
		}
		return err
	}
	if l, ok := v.Addr().Interface().(Literal); ok {
		return l.ParseLiteral(s)
	}
	switch {
	case v.CanInt():
		n, err := strconv.ParseInt(s, 10, v.Type().Bits())
		if err != nil || s[0] == '+' {
			return say.Errorf("expected a whole number, not %s", Quote(s))
		}
		v.SetInt(n)
	case v.CanUint():
		n, err := strconv.ParseUint(s, 10, v.Type().Bits())
		if err != nil {
			return say.Errorf("expected a whole number, not %s", Quote(s))
		}
		v.SetUint(n)
	case v.Kind() == reflect.Bool:
		if s != "true" && s != "false" {
			return say.Errorf("expected true or false, not %s", Quote(s))
		}
		v.SetBool(s == "true")
	case v.Kind() == reflect.String:
		v.SetString(s)
	case v.Kind() == reflect.Slice:
		parts := strings.Split(s, ",")
		out := reflect.MakeSlice(v.Type(), len(parts), len(parts))
		for i, part := range parts {
			if err := parseInto(out.Index(i), part); err != nil {
				return err
			}
		}
		v.Set(out)
	default:
		return say.Errorf("%v can't be written in a line", v.Type())
	}
	return nil
}

// OneOf lists names as a sentence does: "one of a, b or c".
func OneOf(names []string) string {
	switch len(names) {
	case 0:
		return "nothing"
	case 1:
		return names[0]
	}
	return "one of " + strings.Join(names[:len(names)-1], ", ") + " or " + names[len(names)-1]
}

func article(s string) string {
	if strings.ContainsRune("aeiou", rune(s[0])) {
		return "an " + s
	}
	return "a " + s
}

// sortValues sorts map keys of one plain type, so that what is printed has one order.
func sortValues(vs []reflect.Value) {
	before := func(i, j int) bool {
		switch a, b := vs[i], vs[j]; {
		case a.CanInt():
			return a.Int() < b.Int()
		case a.CanUint():
			return a.Uint() < b.Uint()
		case a.Kind() == reflect.String:
			return a.String() < b.String()
		default:
			return Format(a) < Format(b)
		}
	}
	order.Sort(len(vs), before, func(i, j int) { vs[i], vs[j] = vs[j], vs[i] })
}

// Numbered is a command with % in its strings replaced by n, for the arrivals of a load.
func Numbered(command any, n int) any {
	v := reflect.ValueOf(command)
	if v.Kind() != reflect.Struct {
		return command
	}
	var c reflect.Value
	for i := range v.NumField() {
		if f := v.Field(i); f.Kind() == reflect.String && strings.Contains(f.String(), "%") {
			if !c.IsValid() {
				c = reflect.New(v.Type()).Elem()
				c.Set(v)
			}
			c.Field(i).SetString(strings.ReplaceAll(f.String(), "%", strconv.Itoa(n)))
		}
	}
	if !c.IsValid() {
		return command
	}
	return c.Interface()
}

// Has tells whether a field of a struct has a value, as it is written.
func Has(form any, value string) bool {
	x := reflect.ValueOf(form)
	if x.Kind() == reflect.Pointer {
		x = x.Elem()
	}
	for i := 0; x.Kind() == reflect.Struct && i < x.NumField(); i++ {
		if x.Type().Field(i).IsExported() && Format(x.Field(i)) == value {
			return true
		}
	}
	return false
}

// SameType tells whether two values have one type.
func SameType(a, b any) bool { return reflect.TypeOf(a) == reflect.TypeOf(b) }
