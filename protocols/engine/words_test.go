package engine

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// hostile draws texts of which a line could take a part for something else, or that would be seen as another one.
func hostile() *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.SampledFrom([]string{"", "a", "=", ">=", "<=", "!=", "a=b", "a b", `"`, `a"b`, `\`, "#", "a#", "|", "a|b", ",", "\t", "\n", "\r\n", "\x00", "\x7f", "\xff",
			"a\xc3", "\u202e", "\u2066x\u2069", "\u200b", "\ufeff", "\u00a0", "\u00ad", "\ufffd", "é", "日本", "🎉", "\U000e0041", "\ue000", "e\u0301"}),
		rapid.String(),
		rapid.StringOf(rapid.RuneFrom([]rune{'a', 'b', '=', '"', '\\', ' ', '#', '|', '\t', '>', '<', '!', '\u202e'}))).
		Filter(func(s string) bool { return len(s) < 300 })
}

func TestWhatIsQuotedIsOneWordWithThatValue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := hostile().Draw(t, "text")
		q := Quote(s)
		if !utf8.ValidString(q) || Plain(q) != q || strings.ContainsAny(q, "\n\r\t") {
			t.Fatalf("%q is quoted as %q", s, q)
		}
		for _, line := range []string{q, "  " + q + " ", "k=" + q, "before " + q + " after", "a=b k=" + q + " # comment"} {
			ws, err := Words(line)
			if err != nil {
				t.Fatalf("%q: %v", line, err)
			}
			if !slices.ContainsFunc(ws, func(w Word) bool { return w.Value == s && (w.Key == "k" || w.Key == "") }) {
				t.Fatalf("%q is read as %+v", line, ws)
			}
		}
	})
}

func TestWordsReadBackAsTheyPrint(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var ws []Word
		var line string
		for range rapid.IntRange(0, 6).Draw(t, "words") {
			w := Word{Value: hostile().Draw(t, "value"), Key: rapid.StringMatching(`([a-z][a-z-]{0,5})?`).Draw(t, "key")}
			w.Quoted = rapid.Bool().Draw(t, "quoted") || strings.HasPrefix(Quote(w.Value), `"`)
			line += rapid.SampledFrom([]string{" ", "\t", "   "}).Draw(t, "space")
			w.Column = len(line) + 1
			line += w.String()
			ws = append(ws, w)
		}
		got, err := Words(line)
		if err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		if !slices.Equal(got, ws) {
			t.Fatalf("%q is read as %+v, not %+v", line, got, ws)
		}
	})
}

func TestALineIsSplitIntoWords(t *testing.T) {
	for _, c := range []struct {
		line string
		want []Word
	}{
		{"", nil},
		{"   \t ", nil},
		{"# all of it", nil},
		{"a # rest", []Word{{Value: "a", Column: 1}}},
		{"a# b", []Word{{Value: "a#", Column: 1}, {Value: "b", Column: 4}}},
		{"a b=c", []Word{{Value: "a", Column: 1}, {Key: "b", Value: "c", Column: 3}}},
		{`b="c d" e`, []Word{{Key: "b", Value: "c d", Quoted: true, Column: 1}, {Value: "e", Column: 9}}},
		{`"# no comment"`, []Word{{Value: "# no comment", Quoted: true, Column: 1}}},
		{`b=""`, []Word{{Key: "b", Quoted: true, Column: 1}}},
		{`"\u202e\x00"`, []Word{{Value: "\u202e\x00", Quoted: true, Column: 1}}},
		{"a=b=c", []Word{{Key: "a", Value: "b=c", Column: 1}}},
		{"=c", []Word{{Value: "=c", Column: 1}}},
		{"x >= 3", []Word{{Value: "x", Column: 1}, {Value: ">=", Column: 3}, {Value: "3", Column: 6}}},
		{"x = 3", []Word{{Value: "x", Column: 1}, {Value: "=", Column: 3}, {Value: "3", Column: 5}}},
		{"x <=", []Word{{Value: "x", Column: 1}, {Value: "<=", Column: 3}}},
		{"x !=\t4", []Word{{Value: "x", Column: 1}, {Value: "!=", Column: 3}, {Value: "4", Column: 6}}},
		{"日本=語", []Word{{Key: "日本", Value: "語", Column: 1}}},
	} {
		got, err := Words(c.line)
		if err != nil || !slices.Equal(got, c.want) {
			t.Errorf("%q is read as %+v, %v; expected %+v", c.line, got, err, c.want)
		}
	}
}

func TestABadLineSaysWhereAndWhatWasExpected(t *testing.T) {
	for line, want := range map[string]string{
		`a "b`:        "column 3: expected a closing quote",
		`a k="b`:      "column 5: expected a closing quote",
		`"a"b`:        "column 4: expected a space after a quote",
		`a"b"`:        "column 2: expected a space before a quote",
		`k=a"b"`:      "column 4: expected a space before a quote",
		"a k= b":      `column 5: expected a value after k=, or k=""`,
		"a b\x00":     `column 3: expected printable text, or quotes around it, not "b\x00"`,
		"a \u202eb":   `column 3: expected printable text, or quotes around it, not "\u202eb"`,
		"a k\u200b=b": "column 3: expected printable text",
		"\xff":        "column 1: expected printable text",
		`"\q"`:        "column 1: expected a closing quote",
	} {
		got, err := Words(line)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: expected %q, got %+v, %v", line, want, got, err)
		} else if s := err.Error(); Plain(s) != s {
			t.Errorf("%q: the error is not printable: %q", line, s)
		}
	}
}

func TestPlainTextStandsAsItIsAndAllElseIsEscaped(t *testing.T) {
	for s, want := range map[string]string{
		"a b":         "a b",
		`say "x" \ y`: `say "x" \ y`,
		"é 日本 🎉":      "é 日本 🎉",
		"a\nb\tc":     `a\nb\tc`,
		"\x1b[31m":    `\x1b[31m`,
		"\u202eabc":   `\u202eabc`,
		"\u2066a":     `\u2066a`,
		"\u200b":      `\u200b`,
		"\u00a0":      `\u00a0`,
		"\u200e":      `\u200e`,
		"\xffa\xc3":   `\xffa\xc3`,
		"\ufffd":      `\ufffd`,
		"\U000e0041":  `\U000e0041`,
		"":            "",
	} {
		if got := Plain(s); got != want {
			t.Errorf("%q is shown as %q; expected %q", s, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		s := hostile().Draw(t, "text")
		if p := Plain(s); Plain(p) != p {
			t.Fatalf("%q is shown as %q, which is not plain", s, p)
		}
	})
}

// FuzzWords: no line makes it panic, errors are printable, and what is read is read again as it prints.
func FuzzWords(f *testing.F) {
	for _, s := range []string{"", `a b=c d="e f" # g`, "x >= 3", `k=" \u202e"`, "\xff", `"`, "a=", "= ="} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, line string) {
		ws, err := Words(line)
		if err != nil {
			if s := err.Error(); Plain(s) != s || !strings.HasPrefix(s, "column ") {
				t.Fatalf("the error is %q", s)
			}
			return
		}
		var printed []string
		for _, w := range ws {
			if w.Column < 1 || w.Column > len(line) {
				t.Fatalf("%+v stands outside of the line", w)
			}
			printed = append(printed, w.String())
		}
		again, err := Words(strings.Join(printed, " "))
		if err != nil || !slices.EqualFunc(ws, again, func(a, b Word) bool { return a.Key == b.Key && a.Value == b.Value }) {
			t.Fatalf("%q is read as %+v, printed as %q and read as %+v, %v", line, ws, printed, again, err)
		}
	})
}
