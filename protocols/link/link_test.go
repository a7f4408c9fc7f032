package link

import (
	"encoding/json"
	"errors"
	"os"
	"strconv"
	"strings"
	"testing"

	"quorumlab/protocols/engine"
	"quorumlab/protocols/sim"
)

// fixtures are what the page's own reader is held to as well.
type fixtures struct {
	Good []struct {
		Name, Fragment string
		Link           struct {
			Build, Scenario, Branch string
			Event                   sim.EventID
			Time                    engine.Time
			Hash, Text              string
		}
	}
	Bad []struct {
		Name, Fragment string
		Fault          Fault
	}
}

func load(t testing.TB) (f fixtures) {
	t.Helper()
	b, err := os.ReadFile("testdata/links.json")
	if err == nil {
		err = json.Unmarshal(b, &f)
	}
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestLinksOfThePageAreReadAndWrittenAgain(t *testing.T) {
	for _, g := range load(t).Good {
		t.Run(g.Name, func(t *testing.T) {
			hash, err := strconv.ParseUint(g.Link.Hash, 16, 64)
			if err != nil {
				t.Fatal(err)
			}
			want := Link{g.Link.Build, g.Link.Scenario, g.Link.Branch, g.Link.Event, g.Link.Time, hash, g.Link.Text}
			got, err := Parse("https://example.org/play/x" + g.Fragment)
			if err != nil || *got != want {
				t.Fatalf("read %+v, %v; want %+v", got, err, want)
			}
			ours, err := want.Fragment()
			if err != nil {
				t.Fatal(err)
			}
			if back, err := Parse(ours); err != nil || *back != want {
				t.Errorf("read back %+v, %v; want %+v", back, err, want)
			}
		})
	}
}

func TestWhatIsNoLinkIsRefusedAndSaysWhatIsWrong(t *testing.T) {
	bad := load(t).Bad
	long := bad[0]
	long.Name, long.Fragment, long.Fault = "longer than a link may be", "#1."+strings.Repeat("A", FragmentMax), Large
	for _, b := range append(bad, long) {
		t.Run(b.Name, func(t *testing.T) {
			_, err := Parse(b.Fragment)
			var e *Error
			if !errors.As(err, &e) || e.Fault != b.Fault {
				t.Fatalf("got %v, want one that is %s", err, b.Fault)
			}
			if !strings.Contains(e.Text, "expected") {
				t.Errorf("%q does not say what was expected", e.Text)
			}
		})
	}
}

func TestALinkThatCouldNotBeReadAgainIsNotMade(t *testing.T) {
	good := Link{Build: "0123456789abcdef", Branch: "main", Text: "cluster mutex\n"}
	for name, spoil := range map[string]func(*Link){
		"a build that is none":    func(l *Link) { l.Build = "devel" },
		"a branch with a newline": func(l *Link) { l.Branch = "main\nevent 1" },
		"a scenario upwards":      func(l *Link) { l.Scenario = "../secret" },
		"a time before the start": func(l *Link) { l.Time = -1 },
		"a text that is no UTF-8": func(l *Link) { l.Text = "\xff" },
		"more than a run may be":  func(l *Link) { l.Text = strings.Repeat("#\n", PayloadMax) },
	} {
		l := good
		spoil(&l)
		if f, err := l.Fragment(); err == nil {
			t.Errorf("%s: got %s", name, f)
		}
	}
}

func FuzzAnyFragmentIsReadToOneLinkOrRefused(f *testing.F) {
	all := load(f)
	for _, g := range all.Good {
		f.Add(g.Fragment)
	}
	for _, b := range all.Bad {
		if len(b.Fragment) < 4<<10 {
			f.Add(b.Fragment)
		}
	}
	f.Fuzz(func(t *testing.T, fragment string) {
		l, err := Parse(fragment)
		if err != nil {
			var e *Error
			if !errors.As(err, &e) {
				t.Fatalf("%v is no *Error", err)
			}
			return
		}
		again, err := l.Fragment()
		if err != nil {
			t.Fatalf("read %+v, which can't be written: %v", l, err)
		}
		if back, err := Parse(again); err != nil || *back != *l {
			t.Fatalf("read %+v, then %+v, %v", l, back, err)
		}
	})
}

func FuzzAnyPayloadIsReadToOneLinkOrRefused(f *testing.F) {
	for _, g := range load(f).Good {
		if l, err := Parse(g.Fragment); err == nil {
			f.Add(l.payload())
		}
	}
	f.Fuzz(func(t *testing.T, payload string) {
		if l, err := read(payload); err == nil && l.payload() != payload {
			t.Fatalf("%q is read as %+v", payload, l)
		}
	})
}
