package scenario_test

import (
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"

	"quorumlab/protocols/scenario"
)

func TestWhateverIsRunEndsAlikeTwiceAndSaysSoInPlainText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawScript(t, drawProtocol(t))
		// Few actions make sense everywhere. Those that don't end the script, so the lines before are run without them.
		res, err := scenario.Run(s)
		for err != nil {
			e, ok := err.(*scenario.Error)
			if !ok {
				t.Fatalf("expected a *scenario.Error, not %T: %v", err, err)
			}
			if strings.Contains(e.Text, "panicked") {
				t.Fatalf("%v\n%s", err, s)
			}
			plain(t, e.Error())
			if strings.Contains(e.Text, "in all branches together") {
				return
			}
			silence(t, s, e.Line)
			res, err = scenario.Run(s)
		}
		for _, f := range res.Failures() {
			if plain(t, f.Error()); strings.Contains(f.Text, "panicked") {
				t.Fatalf("%v\n%s", f, s)
			}
		}
		plain(t, res.Output())
		again, err := scenario.Run(s)
		if err != nil || again.Hash() != res.Hash() || again.Output() != res.Output() || again.OK() != res.OK() {
			t.Fatalf("two runs differ, %v\n%s\n%s\n%s", err, s, res.Output(), again.Output())
		}
	})
}

// silence takes out what a line does.
func silence(t *rapid.T, s *scenario.Script, line int) {
	for i := range s.Branches {
		for j := range s.Branches[i].Items {
			if it := &s.Branches[i].Items[j]; it.Line == line && it.Do != nil {
				it.Do, it.At = nil, nil
				return
			}
		}
	}
	t.Fatalf("line %d does nothing, and is said to be wrong:\n%s", line, s)
}

func plain(t *rapid.T, text string) {
	for _, r := range text {
		if r != '\n' && (!unicode.IsPrint(r) || unicode.Is(unicode.Bidi_Control, r)) {
			t.Fatalf("%q is in the text %q", r, text)
		}
	}
}
