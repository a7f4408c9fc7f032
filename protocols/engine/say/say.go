// Package say puts sentences together as package fmt does. fmt reaches for the operating system's files, which makes a
// module for the browser a sixth larger, and an engine has no business there.
//
// It knows the verbs %v %s %d %q %c %T %w and %%, with "-" or "0" and a width, and a precision for %s and %q; values print
// as fmt prints them, but for structs, maps and pointers, which print as their type's name unless they say more (Error,
// String).
package say

import (
	"reflect"
	"strconv"
	"unicode/utf8"
)

// Sprintf is the sentence.
func Sprintf(format string, args ...any) string { return string(Appendf(nil, format, args...)) }

// Sprint is one value as %v prints it.
func Sprint(v any) string { return string(appendValue(nil, v)) }

// Errorf is an error with that text. An argument of %w can be unwrapped.
func Errorf(format string, args ...any) error {
	p := printer{args: args}
	e := &failure{text: string(p.print(nil, format))}
	e.wrapped = p.wrapped
	return e
}

type failure struct {
	text    string
	wrapped []error
}

func (e *failure) Error() string   { return e.text }
func (e *failure) Unwrap() []error { return e.wrapped }

// Appendf appends the sentence.
func Appendf(b []byte, format string, args ...any) []byte {
	p := printer{args: args}
	return p.print(b, format)
}

type printer struct {
	args    []any
	next    int
	wrapped []error
}

// A directive is what stands between % and its verb.
type directive struct {
	left, zeros      bool
	width, precision int // −1: none
}

func (p *printer) print(b []byte, format string) []byte {
	for i := 0; i < len(format); i++ {
		if format[i] != '%' {
			b = append(b, format[i])
			continue
		}
		d, n := parse(format[i+1:])
		if i += n + 1; i >= len(format) {
			return append(b, "%!(NOVERB)"...)
		}
		b = p.verb(b, format[i], d)
	}
	return b
}

func parse(s string) (d directive, n int) {
	d = directive{width: -1, precision: -1}
	for ; n < len(s) && (s[n] == '-' || s[n] == '0'); n++ {
		d.left, d.zeros = d.left || s[n] == '-', d.zeros || s[n] == '0'
	}
	number := func() int {
		x := -1
		for ; n < len(s) && s[n] >= '0' && s[n] <= '9' && x < 1000; n++ {
			x = max(x, 0)*10 + int(s[n]-'0')
		}
		return x
	}
	d.width = number()
	if n < len(s) && s[n] == '.' {
		n++
		d.precision = max(0, number())
	}
	return d, n
}

func (p *printer) verb(b []byte, verb byte, d directive) []byte {
	if verb == '%' {
		return append(b, '%')
	}
	if p.next >= len(p.args) {
		return append(append(append(b, "%!"...), verb), "(MISSING)"...)
	}
	arg := p.args[p.next]
	p.next++
	at := len(b)
	switch verb {
	case 'w':
		if err, ok := arg.(error); ok {
			p.wrapped = append(p.wrapped, err)
		}
		b = appendValue(b, arg)
	case 'v', 's', 'd':
		b = cut(appendValue(b, arg), at, d.precision)
	case 'q':
		s := cut(appendValue(nil, arg), 0, d.precision)
		b = strconv.AppendQuote(b, string(s))
	case 'c':
		b = utf8.AppendRune(b, rune(integer(arg)))
	case 'T':
		if t := reflect.TypeOf(arg); t != nil {
			b = append(b, t.String()...)
		} else {
			b = append(b, "<nil>"...)
		}
	default:
		b = append(append(append(b, "%!"...), verb), "(BADVERB)"...)
	}
	return pad(b, at, d)
}

// cut keeps the first runes of what stands from at on.
func cut(b []byte, at, runes int) []byte {
	if runes < 0 {
		return b
	}
	i := at
	for ; runes > 0 && i < len(b); runes-- {
		_, n := utf8.DecodeRune(b[i:])
		i += n
	}
	return b[:i]
}

// pad fills what stands from at on up to the width.
func pad(b []byte, at int, d directive) []byte {
	fill := d.width - utf8.RuneCount(b[at:])
	if fill <= 0 {
		return b
	}
	if d.left {
		for range fill {
			b = append(b, ' ')
		}
		return b
	}
	c := byte(' ')
	if d.zeros {
		c = '0'
	}
	text := string(b[at:])
	b = b[:at]
	for range fill {
		b = append(b, c)
	}
	return append(b, text...)
}

func integer(arg any) int64 {
	v := reflect.ValueOf(arg)
	switch {
	case v.CanInt():
		return v.Int()
	case v.CanUint():
		return int64(v.Uint())
	}
	return utf8.RuneError
}

func appendValue(b []byte, arg any) []byte {
	switch a := arg.(type) {
	case nil:
		return append(b, "<nil>"...)
	case string:
		return append(b, a...)
	case []byte:
		return append(b, a...)
	case error:
		return append(b, a.Error()...)
	case interface{ String() string }:
		return append(b, a.String()...)
	}
	v := reflect.ValueOf(arg)
	switch {
	case v.CanInt():
		return strconv.AppendInt(b, v.Int(), 10)
	case v.CanUint():
		return strconv.AppendUint(b, v.Uint(), 10)
	}
	switch v.Kind() {
	case reflect.Bool:
		return strconv.AppendBool(b, v.Bool())
	case reflect.String:
		return append(b, v.String()...)
	case reflect.Float32, reflect.Float64:
		return strconv.AppendFloat(b, v.Float(), 'g', -1, v.Type().Bits())
	case reflect.Slice, reflect.Array:
		b = append(b, '[')
		for i := range v.Len() {
			if i > 0 {
				b = append(b, ' ')
			}
			b = appendValue(b, v.Index(i).Interface())
		}
		return append(b, ']')
	}
	return append(b, v.Type().String()...)
}
