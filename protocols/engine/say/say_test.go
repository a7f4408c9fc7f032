package say_test

import (
	"errors"
	"fmt"
	"io"
	"reflect"
	"testing"

	"quorumlab/protocols/engine/say"
)

type named string

type spoken int

func (s spoken) String() string { return "spoken" }

func TestASentenceIsTheSameAsFmtMakesIt(t *testing.T) {
	for _, c := range []struct {
		format string
		args   []any
	}{
		{"plain", nil},
		{"100%%", nil},
		{"%d of %d", []any{3, uint8(5)}},
		{"%v %v %v", []any{true, "text", nil}},
		{"%s|%s", []any{named("name"), []byte("bytes")}},
		{"%v %s", []any{spoken(1), spoken(2)}},
		{"%q %q", []any{"quote\n\"", named("x")}},
		{"%.3q %.2s", []any{"long text", "long"}},
		{"%c%c", []any{'a', byte('b')}},
		{"%T %T", []any{1, named("")}},
		{"[%-8s] [%8s] [%03d] [%-6v]", []any{"ab", "cd", 7, spoken(0)}},
		{"%v %v", []any{[]string{"a", "b"}, []named{}}},
		{"%v", []any{errors.New("an error")}},
		{"%v", []any{reflect.TypeFor[io.Reader]()}},
		{"%v", []any{1.5}},
		{"ünï %s", []any{"çödé"}},
		{"%-5sé|", []any{"é"}},
	} {
		if got, want := say.Sprintf(c.format, c.args...), fmt.Sprintf(c.format, c.args...); got != want {
			t.Errorf("%q: %q, fmt says %q", c.format, got, want)
		}
	}
}

func TestAWrappedErrorIsFound(t *testing.T) {
	err := say.Errorf("reading: %w", say.Errorf("%w and %w", io.EOF, io.ErrNoProgress))
	if !errors.Is(err, io.EOF) || !errors.Is(err, io.ErrNoProgress) || errors.Is(err, io.ErrShortWrite) {
		t.Fatal("what was wrapped is not found")
	}
	if err.Error() != "reading: EOF and multiple Read calls return no data or error" {
		t.Fatal(err)
	}
}

func TestABadFormatSaysSo(t *testing.T) {
	for format, want := range map[string]string{"%d": "%!d(MISSING)", "%": "%!(NOVERB)", "%x": "%!x(BADVERB)", "%-": "%!(NOVERB)"} {
		args := []any{1}
		if format == "%d" {
			args = nil
		}
		if got := say.Sprintf(format, args...); got != want {
			t.Errorf("%q: expected %q, got %q", format, want, got)
		}
	}
}
