package bridge

import (
	"strconv"
	"unicode/utf8"
)

// A doc is a JSON text that is written by appending: encoding/json costs too much in a module, in size and at its first
// use. Commas are put where they are needed.
type doc struct {
	b    []byte
	more bool // a comma stands before the next value
}

func (d *doc) comma() {
	if d.more {
		d.b = append(d.b, ',')
	}
	d.more = true
}

func (d *doc) open(c byte) {
	d.comma()
	d.b = append(d.b, c)
	d.more = false
}

func (d *doc) close(c byte) {
	d.b = append(d.b, c)
	d.more = true
}

// key begins a member of an object; a value follows.
func (d *doc) key(k string) {
	d.comma()
	d.b = append(append(append(d.b, '"'), k...), '"', ':')
	d.more = false
}

func (d *doc) str(s string) {
	d.comma()
	d.b = appendString(d.b, s)
}

func (d *doc) bytes(s []byte) {
	d.comma()
	d.b = appendString(d.b, string(s))
}

func (d *doc) int(n int64) {
	d.comma()
	d.b = strconv.AppendInt(d.b, n, 10)
}

func (d *doc) bool(v bool) {
	d.comma()
	d.b = strconv.AppendBool(d.b, v)
}

// Members of an object, key and value at once.

func (d *doc) kstr(k, v string) { d.key(k); d.str(v) }

// kopt is left out when empty.
func (d *doc) kopt(k, v string) {
	if v != "" {
		d.kstr(k, v)
	}
}

func (d *doc) kint(k string, v int64) { d.key(k); d.int(v) }

func (d *doc) kbool(k string, v bool) { d.key(k); d.bool(v) }

// object and list write one value, whose inside f writes.
func (d *doc) object(f func()) {
	d.open('{')
	f()
	d.close('}')
}

func (d *doc) list(f func()) {
	d.open('[')
	f()
	d.close(']')
}

func (d *doc) klist(k string, f func()) { d.key(k); d.list(f) }

func (d *doc) kstrings(k string, vs []string) {
	d.klist(k, func() {
		for _, v := range vs {
			d.str(v)
		}
	})
}

const hexDigits = "0123456789abcdef"

// appendString writes s as a JSON string. Broken UTF-8 becomes the replacement character.
func appendString(b []byte, s string) []byte {
	b = append(b, '"')
	start := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			if c >= ' ' && c != '"' && c != '\\' {
				i++
				continue
			}
			b = append(b, s[start:i]...)
			switch c {
			case '"', '\\':
				b = append(b, '\\', c)
			case '\n':
				b = append(b, '\\', 'n')
			default:
				b = append(b, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
			}
			i++
			start = i
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && n == 1 {
			b = append(b, s[start:i]...)
			b = append(b, "\ufffd"...)
			start = i + n
		}
		i += n
	}
	b = append(b, s[start:]...)
	return append(b, '"')
}

func hex64(h uint64) string {
	b := make([]byte, 16)
	for i := range b {
		b[i] = hexDigits[h>>(60-4*i)&15]
	}
	return string(b)
}
