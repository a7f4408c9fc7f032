package engine

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"quorumlab/protocols/engine/say"
)

// A Word is one word of a scenario line: key=value, or a bare value.
type Word struct {
	Key, Value string // Key is "" for a bare word
	Quoted     bool   // the value stood in quotes: it is no separator and no keyword
	Column     int    // from 1, in bytes
}

// String prints the word as it may be written.
func (w Word) String() string {
	v := w.Value
	if w.Quoted {
		v = strconv.QuoteToASCII(v)
	} else {
		v = Quote(v)
	}
	if w.Key == "" {
		return v
	}
	return w.Key + "=" + v
}

// Words splits a line at spaces. A value may stand in double quotes, with the escapes of a Go string. "#" at the start of
// a word begins a comment. The signs =, >=, <= and != are bare words where they stand alone.
func Words(line string) ([]Word, error) {
	var ws []Word
	for i := 0; i < len(line); {
		if line[i] == ' ' || line[i] == '\t' {
			i++
			continue
		}
		if line[i] == '#' {
			break
		}
		if op := comparison(line[i:]); op != "" {
			ws = append(ws, Word{Value: op, Column: i + 1})
			i += len(op)
			continue
		}
		w := Word{Column: i + 1}
		start := i
		for i < len(line) && line[i] != ' ' && line[i] != '\t' && line[i] != '"' && line[i] != '=' {
			i++
		}
		if i < len(line) && line[i] == '=' && i > start {
			w.Key = line[start:i]
			i++
			start = i
			for i < len(line) && line[i] != ' ' && line[i] != '\t' && line[i] != '"' {
				i++
			}
		} else {
			for i < len(line) && line[i] != ' ' && line[i] != '\t' && line[i] != '"' {
				i++
			}
		}
		if i < len(line) && line[i] == '"' {
			if i > start {
				return nil, say.Errorf("column %d: expected a space before a quote", i+1)
			}
			q, err := strconv.QuotedPrefix(line[i:])
			if err != nil {
				return nil, say.Errorf("column %d: expected a closing quote", i+1)
			}
			if w.Value, err = strconv.Unquote(q); err != nil {
				return nil, say.Errorf("column %d: expected a quoted text", i+1)
			}
			w.Quoted = true
			if i += len(q); i < len(line) && line[i] != ' ' && line[i] != '\t' {
				return nil, say.Errorf("column %d: expected a space after a quote", i+1)
			}
		} else {
			w.Value = line[start:i]
			for _, r := range w.Key + w.Value {
				if !plain(r) {
					return nil, say.Errorf("column %d: expected printable text, or quotes around it, not %s", w.Column, Quote(line[start:i]))
				}
			}
			if w.Value == "" && w.Key != "" {
				return nil, say.Errorf(`column %d: expected a value after %s=, or %s=""`, i+1, w.Key, w.Key)
			}
		}
		ws = append(ws, w)
	}
	return ws, nil
}

// comparison is the sign that stands at the start of s as a word of its own: it is no key.
func comparison(s string) string {
	for _, op := range [...]string{">=", "<=", "!="} {
		if rest, ok := strings.CutPrefix(s, op); ok && (rest == "" || rest[0] == ' ' || rest[0] == '\t') {
			return op
		}
	}
	return ""
}

// Quote prints s bare where a scenario line can hold it so, else in double quotes, with all that is not a plain printable
// character escaped: controls, bidirectional marks, broken UTF-8.
func Quote(s string) string {
	bare := s != "" && s[0] != '#' && utf8.ValidString(s) && !strings.ContainsAny(s, "=\"\\ \t") && s != "|"
	for _, r := range s {
		bare = bare && plain(r)
	}
	if bare {
		return s
	}
	return string(appendQuoted(nil, s))
}

func appendQuoted(b []byte, s string) []byte {
	b = append(b, '"')
	b = appendEscaped(b, s, true)
	return append(b, '"')
}

// appendPlain appends text from outside as it may stand in a sentence: what is not plain is escaped.
func appendPlain(b []byte, s string) []byte { return appendEscaped(b, s, false) }

// Plain is s as it may stand in a sentence or a message: what is not plain printable text is escaped.
func Plain(s string) string { return string(appendPlain(nil, s)) }

func appendEscaped(b []byte, s string, quotes bool) []byte {
	if bareASCII(s, quotes) {
		return append(b, s...)
	}
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && n == 1:
			b = append(b, '\\', 'x')
			const hex = "0123456789abcdef"
			b = append(b, hex[s[i]>>4], hex[s[i]&15])
		case quotes && (r == '"' || r == '\\'):
			b = append(b, '\\', byte(r))
		case r == ' ' || plain(r):
			b = append(b, s[i:i+n]...)
		default:
			q := strconv.QuoteRuneToASCII(r)
			b = append(b, q[1:len(q)-1]...)
		}
		i += n
	}
	return b
}

// bareASCII tells whether nothing in s needs an escape, for text of one byte a character.
func bareASCII(s string, quotes bool) bool {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c >= 0x7f || quotes && (c == '"' || c == '\\') {
			return false
		}
	}
	return true
}

// plain tells the characters that may stand for themselves: graphic ones, less spaces, format characters (the
// bidirectional marks among them) and unassigned ones.
func plain(r rune) bool {
	if r < utf8.RuneSelf {
		return r > ' ' && r < 0x7f
	}
	return r != utf8.RuneError && strconv.IsPrint(r)
}
