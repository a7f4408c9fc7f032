package engine

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestANodeIDIsALetterAndANumber(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		letter, n := rapid.ByteRange('a', 'z').Draw(t, "letter"), rapid.IntRange(1, idNumberMax).Draw(t, "number")
		id := ID(letter, n)
		if id.Letter() != letter || id.Index() != n {
			t.Fatalf("%c%d is %c%d", letter, n, id.Letter(), id.Index())
		}
		if again, err := ParseID(id.String()); err != nil || again != id || string(id.AppendText(nil)) != id.String() {
			t.Fatalf("%v is read as %v, %v", id, again, err)
		}
	})
	if s := NodeID(0).String(); s != "world" {
		t.Errorf("no node is called %s", s)
	}
}

func TestNodesSortByLetterThenNumber(t *testing.T) {
	ids := []NodeID{ID('n', 10), ID('c', 1), ID('n', 2), ID('a', 300), ID('n', 1)}
	slices.Sort(ids)
	if want := []NodeID{ID('a', 300), ID('c', 1), ID('n', 1), ID('n', 2), ID('n', 10)}; !slices.Equal(ids, want) {
		t.Errorf("sorted: %v", ids)
	}
}

func TestWhatIsNoNodeIsRefused(t *testing.T) {
	for _, s := range []string{"", "n", "1", "N1", "n0", "n01", "n-1", "n+1", "n1 ", "nn1", "n16777216", "n4294967297", "n99999999999999999999", "é1", "n1.2", "world"} {
		if id, err := ParseID(s); err == nil || id != 0 {
			t.Errorf("%q is read as %v", s, id)
		}
	}
	if _, err := ParseID("\u202e"); err == nil || err.Error() != `expected a node such as n1, not "\u202e"` {
		t.Errorf("got %v", err)
	}
}

func TestASharePrintsAsAnExactPercentage(t *testing.T) {
	for p, want := range map[PerMillion]string{0: "0%", 1: "0.0001%", 2500: "0.25%", 100_000: "10%", 123_456: "12.3456%", 1_000_000: "100%", 10_000_000: "1000%", 10_100: "1.01%"} {
		if got := p.String(); got != want {
			t.Errorf("%d prints as %s; expected %s", int(p), got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		p := PerMillion(rapid.IntRange(0, 10_000_000).Draw(t, "share"))
		if q, err := ParsePerMillion(p.String()); err != nil || q != p {
			t.Fatalf("%v is read as %v, %v", p, q, err)
		}
	})
	for s, want := range map[string]PerMillion{"1.0%": 10_000, "01%": 10_000, "0.10%": 1000, "0.0001%": 1} {
		if got, err := ParsePerMillion(s); err != nil || got != want {
			t.Errorf("%s is read as %d, %v; expected %d", s, got, err, want)
		}
	}
}

func TestWhatIsNoShareIsRefused(t *testing.T) {
	for _, s := range []string{"", "%", "5", "-1%", "+1%", ".5%", "5.%", "1..2%", "1.2.3%", "0.00001%", "1e3%", "1001%", "1000.0001%", "99999999999999999999999%", "5 %", "x%", "١%"} {
		if p, err := ParsePerMillion(s); err == nil {
			t.Errorf("%q is read as %v", s, p)
		}
	}
}
